"""Invented offers and learners, in the proportions of a real list: for trials, figures and tests, never for advice.

The same seed gives the same offer and the same people, on every machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from math import ceil
from random import Random
from typing import Final, TypeVar

from competences import Text, load_framework
from recommender.catalogue import Catalogue, Mode, Origin, Outcome, Requirement, Training
from recommender.needs import Goal, Learner, Need, needs_of
from recommender.plans import Constraints

Thing = TypeVar("Thing")
FRAMEWORK: Final = "digcomp-3.0"
DAY: Final = date(2027, 3, 1)
"""The day on which the simulated people ask."""

HOURS: Final = (1, 4, 7, 12, 15, 21, 28, 36, 48, 80, 160, 665, 1260)
"""Durations at equal shares of a list of 1,009 Belgian trainings, from the shortest on, in clock hours."""

ENTRIES: Final = (24, 18, 18, 14, 12, 8, 6)
"""How often a training begins at level 0, 1, 2 and so on, in parts of 100."""

LANGUAGES: Final = {"nl": 47, "fr": 38, "en": 12, "de": 3}
"""Languages of teaching, in parts of 100."""

REGIONS: Final = {
    "nl": {"BE-VLG": 85, "BE-BRU": 15},
    "fr": {"BE-WAL": 72, "BE-BRU": 28},
    "en": {"BE-BRU": 50, "BE-VLG": 35, "BE-WAL": 15},
    "de": {"BE-OST": 90, "BE-WAL": 10},
}
"""Where trainings are held by the language of teaching, in parts of 100."""

MODES: Final[dict[Mode, int]] = {"on-site": 65, "hybrid": 5, "online": 15, "self-paced": 15}
ORIGINS: Final[dict[Origin, int]] = {"provider": 70, "reviewed": 10, "lexicon": 12, "model": 8}
AUDIENCES: Final[dict[tuple[str, ...], int]] = {
    (): 60,
    ("worker",): 15,
    ("jobseeker",): 15,
    ("worker", "teacher"): 10,
}
TRAININGS_A_PROVIDER: Final = 40
FEWEST_PROVIDERS: Final = 5
SESSIONS: Final = 4
"""Most sessions of one course."""

SHARE_IN_SESSIONS: Final = 0.06
"""Courses with several sessions: with three on average, 15 of 100 trainings are one."""

DATED: Final = 0.18
"""Courses of one session with a date: with those of several, about 30 of 100 trainings have one."""

STATUSES: Final = ("worker", "jobseeker", "teacher", "citizen")
LIMITS: Final[tuple[float, ...]] = (10, 20, 40, 60, 80, 120, 200)
BUDGETS: Final[tuple[float | None, ...]] = (0, 0, 100, 250, 500, 1000, 2000, None)
PROMISES: Final = ("wheelchair",)


def simulated_catalogue(trainings: int, seed: int) -> Catalogue:
    """Give an offer of DigComp trainings: prices, dates, sessions, machine tags and unknowns as in a real list.

    Sessions of one course share a group; providers differ in size as towns do (the second has half of the first).
    """
    random = Random(seed)  # noqa: S311  (a trial, not a secret)
    providers = _Providers(max(FEWEST_PROVIDERS, trainings // TRAININGS_A_PROVIDER))
    made: list[Training] = []
    while len(made) < trainings:
        course = _training(random, len(made) + 1, providers.one(random))
        sessions = random.randint(2, SESSIONS) if random.random() < SHARE_IN_SESSIONS else 1
        numbers = range(len(made) + 1, len(made) + sessions + 1)
        several = [_session(random, course, number) for number in numbers]
        made += several if sessions > 1 else [course]
    made = made[:trainings]
    return Catalogue(tuple(made), version=f"simulated-{trainings}-{seed}")


def simulated_people(count: int, seed: int) -> list[tuple[tuple[Need, ...], Constraints]]:
    """Give needs and limits of learners whose levels hang together: who is good at one thing is so at others.

    Half of them want the end of the next band everywhere, half a few levels in two to six competences.
    """
    random = Random(seed)  # noqa: S311  (a trial, not a secret)
    return [(_needs(random), _limits(random)) for _ in range(count)]


class _Providers:
    """Names of providers, drawn with chances in inverse proportion to their place."""

    def __init__(self, count: int) -> None:
        self.names = tuple(f"Provider {number}" for number in range(1, count + 1))
        self.bounds: list[float] = []
        total = 0.0
        for place in range(1, count + 1):
            total += 1 / place
            self.bounds.append(total)

    def one(self, random: Random) -> str:
        """Draw a name."""
        return random.choices(self.names, cum_weights=self.bounds)[0]


def _training(random: Random, number: int, provider: str) -> Training:
    language = _drawn(random, LANGUAGES)
    mode = _drawn(random, MODES)
    region = _drawn(random, REGIONS[language])
    hours = _hours(random)
    start, end = _dates(random, hours) if random.random() < DATED else (None, None)
    chosen = random.sample(_codes(), _drawn(random, {1: 70, 2: 22, 3: 8}))
    origin = _drawn(random, ORIGINS)
    return Training(
        id=f"t{number}",
        title=Text.from_mapping({language: f"Training {number}"}),
        provider=provider,
        language=language,
        mode=mode,
        region=region,
        start=start,
        end=end,
        hours=hours,
        price=_price(random),
        audience=_audience(random, region),
        outcomes=tuple(_outcome(random, code, origin) for code in chosen),
        requires=_requires(random, chosen),
        accessibility=PROMISES if random.random() < 0.3 else (),
        capacity=0 if random.random() < 0.02 else None,
    )


def _session(random: Random, course: Training, number: int) -> Training:
    """Give a session of a course: on its own day, the rest as the course has it."""
    start, end = _dates(random, course.hours)
    return replace(course, id=f"t{number}", start=start, end=end, group=course.id)


def _outcome(random: Random, code: str, origin: Origin) -> Outcome:
    entry = random.choices(range(len(ENTRIES)), ENTRIES)[0]
    chance = 1.0 if origin in {"provider", "reviewed"} else round(random.uniform(0.4, 0.98), 2)
    return Outcome(code, entry, min(8, entry + random.randint(1, 3)), origin, chance)


def _requires(random: Random, taught: Sequence[str]) -> tuple[Requirement, ...]:
    if random.random() >= 0.15:
        return ()
    other = random.choice(_codes())
    return () if other in taught else (Requirement(other, random.randint(1, 4)),)


def _hours(random: Random) -> float | None:
    """Draw a duration: evenly between two neighbours of `HOURS`; not known for one in a hundred."""
    if random.random() < 0.01:
        return None
    place = random.random() * (len(HOURS) - 1)
    low, high = HOURS[int(place)], HOURS[int(place) + 1]
    drawn = low + (place % 1) * (high - low)
    return round(2 * drawn) / 2 if drawn < 8 else float(round(drawn))


def _price(random: Random) -> Decimal | None:
    """Draw a price: free, not known, or around 220 euro with a long tail."""
    draw = random.random()
    if draw < 0.35:
        return Decimal(0)
    if draw < 0.45:
        return None
    return Decimal(max(5, round(random.lognormvariate(5.4, 0.9) / 5) * 5))


def _dates(random: Random, hours: float | None) -> tuple[date, date]:
    """Draw a start within a year, and an end so that a week holds some seven hours to full days."""
    start = DAY + timedelta(days=random.randrange(-30, 365))
    days = ceil((hours or 7) / random.choice((3, 7, 7)))
    return start, start + timedelta(days=days - 1 + 2 * ((days - 1) // 5))


def _audience(random: Random, region: str) -> frozenset[str]:
    """Draw for whom it is: in Wallonia 44 of 100 are for workers alone, elsewhere most are for everybody."""
    draw = random.random()
    if region == "BE-WAL" and draw < 0.44:
        return frozenset({"worker"})
    drawn: tuple[str, ...] = _drawn(random, AUDIENCES)
    return frozenset(drawn)


def _needs(random: Random) -> tuple[Need, ...]:
    general = random.gauss(0, 1)
    levels = {}
    for code in _codes():
        place = 3 + 1.7 * (0.75 * general + 0.65 * random.gauss(0, 1))
        levels[code] = (round(min(8.0, max(0.0, place)), 2), round(random.uniform(0.4, 1.3), 2))
    return needs_of(Learner(levels, FRAMEWORK), _goal(random, levels))


def _goal(random: Random, levels: dict[str, tuple[float, float]]) -> Goal:
    if random.random() < 0.5:
        return Goal(
            {code: min(8, 2 * (int(place) // 2 + 1)) for code, (place, _) in levels.items()}
        )
    chosen = sorted(random.sample(_codes(), random.randint(2, 6)))
    targets = {code: min(8, int(levels[code][0]) + random.randint(1, 3)) for code in chosen}
    return Goal(targets, {code: random.choice((0.5, 1.0, 1.0, 2.0)) for code in chosen})


def _limits(random: Random) -> Constraints:
    home = _drawn(random, {"nl": 55, "fr": 40, "de": 5})
    region = _drawn(random, REGIONS[home])
    second = random.choice(tuple(one for one in LANGUAGES if one != home))
    weekly = random.choice((2.0, 4.0, 8.0)) if random.random() < 0.15 else None
    last = DAY + timedelta(weeks=random.randint(8, 52)) if random.random() < 0.1 else None
    return Constraints(
        hours=random.choice(LIMITS),
        euro=random.choice(BUDGETS),
        languages=(home, second) if random.random() < 0.4 else (home,),
        region=region,
        status=random.choice(STATUSES),
        today=DAY,
        weekly=weekly,
        deadline=last,
        online=random.random() < 0.05,
        accessibility=PROMISES if random.random() < 0.03 else (),
    )


def _drawn(random: Random, parts: Mapping[Thing, int]) -> Thing:
    """Draw one of some things, each as often as its part says."""
    return random.choices(tuple(parts), tuple(parts.values()))[0]


@cache
def _codes() -> tuple[str, ...]:
    return tuple(f"{FRAMEWORK}/{code}" for code in load_framework(FRAMEWORK).codes)
