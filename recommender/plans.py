"""A learning path as data: the limits it keeps, its steps, what it is worth, and what it leaves open and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from competences import Problem, frameworks, load_framework
from recommender.catalogue import Training
from recommender.errors import ProblemsError
from recommender.sentences import NAMES, say

Values = Mapping[str, str | int | float]
Titles = Mapping[str, str]
NO_TITLES: Final[Titles] = {}
MOST: Final = 1e9
"""Hours or euro beyond which a limit is a slip of the keyboard."""

YEARS: Final = (2000, 2099)
"""The years that a day may lie in."""

LEAST_WEEKLY: Final = 0.25
"""The fewest hours a week in which anything can be learned."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """The learner's limits; None or empty = no limit. Raises `ProblemsError` where a limit cannot be one.

    Hours are clock hours in all, euro the list prices in all; languages are codes (`"nl"`), region a code (`"BE-WAL"`),
    status a word of the audience. Trainings that began before `today` are left out. `weekly` are clock hours a week,
    `deadline` is the last day of learning; `online` leaves only what can be followed from anywhere. Each code of
    `accessibility` must be promised. `without` rules out trainings by id, `hidden` providers by name. `certain_only`
    drops gaps that are smaller than their doubt, `with_full` counts trainings that have no place left.
    """

    hours: float | None = None
    euro: float | None = None
    languages: tuple[str, ...] = ()
    region: str | None = None
    status: str | None = None
    today: date | None = None
    weekly: float | None = None
    deadline: date | None = None
    online: bool = False
    accessibility: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    certain_only: bool = False
    with_full: bool = False

    def __post_init__(self) -> None:
        """Bring the limits to one form and refuse those that are none."""
        problems = []
        for name in ("hours", "euro", "weekly"):
            value = getattr(self, name)
            least = LEAST_WEEKLY if name == "weekly" else 0
            if value is not None and not (isfinite(value) and least <= value <= MOST):
                place = {"file": "constraints", "limit": name}
                problems.append(Problem("impossible-limit", "error", place, {"value": str(value)}))
            elif value is not None:
                object.__setattr__(self, name, float(value))
        for name in ("today", "deadline"):
            day = getattr(self, name)
            if day is not None and not YEARS[0] <= day.year <= YEARS[1]:
                place = {"file": "constraints", "limit": name}
                problems.append(Problem("impossible-limit", "error", place, {"value": str(day)}))
        for name in ("languages", "accessibility", "without", "hidden"):
            object.__setattr__(self, name, tuple(getattr(self, name) or ()))
        object.__setattr__(self, "region", self.region or None)
        object.__setattr__(self, "status", self.status or None)
        if problems:
            raise ProblemsError(tuple(problems))

    @property
    def over(self) -> bool:
        """Say whether the last day has passed."""
        return self.deadline is not None and self.today is not None and self.deadline < self.today

    @property
    def room(self) -> float | None:
        """Give the hours that all trainings may take together: the limit, and what the weeks to the deadline hold."""
        if self.weekly is None or self.deadline is None or self.today is None:
            return self.hours
        days = max(0, (self.deadline - self.today).days + 1)
        held = round(self.weekly * days / 7, 6)
        return held if self.hours is None else min(self.hours, held)


@dataclass(frozen=True, slots=True)
class Reason:
    """Something true about a plan: a code and the numbers that its sentence names, recomputed from the plan."""

    code: str
    values: Values = field(default_factory=dict)

    def to_record(self, titles: Titles = NO_TITLES) -> dict[str, Any]:
        """Give code, values and the English sentence; a training that it names is called as in `titles`, by id."""
        values = dict(self.values)
        if (named := str(values.get("training", ""))) in titles:
            values["title"] = titles[named]
        return {"code": self.code, **values, "text": say(self.code, _named(values))}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A training that could take the place of a step, and why it came second.

    `value` is that of the best path with this training in and the step's own out, in weighted levels; None where it is
    not proven. `why` says by what the path is behind: `second-levels` (`value`, `instead`), `second-doubt`,
    `second-lower`, `second-hours` (`hours` more), `second-euro` (`euro` more), `second-trainings` (`n` more),
    `second-unknown` (hours or prices that are not known), `second-turn` (an exact equal) or, where nothing is proven,
    `second-unrated`.
    """

    training: Training
    value: float | None
    why: str
    values: Values = field(default_factory=dict)

    def to_record(self, language: str) -> dict[str, Any]:
        """Give it as JSON values with an English sentence; the title in a language where there is one."""
        one = self.training
        return {
            "training": one.id,
            "title": one.title_in(language)[0],
            "value": self.value,
            "why": self.why,
            "values": dict(self.values),
            "text": say(self.why, _named(self.values)),
            "hours": one.hours,
            "price": None if one.price is None else float(one.price),
            "provider": one.provider,
            "mode": one.mode,
            "place": one.place,
            "start": one.start.isoformat() if one.start else None,
            "language": one.language,
            "url": one.url,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One training of a path; `closes` holds the wanted levels that it newly reaches, by whole code.

    `alternatives` are what could take its place, best first.
    """

    training: Training
    closes: Mapping[str, int]
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    def to_record(self, language: str, titles: Titles = NO_TITLES) -> dict[str, Any]:
        """Give the step as JSON values; titles in a language where there are any, of other steps by `titles`."""
        one = self.training
        return {
            "training": one.id,
            "title": one.title_in(language)[0],
            "closes": dict(self.closes),
            "reasons": [reason.to_record(titles) for reason in self.reasons],
            "alternatives": [other.to_record(language) for other in self.alternatives],
            "hours": one.hours,
            "price": None if one.price is None else float(one.price),
            "url": one.url,
            "provider": one.provider,
            "language": one.language,
            "mode": one.mode,
            "place": one.place,
            "region": one.region,
            "start": one.start.isoformat() if one.start else None,
            "end": one.end.isoformat() if one.end else None,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """What one training takes of one week: its id and hours, None where they are not known; `fixed` = on set days."""

    training: str
    hours: float | None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """One week in which something is learned, by its number from 1 and its Monday, None where no day is known.

    `over` are the hours beyond the hours a week: sessions on set days, and what has to be done before one.
    """

    number: int
    monday: date | None
    entries: tuple[Entry, ...]
    over: float = 0.0

    @property
    def hours(self) -> float:
        """Give the hours of the week, as far as they are known."""
        return round(sum(one.hours or 0.0 for one in self.entries), 6)

    @property
    def name(self) -> str | int:
        """Give its Monday as an ISO date, its number where no day is known."""
        return self.number if self.monday is None else self.monday.isoformat()

    def to_record(self) -> dict[str, Any]:
        """Give the week as JSON values."""
        entries = [
            {"training": one.training, "hours": one.hours, "fixed": one.fixed}
            for one in self.entries
        ]
        return {"week": self.name, "hours": self.hours, "entries": entries}


@dataclass(frozen=True, slots=True)
class Calendar:
    """A path laid out in weeks; those in which nothing happens are left out.

    `weekly` are the hours a week that it goes by; `usual` says that the learner named none. `ends` is the last day of
    learning, None where no day is known; `late` says that it lies after the deadline. `beyond` says that the path takes
    longer than a calendar shows: the weeks are then the first ones only.
    """

    weekly: float
    usual: bool
    weeks: tuple[Week, ...]
    ends: date | None = None
    late: bool = False
    beyond: bool = False

    @property
    def crowded(self) -> tuple[Week, ...]:
        """Give the weeks that hold more than the hours a week."""
        return tuple(one for one in self.weeks if one.over)

    def to_record(self) -> dict[str, Any]:
        """Give the calendar as JSON values."""
        return {
            "weekly": self.weekly,
            "usual": self.usual,
            "weeks": [one.to_record() for one in self.weeks],
            "ends": self.ends.isoformat() if self.ends else None,
            "late": self.late,
            "beyond": self.beyond,
            "crowded": [{"week": one.name, "over": one.over} for one in self.crowded],
        }


@dataclass(frozen=True, slots=True)
class Remaining:
    """The levels of one competence that a plan leaves open, and why.

    `why` is `hours`, `deadline`, `weekly` or `euro` (it does not fit even alone), `no-offer` (nobody teaches the next
    level to this learner), `entry` (it is taught, but no way leads to its door) or `trade-off` (something worth as much
    was chosen).
    """

    competence: str
    reached: int
    target: int
    why: str

    @property
    def levels(self) -> int:
        """Give the number of levels left open."""
        return self.target - self.reached

    def to_record(self) -> dict[str, Any]:
        """Give it as JSON values with an English sentence."""
        values: Values = {
            "competence": self.competence,
            "from": self.reached,
            "to": self.target,
            "levels": self.levels,
        }
        text = say(f"remaining-{self.why}", _named(values))
        return {**values, "why": self.why, "text": text}


@dataclass(frozen=True, slots=True)
class Plan:
    """A path and what can be said of it.

    `value` and `bound` are weighted levels: no plan under these limits is worth more than `bound`, and `optimal` says
    that the two are proven equal. `depth` tells how far stepping stones may rise above a target (None = any). A plan
    without steps says so in `reason` (`goal-reached`, `uncertain-only`, `blocked`, `no-offer`); `blocked_by` then names
    what to loosen, nearest first. `with_more` says what more hours, money, languages or places would bring. `calendar`
    lays the steps out in weeks, None where there are none.
    """

    steps: tuple[Step, ...]
    value: float
    bound: float
    optimal: bool
    depth: int | None
    hours: float
    euro: Decimal
    remaining: tuple[Remaining, ...] = ()
    blocked_by: tuple[Reason, ...] = ()
    with_more: tuple[Reason, ...] = ()
    reason: str | None = None
    calendar: Calendar | None = None

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Give the plan as JSON values; titles in a language where there are any, sentences in English."""
        trainings = [step.training for step in self.steps]
        titles = {one.id: one.title_in(language)[0] for one in trainings}
        return {
            "steps": [step.to_record(language, titles) for step in self.steps],
            "value": self.value,
            "bound": self.bound,
            "optimal": self.optimal,
            "depth": self.depth,
            "hours": self.hours,
            "euro": float(self.euro),
            "remaining": [one.to_record() for one in self.remaining],
            "blocked_by": [one.to_record() for one in self.blocked_by],
            "with_more": [one.to_record() for one in self.with_more],
            "calendar": None if self.calendar is None else self.calendar.to_record(),
            "reason": self.reason,
            "reason_text": None if self.reason is None else say(self.reason, {}),
        }

    def to_json(self, language: str = "en") -> str:
        """Give the record as JSON, keys sorted: equal questions on an equal offer give equal bytes."""
        return json.dumps(self.to_record(language), sort_keys=True, ensure_ascii=False)


def _named(values: Values) -> dict[str, str | int | float]:
    """Give values as an English sentence names them: the name of a competence, the word for a code."""
    return {key: _name(key, value) for key, value in values.items()}


def _name(place: str, value: str | float) -> str | float:
    if not isinstance(value, str):
        return value
    if place == "competence":
        return _competence(value)
    names = NAMES.get(place, {})
    return ", ".join(names.get(one, one) for one in value.split(", ")) if names else value


def _competence(code: str) -> str:
    framework, _, bare = code.partition("/")
    if framework not in frameworks():
        return code
    return f"{bare} {load_framework(framework).competence(bare).name.en}"
