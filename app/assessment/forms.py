"""The forms of a check: its start, and the answer to one question in the shape of that question."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

from werkzeug.datastructures import Headers, MultiDict
from wtforms import FieldList
from wtforms.validators import ValidationError

from app.assessment import purposes
from app.assessment.about import AGES, GENDERS, device_of
from app.filters import phrase
from app.forms import BaseForm, Choice, Menu, Tick, Ticks
from app.i18n import lazy
from competences import ROUTES, Item, ItemBank
from competences.attempt import Response

UNKNOWN: Final = "unknown"
"""What the page sends for “I don't know”."""
ELSEWHERE: Final = "n/a"
"""What the page sends for “Does not apply to me”."""


class StartForm(BaseForm):
    """What the check is for, its route, what the person agrees to, and what they say of themselves for research."""

    purpose = Choice(lazy("What is this check for?"), required=None)
    role = Menu(lazy("A role, if you like"), default=purposes.WHOLE)
    route = Choice(
        lazy("How much time do you have?"),
        choices=[(name, name) for name in ROUTES],
        required=lazy("Choose how much time you have."),
    )
    keep = Tick(
        lazy("Keep my answers"),
        required=lazy(
            "Tick this box if we may keep your answers. Without them there is no result."
        ),
    )
    research = Tick(lazy("Use my answers for research"))
    age = Menu(lazy("Your age"), choices=AGES, default="")
    gender = Menu(lazy("Your gender"), choices=GENDERS, default="")
    together = Tick(lazy("Add this check to my checks"))

    def __init__(
        self,
        sent: MultiDict[str, str] | None = None,
        data: Mapping[str, str | None] | None = None,
    ) -> None:
        """Begin with the purposes and roles of today, named in the language of the request."""
        super().__init__(sent, data=data)
        self.purpose.choices = [(one, purposes.NAMES[one]) for one in purposes.offered()]
        self.role.choices = purposes.grouped_roles()

    def validate_role(self, field: Menu) -> None:
        """Refuse a role that belongs to another purpose than the chosen one."""
        if field.errors or not field.data or not self.purpose.data:
            return
        fits = purposes.purpose_of(field.data)
        if fits != self.purpose.data:
            sentence = lazy(
                "This role belongs to “%(purpose)s”. Choose that above, or another role."
            )
            raise ValidationError(sentence % {"purpose": str(purposes.NAMES[fits])})

    @property
    def subject(self) -> purposes.Subject:
        """Give what the check asks about."""
        return purposes.subject_of(self.purpose.data or "", self.role.data or "")

    def about(self, headers: Headers) -> dict[str, str]:
        """Give what is kept of the person for research, their device as one word; nothing without that agreement."""
        if not self.research.data:
            return {}
        said = {
            "age": self.age.data,
            "gender": self.gender.data,
            "device": device_of(headers),
        }
        return {name: value for name, value in said.items() if value}


class AnswerForm(BaseForm):
    """The answer to one question; `response()` gives it in the measurement's own form."""

    @abstractmethod
    def response(self) -> Response:
        """Give the response; the form was found to be in order before."""


class OneForm(AnswerForm):
    """One of several answers; “I don't know” is one of them."""

    answer = Choice(lazy("Your answer"), required=lazy("Choose an answer, or “I don’t know”."))

    def response(self) -> Response:
        """Give the index of the answer, None for “I don't know”, or `"n/a"`."""
        chosen = str(self.answer.data)
        if chosen == UNKNOWN:
            return None
        return "n/a" if chosen == ELSEWHERE else int(chosen)


class SeveralForm(AnswerForm):
    """All answers that are right, or “I don't know”."""

    answer = Ticks(lazy("Your answer"))

    def validate_answer(self, field: Ticks) -> None:
        """Refuse no tick at all, and “I don't know” beside other ticks."""
        if not field.data:
            raise ValidationError(lazy("Choose at least one answer, or “I don’t know”."))
        if UNKNOWN in field.data and len(field.data) > 1:
            raise ValidationError(lazy("Choose answers or “I don’t know”, not both."))

    def response(self) -> Response:
        """Give the indexes, or None for “I don't know”."""
        chosen = self.answer.data or []
        return None if UNKNOWN in chosen else tuple(sorted(int(one) for one in chosen))


class OrderForm(AnswerForm):
    """The order of all answers: one list a place, or “I don't know”."""

    places = FieldList(Menu(lazy("Place")))
    unknown = Tick(lazy("I don’t know"))

    def validate_unknown(self, field: Tick) -> None:
        """Refuse an order that is not whole, or has an answer twice, unless “I don't know” is ticked alone."""
        given = [one for one in self.places.data if one]
        if field.data and given:
            raise ValidationError(lazy("Choose an order or “I don’t know”, not both."))
        if not field.data and len(given) < len(self.places.entries):
            raise ValidationError(lazy("Choose an answer for each place, or “I don’t know”."))
        if len(set(given)) < len(given):
            raise ValidationError(lazy("Choose each answer only once."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Give what is wrong; all of it leads to the first list."""
        sentences = [*self.unknown.errors, *(one for place in self.places for one in place.errors)]
        return [("places-0", str(one)) for one in dict.fromkeys(sentences)]

    def response(self) -> Response:
        """Give the order as indexes, or None for “I don't know”."""
        return None if self.unknown.data else tuple(int(one) for one in self.places.data)


def answer_form(
    bank: ItemBank, item: Item, sent: MultiDict[str, str] | None, earlier: Mapping[str, Response]
) -> AnswerForm:
    """Give the form of an item: filled with what was sent, else with an earlier answer, else empty."""
    texts = bank.framework.steps if item.kind == "self-report" else item.options
    choices = [(str(place), phrase(text)) for place, text in enumerate(texts)]
    kept = _kept(earlier, item.id)
    if item.kind == "knowledge" and item.format == "order":
        return _order_form(choices, sent, kept)
    form: OneForm | SeveralForm
    if item.kind == "knowledge" and item.format == "several":
        form = SeveralForm(sent, data={"answer": kept})
    else:
        form = OneForm(sent, data={"answer": kept[0] if kept else None})
    form.answer.choices = [*choices, (UNKNOWN, lazy("I don’t know"))]
    if item.kind == "self-report":
        form.answer.choices.append((ELSEWHERE, lazy("Does not apply to me")))
    return form


def _order_form(
    choices: list[tuple[str, Any]], sent: MultiDict[str, str] | None, kept: list[str]
) -> OrderForm:
    """Give the form of an order: as many lists as there are answers, whatever was sent."""
    places = [[], kept][len(kept) == len(choices)] or [""] * len(choices)
    form = OrderForm(data={"places": places, "unknown": kept == [UNKNOWN]})
    for place, entry in enumerate(form.places.entries):
        entry.choices = [("", lazy("Choose an answer")), *choices]
        if sent is not None:
            entry.data = sent.get(f"places-{place}", "")
    if sent is not None:
        form.unknown.process_formdata(sent.getlist("unknown"))
    return form


def _kept(earlier: Mapping[str, Response], item: str) -> list[str]:
    """Give an earlier response as the page sends it; empty where there is none."""
    if item not in earlier:
        return []
    response = earlier[item]
    if response is None:
        return [UNKNOWN]
    return [str(one) for one in response] if isinstance(response, tuple) else [str(response)]
