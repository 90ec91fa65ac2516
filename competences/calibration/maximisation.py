"""The M step: two Fisher-scoring steps on the numbers of all items at once.

Per item the aim is `Σ_k Σ_x R_kx·log P_k(x)` plus the logarithm of weak priors. The log slope has a normal round that
of its kind before data, SD .25: with one centre for both kinds, few answers made tasks too steep and statements too
flat. Each location has a normal with five population SDs round the population mean, which keeps the outer thresholds
finite where nobody chose the lowest or highest category (one between others closes to the least gap).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.calibration.bounds import pushed_out
from competences.calibration.curve_arrays import ItemGroup, with_numbers
from competences.calibration.quadrature import Populations
from competences.provisional import SLOPE_SE
from competences.traits import Floats

LOG_SLOPE_SD: Final = SLOPE_SE
"""SD of the prior on log slopes: the doubt that an item has before data. With twice as much, slopes that chance made
steep were chosen too often, and intervals held the truth in 93.8 % in place of 94.6."""
LOCATION_SDS: Final = 5.0
"""SD of the prior on locations, in population SDs."""
SCORING_STEPS: Final = 2
HALVINGS: Final = 6
ROUNDING: Final = 1e-9
"""A fall of an item's aim by this share is rounding."""
LONGEST: Final = 1.0
"""The most that one scoring step moves a number."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberPriors:
    """Normals on an item's numbers, `(items, 1 + boundaries)` each: log slope, then locations."""

    mean: Floats
    precision: Floats

    def log_density(self, numbers: Floats) -> Floats:
        """Give the logarithm of the density of each item's numbers, without its constant, `(items,)`."""
        squares: Floats = self.precision * (numbers - self.mean) ** 2
        return np.asarray(-squares.sum(axis=1) / 2)


def priors_of(group: ItemGroup, population: Populations) -> NumberPriors:
    """Give the priors on the numbers of a group's items."""
    mean, precision = np.empty_like(group.numbers), np.empty_like(group.numbers)
    mean[:, 0], precision[:, 0] = group.usual, LOG_SLOPE_SD**-2
    mean[:, 1:] = population.mean[group.trait][:, None]
    precision[:, 1:] = (LOCATION_SDS * population.sd[group.trait][:, None]) ** -2
    return NumberPriors(mean, precision)


def maximised(group: ItemGroup, counts: Floats, at: Floats, population: Populations) -> ItemGroup:
    """Give a group with better numbers for the expected counts.

    counts: `(items, categories, nodes)`; at: `(items, nodes)`, latent places.
    """
    aim = Aim(counts, at, priors_of(group, population))
    for _ in range(SCORING_STEPS):
        group = _stepped(group, aim)
    return group


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What the M step maximises, for each item by itself."""

    counts: Floats
    at: Floats
    priors: NumberPriors

    def value(self, group: ItemGroup) -> Floats:
        """Give the aim at a group's numbers, `(items,)`."""
        fit: Floats = np.einsum("ikx,ikx->i", self.counts, np.log(group.curves(self.at).p))
        return fit + self.priors.log_density(group.numbers)


def _stepped(group: ItemGroup, aim: Aim) -> ItemGroup:
    """Give a group after one scoring step, halved for an item as often as it would lower that item's aim."""
    step = _scoring_step(group, aim)
    value = aim.value(group)
    least = value - ROUNDING * np.abs(value)
    for _ in range(HALVINGS):
        tried = with_numbers(group, group.numbers + step)
        fell = aim.value(tried) < least
        if not fell.any():
            return tried
        step[fell] /= 2
    fell = aim.value(with_numbers(group, group.numbers + step)) < least
    step[fell] = 0
    return with_numbers(group, group.numbers + step)


def _scoring_step(group: ItemGroup, aim: Aim) -> Floats:
    """Give information⁻¹·gradient per item, `(items, 1 + boundaries)`; 0 where a number does not move."""
    n, q = group.numbers.shape
    curves, priors = group.curves(aim.at), aim.priors
    ratio = aim.counts / curves.p
    expected = aim.counts.sum(axis=1, keepdims=True) / curves.p
    turn = curves.by_log_slope
    fall = curves.fall
    gradient = priors.precision * (priors.mean - group.numbers)
    gradient[:, 0] += np.einsum("ikx,ikx->i", ratio, turn)
    gradient[:, 1:] += np.einsum("ijx,ijx->ij", fall, ratio[:, :-1] - ratio[:, 1:])
    information = np.zeros((n, q, q))
    information[:, 0, 0] = np.einsum("ikx,ikx->i", expected, turn**2)
    weighted = expected * turn
    cross = np.einsum("ijx,ijx->ij", fall, weighted[:, :-1] - weighted[:, 1:])
    information[:, 0, 1:] = information[:, 1:, 0] = cross
    own = np.arange(1, q)
    information[:, own, own] = np.einsum("ijx->ij", fall**2 * (expected[:, :-1] + expected[:, 1:]))
    beside = -np.einsum("ijx->ij", fall[:, :-1] * fall[:, 1:] * expected[:, 1:-1])
    information[:, own[:-1], own[1:]] = information[:, own[1:], own[:-1]] = beside
    information[:, np.arange(q), np.arange(q)] += priors.precision
    return _held(group, information, gradient)


def _held(group: ItemGroup, information: Floats, gradient: Floats) -> Floats:
    """Solve for the steps, no number moving by more than `LONGEST`.

    Numbers that do not move are held, and those at an end of their range that would leave it: their step would be cut
    off while the others' counted on it.
    """
    moves = group.moves & ~pushed_out(group.numbers, gradient)
    both = moves[:, :, None] & moves[:, None, :]
    kept = np.where(both, information, np.eye(moves.shape[1]))
    step: Floats = np.linalg.solve(kept, np.where(moves, gradient, 0.0)[..., None])[..., 0]
    longest = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, LONGEST / np.maximum(longest, LONGEST)))
