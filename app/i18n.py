"""The language of a request, and gettext bound once to it.

The language stands in the address (`/nl/…`); where there is none (`/`, the API) the
`Accept-Language` header chooses.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, LazyString

from app.config import ROOT
from competences import LANGUAGES
from competences.sentences import Sentence

FOLDER: Final = ROOT / "translations"
LOCALES: Final = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_BE"}
NAMES: Final = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
"""Each language in its own words, as the switch shows it."""

babel = Babel()


def language() -> str:
    """Give the language of this request; Dutch where nothing tells."""
    if not has_request_context():
        return str(g.get("language", LANGUAGES[0]))
    if "language" not in g:
        asked = (request.view_args or {}).get("language") or request.args.get("language")
        g.language = asked if asked in LANGUAGES else preferred()
    return str(g.language)


def preferred() -> str:
    """Give the language that `Accept-Language` likes best among ours; Dutch where it likes none."""
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def locale() -> str:
    """Give the locale of this request for numbers and dates."""
    return LOCALES[language()]


def gettext(message: str) -> str:
    """Give a message in the language of this request."""
    return str(_translations().ugettext(message))


def ngettext(one: str, many: str, n: int) -> str:
    """Give the form for `n` of a message in the language of this request."""
    return str(_translations().ungettext(one, many, n))


def lazy(message: str) -> LazyString:
    """Give a message that is translated when shown; the extraction looks for this name."""
    return LazyString(gettext, message)


def say(sentence: Sentence, values: Mapping[str, Any]) -> str:
    """Give a sentence of a lower floor in the language of this request, its places filled."""
    if isinstance(sentence, tuple):
        return ngettext(*sentence, int(values["n"])).format_map(dict(values))
    return gettext(sentence).format_map(dict(values))


def set_up(app: Flask) -> None:
    """Bind Flask-Babel to the language of the address, and gettext to Jinja once a request."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    app.config["BABEL_DEFAULT_LOCALE"] = LOCALES[LANGUAGES[0]]
    babel.init_app(app, locale_selector=locale)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # made by the extension
        gettext, ngettext, newstyle=True
    )


def _translations() -> NullTranslations:
    """Give the message catalogue of this request, bound once; it follows a change of language."""
    if g.get("translations_language") != language():
        g.translations_language = language()
        g.translations = catalogue_of(language())
    bound: NullTranslations = g.translations
    return bound


@cache
def catalogue_of(language_code: str) -> NullTranslations:
    """Give a language's compiled messages, read once a process and not once a request."""
    return Translations.load(str(FOLDER), [LOCALES[language_code]])
