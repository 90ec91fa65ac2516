"""The ranges that calibrated numbers are held in: those that a pack's table of parameters may have."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.calibration.parameters import ItemNumbers
from competences.problems import Problem
from competences.provisional import DOUBTS, LOCATIONS, SLOPES
from competences.traits import Floats

LEAST_GAP: Final = 0.05
"""The least distance of two neighbouring thresholds, so that each category keeps a probability."""
ROUNDING: Final = 1e-6
"""A number so near the end of its range lies at it."""


def held_slopes(log_slopes: Floats) -> Floats:
    """Give log slopes, those outside the range of slopes put on its end."""
    return np.asarray(np.clip(log_slopes, *np.log(SLOPES)))


def spaced(thresholds: Floats) -> Floats:
    """Give thresholds `(items, thresholds)` in their range, sorted and at least `LEAST_GAP` apart.

    Two that are too close give way alike: a category that nobody chose closes down to this gap where it lies between
    others. At an end of the range the gaps are kept as well.
    """
    steps = LEAST_GAP * np.arange(thresholds.shape[1])
    low, high = LOCATIONS
    level = np.clip(np.sort(thresholds, axis=1) - steps, low, high - steps[-1])
    raised = np.maximum.accumulate(level, axis=1)
    lowered = np.minimum.accumulate(level[:, ::-1], axis=1)[:, ::-1]
    even: Floats = np.clip((raised + lowered) / 2 + steps, low, high)
    return even


def pushed_out(numbers: Floats, gradient: Floats) -> NDArray[np.bool_]:
    """Say which numbers `(items, 1 + boundaries)`, log slope and locations, lie at an end and are drawn beyond it."""
    steps = LEAST_GAP * np.arange(numbers.shape[1] - 1)
    ends = np.array(
        [
            np.log(SLOPES),
            *[(LOCATIONS[0] + step, LOCATIONS[1] - steps[-1] + step) for step in steps],
        ]
    )
    below = (numbers <= ends[:, 0] + ROUNDING) & (gradient < 0)
    above = (numbers >= ends[:, 1] - ROUNDING) & (gradient > 0)
    return np.asarray(below | above)


def held(numbers: ItemNumbers) -> ItemNumbers:
    """Give an item's numbers and errors in their ranges; `guessed` where one lies at an end of its own."""
    locations = spaced(np.array([numbers.locations]))[0]
    found = replace(
        numbers,
        slope=float(np.clip(numbers.slope, *SLOPES)),
        locations=tuple(locations.tolist()),
        log_slope_se=_held_error(numbers.log_slope_se),
        location_ses=tuple(_held_error(error) for error in numbers.location_ses),
        location_se=_held_error(numbers.location_se),
    )
    return replace(found, guessed=found.guessed or _at_an_end(found))


def guesses(numbers: Mapping[str, ItemNumbers], known: Sequence[Problem]) -> tuple[Problem, ...]:
    """Give a problem for each item of which a number lies at an end of its range and no known problem says why."""
    named = {one.where.get("item") for one in known if one.code == "category-empty"}
    return tuple(
        Problem("number-at-end", "warning", {"item": item})
        for item, one in numbers.items()
        if one.guessed and item not in named
    )


def _at_an_end(numbers: ItemNumbers) -> bool:
    errors = (numbers.log_slope_se, *numbers.location_ses, numbers.location_se)
    return (
        _touches((numbers.slope,), SLOPES)
        or _touches(numbers.locations, LOCATIONS)
        or max(errors) >= DOUBTS[1]
    )


def _touches(values: tuple[float, ...], ends: tuple[float, float]) -> bool:
    return min(values) <= ends[0] + ROUNDING or max(values) >= ends[1] - ROUNDING


def _held_error(error: float) -> float:
    return float(np.clip(error, *DOUBTS))
