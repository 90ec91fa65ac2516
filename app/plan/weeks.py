"""A path's weeks as the page shows them: weeks that follow each other and hold the same are one line."""

from dataclasses import dataclass
from typing import Final

from recommender.plans import Calendar, Week

MANY: Final = 8
"""Lines beyond which the page folds a list away."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in a row in which the same is learned; `first` tells of each of them."""

    first: Week
    weeks: int

    @property
    def last(self) -> int:
        """Give the number of the last week."""
        return self.first.number + self.weeks - 1


def stretches(calendar: Calendar) -> list[Stretch]:
    """Give the lines of a calendar, in order of time."""
    lines: list[Stretch] = []
    for week in calendar.weeks:
        if lines and _goes_on(lines[-1], week):
            lines[-1] = Stretch(lines[-1].first, lines[-1].weeks + 1)
        else:
            lines.append(Stretch(week, 1))
    return lines


def _goes_on(stretch: Stretch, week: Week) -> bool:
    """Say whether a week goes on as those before it."""
    first = stretch.first
    same = week.entries == first.entries and week.over == first.over
    return same and week.number == stretch.last + 1
