"""The limits and the goal of a learning path, read from the address: the form is a GET, a path can be bookmarked."""

from datetime import date
from decimal import Decimal
from typing import Any, Final
from unicodedata import category

from wtforms import DateField, DecimalField, Field
from wtforms.validators import NumberRange, Optional

from app.forms import BaseForm, Menu, Tick, Ticks
from app.i18n import NAMES, lazy
from app.plan.levels import Levels
from competences import LANGUAGES
from competences.role_profiles import RoleProfile
from recommender import Constraints
from recommender.plans import LEAST_WEEKLY

NEXT: Final = "next"
"""The goal that the page begins with: the end of the next level in each competence."""
ROLE: Final = "role"
"""The goal of a check that was begun for a role: what the role asks."""
TRACK: Final = "track"
"""The goal of somebody on the way from DigComp into the e-CF."""
OWN: Final = "own"
"""The goal of somebody who sets all levels by hand: nothing is wanted where no level is set."""
ONLINE: Final = "online"
"""The place of somebody who wants to go nowhere, as the menu says it."""
MOST: Final = 100_000
WEEK: Final = 168
"""The hours of a week."""
YEARS: Final = (2000, 2099)
"""The first and the last year in which a last day may lie."""
MOST_KEPT: Final = 50
LONGEST: Final = 200
"""How many things an address may rule out, and how long the name of one may be."""
LIMITS: Final = (
    *("hours", "euro", "languages", "region", "status"),
    *("weekly", "deadline", "accessibility", "certain_only", "without"),
)
"""The fields that limit a path, as the address names them; what is ruled out goes by its first name."""
RARE: Final = ("weekly", "deadline", "accessibility", "certain_only")
"""The limits that few people have: the page folds them away until one is set."""

REGIONS: Final = [
    ("", lazy("Anywhere in Belgium")),
    ("BE-VLG", lazy("Flanders")),
    ("BE-WAL", lazy("Wallonia")),
    ("BE-BRU", lazy("Brussels")),
    ("BE-OST", lazy("German-speaking Community")),
    (ONLINE, lazy("Online only")),
]
STATUSES: Final = [
    ("", lazy("I would rather not say")),
    ("jobseeker", lazy("Jobseeker")),
    ("worker", lazy("Employee")),
    ("ict", lazy("I work in ICT")),
    ("teacher", lazy("I teach")),
]
ACCESSIBILITY: Final = [
    ("wheelchair", lazy("Wheelchair access")),
    ("captions", lazy("Captions")),
    ("screen-reader", lazy("Works with a screen reader")),
    ("sign-language", lazy("Sign language")),
]
NUMBER: Final = lazy("Give a number of 0 or more, or leave the field empty.")
WEEKLY: Final = lazy("Give hours a week from 0.25 to 168, or leave the field empty.")
DAY: Final = lazy(
    "Give the last day as year-month-day, such as 2027-06-30, or leave the field empty."
)

BLOCKING: Final = {
    "blocked-hours": "hours",
    "blocked-hours-unknown": "hours",
    "blocked-price": "euro",
    "blocked-price-unknown": "euro",
    "blocked-language": "languages",
    "blocked-region": "region",
    "blocked-status": "status",
    "blocked-mode": "region",
    "blocked-weekly": "weekly",
    "blocked-deadline": "deadline",
    "blocked-accessibility": "accessibility",
    "blocked-ruled-out": "without",
}
"""The field to loosen, by the code of the reason why nothing fits."""


class Amount(DecimalField):  # type: ignore[misc]  # the library has no types
    """A number between two others, with a point or a comma; empty = no limit."""

    data: Decimal | None

    def __init__(self, label: Any, least: float, most: float, sentence: Any, **given: Any) -> None:  # noqa: ANN401  (lazy strings)
        """Begin with the label, the bounds, and the sentence for what is no number between them."""
        validators = [Optional(), NumberRange(least, most, sentence)]
        super().__init__(label, validators, **given)
        self.sentence = sentence

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number as people in Belgium write it."""
        self.raw_data = valuelist = _printable(valuelist)
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip().replace(",", ".")])
        except ValueError as error:
            raise ValueError(self.sentence) from error
        if self.data is not None and not self.data.is_finite():
            self.data = None  # a NaN that signals can neither be compared nor put into a set
            raise ValueError(self.sentence)


class Day(DateField):  # type: ignore[misc]  # the library has no types
    """A day as browsers send it; empty = no limit."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; one outside `YEARS` is a slip."""
        self.raw_data = valuelist = _printable(valuelist)
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(DAY) from error
        if self.data is not None and not YEARS[0] <= self.data.year <= YEARS[1]:
            self.data = None
            raise ValueError(DAY)


