"""Posteriors of many persons at once: the expectation propagation of `posterior.py`, a block of persons per step.

The formulas, the order of the traits and the guards are those of the interview's own posterior, so that a calibration
sees people as the engine will; a person who has settled is left alone while others of the block still move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.calibration.answers import NOT_ASKED, UNSURE, Categories
from competences.curves import Tables
from competences.nodes import NODES
from competences.posterior import LEAST_PRECISION, LEAST_VARIANCE, MOST_SWEEPS, SETTLED
from competences.traits import Floats, Prior

BLOCK_NUMBERS: Final = 1 << 18
"""Numbers in the covariances of one block (2 MB): what stays in a processor's cache is updated fastest."""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerTables:
    """What a step over persons reads of a bank's tables, small enough to be sent along.

    log_likelihood: `(items, rows, nodes)`; trait: `(items,)`; unsure: `(items,)`, the row of "I don't know".
    """

    log_likelihood: Floats
    trait: NDArray[np.intp]
    unsure: NDArray[np.intp]


def answer_tables(tables: Tables) -> AnswerTables:
    """Give what a step over persons reads of a bank's tables."""
    return AnswerTables(tables.log_likelihood, tables.trait, np.array(tables.steps, dtype=np.intp))


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """What the answers say about each trait of each person as a normal's precision and shift, `(persons, traits)`.

    Kept between two fits they are where the next one starts.
    """

    precision: Floats
    shift: Floats

    def rows(self, chosen: slice) -> "Sites":
        """Give the sites of some persons."""
        return Sites(self.precision[chosen], self.shift[chosen])


def no_sites(persons: int, traits: int) -> Sites:
    """Give the sites of persons of whom no answer has been read."""
    return Sites(np.zeros((persons, traits)), np.zeros((persons, traits)))


def joined(parts: list[Sites], traits: int) -> Sites:
    """Give the sites of several groups of persons one after the other."""
    if not parts:
        return no_sites(0, traits)
    return Sites(
        np.concatenate([one.precision for one in parts]),
        np.concatenate([one.shift for one in parts]),
    )


