"""An interview: a bank, its prior and a route. It chooses the next item and gives the profile; it keeps no person."""

from dataclasses import dataclass
from functools import lru_cache

from competences.attempt import Answer, Attempt, Response
from competences.constraints import Balance, balance_of
from competences.curves import NOT_SCORED, Tables, tabulate
from competences.fit import over_rating
from competences.items import Item, ItemBank, Knowledge, SelfReport
from competences.posterior import Posterior
from competences.problems import UnknownItem
from competences.profile import Basis, Profile, Reading, make_reading
from competences.responses import NOT_APPLICABLE, checked
from competences.routes import Route, route_named
from competences.selection import AOptimal, Selector
from competences.stopping import Stopper, SureEnough
from competences.traits import Prior, Summaries, prior_of, summaries_of


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt is: answers given, and the range in which it will end, which never grows."""

    answered: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Plant:
    """What a bank and a route need, made once and shared by all interviews on them."""

    tables: Tables
    prior: Prior
    summaries: Summaries
    route: Route
    selector: Selector
    stopper: Stopper
    balance: Balance


@lru_cache(maxsize=32)
def plant_of(bank: ItemBank, route_name: str) -> Plant:
    """Give the parts of an interview on a bank by a route; raises `UnknownRoute`."""
    route = route_named(route_name, two_traits=bank.two_traits)
    tables = tabulate(bank)
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    summaries = summaries_of(prior)
    return Plant(
        tables=tables,
        prior=prior,
        summaries=summaries,
        route=route,
        selector=AOptimal.for_route(tables, prior, route),
        stopper=SureEnough(route, summaries),
        balance=balance_of(bank, tables, route),
    )


class Interview:
    """Asks and reports. The same bank, route, seed and answers give the same next item and the same profile.

    The only thing it remembers is the posterior of the attempt it saw last, so that one more answer costs one update;
    from answers alone everything is built again.
    """

    def __init__(self, bank: ItemBank, route: str = "standard", seed: int = 0) -> None:
        """Begin on a bank by a route's name; raises `UnknownRoute`."""
        self.bank = bank
        self.seed = seed
        self._plant = plant_of(bank, route)
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
        owes = len(asked) < plant.route.most and plant.balance.owes(asked)
        if not owes and plant.stopper.done(posterior, len(asked)):
            return None
        unsure = [
            place
            for place, answer in zip(asked, attempt.answers, strict=True)
            if answer.response is None
        ]
        allowed = plant.balance.allowed(asked, attempt.language, unsure)
        if not allowed.any():
            return None
        return plant.tables.items[plant.selector.choose(posterior, allowed, len(asked), self.seed)]

    def progress(self, attempt: Attempt) -> Progress:
        """Give how far an attempt is; a bank with fewer items than the route asks has a shorter range."""
        most = min(self.route.most, len(self.bank.items))
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
            if answer.response != NOT_APPLICABLE
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
            answered=len(attempt.answers),
            provisional=self.bank.provisional,
        )

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
            )
        return readings

    def _summary(self, mean: float, variance: float, own: list[Item]) -> Reading:
        """Give the reading of an area or of all."""
        return make_reading(
            self.bank.framework,
            mean,
            variance,
            perceived_mean=None,
            answers=len(own),
            basis=_basis(own),
            provisional=self.bank.provisional,
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
        if row == NOT_SCORED:
            return None
        trait = int(tables.trait[place])
        posterior.add(trait, tables.log_likelihood[place, row])
        return trait

    def _place(self, item_id: str) -> int:
        place = self._plant.tables.place.get(item_id)
        if place is None:
            raise UnknownItem(item=item_id)
        return place


def _basis(own: list[Item]) -> Basis:
    """Give where a reading comes from."""
    if not own:
        return "related"
    return "shown" if _knowledge(own) else "self-rated"


def _knowledge(items: list[Item]) -> int:
    """Give how many of some items are knowledge items."""
    return sum(isinstance(item, Knowledge) for item in items)
