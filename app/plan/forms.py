"""The limits and the goal of a learning path, read from the address: the form is a GET, a path can be bookmarked."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from wtforms import DecimalField
from wtforms.validators import NumberRange, Optional

from app.forms import BaseForm, Menu, Ticks
from app.i18n import NAMES, lazy
from competences import LANGUAGES
from recommender import Constraints

NEXT: Final = "next"
"""The goal that the page begins with: the end of the next level in each competence."""
ROLE: Final = "role"
"""The goal of a check that was begun for a role: what the role asks."""
ONLINE: Final = "online"
"""The place of somebody who wants to go nowhere; no training has it as its region."""
MOST: Final = 100_000
LIMITS: Final = ("hours", "euro", "languages", "region", "status")
"""The fields that limit a path, as the address names them."""

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
NUMBER: Final = lazy("Give a number of 0 or more, or leave the field empty.")

BLOCKING: Final = {
    "blocked-hours": "hours",
    "blocked-hours-unknown": "hours",
    "blocked-price": "euro",
    "blocked-price-unknown": "euro",
    "blocked-language": "languages",
    "blocked-region": "region",
    "blocked-status": "status",
}
"""The field to loosen, by the code of the reason why nothing fits."""


class Amount(DecimalField):  # type: ignore[misc]  # the library has no types
    """A number of 0 or more, with a point or a comma; empty = no limit."""

    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number as people in Belgium write it."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip().replace(",", ".")])
        except ValueError as error:
            raise ValueError(NUMBER) from error
        if self.data is not None and not self.data.is_finite():
            self.data = None  # a NaN that signals can neither be compared nor put into a set
            raise ValueError(NUMBER)


class PathForm(BaseForm):
    """What the learner has and wants; an empty field is no limit."""

    goal = Menu(lazy("Your goal"), default=NEXT)
    hours = Amount(lazy("Total hours"), [Optional(), NumberRange(0, MOST, NUMBER)])
    euro = Amount(lazy("Total cost, in euro"), [Optional(), NumberRange(0, MOST, NUMBER)])
    languages = Ticks(
        lazy("Languages in which you can learn"),
        choices=[(code, NAMES[code]) for code in LANGUAGES],
    )
    region = Menu(lazy("Where"), choices=REGIONS, default="")
    status = Menu(lazy("Your situation"), choices=STATUSES, default="")

    def chosen(self, name: str) -> list[str]:
        """Give what a field holds as the address writes it; empty where it holds nothing."""
        data = self[name].data
        return [
            str(one)
            for one in (data if isinstance(data, list) else [data])
            if one not in {None, ""}
        ]

    def constraints(self, today: date) -> Constraints:
        """Give the limits; those that could not be read are none."""
        return Constraints(
            hours=_limit(self.hours),
            euro=_limit(self.euro),
            languages=tuple(self.languages.data or ()),
            region=self.region.data or None,
            status=self.status.data or None,
            today=today,
        )


def _limit(field: Any) -> float | None:  # noqa: ANN401  (a field has no types)
    return None if field.errors or field.data is None else float(field.data)
