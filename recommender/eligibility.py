"""Who may follow a training, by code: what stands between one training and one learner's limits.

Unknown values: no audience = everybody; no price = passes unless the budget is 0; no hours = only where hours have no
limit; no mode = on site; no region = only where no region is set; no language = only where no languages are set.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Final

from recommender.catalogue import Training
from recommender.plans import Constraints

FULL_DAY: Final = 6.0
"""Hours on each of its weekdays from which a session leaves no room for another on the same day."""

LONG_DAY: Final = 8.0
"""Hours a weekday that a session whose end is unknown is taken to fill."""


def obstacles(training: Training, constraints: Constraints) -> tuple[str, ...]:
    """Give the codes of the limits that keep the learner from a training; none where it suits."""
    found = {
        "language": not suits_language(training.language, constraints),
        "region": not suits_region(training, constraints),
        "status": not suits_status(training.audience, constraints.status),
        "mode": constraints.online and not training.away,
        "accessibility": not set(constraints.accessibility) <= set(training.accessibility),
        "hours": not suits_hours(training.hours, constraints),
        "weekly": constraints.weekly is not None and peak(training) > constraints.weekly,
        "price": not suits_price(training, constraints),
        "dates": is_past(training, constraints.today),
        "deadline": is_late(training, constraints),
        "full": training.capacity == 0 and not constraints.with_full,
        "ruled-out": training.id in constraints.without or training.provider in constraints.hidden,
    }
    return tuple(code for code, blocked in found.items() if blocked)


def suits_language(language: str, constraints: Constraints) -> bool:
    """Say whether the language of teaching is one of the learner's."""
    return not constraints.languages or language in constraints.languages


def suits_region(training: Training, constraints: Constraints) -> bool:
    """Say whether it can be followed from anywhere, or is given in the learner's region."""
    return constraints.region is None or training.away or training.region == constraints.region


def suits_status(audience: frozenset[str], status: str | None) -> bool:
    """Say whether a training is open to a status: everybody's, every citizen's, or the learner's own."""
    return status is None or not audience or "citizen" in audience or status in audience


def suits_hours(hours: float | None, constraints: Constraints) -> bool:
    """Say whether the training alone keeps within the hours."""
    room = constraints.room
    return room is None or (hours is not None and hours <= room)


def suits_price(training: Training, constraints: Constraints) -> bool:
    """Say whether the training alone keeps within the budget; help with the cost is never subtracted."""
    if constraints.euro is None:
        return True
    if training.price is None:
        return constraints.euro > 0
    return float(training.price) <= constraints.euro


def is_past(training: Training, today: date | None) -> bool:
    """Say whether it has begun; one that is followed at one's own pace stays open until its end."""
    if today is None:
        return False
    if training.end is not None and training.end < today:
        return True
    begun = training.start is not None and training.start < today
    return begun and training.mode != "self-paced"


def is_late(training: Training, constraints: Constraints) -> bool:
    """Say whether it starts or ends after the last day; what is followed at one's own pace only has to start in time.

    Where the last day has passed everything is late.
    """
    last_day = constraints.deadline
    if last_day is None or training.start is None:
        return constraints.over
    last = training.start if training.mode == "self-paced" else training.end or training.start
    return constraints.over or last > last_day


def week_loads(training: Training) -> tuple[tuple[int, float], ...]:
    """Give the hours that a dated training takes in each week, by the day number of its Monday.

    Hours are spread over its weekdays, over all its days where there is no weekday; one that ends on the weekday on
    which it began is held once a week, if its hours fit; without an end they fill long days from the start on. Nothing
    where it has no date, no known hours, or goes at the learner's own pace.
    """
    if training.start is None or training.hours is None or training.mode == "self-paced":
        return ()
    days = _days(training.start, training.end, training.hours)
    loads: dict[int, float] = {}
    for day in days:
        monday = day.toordinal() - day.weekday()
        loads[monday] = loads.get(monday, 0.0) + training.hours / len(days)
    return tuple(sorted((week, round(hours, 6)) for week, hours in loads.items()))


def peak(training: Training) -> float:
    """Give the hours that a dated training takes in its fullest week; 0 where nothing is fixed."""
    return fullest(week_loads(training))


def fullest(loads: Sequence[tuple[int, float]]) -> float:
    """Give the most hours that any week takes."""
    return max((hours for _, hours in loads), default=0.0)


def _days(start: date, end: date | None, hours: float) -> list[date]:
    """Give the days on which a session is taken to be held: once a week between two equal weekdays."""
    if end is None or end < start:
        long = max(1, ceil(hours / LONG_DAY))
        span = [start + timedelta(days=extra) for extra in range(7 * (long // 5 + 1) + 7)]
        return ([day for day in span if day.weekday() < 5] or span)[:long]
    span = [start + timedelta(days=extra) for extra in range((end - start).days + 1)]
    once_a_week = span[::7]
    if once_a_week[-1] == end and hours <= LONG_DAY * len(once_a_week):
        return once_a_week
    return [day for day in span if day.weekday() < 5] or span


def first_day(training: Training, today: date | None) -> date | None:
    """Give the day that a learner has to be ready for; None where it can begin any day."""
    begun = today is not None and training.start is not None and training.start <= today
    return None if training.mode == "self-paced" and begun else training.start


def fills_its_days(training: Training) -> bool:
    """Say whether the hours of a dated training fill each weekday from its first to its last day."""
    if training.start is None or training.hours is None:
        return False
    end = max(training.start, training.end or training.start)
    days = (end - training.start).days + 1
    weekdays = 5 * (days // 7) + sum(
        (training.start + timedelta(days=extra)).weekday() < 5 for extra in range(days % 7)
    )
    return training.hours >= FULL_DAY * max(1, weekdays)
