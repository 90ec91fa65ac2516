"""A path laid out in weeks: what has set days in its own weeks, the rest one after the other in the hours left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil, floor, inf
from typing import Final

from recommender.catalogue import Training
from recommender.eligibility import first_day, week_loads
from recommender.needs import Need
from recommender.plans import Calendar, Constraints, Entry, Plan, Week
from recommender.tags import counted, doors

USUAL_WEEKLY: Final = 4.0
"""Hours a week that a calendar goes by where the learner named none."""

MOST_WEEKS: Final = 260
"""How many weeks a calendar shows from its first one on: five years."""

CRUMB: Final = 1e-6
"""Hours that are left over by rounding alone."""

Pair = tuple[str, int]


def calendar(plan: Plan, needs: Sequence[Need], constraints: Constraints) -> Calendar | None:
    """Give the steps of a plan week by week, None where it has none.

    Sessions on set days take the hours of their own weeks. The others flow into the hours left, one after the other in
    walking order: what has to be over before a set day goes first, and nothing begins before its opener is over; the
    week of today counts whole. Where no day of today is known, weeks are numbered; with set days among the steps they
    begin as late as all openers still fit.
    """
    if not plan.steps:
        return None
    weekly = constraints.weekly or USUAL_WEEKLY
    trainings = [step.training for step in plan.steps]
    sessions, work = _split(trainings, needs, constraints)
    laid = _laid(sessions, work, weekly, constraints.today)
    known = constraints.today is not None or bool(sessions.starts)
    ends = date.fromordinal(laid.last) if known and not laid.beyond else None
    past = constraints.deadline is not None and (ends is None or ends > constraints.deadline)
    return Calendar(
        weekly=weekly,
        usual=constraints.weekly is None,
        weeks=tuple(
            Week(
                number=(monday - laid.first) // 7 + 1,
                monday=date.fromordinal(monday) if known else None,
                entries=_entries(row, trainings, sessions),
                over=round(max(0.0, _sum(row) - weekly), 6),
            )
            for monday, row in sorted(laid.taken.items())
        ),
        ends=ends,
        late=past and (known or laid.beyond),
        beyond=laid.beyond,
    )


@dataclass(slots=True)
class _Work:
    """A step that goes at the learner's own pace: the hours left of it, and between which days it has to be done."""

    number: int
    left: float
    release: float
    due: float
    after: frozenset[int]
    begun: bool = False


@dataclass(slots=True)
class _Sessions:
    """Steps on set days: first and last day of each, and what it takes of each week, None where that is not known."""

    starts: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    takes: dict[int, dict[int, float | None]] = field(default_factory=dict)


@dataclass(slots=True)
class _Laid:
    """Weeks by the day number of their Monday, each with what every step takes of it, and the last day of all."""

    first: int
    taken: dict[int, dict[int, float | None]]
    last: int
    beyond: bool = False

    def over(self, weekly: float) -> float:
        """Give the hours that all weeks hold beyond the hours a week."""
        return sum(max(0.0, _sum(one) - weekly) for one in self.taken.values())


def _split(
    trainings: Sequence[Training], needs: Sequence[Need], constraints: Constraints
) -> tuple[_Sessions, list[_Work]]:
    """Give the steps on set days, and the others with the days between which they have to be done."""
    sessions, dues = _Sessions(), dict.fromkeys(range(len(trainings)), inf)
    openers = _openers(trainings, needs, constraints)
    for number, one in reversed(list(enumerate(trainings))):
        start = first_day(one, constraints.today)
        if start is not None and one.mode == "self-paced":
            dues[number] = min(dues[number], (one.end or date.max).toordinal())
        elif start is not None:
            _take(sessions, number, one, start)
        before = dues[number] if start is None else float(start.toordinal() - 1)
        for opener in openers[number]:
            dues[opener] = min(dues[opener], before)
    work = [
        _Work(
            number=number,
            left=one.hours or 0.0,
            release=max([_begin(one), *(sessions.ends.get(i, 0) + 1 for i in openers[number])]),
            due=dues[number],
            after=frozenset(openers[number] - set(sessions.ends)),
        )
        for number, one in enumerate(trainings)
        if number not in sessions.ends
    ]
    return sessions, work


def _begin(training: Training) -> int:
    return 0 if training.start is None else training.start.toordinal()


def _take(sessions: _Sessions, number: int, one: Training, start: date) -> None:
    """Note a step on set days; unknown hours stand in each week of its days."""
    loads: dict[int, float | None] = dict(week_loads(one))
    last = max(start, one.end or start).toordinal()
    if not loads:
        first = _monday(start.toordinal())
        loads = dict.fromkeys(range(first, min(last, first + 7 * MOST_WEEKS) + 1, 7))
    sessions.starts[number] = start.toordinal()
    sessions.ends[number] = max(last, *loads)
    sessions.takes[number] = loads


