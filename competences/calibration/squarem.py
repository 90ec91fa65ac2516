"""Faster EM: squared extrapolation (SQUAREM, Varadhan & Roland 2008), with a step length of its own for each trait."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.calibration.curve_arrays import Flags, Places
from competences.traits import Floats

LENGTHS: Final = (-8.0, -1.0)
"""The range of step lengths; -1 is a plain step."""
SLACK: Final = 1e-8
"""A fall of the log likelihood by this share is rounding."""
FARTHEST: Final = 100.0
"""The most by which a step is taken to fall short of the end."""


@dataclass(frozen=True, slots=True, eq=False)
class Improved:
    """What one EM step gives: better numbers, and the log likelihood at the numbers it began with, `(traits,)`."""

    numbers: Floats
    log_likelihood: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """Where a climb ended: numbers, EM steps taken, and which traits have settled, `(traits,)`."""

    numbers: Floats
    steps: int
    settled: Flags


Improve = Callable[[Floats, Flags], Improved]
"""An EM step on the numbers of the traits that still move, `(traits,)` flags; other numbers come back as they were."""


def climb(
    start: Floats, owners: Places, active: Flags, improve: Improve, *, tolerance: float, most: int
) -> Climb:
    """Climb from `start` until no number is farther than `tolerance` from its end, or for `most` EM steps.

    owners: the trait of each number. Three EM steps a round: two plain ones measure how fast the trait converges, the
    third is a plain step after the jump, undone for a trait whose likelihood fell. The distance to the end is taken to
    be a plain step times the step length, and no less than what a whole round moved. A settled trait is skipped.
    """
    numbers, steps = start, 0
    settled = ~active
    while steps + 3 <= most and not settled.all():
        moving = ~settled
        first = improve(numbers, moving)
        second = improve(first.numbers, moving)
        lengths = step_lengths(numbers, first.numbers, second.numbers, owners, len(active))
        target = extrapolated(
            numbers, first.numbers, second.numbers, np.clip(lengths, *LENGTHS)[owners]
        )
        third = improve(target, moving)
        fell = third.log_likelihood < second.log_likelihood - SLACK * np.abs(second.log_likelihood)
        better = np.where(fell[owners], second.numbers, third.numbers)
        step = _largest(second.numbers - first.numbers, owners, len(active))
        whole = _largest(better - numbers, owners, len(active))
        distance = np.maximum(step * np.clip(-lengths, 1.0, FARTHEST), whole)
        settled = settled | (distance < tolerance)
        numbers = better
        steps += 3
    return Climb(numbers, steps, settled)


def step_lengths(
    before: Floats, first: Floats, second: Floats, owners: Places, traits: int
) -> Floats:
    """Give `-|r|/|v|` per trait with r the first step and v how the second differs from it; -1 where nothing moved.

    EM that keeps a share ρ of its distance to the end per step has the length -1/(1 - ρ).
    """
    r = first - before
    v = second - first - r
    squares_r = np.bincount(owners, r**2, minlength=traits)
    squares_v = np.bincount(owners, v**2, minlength=traits)
    known = squares_v > 0
    return -np.sqrt(np.where(known, squares_r, 1.0) / np.where(known, squares_v, 1.0))


def extrapolated(before: Floats, first: Floats, second: Floats, lengths: Floats) -> Floats:
    """Give `θ - 2αr + α²v`; to the bit the second step where the length α is -1."""
    r = first - before
    v = second - first - r
    jumped = before - 2 * lengths * r + lengths**2 * v
    return np.asarray(np.where(lengths == -1.0, second, jumped))


def _largest(change: Floats, owners: Places, traits: int) -> Floats:
    largest = np.zeros(traits)
    np.maximum.at(largest, owners, np.abs(change))
    return largest
