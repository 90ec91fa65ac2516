"""The normal distribution of all traits that fits what is known of many persons best: the M step of the covariance.

Only the six numbers of `traits.py` are free, never a whole covariance matrix, which would overfit. Where the items'
own numbers are being estimated as well, each trait may also be measured from another zero and in another unit: its
`Gauge`, `observed = location + scale · trait`, an expansion of the parameters (Liu, Rubin & Wu 1998) that is then
absorbed by the items.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from competences.framework import PriorNumbers
from competences.traits import Floats, Prior, make_prior

SHRINKAGE: Final = 0.1
"""Persons that the start numbers are worth: what the answers say nothing about stays there. One whole person would
already pull the wide start of the answering tendency into the result where the answers say little."""
LEAST_SHARE: Final = 1e-3
LOGIT: Final = 7.0
"""Bounds keep the numbers off the edge of their region: the logarithm of a share by the rest, and so on below."""
SDS: Final = (0.05, 5.0)
TILT: Final = 2.5
"""Largest arc tangent of the correlation between answering tendency and general trait: .987."""
MEANS: Final = (-4.0, 4.0)
SCALES: Final = (0.2, 5.0)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over persons of what is expected of their traits: count, `Σ E[x]` and `Σ E[x·xᵀ]`."""

    persons: float
    first: Floats
    second: Floats

    def plus(self, other: Self) -> Self:
        """Give the moments of both groups of persons."""
        return type(self)(
            self.persons + other.persons, self.first + other.first, self.second + other.second
        )


def no_moments(traits: int) -> Moments:
    """Give the moments of nobody."""
    return Moments(0.0, np.zeros(traits), np.zeros((traits, traits)))


def moments_of(prior: Prior, persons: float) -> Moments:
    """Give the moments of so many persons who are exactly as a prior says."""
    second = prior.covariance + np.outer(prior.mean, prior.mean)
    return Moments(persons, persons * prior.mean, persons * second)


@dataclass(frozen=True, slots=True, eq=False)
class Gauge:
    """Zero and unit of each trait as the items have it: `observed = location + scale · trait`, `(traits,)` each."""

    location: Floats
    scale: Floats

    def observed(self, prior: Prior) -> Prior:
        """Give the distribution of the observed traits."""
        covariance = prior.covariance * np.outer(self.scale, self.scale)
        mean = self.location + self.scale * prior.mean
        return Prior(mean, covariance, prior.areas, prior.two_traits)


def no_gauge(traits: int) -> Gauge:
    """Give the gauge that changes nothing."""
    return Gauge(np.zeros(traits), np.ones(traits))


@dataclass(frozen=True, slots=True, eq=False)
class FreeGauges:
    """Gauges that are free: columns `(traits, k)`, a 1 for each trait that shares one.

    log_scale, precision: `(k,)`, a normal prior on the logarithm of each scale; precision 0 for none.
    """

    columns: Floats
    log_scale: Floats
    precision: Floats

    def __len__(self) -> int:
        return len(self.log_scale)


