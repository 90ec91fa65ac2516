"""What all forms share: the forgery guard before every view, and fields that say what is wrong."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from flask import Flask
from flask_wtf import CSRFProtect
from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from app.i18n import gettext, lazy, ngettext

protection = CSRFProtect()

NOT_OFFERED: Final = lazy("Choose one of the answers that the page offers.")
REQUIRED: Final = lazy("Choose an answer.")


def set_up(app: Flask) -> None:
    """Stop every unsafe request without a forgery token before its view; the API has no cookies and needs none.

    The token lives as long as the session: a slow reader loses nothing. No referrer is asked for, since our own pages
    tell browsers to send none.
    """
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_SSL_STRICT"] = False
    protection.init_app(app)
    if "api" in app.blueprints:
        protection.exempt(app.blueprints["api"])


class Translations:
    """The library's own messages, through the gettext of this request."""

    def gettext(self, message: str) -> str:
        """Give a message in the language of this request."""
        return gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Give the form for `n` of a message in the language of this request."""
        return ngettext(one, many, n)


class BaseForm(Form):  # type: ignore[misc]  # the library has no types
    """A form of a page. The guard of `set_up` has looked at the token before; a form looks at what was filled in."""

    class Meta:
        """Where the library finds our translations."""

        translations: ClassVar = Translations()

        def get_translations(self, form: Form) -> Translations:
            """Give the translations of this request."""
            del form
            return self.translations

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Give what is wrong, as the error summary shows it: the id of the control to go to, and the sentence."""
        return [
            (getattr(field, "first_control", field.id), str(sentence))
            for field in self
            for sentence in field.errors
        ]


class Choice(RadioField):  # type: ignore[misc]  # the library has no types
    """One of several radios; nothing is chosen beforehand."""

    def __init__(self, label: Any, *, required: Any = REQUIRED, **given: Any) -> None:  # noqa: ANN401  (lazy strings)
        """Begin with the label and the sentence for when nothing is chosen, None where nothing need be."""
        validators = [Optional() if required is None else InputRequired(required)]
        super().__init__(label, validators=validators, **given)
        self.needed = required is not None

    @property
    def first_control(self) -> str:
        """Give the id of the first radio, where the error summary leads."""
        return f"{self.id}-0"

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered; where nothing need be chosen, nothing is fine."""
        del form
        if self.needed or self.data is not None:
            _offered(self.choices, (self.data,))


class Ticks(SelectMultipleField):  # type: ignore[misc]  # the library has no types
    """Any of several checkboxes, also none."""

    @property
    def first_control(self) -> str:
        """Give the id of the first checkbox, where the error summary leads."""
        return f"{self.id}-0"

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered."""
        del form
        _offered(self.choices, self.data or ())


class Menu(SelectField):  # type: ignore[misc]  # the library has no types
    """One line of a list."""

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered."""
        del form
        _offered(self.choices, (self.data,))


class Tick(BooleanField):  # type: ignore[misc]  # the library has no types
    """One checkbox; with `required` it must be ticked, and the sentence says why.

    A browser sends nothing for a box without a tick; a program that says no in a word is taken at its word.
    """

    false_values: ClassVar = (False, "", "no", "false", "0")

    def __init__(self, label: Any, *, required: Any = None, **given: Any) -> None:  # noqa: ANN401  (lazy strings)
        """Begin with the label and, where it must be ticked, the sentence for when it is not."""
        super().__init__(label, validators=[DataRequired(required)] if required else [], **given)


def _offered(choices: Any, chosen: Sequence[Any]) -> None:  # noqa: ANN401  (the library's own)
    groups = choices.values() if isinstance(choices, dict) else [choices]
    values = {value for group in groups for value, _ in group}
    if not values.issuperset(chosen):
        raise ValidationError(NOT_OFFERED)
