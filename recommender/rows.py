"""A case as an integer linear programme: columns, what they are worth, and rows that every walkable path satisfies.

Columns: take training i (0 or 1); level l of competence j reached, and reached on a person's word (0 to 1, whole by
themselves). Rows are sums `<= upper`:
cover: a level needs a training that teaches it; ladder: no gaps below; door: a training opens by levels reached; dated
door: by trainings that can end before it starts; limits; one of several sessions; no two full days at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.case import ORDER, PRECISION, SLACK, Candidate, Case, week_sums
from recommender.needs import Need
from recommender.ordering import Walk, walk

Numbers = NDArray[np.int64]

HAIR: Final = 1e-5
"""By how much of its unit a kept aim may fall: ten times the solver's own tolerance, else it may find no answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of columns with factors that may not pass `upper`."""

    columns: tuple[int, ...]
    factors: tuple[float, ...]
    upper: float


@dataclass(slots=True)
class Programme:
    """Columns and rows; the first `len(case.candidates)` columns take trainings.

    `aims` hold, per name of `ORDER`, what each column adds to it, more being better: levels count by their worth, so
    `value` is in weighted levels, `sure` is its part in sure gaps, `lower` counts each level that often below zero.
    """

    aims: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in ORDER})
    rows: list[Row] = field(default_factory=list)

    def column(self, **adds: float) -> int:
        """Add a column by what it adds to some aims and give its number."""
        for name, column in self.aims.items():
            column.append(adds.get(name, 0.0))
        return len(self.aims["value"]) - 1

    def at_most(self, terms: Iterable[tuple[int, float]], upper: float) -> None:
        """Add a row."""
        columns, factors = zip(*terms, strict=True)
        self.rows.append(Row(columns, factors, upper))

    def unit(self, name: str) -> float:
        """Give the smallest step of an aim that counts in levels; 1 for hours, euro and trainings."""
        if name in {"hours", "euro", "trainings"}:
            return 1.0
        return min((worth for worth in self.aims["value"] if worth > 0), default=1.0)

    def settled(self, name: str) -> bool:
        """Say whether an aim is no more than a multiple of the value, so that equal values leave no choice in it."""
        pairs = list(zip(self.aims["value"], self.aims[name], strict=True))
        shares = {round(adds / worth, 9) for worth, adds in pairs if worth}
        return len(shares) <= 1 and not any(adds for worth, adds in pairs if not worth)


def programme(case: Case) -> Programme:
    """Give the programme of a case."""
    made = Programme()
    for one in case.candidates:
        hours, euro, _ = one.rank
        made.column(hours=-hours, euro=-euro, trainings=-1.0)
    covers = _covers(case)
    levels = _add_levels(made, case, covers)
    ends = np.array([one.end_from(case.today) for one in case.candidates], dtype=np.int64)
    teachers = {pair: np.array(numbers, dtype=np.int64) for pair, numbers in covers.items()}
    for i, one in enumerate(case.candidates):
        if one.start is None:
            _add_doors(made, i, one, levels)
        else:
            _add_dated_doors(made, case, i, teachers, ends)
    _add_limits(made, case)
    return made


def cuts(case: Case, walked: Walk) -> list[Row]:
    """Give rows that forbid what could not begin in a walk, `walked.left`, and that every walkable choice satisfies.

    Trainings that wait for themselves, or for a level that comes too late, each need one training outside the choice
    that teaches a level they miss. With fixed dates only the earliest day is looked at: until then all went well, so
    what was reached before it is all that the choice can reach in time.
    """
    candidates = case.candidates
    days = [start for i in walked.left if (start := candidates[i].start) is not None]
    taken = {*walked.order, *walked.left}
    if not days:
        return [
            _cut(case, i, taken, _asked(case, circle, walked.reached))
            for circle in _circles(case, walked)
            for i in circle
        ]
    late = [i for i in walked.left if candidates[i].start == min(days)]
    in_hand = [k for k in taken if candidates[k].in_time_for(candidates[late[0]], case.today)]
    before = walk(case, in_hand)
    return [
        _cut(case, i, taken, _asked(case, _behind(case, i, before), before.reached)) for i in late
    ]


def _cut(case: Case, i: int, taken: set[int], asked: set[tuple[int, int]]) -> Row:
    """Give the row that lets a training in only with one outside a choice that teaches an asked level in time."""
    later = case.candidates[i]
    outside = [
        k
        for k, one in enumerate(case.candidates)
        if k not in taken
        and any(pair in asked for pair in one.taught())
        and (later.start is None or one.in_time_for(later, case.today))
    ]
    return Row((i, *outside), (1.0, *(-1.0 for _ in outside)), 0.0)


def _asked(case: Case, members: Iterable[int], floors: Sequence[int]) -> set[tuple[int, int]]:
    """Give the levels above `floors` on the way to a need of any member."""
    return {
        (j, level)
        for i in members
        for j, need in case.candidates[i].needs
        for level in range(floors[j] + 1, need + 1)
    }


