"""What programs may send: each field with its rule; unknown fields are refused.

Sentences have no places, since the field stands beside them; `errors.py` translates them.
"""

from datetime import date
from typing import Any, Final, get_args

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from competences import LANGUAGES, ROUTES, frameworks
from competences.attempt import Response
from competences.sentences import mark
from recommender.catalogue import Mode
from recommender.plans import LEAST_WEEKLY
from recommender.ranking import ORDERS
from recommender.vocabulary import ACCESSIBILITY

UNKNOWN: Final = mark("There is no such field.")
OBJECT: Final = mark("This must be an object with named fields.")
OFFERED: Final = mark("This is none of the values that the description lists.")
LENGTH: Final = mark("This is empty or too long.")
AMOUNT: Final = mark("Give a number of 0 or more.")
WEEKLY: Final = mark("Give a number of hours from 0.25 to 168.")
DAY: Final = mark("Give a day from the years 2000 to 2099, such as 2027-06-30.")
YES_OR_NO: Final = mark("Give true or false.")
RESPONSE: Final = mark("Give a number, a list of numbers, null for “I don't know”, or “n/a”.")
ROLE_OR_SCOPE: Final = mark("Give either a role or a scope: a role brings its own.")
ONE_OF_BOTH: Final = mark("Give either an assessment or a profile.")
MESSAGES: Final[dict[str, str | list[Any] | dict[Any, Any]]] = {
    "required": mark("This is missing."),
    "null": mark("This may not be null."),
    "validator_failed": OFFERED,
    "invalid": mark("This has the wrong type."),
    "invalid_utf8": mark("This has the wrong type."),
    "type": OBJECT,
}
LARGEST: Final = 1_000_000
MODES: Final[tuple[str, ...]] = get_args(Mode)
REGIONS: Final = ("BE-VLG", "BE-WAL", "BE-BRU", "BE-OST")
STATUSES: Final = ("citizen", "jobseeker", "worker", "ict", "teacher")
WEEK: Final = 168
"""The hours of a week."""
DAYS: Final = (date(2000, 1, 1), date(2099, 12, 31))
"""The first and the last day that can be a last day of learning."""
MOST_OUT: Final = 100
"""How many trainings or providers a plan may leave out by name."""


class Shape(Schema):
    """An object whose fields are all known."""

    error_messages = {"unknown": UNKNOWN, "type": OBJECT}  # noqa: RUF012  (as the library declares it)


class Amount(fields.Field[float]):
    """A number of 0 or more: no text, no yes or no, nothing endless."""

    least: float = 0
    most: float = LARGEST
    sentence = AMOUNT

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  (field options)
        """Describe the field by its bounds."""
        described = {"type": "number", "minimum": self.least, "maximum": self.most}
        super().__init__(metadata=described, **given)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> float:  # noqa: ANN401  (as the library hands it)
        del attr, data, rest
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValidationError(self.sentence)
        if not self.least <= value <= self.most:
            raise ValidationError(self.sentence)
        return float(value)


class Weekly(Amount):
    """Hours a week."""

    least, most, sentence = LEAST_WEEKLY, WEEK, WEEKLY


class Day(fields.Field[date]):
    """A day as ISO writes it, and no other way."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  (field options)
        """Describe the field as a day."""
        super().__init__(metadata={"type": "string", "format": "date"}, **given)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> date:  # noqa: ANN401  (as the library hands it)
        del attr, data, rest
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError as error:
            raise ValidationError(DAY) from error
        if day is None or not DAYS[0] <= day <= DAYS[1]:
            raise ValidationError(DAY)
        return day


class YesOrNo(fields.Field[bool]):
    """True or false, and nothing that might be meant so."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  (field options)
        """Describe the field by its type."""
        super().__init__(metadata={"type": "boolean"}, **given)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> bool:  # noqa: ANN401  (as the library hands it)
        del attr, data, rest
        if not isinstance(value, bool):
            raise ValidationError(YES_OR_NO)
        return value


