"""The few numbers behind the covariance of all traits, from the answers of many persons: EP-EM.

E step: every person's posterior by expectation propagation, which copes with answers that are missing because earlier
ones steered the choice. M step: `population.py`. The persons go through the runner in chunks; their sums
are added in order, so that any runner gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from competences.calibration.answers import Categories
from competences.calibration.many_posteriors import (
    AnswerTables,
    Posteriors,
    Sites,
    answer_tables,
    blocks,
    evidence_of,
    joined,
    no_sites,
)
from competences.calibration.population import (
    FreeGauges,
    Gauge,
    GaugedNumbers,
    Moments,
    Shape,
    bounded,
    fitted,
    no_gauge,
    no_moments,
    observed,
    packed,
    unpacked,
    without_prior,
)
from competences.curves import tabulate
from competences.framework import PriorNumbers
from competences.items import ItemBank
from competences.running import Runner, here
from competences.traits import Floats, Prior, prior_of

SWEPT: Final = 1e-3
"""Where the sweeps of one EM step may stop: the next step goes on from their sites."""
STILL: Final = 5e-4
"""Largest move of an entry of the covariance, a mean or a gauge in one EM step when the fit has settled."""
MOST_STEPS: Final = 40
MEMORY: Final = 6
"""Steps before the last that a jump looks back on."""
FARTHEST: Final = 10.0
"""A jump goes at most so many times as far as the step it starts from: where steps are small and much alike, rounding
would send it anywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class CovarianceFit:
    """The numbers found, the gauge of the traits they hold for, the EM steps taken, and whether they settled."""

    numbers: PriorNumbers
    gauge: Gauge
    steps: int
    settled: bool


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """A chunk: answers in the order of the tables, and where expectation propagation left off."""

    categories: Categories
    sites: Sites


@dataclass(frozen=True, slots=True, eq=False)
class _Scoring:
    """What the answers of a chunk are scored with."""

    tables: AnswerTables
    prior: Prior
    tolerance: float


def fit_covariance(
    bank: ItemBank,
    answers_chunks: Sequence[Categories],
    start: PriorNumbers,
    run: Runner = here,
    *,
    gauges: FreeGauges | None = None,
    free_mean: bool = True,
    near: PriorNumbers | None = None,
    most: int = MOST_STEPS,
) -> CovarianceFit:
    """Give the six numbers under which the answers are likeliest, the items' numbers being known.

    answers_chunks: `(persons, items)` each, the items in the order of `tabulate(bank)`; gauges: those that are free
    too, none without it; free_mean: whether the mean of the answering tendency is free. The search begins at `near`,
    where that is known, and takes at most so many steps; what the answers say nothing about stays at the start.
    """
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    traits = len(prior.mean)
    free = without_prior(np.zeros((traits, 0))) if gauges is None else gauges
    shape = Shape(start, prior.areas, bank.two_traits, free, free_mean=free_mean)
    fit = _Fit(
        answer_tables(tabulate(bank)), shape, [_unread(one, traits) for one in answers_chunks], run
    )
    return fit.settle(GaugedNumbers(near or start, no_gauge(traits)), most)


@dataclass(frozen=True, slots=True, eq=False)
class Cavities:
    """What all but a trait's own answers say of it, a normal per person and trait: mean and precision."""

    mean: Floats
    precision: Floats


def cavities(
    bank: ItemBank, prior: Prior, answers_chunks: Sequence[Categories], run: Runner = here
) -> list[Cavities]:
    """Give the cavities of each chunk's persons, `(persons, traits)`; the items as for `fit_covariance`."""
    scoring = _Scoring(answer_tables(tabulate(bank)), prior, SWEPT)
    return list(run(_cavities, scoring, answers_chunks))


def _unread(categories: Categories, traits: int) -> _People:
    return _People(categories, no_sites(len(categories), traits))


