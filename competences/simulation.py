"""A laboratory: persons with known traits answer, and the profile is held against the truth.

Scenarios: honest (the bank's prior without an answering tendency), over-rating (people rate themselves higher than
they are by .5 SD on average, the less able the more) and low-correlation (all correlations .30).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

import numpy as np

from competences.constraints import balance_of
from competences.curves import Tables, category_probabilities, tabulate
from competences.items import ItemBank
from competences.posterior import Posterior
from competences.profile import Z95
from competences.routes import route_named
from competences.scales import cuts
from competences.selection import AOptimal, EvenWeights, RouteWeights, Weights, haste_of
from competences.synthetic import synthetic_bank
from competences.text import LANGUAGES
from competences.traits import Floats, Prior, make_prior, prior_of, summaries_of

Scenario = Literal["honest", "over-rating", "low-correlation"]
SCENARIOS: Final[tuple[Scenario, ...]] = get_args(Scenario)
CUTS: Final = (-1.0, 0.0, 1.0)
"""Class bounds of `competence_level_right`, those of published comparisons."""
OVER_RATING: Final = {
    "bias_general": -0.28,
    "bias_sd": 0.7,
    "bias_mean": 0.5,
    "perceived_own": 0.3,
}
LOW_CORRELATION: Final = {"general": 0.30, "area": 0.0}


@dataclass(frozen=True, slots=True)
class Study:
    """A bank, the prior that persons are drawn from, and the prior that scores them."""

    bank: ItemBank
    truth: Prior
    scoring: Prior


def study_of(scenario: Scenario, bank: ItemBank | None, prior: str | None) -> Study:
    """Give the study of a scenario, on a bank of ours or, without one, on the study bank of the scenario.

    `prior` says what scores: `"true"` (the scenario's own numbers) or `"bank"` (the bank's own). Without it the study
    bank takes the true ones; a named bank is drawn from and scored with its own.
    """
    used = bank or _study_bank(scenario)
    own = used.framework.prior
    changes: dict[str, Any] = {}
    if scenario == "over-rating":
        changes = OVER_RATING
    if scenario == "low-correlation":
        changes = LOW_CORRELATION
    areas = prior_of(used.framework, two_traits=used.two_traits).areas
    truth = make_prior(replace(own, **changes), areas, two_traits=used.two_traits)
    scores_true = prior == "true" or (prior is None and bank is None)
    scoring = truth if scores_true else make_prior(own, areas, two_traits=used.two_traits)
    return Study(used, truth, scoring)


def simulate(
    study: Study, persons: int, lengths: Sequence[int], seed: int, route: str | None = None
) -> list[dict[str, float]]:
    """Give one row of figures per length, in the order of `lengths`; the same seed gives the same figures.

    Every person is asked `max(lengths)` items, one after the other, each chosen from what was answered before. Without
    a route the choice weighs every actual trait alike and knows no constraints.
    """
    lab = _Lab(study, route)
    truths, estimates = [], []
    for person in range(persons):
        rng = np.random.default_rng(np.random.SeedSequence([seed, person]))
        truth = lab.person(rng)
        truths.append(truth)
        estimates.append(lab.run(truth, sorted(lengths), rng, person))
    return [
        {
            "length": length,
            **lab.figures(np.array(truths), [one[length] for one in estimates]),
        }
        for length in lengths
    ]


class _Lab:
    """One study's machinery: draws persons, lets them answer, compares."""

    def __init__(self, study: Study, route: str | None) -> None:
        self.study = study
        self.tables: Tables = tabulate(study.bank)
        self.n = study.scoring.competences
        self.summaries = summaries_of(study.scoring)
        weights: Weights = EvenWeights(self.n)
        self.balance = None
        if route is not None:
            record = route_named(route, two_traits=study.bank.two_traits)
            weights = RouteWeights(record, self.summaries, self.n)
            self.balance = balance_of(study.bank, self.tables, record)
        self.selector = AOptimal(self.tables, weights, haste_of(self.tables))
        self.root = np.linalg.cholesky(
            study.truth.covariance + 1e-10 * np.eye(len(study.truth.mean))
        )

    def person(self, rng: np.random.Generator) -> Floats:
        """Give one person's traits."""
        traits: Floats = self.study.truth.mean + self.root @ rng.standard_normal(len(self.root))
        return traits

    def run(
        self, truth: Floats, lengths: Sequence[int], rng: np.random.Generator, seed: int
    ) -> dict[int, Posterior]:
        """Let a person answer; give the settled posterior at each length."""
        posterior = Posterior(self.study.scoring)
        asked: list[int] = []
        snapshots = {}
        for length in range(1, lengths[-1] + 1):
            place = self.selector.choose(posterior, self._allowed(asked), len(asked), seed)
            asked.append(place)
            trait = int(self.tables.trait[place])
            row = self._answer(place, float(truth[trait]), rng)
            posterior.observe(trait, self.tables.log_likelihood[place, row])
            if length in lengths:
                snapshots[length] = posterior.copy().settle()
        return snapshots

    def figures(self, truths: Floats, posteriors: Sequence[Posterior]) -> dict[str, float]:
        """Give what the estimates of all persons miss the truth by."""
        n = self.n
        actual = truths[:, :n]
        means = np.array([one.mean[:n] for one in posteriors])
        sds = np.array([np.sqrt(np.diagonal(one.covariance))[:n] for one in posteriors])
        areas = np.array([self.summaries.means(truth)[:-1] for truth in truths])
        area_means = np.array([self.summaries.means(one.mean)[:-1] for one in posteriors])
        variances = [self.summaries.variances(one.covariance)[:-1] for one in posteriors]
        area_sds = np.sqrt(np.array(variances))
        bands = cuts(self.study.bank.framework)
        error = means - actual
        figures = {
            "competence_rmse": _rms(error),
            "competence_level_right": _right(actual, means, CUTS),
            "competence_band_right": _right(actual, means, bands),
            "area_rmse": _rms(area_means - areas),
            "area_level_right": _right(areas, area_means, CUTS),
            "coverage95": float(np.mean(np.abs(error) <= Z95 * sds)),
            "area_coverage95": float(np.mean(np.abs(area_means - areas) <= Z95 * area_sds)),
            "bias": float(np.mean(error)),
        }
        return {name: round(value, 4) for name, value in figures.items()}

    def _allowed(self, asked: list[int]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        if self.balance is not None:
            return self.balance.allowed(asked, LANGUAGES[0])
        allowed = np.ones(len(self.tables.items), dtype=bool)
        allowed[asked] = False
        return allowed

    def _answer(self, place: int, trait: float, rng: np.random.Generator) -> int:
        """Give the row of a drawn answer: a step, or wrong (0) and right (1)."""
        p, _ = category_probabilities(self.tables.items[place], np.array([trait]))
        return int(np.searchsorted(np.cumsum(p[:, 0])[:-1], rng.random(), side="right"))


def _study_bank(scenario: Scenario) -> ItemBank:
    """Give the bank of a scenario when none is named: statements alone cannot see over-rating."""
    if scenario == "over-rating":
        return synthetic_bank(self_report=6, knowledge=6)
    return synthetic_bank()


def _rms(error: Floats) -> float:
    return float(np.sqrt(np.mean(error**2)))


def _right(truth: Floats, estimate: Floats, bounds: Sequence[float]) -> float:
    """Give the share of readings that lie in the class of the truth."""
    edges = np.array(bounds)
    return float(np.mean(np.searchsorted(edges, truth) == np.searchsorted(edges, estimate)))