def _behind(case: Case, i: int, walked: Walk) -> set[int]:
    """Give a training and those left over in a walk that teach what it misses, or what those miss in turn."""
    members = {i}
    while True:
        asked = _asked(case, members, walked.reached)
        more = {k for k in walked.left if not asked.isdisjoint(case.candidates[k].taught())}
        if more <= members:
            return members
        members |= more


def _circles(case: Case, walked: Walk) -> list[tuple[int, ...]]:
    """Give the smallest sets left over that get what they miss from each other alone, or from nobody."""
    closed = {tuple(sorted(_behind(case, i, walked))) for i in walked.left}
    return sorted(one for one in closed if not any(set(other) < set(one) for other in closed))


def _covers(case: Case) -> dict[tuple[int, int], list[int]]:
    """Give the candidates that teach each level."""
    covers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, one in enumerate(case.candidates):
        for pair in sorted(set(one.taught())):
            covers[pair].append(i)
    return dict(sorted(covers.items()))


def _add_levels(
    made: Programme, case: Case, covers: dict[tuple[int, int], list[int]]
) -> dict[tuple[int, int], int]:
    """Add a column per level that somebody teaches, with cover, ladder and, where a machine's tag is in play, trust."""
    vouched = _vouched(case)
    levels: dict[tuple[int, int], int] = {}
    for (j, level), teachers in covers.items():
        if level > case.needs[j].entry + 1 and (j, level - 1) not in levels:
            continue
        need = case.needs[j]
        weight = need.weight if case.wanted(j, level) else 0.0
        trusted = vouched.get((j, level), [])
        sure = PRECISION if len(trusted) < len(teachers) else 1.0
        column = made.column(**_level(need, level, weight * sure))
        levels[j, level] = column
        made.at_most([(column, 1.0), *((i, -1.0) for i in teachers)], 0.0)
        if level > need.entry + 1:
            made.at_most([(column, 1.0), (levels[j, level - 1], -1.0)], 0.0)
        if weight and trusted and sure < 1:
            on_word = made.column(**_level(need, level, weight * (1 - PRECISION)))
            made.at_most([(on_word, 1.0), (column, -1.0)], 0.0)
            made.at_most([(on_word, 1.0), *((i, -1.0) for i in trusted)], 0.0)
    return levels


def _level(need: Need, level: int, worth: float) -> dict[str, float]:
    """Give what a level adds to the aims."""
    return {"value": worth, "sure": 0.0 if need.uncertain else worth, "lower": -worth * level}


def _vouched(case: Case) -> dict[tuple[int, int], list[int]]:
    """Give the candidates for whose teaching of a level a person stands."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, one in enumerate(case.candidates):
        for pair in set(one.taught(trusted=True)):
            found[pair].append(i)
    return found


def _add_doors(
    made: Programme, i: int, one: Candidate, levels: dict[tuple[int, int], int]
) -> None:
    for pair in one.needs:
        door = [(levels[pair], -1.0)] if pair in levels else []
        made.at_most([(i, 1.0), *door], 0.0)


def _add_dated_doors(
    made: Programme,
    case: Case,
    i: int,
    teachers: Mapping[tuple[int, int], Numbers],
    ends: Numbers,
) -> None:
    """Add per level that a dated training asks for that one which can end before it starts has to teach it."""
    one = case.candidates[i]
    nobody = np.zeros(0, dtype=np.int64)
    for j, need in one.needs:
        for level in range(case.needs[j].entry + 1, need + 1):
            those = teachers.get((j, level), nobody)
            openers = those[(ends[those] < (one.start or 0)) & (those != i)].tolist()
            made.at_most([(i, 1.0), *((k, -1.0) for k in openers)], 0.0)


def _add_limits(made: Programme, case: Case) -> None:
    if not case.candidates:
        return
    for limit, name in ((case.hours, "hours"), (case.euro, "euro")):
        costs = [(i, getattr(one, name)) for i, one in enumerate(case.candidates)]
        if limit is not None and sum(cost for _, cost in costs) > limit:
            made.at_most([(i, cost) for i, cost in costs if cost], limit + SLACK / 2)
    if case.weekly is not None:
        loads: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for i, one in enumerate(case.candidates):
            for week, load in one.loads:
                if load:
                    loads[week].append((i, load))
        for week, hours in sorted(week_sums(case.candidates).items()):
            if hours > case.weekly:
                made.at_most(loads[week], case.weekly + SLACK / 2)
    sessions: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(case.candidates):
        if one.group:
            sessions[one.group].append(i)
    for members in [*sessions.values(), *_full_days(case)]:
        if len(members) > 1:
            made.at_most([(i, 1.0) for i in members], 1.0)


def _full_days(case: Case) -> list[list[int]]:
    """Give, per day on which a full-day session starts, all that go on that day: each overlap is in one of them."""
    full = [i for i, one in enumerate(case.candidates) if one.full_day]
    numbers = np.array(full, dtype=np.int64)
    starts = np.array([case.candidates[i].start or 0 for i in full], dtype=np.int64)
    lasts = np.array([case.candidates[i].last for i in full], dtype=np.int64)
    return [numbers[(starts <= day) & (lasts >= day)].tolist() for day in starts]