def without_prior(columns: Floats) -> FreeGauges:
    """Give gauges about which nothing is known beforehand; no column for none at all."""
    nothing = np.zeros(columns.shape[1])
    return FreeGauges(columns, nothing, nothing)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Which numbers of the distribution are free, and the numbers that shrinkage pulls to.

    areas: each competence's area; free_mean: whether the mean of the answering tendency is free.
    """

    start: PriorNumbers
    areas: NDArray[np.intp]
    two_traits: bool
    gauges: FreeGauges
    free_mean: bool

    @property
    def traits(self) -> int:
        """Give the number of traits."""
        return len(self.areas) * (2 if self.two_traits else 1)

    def prior(self, numbers: PriorNumbers) -> Prior:
        """Give the prior of six numbers over these competences."""
        return make_prior(numbers, self.areas, two_traits=self.two_traits)


@dataclass(frozen=True, slots=True, eq=False)
class GaugedNumbers:
    """Six numbers and the gauge of the traits they hold for."""

    numbers: PriorNumbers
    gauge: Gauge


def observed(shape: Shape, gauged: GaugedNumbers) -> Prior:
    """Give the distribution of the traits as the items have them."""
    return gauged.gauge.observed(shape.prior(gauged.numbers))


def fitted(shape: Shape, moments: Moments, near: GaugedNumbers) -> GaugedNumbers:
    """Give the numbers and gauge under which the moments are likeliest, searched from near ones.

    Maximises `-log|Σ| - tr(Σ⁻¹·Ŝ)` of the observed traits, plus that of `SHRINKAGE` persons who are as the start says.
    """
    found = minimize(
        _misfit,
        packed(shape, near),
        args=(shape, moments),
        method="L-BFGS-B",
        jac=True,
        bounds=_bounds(shape),
        options={"maxiter": 300, "ftol": 1e-12, "gtol": 1e-7},
    )
    return unpacked(shape, found.x)


def packed(shape: Shape, gauged: GaugedNumbers) -> Floats:
    """Give numbers and gauge as free numbers without constraints: log ratios, log SDs, an arc tangent, gauges."""
    one, gauge = gauged.numbers, gauged.gauge
    rest = max(1 - one.general - one.area, LEAST_SHARE)
    shares = np.log(np.maximum([one.general, one.area], LEAST_SHARE) / rest)
    own: list[float] = []
    if shape.two_traits:
        correlation = np.clip(one.bias_general / one.bias_sd, -np.tanh(TILT), np.tanh(TILT))
        own = [float(np.arctanh(correlation)), np.log(one.bias_sd), np.log(one.perceived_own)]
        own += [one.bias_mean] if shape.free_mean else []
    shares_of = shape.gauges.columns / np.maximum(shape.gauges.columns.sum(axis=0), 1)
    location, scale = gauge.location @ shares_of, np.log(gauge.scale) @ shares_of
    return bounded(shape, np.concatenate([shares, own, location, scale]))


def bounded(shape: Shape, free: Floats) -> Floats:
    """Give free numbers with what lies beyond the bounds put on them."""
    limits = np.array(_bounds(shape))
    clipped: Floats = np.clip(free, limits[:, 0], limits[:, 1])
    return clipped


def unpacked(shape: Shape, free: Floats) -> GaugedNumbers:
    """Give the numbers and gauge of free numbers; what is not free is as at the start."""
    ratios = np.exp(free[:2])
    general, area = ratios / (1 + ratios.sum())
    start = shape.start
    tilt, sd, own, mean = start.bias_general, start.bias_sd, start.perceived_own, start.bias_mean
    if shape.two_traits:
        sd, own = np.exp(free[3]), np.exp(free[4])
        tilt = sd * np.tanh(free[2])
        mean = free[5] if shape.free_mean else mean
    numbers = PriorNumbers(*(float(one) for one in (general, area, tilt, sd, own, mean)))
    location, scale = np.split(free[_own_numbers(shape) :], 2)
    columns = shape.gauges.columns
    return GaugedNumbers(numbers, Gauge(columns @ location, np.exp(columns @ scale)))


def _own_numbers(shape: Shape) -> int:
    """Give how many of the free numbers are not gauges."""
    return (5 + int(shape.free_mean)) if shape.two_traits else 2


def _bounds(shape: Shape) -> list[tuple[float, float]]:
    """Give the bounds of the free numbers."""
    logs = [(float(np.log(low)), float(np.log(high))) for low, high in (SDS, SCALES)]
    own = [(-TILT, TILT), logs[0], logs[0], MEANS][: _own_numbers(shape) - 2]
    gauges = len(shape.gauges)
    return [(-LOGIT, LOGIT)] * 2 + own + [MEANS] * gauges + [logs[1]] * gauges


def _misfit(free: Floats, shape: Shape, moments: Moments) -> tuple[float, Floats]:
    """Give `log|Σ| + tr(Σ⁻¹·Ŝ)` per person of moments and shrinkage together, and its gradient."""
    gauged = unpacked(shape, free)
    prior, gauge = shape.prior(gauged.numbers), gauged.gauge
    seen = _centred(moments, prior, gauge)
    pseudo = _centred(
        moments_of(shape.prior(shape.start), SHRINKAGE), prior, no_gauge(shape.traits)
    )
    persons = moments.persons + SHRINKAGE
    share = moments.persons / persons
    inverse = np.linalg.inv(prior.covariance)
    spread = (seen.second + pseudo.second) / persons
    misfit = (
        np.linalg.slogdet(prior.covariance)[1]
        + float(np.sum(inverse * spread))
        + 2 * share * float(np.sum(np.log(gauge.scale)))
    )
    by_covariance = np.asarray(inverse - inverse @ spread @ inverse, dtype=np.float64)
    by_mean = np.asarray(-2 * inverse @ (seen.first + pseudo.first) / persons)
    # a longer unit makes the traits themselves smaller: E[(y - m)·yᵀ] = E[(y - m)·(y - m)ᵀ] + E[y - m]·mᵀ
    pull = inverse @ (seen.second + np.outer(seen.first, prior.mean)) / persons
    by_location = -2 * (inverse @ seen.first) / persons / gauge.scale
    by_scale = 2 * share - 2 * np.diagonal(pull)
    own = _chained(free, shape, by_covariance, by_mean)
    known, columns = shape.gauges, shape.gauges.columns
    away = free[len(free) - len(known) :] - known.log_scale
    pulled = by_scale @ columns + 2 * known.precision * away / persons
    gradient = np.concatenate([own, by_location @ columns, pulled])
    return float(misfit + np.sum(known.precision * away**2) / persons), gradient


def _centred(moments: Moments, prior: Prior, gauge: Gauge) -> Moments:
    """Give the moments of the traits themselves about the prior's mean: `Σ E[y - m]`, `Σ E[(y - m)·(y - m)ᵀ]`."""
    zero = gauge.location + gauge.scale * prior.mean
    first = moments.first - moments.persons * zero
    cross = np.outer(moments.first, zero)
    second = moments.second - cross - cross.T + moments.persons * np.outer(zero, zero)
    return Moments(
        moments.persons, first / gauge.scale, second / np.outer(gauge.scale, gauge.scale)
    )