def _openers(
    trainings: Sequence[Training], needs: Sequence[Need], constraints: Constraints
) -> list[set[int]]:
    """Give, per step, the earlier steps that open it: for each level that it asks, the one that is over first."""
    entry = {need.competence: need.entry for need in needs}
    begins = constraints.today.toordinal() if constraints.today else 0
    ready: dict[Pair, tuple[float, int]] = {}
    found = []
    for number, one in enumerate(trainings):
        asked = [ready[pair] for pair in _asked(one, entry) if pair in ready]
        found.append({opener for _, opener in asked})
        start = first_day(one, constraints.today)
        if start is None:
            alone = floor(7 * (one.hours or 0.0) / constraints.weekly) if constraints.weekly else 0
            ended = max([begins + alone, *(day for day, _ in asked)])
        else:
            ended = max(start, one.end or start).toordinal()
        for outcome in counted(one):
            for level in range(outcome.entry + 1, outcome.exit + 1):
                pair = (outcome.competence, level)
                ready[pair] = min((float(ended), number), ready.get(pair, (inf, number)))
    return found


def _asked(training: Training, entry: Mapping[str, int]) -> list[Pair]:
    """Give the levels that a training asks above those held."""
    return [
        (code, level)
        for code, top in doors(training)
        for level in range(entry.get(code, 0) + 1, top + 1)
    ]


def _laid(sessions: _Sessions, work: Sequence[_Work], weekly: float, today: date | None) -> _Laid:
    """Give the weeks from today on; where today is not known, from the latest Monday that crowds nothing."""
    if today is not None:
        return _flow(sessions, work, weekly, _monday(today.toordinal()), today.toordinal())
    if not sessions.starts:
        return _flow(sessions, work, weekly, 1, 1)
    first = _monday(min(sessions.starts.values()))
    least = _flow(sessions, (), weekly, first, first).over(weekly)
    hours = sum(one.left for one in work)
    laid = _flow(sessions, work, weekly, first, first)
    while laid.over(weekly) > least + CRUMB and first - laid.first <= 7 * ceil(hours / weekly):
        begin = laid.first - 7
        if begin < 1 or first - begin > 7 * MOST_WEEKS:
            break
        laid = _flow(sessions, work, weekly, begin, begin)
    return laid


def _flow(
    sessions: _Sessions, work: Sequence[_Work], weekly: float, first: int, today: int
) -> _Laid:
    """Give the weeks with every step laid out, from a Monday on."""
    taken: dict[int, dict[int, float | None]] = {}
    for number, loads in sessions.takes.items():
        for week, hours in loads.items():
            taken.setdefault(week, {})[number] = hours
    laid = _Laid(first, taken, max([today, *sessions.ends.values()]))
    waiting = [replace(one) for one in work]
    week = first
    until = min(first + 7 * MOST_WEEKS, date.max.toordinal() - 6)
    while waiting and week < until:
        _fill(laid, week, waiting, weekly)
        week += 7
    laid.beyond = bool(waiting)
    return laid


def _fill(laid: _Laid, week: int, waiting: list[_Work], weekly: float) -> None:
    """Lay work into the hours left of a week; what has to be over in it goes in whole, however full the week is."""
    row = laid.taken.get(week, {})
    free, used = max(0.0, weekly - _sum(row)), 0.0
    while ready := [one for one in waiting if _ready(one, week + 6, waiting)]:
        one = min(ready, key=lambda one: (one.due, not one.begun, one.number))
        must = one.due <= week + 6
        if free <= CRUMB and one.left > CRUMB and not must:
            break
        hours = one.left if must else min(one.left, free)
        row[one.number] = round(hours, 6) if hours else row.get(one.number)
        one.left, one.begun = one.left - hours, True
        free, used = max(0.0, free - hours), used + hours
        if one.left <= CRUMB:
            waiting.remove(one)
        day = week + min(6, max(0, ceil(7 * used / weekly - CRUMB) - 1))
        laid.last = max(laid.last, day, int(min(one.release, week + 6)))
    if row:
        laid.taken[week] = row


def _ready(one: _Work, sunday: int, waiting: Sequence[_Work]) -> bool:
    """Say whether work can go on in a week: it may have begun by then, and its openers are over."""
    open_now = min(one.release, one.due) <= sunday
    return open_now and not any(other.number in one.after for other in waiting)


def _entries(
    row: Mapping[int, float | None], trainings: Sequence[Training], sessions: _Sessions
) -> tuple[Entry, ...]:
    """Give what a week holds, in walking order."""
    return tuple(
        Entry(trainings[number].id, hours, fixed=number in sessions.takes)
        for number, hours in sorted(row.items())
    )


def _sum(row: Mapping[int, float | None]) -> float:
    return sum(hours or 0.0 for hours in row.values())


def _monday(day: int) -> int:
    return day - (day - 1) % 7
