"""One learner's planning problem as small numbers: needs, the trainings that could help, and the limits in all.

Competences are numbered by their place in `Case.needs`, trainings by their place in `Case.candidates`. Levels up to a
need's `entry` are held; everything above has to be reached by a training.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from recommender.catalogue import Training
from recommender.needs import Need

ORDER: Final = ("value", "sure", "lower", "hours", "euro", "trainings")
"""By what plans are compared, the next only among equals so far.

More weighted levels; more of them in gaps that are sure, in the mean lower ones; fewer hours, fewer euro, fewer
trainings.
"""

PRECISION: Final = 0.6
"""What a level is worth that only a machine's tag promises: the measured precision of such tags, to begin with."""

HOURS_UNKNOWN: Final = 40.0
EURO_UNKNOWN: Final = 250.0
"""What unknown hours and prices count for among equals; in limits unknown hours are barred and prices count 0."""

SLACK: Final = 1e-6
"""How far sums of hours or euro may pass a limit by rounding."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """Levels `low + 1` to `high` of a competence, as far as they count for this learner."""

    competence: int
    low: int
    high: int
    trusted: bool

    @property
    def levels(self) -> range:
        """Give the levels."""
        return range(self.low + 1, self.high + 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A training that suits the learner and may help.

    `needs` are levels above those held, as (competence, level); `start` and `end` are day numbers, None where it can be
    begun any day; `equals` are trainings that could take its place. `days` are those that one without a date takes at
    the learner's pace, `loads` the hours of a dated one in each week, both only where hours a week have a limit.
    """

    training: Training
    teaches: tuple[Teaching, ...]
    needs: tuple[tuple[int, int], ...]
    hours: float
    euro: float
    start: int | None = None
    end: int | None = None
    full_day: bool = False
    group: str = ""
    equals: tuple[Training, ...] = ()
    days: int = 0
    loads: tuple[tuple[int, float], ...] = ()

    @property
    def rank(self) -> tuple[float, float, str]:
        """Give what orders equals: hours, euro, then the id; unknown hours and prices rank as usual ones."""
        hours = HOURS_UNKNOWN if self.training.hours is None else self.hours
        return hours, EURO_UNKNOWN if self.training.price is None else self.euro, self.training.id

    @property
    def last(self) -> int:
        """Give the day on which a session ends, its first where the end is unknown or before it; 0 without dates."""
        start = self.start or 0
        return start if self.end is None else max(start, self.end)

    def taught(self, *, trusted: bool = False) -> Iterator[tuple[int, int]]:
        """Go through the levels it teaches, as (competence, level); with `trusted` those that a person vouches for."""
        for row in self.teaches:
            if row.trusted or not trusted:
                yield from ((row.competence, level) for level in row.levels)

    def end_from(self, today: int) -> int:
        """Give the day on which it can end at the earliest, where `today` is the day on which a learner begins."""
        return today + self.days if self.start is None else self.last

    def in_time_for(self, later: "Candidate", today: int) -> bool:
        """Say whether it can end before a dated training starts."""
        return self.end_from(today) < (later.start or 0)

    def overlaps(self, other: "Candidate") -> bool:
        """Say whether both fill their days and share one."""
        if not (self.full_day and other.full_day):
            return False
        return (self.start or 0) <= other.last and (other.start or 0) <= self.last


@dataclass(frozen=True, slots=True)
class Case:
    """All that a planner sees; `hours` and `euro` None = no limit, `today` is a day number, 0 where unknown.

    `depth` tells how far needs may rise above max(current, target); None = any. `weekly` are the hours that dated
    trainings may take in one week. Where only a part of all that might help are candidates, `most` is what no choice of
    all would pass; else it is None.
    """

    needs: tuple[Need, ...]
    candidates: tuple[Candidate, ...]
    hours: float | None = None
    euro: float | None = None
    today: int = 0
    depth: int | None = None
    weekly: float | None = None
    most: float | None = None

    def wanted(self, competence: int, level: int) -> bool:
        """Say whether a level of a competence is part of a gap."""
        need = self.needs[competence]
        return need.current < level <= need.target

    def affordable(self, chosen: Iterable[int]) -> bool:
        """Say whether trainings keep the limits of hours, euro and hours a week together."""
        taken = [self.candidates[i] for i in chosen]
        hours, euro = sum(one.hours for one in taken), sum(one.euro for one in taken)
        if self.hours is not None and hours > self.hours + SLACK:
            return False
        if self.euro is not None and euro > self.euro + SLACK:
            return False
        return self.weekly is None or all(
            load <= self.weekly + SLACK for load in week_sums(taken).values()
        )

    def compatible(self, one: int, other: int) -> bool:
        """Say whether two trainings may stand in one path: not sessions of one course, nor both on one full day."""
        a, b = self.candidates[one], self.candidates[other]
        if a.group and a.group == b.group:
            return False
        return not a.overlaps(b)

    def value(self, reached: tuple[int, ...], chosen: Collection[int]) -> float:
        """Give the weighted levels that a path closes, from the levels it reaches and the trainings it takes.

        A level that no chosen training of trusted origin teaches counts `PRECISION` of its weight.
        """
        trusted = {pair for i in chosen for pair in self.candidates[i].taught(trusted=True)}
        total = 0.0
        for j, need in enumerate(self.needs):
            for level in range(need.current + 1, min(reached[j], need.target) + 1):
                total += need.weight * (1.0 if (j, level) in trusted else PRECISION)
        return round(total, 9)

    def standing(self, reached: tuple[int, ...], chosen: Collection[int]) -> tuple[float, ...]:
        """Give what a path comes to in each of `ORDER`; `lower` is the sum of the levels' worth times their height."""
        vouched = {pair for i in chosen for pair in self.candidates[i].taught(trusted=True)}
        sums = dict.fromkeys(ORDER, 0.0)
        for j, need in enumerate(self.needs):
            for level in range(need.current + 1, min(reached[j], need.target) + 1):
                worth = need.weight * (1.0 if (j, level) in vouched else PRECISION)
                sums["value"] += worth
                sums["sure"] += 0.0 if need.uncertain else worth
                sums["lower"] += worth * level
        for i in chosen:
            hours, euro, _ = self.candidates[i].rank
            sums["hours"] += hours
            sums["euro"] += euro
        sums["trainings"] = float(len(chosen))
        return tuple(round(sums[name], 6) for name in ORDER)


def week_sums(candidates: Iterable[Candidate]) -> dict[int, float]:
    """Give the hours that trainings take together in each week, by the day number of its Monday."""
    sums: dict[int, float] = {}
    for one in candidates:
        for week, hours in one.loads:
            sums[week] = sums.get(week, 0.0) + hours
    return sums


@dataclass(frozen=True, slots=True)
class Solution:
    """What a planner chose, by candidate number, with a proven upper bound on the value of any choice."""

    chosen: tuple[int, ...]
    value: float
    bound: float
    optimal: bool

    def among_all(self, case: Case) -> "Solution":
        """Give it as it stands among all that might help: of a part, the best only where nothing can be worth more."""
        if case.most is None:
            return self
        bound = max(self.value, case.most)
        return replace(self, bound=bound, optimal=self.value >= bound)


class Planner(Protocol):
    """Chooses trainings for a case; the choice can be walked and keeps every limit."""

    def solve(self, case: Case, *, seconds: float | None = None) -> Solution:
        """Give a choice and its bound; `seconds` are for all, only with them may answers differ by machine."""
        ...
