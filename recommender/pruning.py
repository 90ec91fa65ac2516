"""From trainings to candidates, and which of them are so alike that one may stand for all.

The signature of a training for one learner holds everything that a row of the exact model can see and nothing else:
so leaving out the dearer of two equals never changes the best value.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import floor

from recommender.case import Candidate, Teaching
from recommender.catalogue import Training
from recommender.eligibility import fills_its_days, first_day, week_loads
from recommender.needs import Need
from recommender.tags import counted, doors

Signature = tuple[object, ...]
Costs = tuple[float, float, float, float]


def make_candidates(
    trainings: Sequence[Training],
    needs: Sequence[Need],
    today: date | None,
    *,
    weekly: float | None = None,
    doors_open: bool = False,
    pruned: bool = True,
) -> tuple[Candidate, ...]:
    """Give the candidates of trainings for a learner, in an order that depends on what they are, not where they stood.

    `weekly` are the hours a week where they have a limit. With `doors_open` no candidate needs anything; with `pruned`
    false every equal stays a candidate of its own.
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
    made.sort(key=lambda one: (_plain(one), one.rank))
    return _kept(made) if pruned else tuple(made)


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


def _kept(made: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Give one candidate per signature and front of hours and price; the others become its equals."""
    alike: dict[Signature, list[Candidate]] = defaultdict(list)
    for one, signature in zip(made, _signatures(made), strict=True):
        alike[signature].append(one)
    kept = [one for group in alike.values() for one in _front(group)]
    return tuple(sorted(kept, key=lambda one: (_plain(one), one.rank)))


def _signatures(made: Sequence[Candidate]) -> list[Signature]:
    """Give the signatures: what is taught and needed, dates only where a row looks at them, the group where it binds.

    Dates matter to all as soon as a dated training has a door to open; else to those that share a full day.
    """
    ordered = any(one.start is not None and one.needs for one in made)
    full = [one for one in made if one.full_day]
    clash = {id(one) for one in full for other in full if one is not other and one.overlaps(other)}
    plain = [
        (*_plain(one), one.start, one.end, one.full_day)
        if ordered or id(one) in clash
        else _plain(one)
        for one in made
    ]
    sessions: dict[str, set[Signature]] = defaultdict(set)
    for one, signature in zip(made, plain, strict=True):
        sessions[one.group].add(signature)
    return [
        (*signature, one.loads, one.group if len(sessions[one.group]) > 1 else "")
        for one, signature in zip(made, plain, strict=True)
    ]


def _plain(one: Candidate) -> Signature:
    taught = tuple((row.competence, row.low, row.high, row.trusted) for row in one.teaches)
    return (taught, one.needs)


def _front(alike: Sequence[Candidate]) -> list[Candidate]:
    """Give those that no other beats in hours and price, as limits count them and as equals rank them."""
    front: list[tuple[Costs, Candidate, list[Training]]] = []
    for costs, _, one in sorted((_costs(one), one.training.id, one) for one in alike):
        beaten_by = next((row for row in front if _cheaper(row[0], costs)), None)
        if beaten_by is None:
            front.append((costs, one, []))
        else:
            beaten_by[2].append(one.training)
    return [replace(one, equals=tuple(equals)) if equals else one for _, one, equals in front]


def _cheaper(one: Costs, other: Costs) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def _costs(one: Candidate) -> Costs:
    return one.hours, one.euro, *one.rank[:2]