def blocks(persons: int, traits: int) -> Iterator[slice]:
    """Give slices of persons whose covariances stay small."""
    size = max(8, BLOCK_NUMBERS // traits**2)
    for start in range(0, persons, size):
        yield slice(start, min(start + size, persons))


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Log likelihood on the nodes per person and trait that has answers: trait by trait, persons rising.

    person: `(groups,)`; starts: `(traits + 1,)`, where each trait's groups begin; log_likelihood: `(groups, nodes)`.
    """

    person: NDArray[np.intp]
    starts: NDArray[np.intp]
    log_likelihood: Floats

    def of(self, trait: int) -> tuple[NDArray[np.intp], Floats]:
        """Give the persons with answers on a trait and what these say, `(persons, nodes)`."""
        chosen = slice(self.starts[trait], self.starts[trait + 1])
        return self.person[chosen], self.log_likelihood[chosen]


def evidence_of(tables: AnswerTables, categories: Categories, traits: int) -> Evidence:
    """Give the evidence in answers `(persons, items)`, the items in the order of the bank's tables."""
    person, item = np.nonzero(categories != NOT_ASKED)
    given = categories[person, item].astype(np.intp)
    row = np.where(given == UNSURE, tables.unsure[item], given)
    trait = tables.trait[item]
    # items are sorted by trait, so the answers of one person to one trait stand side by side
    begins = np.flatnonzero(np.diff(person * traits + trait, prepend=-1))
    summed = np.zeros((0, len(NODES)))
    if len(begins):
        summed = np.add.reduceat(tables.log_likelihood[item, row], begins, axis=0)
    order = np.argsort(trait[begins], kind="stable")
    starts = np.searchsorted(trait[begins][order], np.arange(traits + 1))
    return Evidence(person[begins][order], starts, summed[order])


class Posteriors:
    """A normal over the traits for each person: `mean` `(persons, traits)`, `covariance` `(persons, traits, traits)`.

    They begin at the prior with the sites handed in, and grow by `settle`.
    """

    __slots__ = ("covariance", "mean", "site_precision", "site_shift")

    def __init__(self, prior: Prior, sites: Sites) -> None:
        """Begin at the prior, with what the sites already say."""
        persons = len(sites.precision)
        self.mean = np.tile(prior.mean, (persons, 1))
        self.covariance = np.tile(prior.covariance, (persons, 1, 1))
        self.site_precision = np.zeros_like(sites.precision)
        self.site_shift = np.zeros_like(sites.shift)
        for trait in range(len(prior.mean)):
            known = np.flatnonzero((sites.precision[:, trait] > 0) | (sites.shift[:, trait] != 0))
            if len(known):
                steps = sites.precision[known, trait], sites.shift[known, trait]
                self._shift(trait, known, *steps)

    @property
    def sites(self) -> Sites:
        """Give the sites as they stand."""
        return Sites(self.site_precision, self.site_shift)

    def settle(self, evidence: Evidence, tolerance: float = SETTLED) -> NDArray[np.bool_]:
        """Sweep over all traits, in order, until no mean or SD of a person moves by the tolerance; say who settled.

        After `MOST_SWEEPS` sweeps half steps finish the work, as for one person.
        """
        moving = np.ones(len(self.mean), dtype=bool)
        for damping in (1.0, 0.5):
            for _ in range(MOST_SWEEPS):
                moving &= self._sweep(evidence, moving, damping) >= tolerance
                if not moving.any():
                    return ~moving
        return ~moving

    def cavities(self) -> tuple[Floats, Floats]:
        """Give mean and precision of what all but a trait's own answers say of it, `(persons, traits)` each."""
        variance = np.einsum("ptt->pt", self.covariance)
        precision = np.maximum(1 / variance - self.site_precision, LEAST_PRECISION)
        return (self.mean / variance - self.site_shift) / precision, precision

    def _sweep(self, evidence: Evidence, moving: NDArray[np.bool_], damping: float) -> Floats:
        """Refresh all traits of those who still move; give by how much each person moved."""
        moved = np.zeros(len(self.mean))
        everyone = bool(moving.all())
        for trait in range(self.mean.shape[1]):
            person, log_likelihood = evidence.of(trait)
            if not everyone:
                chosen = moving[person]
                person, log_likelihood = person[chosen], log_likelihood[chosen]
            if len(person):
                step = self._refresh(trait, person, log_likelihood, damping)
                moved[person] = np.maximum(moved[person], step)
        return moved

    def _refresh(
        self, trait: int, person: NDArray[np.intp], log_likelihood: Floats, damping: float
    ) -> Floats:
        """Refresh one trait's sites of some persons; give by how much their means or SDs moved."""
        variance = self.covariance[person, trait, trait]
        mean = self.mean[person, trait]
        old_precision, old_shift = (
            self.site_precision[person, trait],
            self.site_shift[person, trait],
        )
        precision = np.maximum(1 / variance - old_precision, LEAST_PRECISION)
        cavity = (mean / variance - old_shift) / precision
        tilted_mean, tilted_variance = tilted_moments(log_likelihood, cavity, precision)
        new_precision = np.maximum(1 / tilted_variance - precision, 0.0)
        # the second form matches the mean where a guessing floor leaves the site without precision
        new_shift = np.where(
            new_precision > 0,
            tilted_mean / tilted_variance - cavity * precision,
            precision * (tilted_mean - cavity),
        )
        self._shift(
            trait,
            person,
            damping * (new_precision - old_precision),
            damping * (new_shift - old_shift),
        )
        moved_sd = np.abs(np.sqrt(self.covariance[person, trait, trait]) - np.sqrt(variance))
        moved: Floats = np.maximum(np.abs(self.mean[person, trait] - mean), moved_sd)
        return moved

    def _shift(
        self, trait: int, person: NDArray[np.intp], step_precision: Floats, step_shift: Floats
    ) -> None:
        """Add to one trait's sites of some persons and spread it to all traits by a rank-one update."""
        column = self.covariance[person, :, trait]
        scale = 1 / (1 + step_precision * column[:, trait])
        gain = (step_shift - step_precision * self.mean[person, trait]) * scale
        self.mean[person] += column * gain[:, None]
        weighted = (scale * step_precision)[:, None] * column
        self.covariance[person] -= weighted[:, :, None] * column[:, None, :]
        self.site_precision[person, trait] += step_precision
        self.site_shift[person, trait] += step_shift


def tilted_moments(
    log_likelihood: Floats, cavity: Floats, precision: Floats
) -> tuple[Floats, Floats]:
    """Give mean and variance of evidence `(persons, nodes)` times each person's normal cavity."""
    log_density = log_likelihood - 0.5 * precision[:, None] * (NODES - cavity[:, None]) ** 2
    log_density -= log_density.max(axis=1, keepdims=True)
    density = np.exp(log_density, out=log_density)
    density /= density.sum(axis=1, keepdims=True)
    mean = density @ NODES
    variance = np.einsum("pn,pn->p", density, (NODES - mean[:, None]) ** 2)
    return mean, np.maximum(variance, LEAST_VARIANCE)
