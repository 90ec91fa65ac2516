"""People with known traits sit an interview, one question after the other, and each is read as the engine reads."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from competences.constraints import Mask, balance_of
from competences.curves import category_probabilities, tabulate
from competences.exposure import Exposure
from competences.fit import fit_score
from competences.items import SelfReport
from competences.outcomes import Outcomes, Snapshot, gathered
from competences.posterior import Posterior
from competences.routes import route_named
from competences.scales import cuts
from competences.scenarios import Study
from competences.selection import AOptimal, EvenWeights, RouteWeights, Weights, haste_of
from competences.text import LANGUAGES
from competences.traits import Floats, summaries_of

NOT_ASKED: Final = -1
"""The row of an item that was not put before a person."""


class Laboratory:
    """One study's machinery: draws persons, asks them what the engine would ask, keeps what is known of them.

    Without a route the choice weighs every actual trait alike and knows no constraints. With `exposure` each interview
    leaves out what the exposure control bars at that rate, and each finished interview adds to its counts. With `fits`
    the person fit of each reading is worked out. `doubtful`: people answer by the curves that score, doubt about the
    items included, and not by true numbers.
    """

    def __init__(
        self,
        study: Study,
        *,
        route: str | None = None,
        weights: Weights | None = None,
        exposure: float | None = None,
        fits: bool = False,
        doubtful: bool = False,
    ) -> None:
        self.study = study
        self.exposure = exposure
        self.fits = fits
        self.doubtful = doubtful
        self.tables = tabulate(study.bank)
        self.ids = tuple(item.id for item in self.tables.items)
        self.summaries = summaries_of(study.scoring)
        n = study.scoring.competences
        self.gap = np.concatenate([np.full(n, -1 / n), np.full(n, 1 / n)])
        self.balance = None
        chosen = weights or EvenWeights(n)
        if route is not None:
            record = route_named(route, two_traits=study.bank.two_traits)
            chosen = weights or RouteWeights(record, self.summaries, n)
            self.balance = balance_of(study.bank, self.tables, record)
        self.selector = AOptimal(self.tables, chosen, haste_of(self.tables))
        true = tabulate(study.answering)
        self.true_items = [study.answering.item(one) for one in self.ids]
        self.true_traits = [int(true.trait[true.place[one]]) for one in self.ids]

    def sit(self, persons: int, lengths: Sequence[int], seed: int) -> dict[int, Outcomes]:
        """Give the outcomes at each length; every person is asked `max(lengths)` items, where there are so many."""
        truths: list[Floats] = []
        kept: dict[int, list[Snapshot]] = {length: [] for length in sorted(set(lengths))}
        counts = Exposure.empty()
        for person in range(persons):
            sitting = _Sitting(self, person, seed, self._spared(counts, person))
            truths.append(sitting.truth)
            for length, snapshots in kept.items():
                while len(sitting.asked) < length and sitting.ask():
                    pass
                snapshots.append(sitting.snapshot())
            counts = self._counted(counts, sitting)
        return {length: self._gathered(truths, snapshots) for length, snapshots in kept.items()}

    def sit_until(self, persons: int, seed: int, error: float, most: int) -> Outcomes:
        """Give the outcomes where each interview goes on until the standard error of every area is `error` or less.

        It ends after `most` items at the latest.
        """
        truths: list[Floats] = []
        snapshots = []
        for person in range(persons):
            sitting = _Sitting(self, person, seed, None)
            while len(sitting.asked) < most and sitting.ask():
                variances = self.summaries.variances(sitting.posterior.covariance)[:-1]
                if np.all(variances <= error**2):
                    break
            truths.append(sitting.truth)
            snapshots.append(sitting.snapshot())
        return self._gathered(truths, snapshots)

    def allowed(self, asked: Sequence[int], spared: Mask | None) -> Mask:
        """Give which items may come next; all False where none is left."""
        if self.balance is not None:
            return self.balance.allowed(asked, LANGUAGES[0], spared=spared)
        allowed = np.ones(len(self.ids), dtype=bool)
        allowed[list(asked)] = False
        if spared is not None and np.any(allowed & spared):
            allowed &= spared
        return allowed

    def answer(self, place: int, truth: Floats, rng: np.random.Generator) -> int:
        """Give the row of a drawn answer: a step, or wrong (0) and right (1)."""
        if self.doubtful:
            return self.tables.draw(place, float(truth[self.tables.trait[place]]), rng.random())
        trait = truth[self.true_traits[place], None]
        p, _ = category_probabilities(self.true_items[place], trait)
        return int(np.searchsorted(np.cumsum(p[:, 0])[:-1], rng.random(), side="right"))

    def careless_answer(self, place: int, rng: np.random.Generator) -> int:
        """Give the row of an answer without a look at the question."""
        item = self.true_items[place]
        if isinstance(item, SelfReport):
            return int(rng.integers(len(item.thresholds) + 1))
        return int(rng.random() < item.guessing)

    def _spared(self, counts: Exposure, person: int) -> Mask | None:
        if self.exposure is None:
            return None
        barred = counts.barred(self.ids, person, self.exposure)
        return np.array([one not in barred for one in self.ids])

    def _counted(self, counts: Exposure, sitting: "_Sitting") -> Exposure:
        if sitting.spared is None:
            return counts
        eligible = sitting.spared.copy()
        eligible[sitting.asked] = True
        return counts.after(
            [self.ids[place] for place in sitting.asked],
            [self.ids[place] for place in np.flatnonzero(eligible)],
        )

    def _gathered(self, truths: Sequence[Floats], snapshots: Sequence[Snapshot]) -> Outcomes:
        bounds = cuts(self.study.bank.framework)
        return gathered(truths, snapshots, self.summaries, bounds)


class _Sitting:
    """One person's interview."""

    def __init__(
        self, laboratory: Laboratory, person: int, seed: int, spared: Mask | None
    ) -> None:
        self.laboratory = laboratory
        self.person = person
        self.spared = spared
        self.rng = np.random.default_rng(np.random.SeedSequence([seed, person]))
        self.truth = laboratory.study.population.draw(self.rng)
        careless = laboratory.study.careless
        self.careless = careless.persons > 0 and self.rng.random() < careless.persons
        self.posterior = Posterior(laboratory.study.scoring)
        self.asked: list[int] = []
        self.rows: list[int] = []

    def ask(self) -> bool:
        """Put one more question; say whether there was one."""
        laboratory, asked = self.laboratory, self.asked
        allowed = laboratory.allowed(asked, self.spared)
        if not allowed.any():
            return False
        place = laboratory.selector.choose(self.posterior, allowed, len(asked), self.person)
        row = self._answer(place)
        asked.append(place)
        self.rows.append(row)
        trait = int(laboratory.tables.trait[place])
        self.posterior.observe(trait, laboratory.tables.log_likelihood[place, row])
        return True

    def snapshot(self) -> Snapshot:
        """Give what is known of the person now, settled as a report is; the interview may go on."""
        laboratory = self.laboratory
        settled = self.posterior.copy().settle()
        answers = np.full(len(laboratory.ids), NOT_ASKED, dtype=np.int8)
        answers[self.asked] = self.rows
        two = laboratory.study.scoring.two_traits
        spread = laboratory.gap[:, None] * laboratory.gap[None, :]
        fit = None
        if laboratory.fits:
            fit = fit_score(
                laboratory.tables, settled, sorted(zip(self.asked, self.rows, strict=True))
            )
        return Snapshot(
            mean=settled.mean,
            variance=np.diagonal(settled.covariance).copy(),
            summary_variance=laboratory.summaries.variances(settled.covariance),
            gap_variance=float(np.sum(settled.covariance * spread)) if two else 0.0,
            answers=answers,
            fit=fit,
        )

    def _answer(self, place: int) -> int:
        careless = self.laboratory.study.careless
        if self.careless and self.rng.random() < careless.items:
            return self.laboratory.careless_answer(place, self.rng)
        return self.laboratory.answer(place, self.truth, self.rng)
