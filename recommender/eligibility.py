"""Who may follow a training, by code: what stands between one training and one learner's limits.

Unknown values: no audience = everybody; no price = passes unless the budget is 0; no hours = only where hours have no
limit; no mode = on site; no region = only where no region is set; no language = only where no languages are set.
"""

from datetime import date, timedelta
from typing import Final

from recommender.catalogue import Training
from recommender.plans import Constraints

FULL_DAY: Final = 6.0
"""Hours on each of its weekdays from which a session leaves no room for another on the same day."""


def obstacles(training: Training, constraints: Constraints) -> tuple[str, ...]:
    """Give the codes of the limits that keep the learner from a training; none where it suits."""
    found = {
        "language": not suits_language(training.language, constraints),
        "region": not suits_region(training, constraints),
        "status": not suits_status(training.audience, constraints.status),
        "hours": not suits_hours(training.hours, constraints),
        "price": not suits_price(training, constraints),
        "dates": is_past(training, constraints.today),
        "full": training.capacity == 0,
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
    return constraints.hours is None or (hours is not None and hours <= constraints.hours)


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
