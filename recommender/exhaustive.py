"""The best path of a small offer by trying every choice: from the meaning of a path alone, to hold planners against."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from math import inf
from typing import Final

from recommender.case import PRECISION, SLACK
from recommender.catalogue import Training
from recommender.eligibility import fills_its_days, first_day, obstacles, week_loads
from recommender.needs import Need, certain
from recommender.plans import Constraints
from recommender.tags import counted, doors

MOST: Final = 12
"""Most trainings that are tried: each more doubles the choices."""

Level = tuple[str, int]


def best(
    trainings: Sequence[Training], needs: Sequence[Need], constraints: Constraints
) -> tuple[float, tuple[Training, ...]]:
    """Give the value of the best choice, and the first of the smallest choices that are worth it.

    Raises `ValueError` where more than `MOST` trainings suit the limits.
    """
    suiting = [one for one in trainings if not obstacles(one, constraints)]
    if len(suiting) > MOST:
        message = f"{len(suiting)} trainings are too many to try every choice"
        raise ValueError(message)
    found: tuple[float, tuple[Training, ...]] = (0.0, ())
    for size in range(1, len(suiting) + 1):
        for chosen in combinations(suiting, size):
            value = worth(chosen, needs, constraints)
            if value is not None and value > found[0] + SLACK:
                found = value, chosen
    return found


def worth(
    chosen: Sequence[Training], needs: Sequence[Need], constraints: Constraints
) -> float | None:
    """Give the weighted levels that trainings close together; None where they break a limit or cannot all be begun."""
    if constraints.certain_only:
        needs = certain(needs)
    if any(obstacles(one, constraints) for one in chosen):
        return None
    if not _fit(chosen, constraints) or not _go_together(chosen, constraints.today):
        return None
    held = {one.competence: one.entry for one in needs}
    reached = _followed(chosen, held, constraints)
    return None if reached is None else sum(_gained(one, reached, chosen) for one in needs)


def can_be_walked(
    steps: Sequence[Training], needs: Sequence[Need], constraints: Constraints
) -> bool:
    """Say whether steps can be taken in their order: those up to each of them make a path of their own."""
    ends = range(1, len(steps) + 1)
    return all(worth(steps[:end], needs, constraints) is not None for end in ends)


def _fit(chosen: Sequence[Training], constraints: Constraints) -> bool:
    """Say whether the sums keep the limits of hours, euro and hours in a week."""
    hours = sum(one.hours or 0.0 for one in chosen)
    euro = sum(float(one.price or 0) for one in chosen)
    weeks = Counter[int]()
    for one in chosen:
        if first_day(one, constraints.today):
            weeks.update(dict(week_loads(one)))
    pairs = (
        (hours, constraints.room),
        (euro, constraints.euro),
        (max(weeks.values(), default=0.0), constraints.weekly),
    )
    return all(limit is None or taken <= limit + SLACK for taken, limit in pairs)


def _go_together(chosen: Sequence[Training], today: date | None) -> bool:
    """Say whether no two are sessions of one course or fill the same day."""
    groups = [(one.provider, one.group) for one in chosen if one.group]
    filled = [
        day
        for one in chosen
        if (start := first_day(one, today)) and fills_its_days(one)
        for day in range(start.toordinal(), max(start, one.end or start).toordinal() + 1)
    ]
    return len(groups) == len(set(groups)) and len(filled) == len(set(filled))


def _followed(
    chosen: Sequence[Training], held: dict[str, int], constraints: Constraints
) -> dict[Level, float] | None:
    """Give the earliest day on which each level above those held is reached; None where a training cannot be begun.

    Days are day numbers; whatever is reached earlier for having been found later is looked at again.
    """
    reached: dict[Level, float] = {}
    ends: dict[str, float] = {}
    moved = True
    while moved:
        moved = False
        for one in chosen:
            opened = max((reached.get(level, inf) for level in _missing(one, held)), default=-inf)
            end = _end(one, opened, constraints)
            if end < ends.get(one.id, inf):
                ends[one.id], moved = end, True
                for level in _taught(one):
                    reached[level] = min(end, reached.get(level, inf))
    return reached if len(ends) == len(chosen) else None


def _end(training: Training, opened: float, constraints: Constraints) -> float:
    """Give the day on which a training is over at the earliest; infinite where its doors open too late."""
    start = first_day(training, constraints.today)
    if start is not None:
        in_time = opened < start.toordinal()
        return max(start, training.end or start).toordinal() if in_time else inf
    begin = constraints.today or date.min
    if constraints.weekly is not None:
        begin += timedelta(days=int(7 * (training.hours or 0.0) / constraints.weekly))
    return max(opened, begin.toordinal())


def _missing(training: Training, held: dict[str, int]) -> Iterator[Level]:
    for code, top in doors(training):
        yield from ((code, level) for level in range(held.get(code, 0) + 1, top + 1))


def _taught(training: Training, *, trusted: bool = False) -> Iterator[Level]:
    for one in counted(training):
        if one.trusted or not trusted:
            yield from ((one.competence, level) for level in range(one.entry + 1, one.exit + 1))


def _gained(need: Need, reached: dict[Level, float], chosen: Sequence[Training]) -> float:
    """Give what the levels of one competence are worth: reached without a gap, above the current one, wanted."""
    sure = {level for one in chosen for level in _taught(one, trusted=True)}
    gained, level = 0.0, need.entry + 1
    while (need.competence, level) in reached:
        if need.current < level <= need.target:
            gained += need.weight * (1.0 if (need.competence, level) in sure else PRECISION)
        level += 1
    return gained