def _chained(free: Floats, shape: Shape, by_covariance: Floats, by_mean: Floats) -> Floats:
    """Give the gradient by the free numbers from those by the covariance and by the mean."""
    n = len(shape.areas)
    same = shape.areas[:, None] == shape.areas[None, :]
    other = ~np.eye(n, dtype=bool)
    blocks = [by_covariance[:n, :n]]
    if shape.two_traits:
        blocks += [2 * by_covariance[:n, n:], by_covariance[n:, n:]]
    actual = np.sum(blocks, axis=0)
    by_general, by_area = float(np.sum(actual[other])), float(np.sum(actual[other & same]))
    numbers = unpacked(shape, free).numbers
    tail: list[float] = []
    if shape.two_traits:
        root, correlation = np.sqrt(numbers.general), np.tanh(free[2])
        by_tilt = float(np.sum(blocks[1]) + 2 * np.sum(blocks[2]))
        by_general += by_tilt * numbers.bias_general / (2 * root)
        by_bias_general = by_tilt * root
        by_variance = float(np.sum(blocks[2]))
        tail = [
            by_bias_general * numbers.bias_sd * (1 - correlation**2),
            by_bias_general * numbers.bias_general + 2 * by_variance * numbers.bias_sd**2,
            2 * float(np.trace(blocks[2])) * numbers.perceived_own**2,
        ]
        tail += [float(by_mean[n:].sum())] if shape.free_mean else []
    shares = np.array([numbers.general, numbers.area])
    by_shares = np.array([by_general, by_area])
    return np.concatenate([shares * (by_shares - shares @ by_shares), tail])
