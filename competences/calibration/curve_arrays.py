"""Response curves of many items at once: items with equally many categories stand in one set of arrays.

The curves are those of `competences.curves`, a task being a graded item with one boundary over its guessing floor.
Groups by number of categories need no stand-ins for missing thresholds, which breed NaN.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from competences.calibration.bounds import held_slopes, spaced
from competences.calibration.parameters import locations_of
from competences.curves import Tables
from competences.items import Knowledge
from competences.nodes import FLOOR
from competences.provisional import usual_log_slope
from competences.traits import Floats

Places = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ItemGroup:
    """Items with equally many categories, in the order of the bank's tables.

    place: `(items,)`, among all items of the tables; trait: `(items,)`; task: `(items,)`, where "I don't know" counts
    as wrong; guessing: `(items,)`, 0 for statements; usual: `(items,)`, the log slope of their kind before data;
    numbers: `(items, 1 + boundaries)`, log slope, then locations rising; moves: likewise, which of them are estimated;
    enters: `(items,)`, which items' answers are used.
    """

    place: Places
    trait: Places
    task: Flags
    guessing: Floats
    usual: Floats
    numbers: Floats
    moves: Flags
    enters: Flags

    @property
    def boundaries(self) -> int:
        """Give the number of boundaries between categories."""
        return int(self.numbers.shape[1]) - 1

    def of_trait(self, trait: int) -> Places:
        """Give the rows of the group whose answers enter for a trait."""
        return np.flatnonzero((self.trait == trait) & self.enters)

    def rows(self, chosen: Places) -> Self:
        """Give some items of the group."""
        return type(self)(*(getattr(self, one.name)[chosen] for one in fields(self)))

    def curves(self, at: Floats) -> "Curves":
        """Give the curves at latent places, `(items, places)` or one row of places for all."""
        slope = np.exp(self.numbers[:, :1, None])
        gap = np.atleast_2d(at)[:, None, :] - self.numbers[:, 1:, None]
        rise = (1 + np.tanh(slope * gap / 2)) / 2  # the logistic curve, without overflow
        open_share = 1 - self.guessing[:, None, None]
        reached = 1 - open_share + open_share * rise
        ends = np.ones_like(reached[:, :1])
        p = np.concatenate([ends, reached], 1) - np.concatenate([reached, 0 * ends], 1)
        return Curves(np.maximum(p, FLOOR), slope * open_share * rise * (1 - rise), gap)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Curves of items and what their derivatives are made of, at latent places.

    p: `(items, categories, places)`, never 0; fall: `(items, boundaries, places)`, how fast the probability to lie
    above a boundary falls as that boundary moves up; gap: likewise, from the boundary to the place.
    """

    p: Floats
    fall: Floats
    gap: Floats

    @property
    def by_log_slope(self) -> Floats:
        """Give the derivative of each category's probability by the log slope, `(items, categories, places)`."""
        turn = self.gap * self.fall
        none = np.zeros_like(turn[:, :1])
        by_slope: Floats = np.concatenate([none, turn], 1) - np.concatenate([turn, none], 1)
        return by_slope


def grouped(tables: Tables, moves: Flags, slope_moves: Flags, enters: Flags) -> list[ItemGroup]:
    """Give the items of a bank's tables as groups; the flags are `(items,)` in tables order."""
    groups = []
    steps = np.array(tables.steps)
    for categories in np.unique(steps):
        place = np.flatnonzero(steps == categories)
        items = [tables.items[k] for k in place]
        numbers = np.array([(np.log(item.slope), *locations_of(item)) for item in items])
        estimated = np.repeat(moves[place, None], categories, axis=1)
        estimated[:, 0] &= slope_moves[place]
        floors = [item.guessing if isinstance(item, Knowledge) else 0.0 for item in items]
        groups.append(
            ItemGroup(
                place=place,
                trait=tables.trait[place],
                task=np.array([isinstance(item, Knowledge) for item in items]),
                guessing=np.array(floors),
                usual=np.array([usual_log_slope(item) for item in items]),
                numbers=numbers,
                moves=estimated,
                enters=enters[place],
            )
        )
    return groups


def vector_of(groups: Sequence[ItemGroup]) -> Floats:
    """Give all numbers of all items in a row."""
    return np.concatenate([group.numbers.ravel() for group in groups])


def owners_of(groups: Sequence[ItemGroup]) -> Places:
    """Give the trait that each number of `vector_of` belongs to."""
    return np.concatenate([np.repeat(group.trait, group.numbers.shape[1]) for group in groups])


def with_vector(groups: Sequence[ItemGroup], vector: Floats) -> list[ItemGroup]:
    """Give the groups with the numbers of a row, brought into their range; what does not move stays to the bit."""
    changed, start = [], 0
    for group in groups:
        numbers = vector[start : start + group.numbers.size].reshape(group.numbers.shape)
        start += group.numbers.size
        changed.append(with_numbers(group, numbers))
    return changed


def with_numbers(group: ItemGroup, numbers: Floats) -> ItemGroup:
    """Give a group with other numbers, brought into their range; what does not move stays to the bit."""
    ordered = np.concatenate([held_slopes(numbers[:, :1]), spaced(numbers[:, 1:])], axis=1)
    return replace(group, numbers=np.where(group.moves, ordered, group.numbers))
