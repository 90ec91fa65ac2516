"""Items that have moved since the bank before: easier or harder than they were, more than chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.calibration.parameters import ItemNumbers, locations_of
from competences.items import Item, ItemBank

LEAST_MOVE: Final = 0.3
LEAST_ERRORS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Drift:
    """An item whose location moved.

    shared: the median move of the items of its kind that are not on trial, which is a change of the people and not of
    the items, 0 where none is or
    fixed items hold the scale; error: of the move, both calibrations' doubt together.
    """

    item: str
    before: float
    now: float
    shared: float
    error: float

    @property
    def flagged(self) -> bool:
        """Say whether the item moved by .3 and by three standard errors, beside what all items share."""
        own = abs(self.now - self.before - self.shared)
        return own >= max(LEAST_MOVE, LEAST_ERRORS * self.error)


def drifted(
    bank: ItemBank, numbers: Mapping[str, ItemNumbers], *, held: bool = False
) -> tuple[Drift, ...]:
    """Give the flagged items of the bank before, by id; `held` says whether fixed items hold the scale.

    Only items that were calibrated there have a place to move from; a fixed item has not moved.
    """
    moves = [
        (item, _move(item, numbers[item.id]))
        for item in sorted(bank.items, key=lambda one: one.id)
        if item.calibration == "calibrated" and item.id in numbers and numbers[item.id].estimated
    ]
    live = [(item, move) for item, move in moves if not item.pilot]
    found = []
    for item, (before, now, error) in moves:
        alike = [new - old for other, (old, new, _) in live if other.kind == item.kind]
        shared = 0.0 if held or not alike else float(np.median(alike))
        found.append(Drift(item.id, before, now, shared, error))
    return tuple(one for one in found if one.flagged)


def _move(item: Item, new: ItemNumbers) -> tuple[float, float, float]:
    """Give the location before and now, and the standard error of the move."""
    error = float(np.hypot(item.location_se, new.location_se))
    return float(np.mean(locations_of(item))), float(np.mean(new.locations)), error
