"""Answers of many people to the items of a bank, as small whole numbers in one table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from competences.attempt import Response
from competences.curves import NOT_SCORED, row_of
from competences.items import Item, SelfReport

Categories = NDArray[np.int8]
Labels = NDArray[np.str_]

NOT_ASKED: Final = -1
"""The item was not put before the person, or does not apply to them."""
UNSURE: Final = -2
"""“I don't know” to a statement; for a task it counts as wrong."""


def category_of(item: Item, response: Response) -> int:
    """Give the category of a response: a step, a task's 0 or 1, `UNSURE`, or `NOT_ASKED` for “does not apply”."""
    row = row_of(item, response)
    if row == NOT_SCORED:
        return NOT_ASKED
    return UNSURE if isinstance(item, SelfReport) and row > len(item.thresholds) else row


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A row per person, a column per item.

    categories: `(persons, items)`, a statement's step, a task's 0 (wrong) or 1 (right), `NOT_ASKED` or `UNSURE`;
    attributes: what is known of the persons by name (`"language"`, `"device"`, …), `(persons,)` each, `""` for unknown.
    """

    items: tuple[str, ...]
    categories: Categories
    attributes: Mapping[str, Labels] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.categories)

    def chunks(self, size: int) -> Iterator[Self]:
        """Give the same answers, at most `size` persons at a time, in order."""
        for start in range(0, len(self), size):
            yield self.rows(slice(start, start + size))

    def rows(self, chosen: slice | NDArray[np.bool_] | NDArray[np.intp]) -> Self:
        """Give the answers of some persons."""
        attributes = {name: labels[chosen] for name, labels in self.attributes.items()}
        return type(self)(self.items, self.categories[chosen], attributes)

    def columns(self, items: Sequence[str]) -> Self:
        """Give the answers to these items, in this order; an item without a column was asked of nobody."""
        place = {item: column for column, item in enumerate(self.items)}
        chosen = np.full((len(self), len(items)), NOT_ASKED, dtype=np.int8)
        for column, item in enumerate(items):
            if item in place:
                chosen[:, column] = self.categories[:, place[item]]
        return type(self)(tuple(items), chosen, self.attributes)
