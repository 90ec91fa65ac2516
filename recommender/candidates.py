"""The few trainings of an offer that may help one learner within the limits."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from math import floor
from typing import Final

import numpy as np

from recommender.case import Candidate, Case, Teaching
from recommender.catalogue import Training
from recommender.eligibility import fills_its_days, first_day, week_loads
from recommender.narrowing import Narrowing
from recommender.needs import Need
from recommender.offers import AWAY, CatalogueIndex, Columns, Flags
from recommender.plans import Constraints
from recommender.pruning import everyone, prune
from recommender.reach import Person
from recommender.tags import counted, doors

MOST_CANDIDATES: Final = 150
MOST_KINDS: Final = 8 * MOST_CANDIDATES
"""From how many different trainings on no depth but the last is tried: too few could be left out."""

MOST_AT_LAST: Final = 8 * MOST_CANDIDATES
"""To how many candidates those are narrowed that are left at the last depth; limits as people have them leave fewer."""

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
    does. Of `depths` the first that leaves at most `MOST_CANDIDATES` counts, else the last, narrowed to `MOST_AT_LAST`.
    `without` leaves trainings out by id, `doors_open` takes every entry level as held, `pruned` false keeps all, also
    those that another beats.
    """
    person = Person(offer, needs)
    pool = eligible(offer, constraints)
    pool[offer.numbers(without)] = False
    part = person.part(pool)
    today, weekly = constraints.today, constraints.weekly
    day = today.toordinal() if today else 0
    narrowing = Narrowing(person, constraints.room, constraints.euro, doors_open)
    depth, kept = None, everyone(part)
    for depth in depths:
        part = person.helpful(part, depth, doors_open=doors_open)
        most = None if depth == depths[-1] else MOST_KINDS
        kept = everyone(part)
        if pruned:
            kept = prune(
                person, part, day,
                weekly=weekly, doors_open=doors_open, most=most,
                narrowing=narrowing if most is None else None,
            )  # fmt: skip
            if len(kept) < len(part):
                kept = kept.of(person.helpful(kept.staying(), depth, doors_open=doors_open))
        if len(kept) <= MOST_CANDIDATES:
            break
    if pruned and len(kept) > MOST_AT_LAST:
        kept = kept.best(narrowing, MOST_AT_LAST)
        kept = kept.of(person.helpful(kept.staying(), depth, doors_open=doors_open))
    equals = kept.equals()
    made = make_candidates(
        [offer.trainings[i] for i in equals],
        person.needs,
        today,
        weekly=weekly,
        doors_open=doors_open,
    )
    by_id = {
        offer.trainings[i].id: tuple(offer.trainings[k] for k in others)
        for i, others in equals.items()
    }
    return Case(
        needs=person.needs,
        candidates=tuple(
            replace(one, equals=alike) if (alike := by_id[one.training.id]) else one
            for one in made
        ),
        hours=constraints.room,
        euro=constraints.euro,
        today=day,
        depth=depth,
        weekly=weekly,
        most=narrowing.most(part) if kept.narrowed else None,
    )


def make_candidates(
    trainings: Sequence[Training],
    needs: Sequence[Need],
    today: date | None,
    *,
    weekly: float | None = None,
    doors_open: bool = False,
) -> tuple[Candidate, ...]:
    """Give the candidates of trainings for a learner, in an order that depends on what they are, not where they stood.

    `weekly` are the hours a week where they have a limit. With `doors_open` no candidate needs anything.
    """
    place = {need.competence: number for number, need in enumerate(needs)}
    missing = [() if doors_open else _missing(one, place, needs) for one in trainings]
    tops = [max(need.current, need.target) for need in needs]
    for j, level in (need for rows in missing for need in rows):
        tops[j] = max(tops[j], level)
    made = [
        _candidate(one, rows, _taught(one, place, needs, tops), today, weekly)
        for one, rows in zip(trainings, missing, strict=True)
    ]
    return tuple(sorted(made, key=_in_order))


def _in_order(one: Candidate) -> tuple[object, ...]:
    taught = tuple((row.competence, row.low, row.high, row.trusted) for row in one.teaches)
    return taught, one.needs, one.rank


def _missing(
    training: Training, place: dict[str, int], needs: Sequence[Need]
) -> tuple[tuple[int, int], ...]:
    """Give the highest needed level per competence, where it lies above the levels held."""
    highest: dict[int, int] = {}
    for code, level in doors(training):
        j = place[code]
        if level > needs[j].entry:
            highest[j] = max(level, highest.get(j, 0))
    return tuple(sorted(highest.items()))


def _taught(
    training: Training, place: dict[str, int], needs: Sequence[Need], tops: Sequence[int]
) -> tuple[Teaching, ...]:
    """Give what a training teaches between the levels held and the highest that anybody asks for."""
    rows = set()
    for outcome in counted(training):
        j = place[outcome.competence]
        low, high = max(outcome.entry, needs[j].entry), min(outcome.exit, tops[j])
        if low < high:
            rows.add((j, low, high, outcome.trusted))
    return tuple(Teaching(*row) for row in sorted(rows))


def _candidate(
    training: Training,
    missing: tuple[tuple[int, int], ...],
    teaches: tuple[Teaching, ...],
    today: date | None,
    weekly: float | None,
) -> Candidate:
    start = first_day(training, today)
    return Candidate(
        training=training,
        teaches=teaches,
        needs=missing,
        hours=training.hours or 0.0,
        euro=float(training.price or 0),
        start=start.toordinal() if start else None,
        end=training.end.toordinal() if start and training.end else None,
        full_day=bool(start) and fills_its_days(training),
        group=f"{training.provider}\n{training.group}" if training.group else "",
        days=floor(7 * (training.hours or 0.0) / weekly) if weekly and start is None else 0,
        loads=week_loads(training) if weekly and start else (),
    )


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
    fits = np.ones_like(columns.full) if constraints.with_full else ~columns.full
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
        fits &= (columns.finish <= constraints.deadline.toordinal()) & (not constraints.over)
    return fits
