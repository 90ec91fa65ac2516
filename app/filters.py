"""What every template is given: dates, numbers and money in the page's language, and a few functions."""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, g, request, url_for
from jinja2 import StrictUndefined

from app import words
from app.i18n import NAMES, language, locale
from competences import LANGUAGES, Text, exhibits
from recommender.cells import address_of

PLACE: Final = f"/<any({', '.join(LANGUAGES)}):language>"
"""The first part of every page's address."""
ZONE: Final = ZoneInfo("Europe/Brussels")
FOR_EVER: Final = timedelta(days=365)
"""How long a browser may keep a static file; its address changes with its content."""


def set_up(app: Flask) -> None:
    """Give filters and functions to all templates, and the language of a page to every address made on it."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = FOR_EVER
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=day,
        clock=clock,
        fixed=fixed,
        number=number,
        money=money,
        phrase=phrase,
        dash=dash,
        web=web,
        reason=words.reason,
        left_open=words.left_open,
        second=words.second,
    )
    app.jinja_env.globals.update(
        language=language,
        versions=versions,
        asset=asset,
        ruler_ticks=ruler_ticks,
        exhibit_kinds=exhibits.KINDS,
        exhibit_names=exhibits.NAMES,
        letters=exhibits.LETTERS,
    )
    app.url_value_preprocessor(_hear)
    app.url_defaults(_speak)


class _HasName(Protocol):
    @property
    def name(self) -> Text: ...


Named = TypeVar("Named", bound=_HasName)


def by_name(found: Iterable[Named]) -> list[Named]:
    """Give named things in the order of the alphabet of the page's language, accents and capitals aside."""
    return sorted(found, key=lambda one: _plain(phrase(one.name)))


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


def ruler_ticks(stretches: int) -> dict[str, list[float]]:
    """Give where the ticks of a ruler 400 wide stand: tall ones between its stretches, fine ones at their quarters."""
    quarter = 400 / stretches / 4
    places = [round(k * quarter, 2) for k in range(4 * stretches + 1)]
    return {"tall": places[::4], "fine": [one for k, one in enumerate(places) if k % 4]}


def day(moment: date | datetime) -> str:
    """Give a day in long form, as Belgium sees it: “24 November 2026”."""
    local = moment.astimezone(ZONE).date() if isinstance(moment, datetime) else moment
    written = format_date(local, "long", locale=locale())
    # French says “1er octobre”, which the locale's long form does not know
    return written.replace("1 ", "1er ", 1) if language() == "fr" and local.day == 1 else written


def clock(moment: datetime) -> str:
    """Give the time of day in Belgium: “14:02”."""
    return format_time(moment.astimezone(ZONE), "HH:mm", locale=locale())


def number(value: float | Decimal, places: int = 1) -> str:
    """Give a number with at most `places` decimals."""
    return format_decimal(round(float(value), places), locale=locale())


def fixed(value: float, places: int = 2) -> str:
    """Give a number with just `places` decimals, so that a column of them stands straight."""
    return format_decimal(float(value), format=f"0.{'0' * places}", locale=locale())


def money(euro: float | Decimal) -> str:
    """Give an amount of euro, without cents where there are none."""
    whole = euro == int(euro)
    pattern = {"nl": "¤\N{NO-BREAK SPACE}#,##0", "en": "¤#,##0"}.get(
        language(), "#,##0\N{NO-BREAK SPACE}¤"
    )
    pattern = pattern if whole else pattern.replace("#,##0", "#,##0.00")
    return format_currency(euro, "EUR", pattern, locale=locale(), currency_digits=False)


def phrase(text: Any) -> str:  # noqa: ANN401  (a Text of the lower floors)
    """Give a text of ours in the language of the page."""
    return str(text[language()])


def dash(code: str) -> str:
    """Give a code as it may stand in an id: “1.1” becomes “1-1”."""
    return code.replace(".", "-").replace("/", "-")


def web(address: str) -> str:
    """Give an address of the web as it is, nothing for any other: no link may run what a catalogue wrote."""
    return address_of(address) or ""


def versions() -> list[tuple[str, str, str]]:
    """Give this page in each language: code, the language's own name, address of the same place and query."""
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] != "language"]
    tail = f"?{urlencode(pairs)}" if pairs else ""
    _, first, *rest = request.path.split("/", 2)
    if not _readable():
        rest, tail = [], ""
    elif first not in LANGUAGES:  # a page without a language in its address, which asks for it
        start = f"{request.script_root}{quote(request.path)}{tail}{'&' if tail else '?'}language="
        return [(code, NAMES[code], start + code) for code in LANGUAGES]
    end = quote("".join(rest)) + tail
    return [(code, NAMES[code], f"{request.script_root}/{code}/{end}") for code in LANGUAGES]


def asset(name: str) -> str:
    """Give the address of a static file, with a mark of its content so that browsers may keep it for ever."""
    folder = Path(__file__).parent / "static"
    return f"{url_for('static', filename=name)}?v={_mark(folder / name)}"


def _readable() -> bool:
    """Say whether this address is a page that can be read, also where this request sent something to it."""
    if request.method in {"GET", "HEAD"} or request.url_rule is None:
        return request.url_rule is not None
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(request.path, "GET")


@cache
def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _hear(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address, also of one that leads nowhere."""
    del endpoint
    first = request.path.split("/", 2)[1]
    spoken = first if values is None else values.pop("language", "")
    if spoken in LANGUAGES:
        g.language = spoken


def _speak(endpoint: str, values: dict[str, Any]) -> None:
    """Put the language of this page into an address that has a place for it."""
    if current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", language())
