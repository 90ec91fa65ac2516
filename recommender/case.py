"""One learner's planning problem as small numbers: needs, the trainings that could help, and the limits in all.

Competences are numbered by their place in `Case.needs`, trainings by their place in `Case.candidates`. Levels up to a
need's `entry` are held; everything above has to be reached by a training.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from recommender.catalogue import Training
from recommender.needs import Need

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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A training that suits the learner and may help.

    `needs` are levels above those held, as (competence, level); `start` and `end` are day numbers, None where it can be
    begun any day; `equals` are trainings that could take its place.
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

    @property
    def rank(self) -> tuple[float, float, str]:
        """Give what orders equals: hours, euro, then the id; unknown hours and prices rank as usual ones."""
        hours = HOURS_UNKNOWN if self.training.hours is None else self.hours
        return hours, EURO_UNKNOWN if self.training.price is None else self.euro, self.training.id


@dataclass(frozen=True, slots=True)
class Case:
    """All that a planner sees; `hours` and `euro` None = no limit, `today` is a day number, 0 where unknown.

    `depth` tells how far needs may rise above max(current, target); None = any.
    """

    needs: tuple[Need, ...]
    candidates: tuple[Candidate, ...]
    hours: float | None = None
    euro: float | None = None
    today: int = 0
    depth: int | None = None

    def wanted(self, competence: int, level: int) -> bool:
        """Say whether a level of a competence is part of a gap."""
        need = self.needs[competence]
        return need.current < level <= need.target

    def affordable(self, chosen: Iterable[int]) -> bool:
        """Say whether trainings keep the limits of hours and euro together."""
        taken = [self.candidates[i] for i in chosen]
        hours, euro = sum(one.hours for one in taken), sum(one.euro for one in taken)
        return (self.hours is None or hours <= self.hours + SLACK) and (
            self.euro is None or euro <= self.euro + SLACK
        )

    def compatible(self, one: int, other: int) -> bool:
        """Say whether two trainings may stand in one path: not sessions of one course, nor both on one full day."""
        a, b = self.candidates[one], self.candidates[other]
        if a.group and a.group == b.group:
            return False
        return not overlap(a, b)

    def value(self, reached: tuple[int, ...], chosen: Collection[int]) -> float:
        """Give the weighted levels that a path closes, from the levels it reaches and the trainings it takes.

        A level that no chosen training of trusted origin teaches counts `PRECISION` of its weight.
        """
        trusted = {
            (teaching.competence, level)
            for i in chosen
            for teaching in self.candidates[i].teaches
            if teaching.trusted
            for level in range(teaching.low + 1, teaching.high + 1)
        }
        total = 0.0
        for j, need in enumerate(self.needs):
            for level in range(need.current + 1, min(reached[j], need.target) + 1):
                total += need.weight * (1.0 if (j, level) in trusted else PRECISION)
        return round(total, 9)


def overlap(a: Candidate, b: Candidate) -> bool:
    """Say whether two sessions that fill their days share one."""
    if not (a.full_day and b.full_day):
        return False
    return _span(a)[0] <= _span(b)[1] and _span(b)[0] <= _span(a)[1]


def _span(one: Candidate) -> tuple[int, int]:
    """Give first and last day of a session; (0, -1) where it has none."""
    if one.start is None:
        return 0, -1
    return one.start, one.start if one.end is None else one.end


@dataclass(frozen=True, slots=True)
class Solution:
    """What a planner chose, by candidate number, with a proven upper bound on the value of any choice."""

    chosen: tuple[int, ...]
    value: float
    bound: float
    optimal: bool


class Planner(Protocol):
    """Chooses trainings for a case; the choice can be walked and keeps every limit."""

    def solve(self, case: Case, *, seconds: float | None = None) -> Solution:
        """Give a choice and its bound; `seconds` guards the clock, and only then answers may differ by machine."""
        ...