class _Fit:
    """One fit at work: the sites of all persons go from step to step."""

    def __init__(
        self, tables: AnswerTables, shape: Shape, people: list[_People], run: Runner
    ) -> None:
        self.tables, self.shape, self.people, self.run = tables, shape, people, run

    def settle(self, start: GaugedNumbers, most: int) -> CovarianceFit:
        """Take EM steps, each from where the last ones lead to, until one moves nothing."""
        now, trail = start, Trail()
        for steps in range(1, most + 1):
            after = self.step(now)
            if self.gap(now, after) < STILL:
                return CovarianceFit(after.numbers, after.gauge, steps, settled=True)
            trail.add(packed(self.shape, now), packed(self.shape, after))
            now = unpacked(self.shape, bounded(self.shape, trail.leads_to()))
        return CovarianceFit(now.numbers, now.gauge, most, settled=False)

    def step(self, gauged: GaugedNumbers) -> GaugedNumbers:
        """Give the numbers and gauge that one EM step leads to."""
        scoring = _Scoring(self.tables, observed(self.shape, gauged), SWEPT)
        moments, people = no_moments(self.shape.traits), []
        done = self.run(_expected, scoring, self.people)
        for before, (part, sites) in zip(self.people, done, strict=True):
            moments = moments.plus(part)
            people.append(replace(before, sites=sites))
        self.people = people
        return fitted(self.shape, moments, gauged)

    def gap(self, one: GaugedNumbers, other: GaugedNumbers) -> float:
        """Give the largest difference of the covariances, means and gauges of two."""
        priors = [self.shape.prior(each.numbers) for each in (one, other)]
        gaps = [
            priors[0].covariance - priors[1].covariance,
            priors[0].mean - priors[1].mean,
            one.gauge.location - other.gauge.location,
            one.gauge.scale - other.gauge.scale,
        ]
        return max(float(np.abs(gap).max()) for gap in gaps)


class Trail:
    """The last EM steps as free numbers, and where they lead to (Anderson acceleration, Walker & Ni 2011)."""

    def __init__(self) -> None:
        self.before: list[Floats] = []
        self.moves: list[Floats] = []

    def add(self, before: Floats, after: Floats) -> None:
        """Take in a step; one that is longer than the last shows that the trail has lost its way."""
        move = after - before
        if self.moves and np.linalg.norm(move) > np.linalg.norm(self.moves[-1]):
            self.before, self.moves = [], []
        self.before = [*self.before[-MEMORY:], before]
        self.moves = [*self.moves[-MEMORY:], move]

    def leads_to(self) -> Floats:
        """Give the place where the move would vanish if moves changed linearly; at first where the step ended.

        It lies at most `FARTHEST` times as far off as the step was long.
        """
        after: Floats = self.before[-1] + self.moves[-1]
        if len(self.moves) == 1:
            return after
        bends = np.diff(np.array(self.moves), axis=0).T
        ways = np.diff(np.array(self.before), axis=0).T
        weights = np.linalg.lstsq(bends, self.moves[-1], rcond=1e-8)[0]
        jump = -(ways + bends) @ weights
        reach = FARTHEST * float(np.linalg.norm(self.moves[-1]))
        ahead: Floats = after + jump * min(1.0, reach / max(float(np.linalg.norm(jump)), reach))
        return ahead


def _expected(scoring: _Scoring, people: _People) -> tuple[Moments, Sites]:
    """Give the moments of a chunk's posteriors and their sites; the task of an E step."""
    traits = len(scoring.prior.mean)
    moments, sites = no_moments(traits), []
    for rows in blocks(len(people.categories), traits):
        posteriors = _posteriors(scoring, people.categories[rows], people.sites.rows(rows))
        mean = posteriors.mean
        second = posteriors.covariance.sum(axis=0) + mean.T @ mean
        moments = moments.plus(Moments(len(mean), mean.sum(axis=0), second))
        sites.append(posteriors.sites)
    return moments, joined(sites, traits)


def _cavities(scoring: _Scoring, categories: Categories) -> Cavities:
    """Give the cavities of a chunk; the task of a round's item step."""
    traits = len(scoring.prior.mean)
    mean, precision = np.zeros((len(categories), traits)), np.zeros((len(categories), traits))
    for rows in blocks(len(categories), traits):
        sites = no_sites(rows.stop - rows.start, traits)
        mean[rows], precision[rows] = _posteriors(scoring, categories[rows], sites).cavities()
    return Cavities(mean, precision)


def _posteriors(scoring: _Scoring, categories: Categories, sites: Sites) -> Posteriors:
    """Give the posteriors of a block of persons, swept to the tolerance from the sites on."""
    posteriors = Posteriors(scoring.prior, sites)
    traits = len(scoring.prior.mean)
    posteriors.settle(evidence_of(scoring.tables, categories, traits), scoring.tolerance)
    return posteriors