class Kept(Field):  # type: ignore[misc]  # the library has no types
    """What other links of the page put into the address: the form sends it along."""

    data: list[str]

    def process_data(self, value: list[str] | None) -> None:
        """Begin with nothing."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take each value once, as far as it can be one."""
        sane = [one for one in valuelist if 0 < len(one.strip()) <= LONGEST and _nameable(one)]
        self.data = list(dict.fromkeys(sane))[:MOST_KEPT]


class PathForm(BaseForm):
    """What the learner has and wants; an empty field is no limit."""

    goal = Menu(lazy("Your goal"), default=NEXT)
    region = Menu(lazy("Where"), choices=REGIONS, default="")
    status = Menu(lazy("Your situation"), choices=STATUSES, default="")
    hours = Amount(lazy("Total hours"), 0, MOST, NUMBER)
    euro = Amount(lazy("Total cost, in euro"), 0, MOST, NUMBER)
    languages = Ticks(
        lazy("Languages in which you can learn"),
        choices=[(code, NAMES[code]) for code in LANGUAGES],
    )
    weekly = Amount(lazy("Hours a week"), LEAST_WEEKLY, WEEK, WEEKLY)
    deadline = Day(lazy("Last day of learning"))
    accessibility = Ticks(lazy("What you need to take part"), choices=ACCESSIBILITY)
    certain_only = Tick(lazy("Only where it is sure that something is missing"))
    also = Ticks(lazy("Your other checks"), choices=[])
    base = Tick(lazy("Add the digital base: Intermediate in each competence of DigComp"))
    matters = Ticks(lazy("What matters to you now"), choices=[])
    levels = Levels(lazy("Set the levels yourself"))
    without = Kept()
    hidden = Kept()
    known = Kept()
    why = Kept()

    role: RoleProfile | None = None
    """The role that is the goal, if one is."""

    def chosen(self, name: str) -> list[str]:
        """Give what a field holds as the address writes it; empty where it holds nothing."""
        field = self[name]
        if isinstance(field, Tick):
            return ["yes"] if field.data else []
        data = field.data
        return [
            str(one)
            for one in (data if isinstance(data, list) else [data])
            if one not in {None, ""}
        ]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Give all that was chosen as the address writes it; a field that cannot be read is left out."""
        names = [one.name for one in self if not (one.errors or isinstance(one, Levels))]
        plain = [(name, one) for name in names for one in self.chosen(name)]
        return (*plain, *self.levels.pairs())

    def by_hand(self) -> tuple[tuple[str, str], ...]:
        """Give what was chosen on the page of the goal: what matters, and levels."""
        return (*(("matters", one) for one in self.chosen("matters")), *self.levels.pairs())

    def unseen(self) -> tuple[tuple[str, str], ...]:
        """Give what the form of the path sends along unseen."""
        kept = [(one.name, value) for one in self if isinstance(one, Kept) for value in one.data]
        return (*kept, *self.by_hand())

    def others(self) -> tuple[tuple[str, str], ...]:
        """Give what the form of the goal sends along unseen."""
        own = set(self.by_hand())
        return tuple(pair for pair in self.pairs() if pair not in own)

    @property
    def wordy(self) -> bool:
        """Say whether the address holds what nobody filled in, as browsers send it: a shorter one says the same."""
        return any(not one.strip() for field in self for one in field.raw_data or ())

    @property
    def rare(self) -> bool:
        """Say whether a limit is set, or wrong, that the page else folds away."""
        return any(self.chosen(name) or self[name].errors for name in RARE)

    def constraints(self, today: date) -> Constraints:
        """Give the limits; those that could not be read are none."""
        region = _read(self.region)
        return Constraints(
            hours=_read(self.hours),
            euro=_read(self.euro),
            languages=_read(self.languages),
            region=None if region == ONLINE else region,
            status=_read(self.status),
            today=today,
            weekly=_read(self.weekly),
            deadline=_read(self.deadline),
            online=region == ONLINE,
            accessibility=_read(self.accessibility),
            without=tuple(self.without.data),
            hidden=tuple(self.hidden.data),
            certain_only=bool(self.certain_only.data),
        )


def _nameable(text: str) -> bool:
    """Say whether a catalogue may hold such a name: one in French may have a no-break space, none a control sign."""
    return not any(category(sign) in {"Cc", "Cs"} for sign in text)


def _printable(given: list[str]) -> list[str]:
    """Give what was typed without what no page can show again."""
    return ["".join(filter(str.isprintable, one)) for one in given]


def _read(field: Any) -> Any:  # noqa: ANN401  (a field has no types)
    """Give what a field holds; None where it holds nothing or cannot be read."""
    return None if field.errors else field.data
