"""The few trainings of an offer that may help one learner within the limits."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from recommender.case import Case
from recommender.needs import Need
from recommender.offers import AWAY, CatalogueIndex, Columns, Flags
from recommender.plans import Constraints
from recommender.pruning import make_candidates
from recommender.reach import Person

MOST_CANDIDATES: Final = 150
DEPTHS: Final = (None, 2, 1, 0)
"""How far a stepping stone may rise above max(current, target), tried until few enough candidates are left."""


def select(
    offer: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    *,
    depths: Sequence[int | None] = DEPTHS,
    without: Collection[str] = (),
    doors_open: bool = False,
    pruned: bool = True,
) -> Case:
    """Give the planning problem of one learner.

    A candidate suits the limits, can be begun one day by way of others, and closes part of a gap or opens one that
    does. Of `depths` the first that leaves at most `MOST_CANDIDATES` counts, else the last. `without` leaves trainings
    out by id, `doors_open` takes every entry level as held, `pruned` false keeps every equal.
    """
    person = Person(offer, needs)
    pool = eligible(offer, constraints)
    pool[offer.numbers(without)] = False
    case = Case(person.needs, ())
    for tried in depths:
        found = person.candidates(pool, tried, doors_open=doors_open)
        trainings = [offer.trainings[i] for i in found]
        case = Case(
            needs=person.needs,
            candidates=make_candidates(
                trainings,
                person.needs,
                constraints.today,
                weekly=constraints.weekly,
                doors_open=doors_open,
                pruned=pruned,
            ),
            hours=constraints.room,
            euro=constraints.euro,
            today=constraints.today.toordinal() if constraints.today else 0,
            depth=tried,
            weekly=constraints.weekly,
        )
        if len(case.candidates) <= MOST_CANDIDATES:
            break
    return case


def eligible(offer: CatalogueIndex, constraints: Constraints) -> Flags:
    """Give per training whether it suits the limits, as `eligibility.obstacles` says it one by one."""
    pool = np.zeros(len(offer), dtype=np.bool_)
    for (language, place), numbers in offer.cuts.items():
        speaks = not constraints.languages or language in constraints.languages
        near = not constraints.online and constraints.region in {None, place}
        if speaks and (place == AWAY or near):
            pool[numbers] = True
    pool &= _limits(offer.columns, constraints)
    if constraints.status is not None:
        open_to = [
            not one or bool(one & {"citizen", constraints.status}) for one in offer.audiences
        ]
        pool &= np.array(open_to, dtype=np.bool_)[offer.audience]
    if constraints.accessibility:
        promised = [set(constraints.accessibility) <= one for one in offer.accesses]
        pool &= np.array(promised, dtype=np.bool_)[offer.access]
    pool[offer.numbers(constraints.without)] = False
    for provider in constraints.hidden:
        pool[offer.numbers_of(provider)] = False
    return pool


def _limits(columns: Columns, constraints: Constraints) -> Flags:
    """Give per training whether hours, price, dates and places left are within the limits."""
    fits = ~columns.full
    if (room := constraints.room) is not None:
        fits &= columns.hours <= room
    if constraints.weekly is not None:
        fits &= columns.peak <= constraints.weekly
    if constraints.euro is not None:
        unknown = np.isnan(columns.euro) if constraints.euro > 0 else np.zeros_like(fits)
        fits &= unknown | (columns.euro <= constraints.euro)
    if constraints.today is not None:
        today = constraints.today.toordinal()
        fits &= ((columns.first == 0) | (columns.first >= today)) & (
            (columns.last == 0) | (columns.last >= today)
        )
    if constraints.deadline is not None:
        fits &= columns.finish <= constraints.deadline.toordinal()
    return fits
