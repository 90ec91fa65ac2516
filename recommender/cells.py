"""Cells to plain values: a day, an address of the web, a count, the parts of a list."""

import re
from datetime import date
from typing import Final
from urllib.parse import urlsplit

FIRST_YEAR, LAST_YEAR = 1990, 2100
ADDRESS: Final = 2000
"""Years between which a date is no slip; most characters of an address."""
LIST: Final = re.compile(r"[;\n]")

_DAY: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?|(\d\d?)[./-](\d\d?)[./-](\d{4})(?: .*)?", re.ASCII
)


def day_of(text: str) -> date | None:
    """Give a day in ISO form or as Belgium writes it (day, month, year), with or without an hour behind it."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return read if FIRST_YEAR <= read.year <= LAST_YEAR else None


def address_of(text: str) -> str | None:
    """Give an address of the web (http, https); None for any other kind, which a page must not link to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    fits = parts.scheme in {"http", "https"} and parts.netloc and not re.search(r"\s", text)
    return text if fits and len(text) <= ADDRESS else None


def count_of(text: str) -> int | None:
    """Give a whole number from 0 on."""
    found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", text, re.ASCII)
    return int(found[1]) if found else None


def parts_of(text: str, parter: re.Pattern[str] = LIST) -> list[str]:
    """Give the parts of a list that hold anything, each on one line."""
    return [" ".join(part.split()) for part in parter.split(text) if part.strip()]
