"""What interviews on a bank by a route share: tables, prior, selector, stopper and constraints, made once."""

from dataclasses import dataclass
from functools import lru_cache

from competences.constraints import Balance, balance_of
from competences.curves import Tables, tabulate
from competences.items import ItemBank
from competences.problems import UnknownCompetence
from competences.routes import Route, route_named, within_scope
from competences.selection import AOptimal, RouteWeights, Selector, haste_of
from competences.stopping import Stopper, SureEnough
from competences.traits import Prior, Summaries, prior_of, scope_of, summaries_of


@dataclass(frozen=True, slots=True, eq=False)
class Plant:
    """What a bank, a route and a scope need, made once and shared by all interviews on them."""

    tables: Tables
    prior: Prior
    summaries: Summaries
    route: Route
    selector: Selector
    stopper: Stopper
    balance: Balance


@lru_cache(maxsize=512)
def plant_of(bank: ItemBank, route_name: str, scope: tuple[str, ...] = ()) -> Plant:
    """Give the parts of an interview on a bank by a route, within chosen competences where there are any.

    Raises `UnknownRoute` and `UnknownCompetence`.
    """
    route = route_named(route_name, two_traits=bank.two_traits)
    tables = tabulate(bank)
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    summaries = targets = summaries_of(prior)
    places = tuple(_place_of(bank, code) for code in scope)
    if scope:
        areas = {bank.framework.competence(code).area for code in scope}
        route = within_scope(route, len(scope), len(areas))
        targets = scope_of(prior, places)
    weights = RouteWeights(route, targets, prior.competences, places)
    return Plant(
        tables=tables,
        prior=prior,
        summaries=summaries,
        route=route,
        selector=AOptimal(tables, weights, haste_of(tables)),
        stopper=SureEnough(route, targets),
        balance=balance_of(bank, tables, route, scope),
    )


def _place_of(bank: ItemBank, code: str) -> int:
    """Give the place of a competence in its framework; raises `UnknownCompetence`."""
    if code not in bank.framework.codes:
        raise UnknownCompetence(competence=code)
    return bank.framework.codes.index(code)