class GivenResponse(fields.Field[Response]):
    """A response as `competences` takes it: an index, a list of indexes, null or "n/a"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Response:  # noqa: ANN401  (as the library hands it)
        del attr, data, rest
        if value == "n/a" or _is_index(value):
            return value  # type: ignore[no-any-return]  # looked at just now
        if isinstance(value, list) and len(value) <= 100 and all(map(_is_index, value)):
            return tuple(value)
        raise ValidationError(RESPONSE)


def phrase(*, longest: int = 200, **given: Any) -> fields.String:  # noqa: ANN401  (field options)
    """Give a field for a short text."""
    length = validate.Length(min=1, max=longest, error=LENGTH)
    return fields.String(error_messages=MESSAGES, validate=length, **given)


def choice(values: tuple[str, ...], **given: Any) -> fields.String:  # noqa: ANN401  (field options)
    """Give a field for one of some words."""
    offered = validate.OneOf(values, error=OFFERED)
    return fields.String(error_messages=MESSAGES, validate=offered, **given)


def names(**given: Any) -> fields.List[Any]:  # noqa: ANN401  (field options)
    """Give a field for a list of ids or names."""
    length = validate.Length(max=MOST_OUT, error=LENGTH)
    return fields.List(phrase(), error_messages=MESSAGES, validate=length, **given)


class Language(Shape):
    """The query of what is read in a language; without one `Accept-Language` chooses."""

    language = choice(LANGUAGES)


class Start(Shape):
    """What begins an assessment; `scope` lists competences that the questions stay with, none for all.

    `role` is the id of a role profile of the framework: the questions stay with its competences.
    """

    framework = choice(frameworks(), required=True)
    language = choice(LANGUAGES, required=True)
    route = choice(tuple(ROUTES), required=True)
    role = phrase(longest=64, allow_none=True)
    scope = fields.List(
        phrase(longest=100),
        allow_none=True,
        error_messages=MESSAGES,
        validate=validate.Length(max=100, error=LENGTH),
    )

    @validates_schema
    def _one_narrowing(self, given: dict[str, Any], **rest: Any) -> None:  # noqa: ANN401
        del rest
        if given.get("role") and given.get("scope"):
            raise ValidationError(ROLE_OR_SCOPE, "scope")


class GivenAnswer(Shape):
    """An answer to an item that was asked."""

    item = phrase(required=True)
    response = GivenResponse(required=True, allow_none=True, error_messages=MESSAGES)


class Limits(Shape):
    """What a plan must keep to; what is absent is no limit.

    `weekly` are hours a week, `deadline` is the last day of learning; `without` rules out trainings by id, `hidden`
    providers by name; `certain_only` leaves out gaps that are smaller than their doubt.
    """

    hours = Amount(allow_none=True, error_messages=MESSAGES)
    euro = Amount(allow_none=True, error_messages=MESSAGES)
    languages = fields.List(choice(LANGUAGES), allow_none=True, error_messages=MESSAGES)
    region = choice(REGIONS, allow_none=True)
    status = choice(STATUSES, allow_none=True)
    weekly = Weekly(allow_none=True, error_messages=MESSAGES)
    deadline = Day(allow_none=True, error_messages=MESSAGES)
    online = YesOrNo(allow_none=True, error_messages=MESSAGES)
    accessibility = fields.List(choice(ACCESSIBILITY), allow_none=True, error_messages=MESSAGES)
    without = names(allow_none=True)
    hidden = names(allow_none=True)
    certain_only = YesOrNo(allow_none=True, error_messages=MESSAGES)


class WantedPlan(Shape):
    """Whose levels, which goal, which limits; the levels of trainings named as `known` count as held."""

    assessment = phrase()
    profile = fields.Dict(error_messages=MESSAGES)
    goal = fields.Dict(allow_none=True, error_messages=MESSAGES)
    constraints = fields.Nested(Limits, allow_none=True, error_messages=MESSAGES)
    known = names(allow_none=True)

    @validates_schema
    def _one_of_both(self, given: dict[str, Any], **rest: Any) -> None:  # noqa: ANN401
        del rest
        if ("assessment" in given) == ("profile" in given):
            raise ValidationError(ONE_OF_BOTH, "assessment")


class WantedList(WantedPlan):
    """As for a path, and what comes first in the list: the best, the cheapest or the shortest."""

    order = choice(ORDERS, load_default=ORDERS[0])


class Search(Shape):
    """What to look for in the published offer."""

    competence = phrase(longest=100)
    language = choice(LANGUAGES)
    region = choice(REGIONS)
    mode = choice(MODES)
    q = fields.String(error_messages=MESSAGES, validate=validate.Length(max=200, error=LENGTH))
    page = fields.Integer(
        load_default=1,
        error_messages=MESSAGES,
        validate=validate.Range(1, 10_000, error=OFFERED),
    )


def _is_index(value: object) -> bool:
    """Say whether a value can count options: a whole number, small enough to be one."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1000
