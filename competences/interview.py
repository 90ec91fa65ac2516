"""An interview: a bank, its prior and a route. It chooses the next item and gives the profile; it keeps no person."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from competences.attempt import Answer, Attempt, Response
from competences.constraints import Mask
from competences.curves import NOT_SCORED, Tables
from competences.fit import PersonFit, over_rating, person_fit
from competences.framework import Level
from competences.items import Item, ItemBank, Knowledge, SelfReport
from competences.pilots import trial_item, trial_places
from competences.plant import plant_of
from competences.posterior import Posterior
from competences.problems import UnknownItem
from competences.profile import Basis, Profile, Reading, make_reading
from competences.responses import NOT_APPLICABLE, checked
from competences.routes import Route


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt is: answers given, and the range in which it will end, which never grows."""

    answered: int
    least: int
    most: int


class Interview:
    """Asks and reports. The same bank, route, seed, scope, draw and answers give the same next item and profile.

    The only thing it remembers is the posterior of the attempt it saw last, so that one more answer costs one update;
    from answers alone everything is built again.
    """

    def __init__(
        self,
        bank: ItemBank,
        route: str = "standard",
        seed: int = 0,
        *,
        scope: Iterable[str] = (),
        barred: AbstractSet[str] = frozenset(),
    ) -> None:
        """Begin on a bank by a route's name; raises `UnknownRoute`.

        `scope` holds the codes of the competences that questions stay with; empty, or all of them, for a whole
        interview. Raises `UnknownCompetence`.
        `barred` are the items that the exposure draw left out (`exposure.py`).
        """
        chosen = set(scope)
        if chosen == set(bank.framework.codes):
            chosen = set()  # all of them: a whole interview, with all that can be said after one
        known = tuple(code for code in bank.framework.codes if code in chosen)
        self.bank = bank
        self.seed = seed
        self.scope = (*known, *sorted(chosen - set(known)))
        self._plant = plant_of(bank, route, self.scope)
        self._spared = _spared(self._plant.tables, barred)
        self._seen: tuple[Answer, ...] = ()
        self._posterior = Posterior(self._plant.prior)

    @property
    def route(self) -> Route:
        """Give the route's record."""
        return self._plant.route

    def next_item(self, attempt: Attempt) -> Item | None:
        """Give the item to ask next, or None where enough was asked or nothing is left to ask."""
        plant = self._plant
        asked = [self._place(answer.item) for answer in attempt.answers]
        posterior = self._running(attempt)
        if self._enough(posterior, asked):
            return None
        trials = self._trials(attempt.language)
        if len(asked) in trials:
            left = plant.balance.unasked(plant.balance.pilots[attempt.language], asked)
            trial = trial_item(left, self.seed, len(asked))
            if trial is not None:
                return plant.tables.items[trial]
        unsure = [
            place
            for place, answer in zip(asked, attempt.answers, strict=True)
            if answer.response is None
        ]
        allowed = plant.balance.allowed(asked, attempt.language, unsure, self._spared, len(trials))
        if not allowed.any():
            return None
        return plant.tables.items[plant.selector.choose(posterior, allowed, len(asked), self.seed)]

    def progress(self, attempt: Attempt) -> Progress:
        """Give how far an attempt is; a bank with fewer items than the route asks has a shorter range."""
        balance = self._plant.balance
        there = np.count_nonzero(balance.eligible[attempt.language])
        most = min(self.route.most, int(there) + len(self._trials(attempt.language)))
        return Progress(len(attempt.answers), min(self.route.least, most), most)

    def check(self, item_id: str, response: Response | list[int]) -> Response:
        """Give a response in the form in which it is kept; raises `UnknownItem` or `ImpossibleResponse`."""
        return checked(self.bank.item(item_id), response)

    def profile(self, attempt: Attempt) -> Profile:
        """Give the profile of an attempt, computed from the prior on: the order of the answers changes nothing.

        Raises `UnknownItem` for an answer to an item that the bank has not, `ImpossibleResponse` for a bad response.
        """
        plant, framework = self._plant, self.bank.framework
        posterior = Posterior(plant.prior)
        for answer in sorted(attempt.answers, key=lambda one: one.item):
            self._take(posterior, answer)
        posterior.settle()
        items = [
            self.bank.item(answer.item)
            for answer in attempt.answers
            if answer.response != NOT_APPLICABLE and not self.bank.item(answer.item).pilot
        ]
        means = plant.summaries.means(posterior.mean)
        variances = plant.summaries.variances(posterior.covariance)
        areas = {
            area.code: self._summary(
                float(means[place]),
                float(variances[place]),
                [
                    item
                    for item in items
                    if framework.competence(item.competence).area == area.code
                ],
                within=framework.levels_of_area(area.code),
            )
            for place, area in enumerate(framework.areas)
        }
        return Profile(
            framework=framework.id,
            route=self.route.name,
            bank_version=self.bank.version,
            readings=self._readings(posterior, items),
            areas=areas,
            overall=self._summary(float(means[-1]), float(variances[-1]), items),
            over_rating=over_rating(posterior, plant.prior, _knowledge(items)),
            fit=self._fit(posterior, attempt),
            scope=self.scope,
            answered=len(attempt.answers),
            provisional=self.bank.provisional,
        )

    def _enough(self, posterior: Posterior, asked: Sequence[int]) -> bool:
        """Say whether the route's promise is kept, its constraints too, or its cap reached."""
        if not self._plant.stopper.done(posterior, len(asked)):
            return False
        return len(asked) >= self.route.most or not self._plant.balance.owes(asked)

    def _trials(self, language: str) -> frozenset[int]:
        """Give which questions are on trial in a language."""
        available = int(np.count_nonzero(self._plant.balance.pilots[language]))
        return trial_places(self.route, self.seed, available) if available else frozenset()

    def _fit(self, posterior: Posterior, attempt: Attempt) -> PersonFit | None:
        """Give how well the answers that are scored fit together; an unsure word about oneself says nothing of it.

        None within a scope: the limits are those of people who were asked about everything.
        """
        if self.scope:
            return None
        tables, rows = self._plant.tables, []
        for answer in sorted(attempt.answers, key=lambda one: one.item):
            place = self._place(answer.item)
            item, row = tables.items[place], tables.row(place, answer.response)
            unsure = answer.response is None and isinstance(item, SelfReport)
            if row != NOT_SCORED and not item.pilot and not unsure:
                rows.append((place, row))
        return person_fit(tables, posterior, rows, self.bank.fit_limits)

    def _readings(self, posterior: Posterior, items: list[Item]) -> dict[str, Reading]:
        """Give the reading of each competence."""
        n = self._plant.prior.competences
        readings = {}
        for place, code in enumerate(self.bank.framework.codes):
            own = [item for item in items if item.competence == code]
            rated = any(isinstance(item, SelfReport) for item in own)
            perceived = posterior.mean[place + n if self._plant.prior.two_traits else place]
            readings[code] = make_reading(
                self.bank.framework,
                float(posterior.mean[place]),
                float(posterior.covariance[place, place]),
                perceived_mean=float(perceived) if rated else None,
                answers=len(own),
                basis=_basis(own),
                provisional=self.bank.provisional,
                within=self.bank.framework.levels_of(code),
            )
        return readings

    def _summary(
        self,
        mean: float,
        variance: float,
        own: list[Item],
        within: Sequence[Level] | None = None,
    ) -> Reading:
        """Give the reading of an area, within its levels, or of all."""
        return make_reading(
            self.bank.framework,
            mean,
            variance,
            perceived_mean=None,
            answers=len(own),
            basis=_basis(own),
            provisional=self.bank.provisional,
            within=within,
        )

    def _running(self, attempt: Attempt) -> Posterior:
        """Give the posterior after the answers in their order, going on from the attempt seen last where it can."""
        seen, answers = self._seen, attempt.answers
        if answers[: len(seen)] != seen:
            seen, self._posterior = (), Posterior(self._plant.prior)
        for answer in answers[len(seen) :]:
            self._seen = answers[: len(seen)]
            trait = self._take(self._posterior, answer)
            if trait is not None:
                self._posterior.update(trait)
            seen = (*seen, answer)
        self._seen = answers
        return self._posterior

    def _take(self, posterior: Posterior, answer: Answer) -> int | None:
        """Let a posterior take in an answer; give the trait it speaks about, None where it is not scored."""
        place = self._place(answer.item)
        tables = self._plant.tables
        row = tables.row(place, self.check(answer.item, answer.response))
        if row == NOT_SCORED or tables.items[place].pilot:
            return None
        trait = int(tables.trait[place])
        posterior.add(trait, tables.log_likelihood[place, row])
        return trait

    def _place(self, item_id: str) -> int:
        place = self._plant.tables.place.get(item_id)
        if place is None:
            raise UnknownItem(item=item_id)
        return place


def _spared(tables: Tables, barred: AbstractSet[str]) -> Mask | None:
    """Give which items the exposure draw left in; None where it left all."""
    if not barred:
        return None
    return np.array([item.id not in barred for item in tables.items])


def _basis(own: list[Item]) -> Basis:
    """Give where a reading comes from."""
    if not own:
        return "related"
    return "shown" if _knowledge(own) else "self-rated"


def _knowledge(items: list[Item]) -> int:
    """Give how many of some items are knowledge items."""
    return sum(isinstance(item, Knowledge) for item in items)
