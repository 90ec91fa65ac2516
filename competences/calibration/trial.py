"""Items on trial beside those that count: calibrated on the people whom the others have placed, and moving nothing.

An item on trial scores nobody, so no answer to it may touch a number that does. The live items, the six numbers and the
people come from the live items' answers alone; then the items on trial are fitted among people who stay where they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from competences.calibration.answers import NOT_ASKED, Categories
from competences.calibration.covariance import Cavities
from competences.calibration.items import Chunk, ItemFit, Populations, fit_items
from competences.curves import tabulate
from competences.items import ItemBank
from competences.running import Runner

LIVE: Final = "live"
"""The word that stands for all items that are not on trial, where items that hold the scale are named."""


def pilots_of(bank: ItemBank) -> frozenset[str]:
    """Give the ids of the items on trial."""
    return frozenset(item.id for item in bank.items if item.pilot)


def live_part(bank: ItemBank) -> ItemBank:
    """Give the bank without its items on trial."""
    return replace(bank, items=tuple(item for item in bank.items if not item.pilot))


def held_items(bank: ItemBank, names: Iterable[str]) -> frozenset[str]:
    """Give the ids of named items; `LIVE` names all that are not on trial. Raises `UnknownItem`."""
    named = frozenset(names)
    found = frozenset(bank.item(name).id for name in sorted(named - {LIVE}))
    return found | {item.id for item in live_part(bank).items} if LIVE in named else found


def fit_pilots(
    bank: ItemBank,
    chunks: Sequence[Categories],
    people: Sequence[Cavities],
    *,
    population: Populations,
    counted: frozenset[str],
    fixed: frozenset[str],
    run: Runner,
) -> ItemFit:
    """Give the numbers of a bank's items on trial; those of all others stay.

    chunks: `(persons, items)` in the order of the bank's tables; people: of each chunk, what all but a trait's own
    answers say of it, from live answers; counted: the live items whose numbers are known, which place a person on their
    own trait exactly; the others wait and say nothing there; fixed: items on trial that keep their numbers.
    """
    asks = np.array([item.pilot or item.id in counted for item in tabulate(bank).items])
    return fit_items(
        bank,
        [
            Chunk(np.where(asks, part, np.int8(NOT_ASKED)), one.mean, one.precision)
            for part, one in zip(chunks, people, strict=True)
        ],
        population=population,
        fixed=fixed | {item.id for item in bank.items if not item.pilot},
        run=run,
    )
