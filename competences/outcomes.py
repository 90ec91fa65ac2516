"""What was read of people held against what they are: errors, coverage, classes, exposure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.profile import Z95
from competences.traits import Floats, Summaries

CUTS: Final = (-1.0, 0.0, 1.0)
"""Class bounds of `competence_level_right`, those of published comparisons."""
DIGITS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What is known of one person at one point.

    mean, variance: `(traits,)`; summary_variance: `(areas + 1,)`; gap_variance: of the mean of perceived minus actual
    traits, 0 with one trait a competence; answers: `(items,)` rows of the tables, `NOT_ASKED` elsewhere; fit: the
    score of person fit, None where it was not asked for.
    """

    mean: Floats
    variance: Floats
    summary_variance: Floats
    gap_variance: float
    answers: NDArray[np.int8]
    fit: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Truth and readings of many people, a row a person; shapes as in `Snapshot` with the persons first.

    `truths` holds the traits that people were drawn with; `summaries` and `bounds` (where the named levels begin) are
    those of the bank that scores.
    """

    truths: Floats
    means: Floats
    variances: Floats
    summary_variances: Floats
    gap_variances: Floats
    answers: NDArray[np.int8]
    fits: Floats
    summaries: Summaries
    bounds: tuple[float, ...]

    @property
    def competences(self) -> int:
        """Give the number of competences, which is the number of actual traits."""
        return int(self.summaries.weights.shape[1])

    @property
    def actual(self) -> tuple[Floats, Floats, Floats]:
        """Give truth, mean and SD of the actual traits, `(persons, competences)` each."""
        n = self.competences
        return self.truths[:, :n], self.means[:, :n], np.sqrt(self.variances[:, :n])

    @property
    def parts(self) -> tuple[Floats, Floats, Floats]:
        """Give truth, mean and SD of the summaries, `(persons, areas + 1)` each, overall last."""
        weights, n = self.summaries.weights, self.competences
        truth = np.einsum("pn,rn->pr", self.truths[:, :n], weights)
        mean = np.einsum("pn,rn->pr", self.means[:, :n], weights)
        return truth, mean, np.sqrt(self.summary_variances)

    @property
    def gaps(self) -> tuple[Floats, Floats, Floats]:
        """Give truth, mean and SD of each person's over-rating, `(persons,)` each; for banks of two traits."""
        n = self.competences
        truth = self.truths[:, n:].mean(axis=1) - self.truths[:, :n].mean(axis=1)
        mean = self.means[:, n:].mean(axis=1) - self.means[:, :n].mean(axis=1)
        return truth, mean, np.sqrt(self.gap_variances)

    @property
    def asked(self) -> NDArray[np.bool_]:
        """Give who was asked which item, `(persons, items)`."""
        return self.answers >= 0


def gathered(
    truths: Sequence[Floats],
    snapshots: Sequence[Snapshot],
    summaries: Summaries,
    bounds: tuple[float, ...],
) -> Outcomes:
    """Give the outcomes of people from what is known of each."""
    return Outcomes(
        truths=np.array(truths),
        means=np.array([one.mean for one in snapshots]),
        variances=np.array([one.variance for one in snapshots]),
        summary_variances=np.array([one.summary_variance for one in snapshots]),
        gap_variances=np.array([one.gap_variance for one in snapshots]),
        answers=np.array([one.answers for one in snapshots]),
        fits=np.array([one.fit for one in snapshots if one.fit is not None]),
        summaries=summaries,
        bounds=bounds,
    )


def figures_of(outcomes: Outcomes) -> dict[str, float]:
    """Give the figures of a study at one point, rounded to four decimals; every share from 0 to 1, the rest in SDs.

    A figure that needs two people, or two traits a competence, is left out where there are not.
    """
    truth, mean, sd = outcomes.actual
    parts, part_means, part_sds = outcomes.parts
    areas, area_means = parts[:, :-1], part_means[:, :-1]
    figures = {
        "competence_rmse": rms(mean - truth),
        "competence_level_right": right(truth, mean, CUTS),
        "competence_band_right": right(truth, mean, outcomes.bounds),
        "area_rmse": rms(area_means - areas),
        "area_level_right": right(areas, area_means, CUTS),
        "overall_rmse": rms(part_means[:, -1] - parts[:, -1]),
        "coverage95": covered(truth, mean, sd),
        "area_coverage95": covered(areas, area_means, part_sds[:, :-1]),
        "bias": float(np.mean(mean - truth)),
        "exposure_max": float(outcomes.asked.mean(axis=0).max()),
        **_over_rating(outcomes),
        **_overlap(outcomes.asked),
    }
    return {name: round(value, DIGITS) + 0.0 for name, value in figures.items()}


def rms(error: Floats) -> float:
    """Give the root of the mean square."""
    return float(np.sqrt(np.mean(error**2)))


def covered(truth: Floats, mean: Floats, sd: Floats) -> float:
    """Give the share of 95 % intervals that hold the truth."""
    return float(np.mean(np.abs(mean - truth) <= Z95 * sd))


def right(truth: Floats, estimate: Floats, bounds: Sequence[float]) -> float:
    """Give the share of readings that lie in the class of the truth; a bound belongs to the class above it."""
    edges = np.array(bounds)
    classes = [np.searchsorted(edges, values, side="right") for values in (truth, estimate)]
    return float(np.mean(classes[0] == classes[1]))


def _over_rating(outcomes: Outcomes) -> dict[str, float]:
    """Give how well the perceived traits and each person's over-rating are found."""
    n = outcomes.competences
    if outcomes.means.shape[1] == n:
        return {}
    truth, mean = outcomes.truths[:, n:], outcomes.means[:, n:]
    gap, gap_mean, _ = outcomes.gaps
    found = {
        "perceived_rmse": rms(mean - truth),
        "perceived_coverage95": covered(truth, mean, np.sqrt(outcomes.variances[:, n:])),
        "over_rating_bias": float(np.mean(gap_mean - gap)),
    }
    if min(np.std(gap), np.std(gap_mean)) > 0:
        found["over_rating_correlation"] = float(np.corrcoef(gap, gap_mean)[0, 1])
    return found


def _overlap(asked: NDArray[np.bool_]) -> dict[str, float]:
    """Give the share of questions that two people have in common, over all pairs."""
    persons = len(asked)
    if persons < 2:
        return {}
    counts = asked.sum(axis=0)
    pairs = persons * (persons - 1)
    return {
        "test_overlap": float(np.sum(counts * (counts - 1)) / (pairs * asked.sum(axis=1).mean()))
    }
