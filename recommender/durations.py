"""Durations as people write them, to clock hours: "7", "7,5 h", "3 uur 45 min", "60-75 minuten", "PT7H"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DAY, WEEK, MONTH, YEAR = 7.0, 35.0, 140.0, 1000.0
"""Clock hours of a course day, week, month and year, as the Walloon register of trainings counts them."""
LONGEST: Final = 6000.0
"""Hours above which a duration is a slip: four years of full-time study are 4,000."""

_NAMES: Final[Mapping[float, str]] = {
    1 / 60: "m min mins minute minutes minuut minuten minuten",
    1.0: "h hr hrs hour hours heure heures u uur uren std stunde stunden",
    3.5: "halfday halfdays demijournee demijournees halvedag halvedagen halbtag halbtage halbertag",
    DAY: "d day days jour jours j journee journees dag dagen tag tage tagen",  # codespell:ignore tage
    WEEK: "w wk week weeks weken semaine semaines sem woche wochen",
    MONTH: "month months maand maanden mois monat monate monaten",
    YEAR: "y year years jaar jaren an ans annee annees jahr jahre jahren",  # codespell:ignore ans
}
_UNITS: Final = {name: hours for hours, names in _NAMES.items() for name in names.split()}
_ACCENTS: Final = str.maketrans("éèêäöü", "eeeaou")
_ABOUT: Final = re.compile(
    r"^(~|±|\+/-|ca\.?|circa|env\.?|environ|ongeveer|ongev\.?|about|approx\.?|etwa|rund)\s*"
)
_HALF: Final = re.compile(r"\b(demi|half|halve|halber)[ -](journees?|days?|dag(?:en)?|tag)\b")
_NUMBER: Final = r"\d{1,7}(?:[.,]\d{1,6})?"
_PART: Final = re.compile(rf"({_NUMBER})\s*([a-z]*)\.?\s*(?:(?:,|\+|et|en|und|and)\s+)?")
_RANGE: Final = re.compile(
    rf"({_NUMBER})\s*([a-z]*)\s*(?:-|–|—|/|à|a|tot|bis|to)\s*({_NUMBER}\s*[a-z]+.*|{_NUMBER})"
)
_TIMES: Final = re.compile(rf"({_NUMBER})\s*[x×*]\s*({_NUMBER}.*)")
_SUM: Final = re.compile(rf"({_NUMBER})\s*\+\s*({_NUMBER}.*)")
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d)(?::[0-5]\d)?")
_HOURS_MINUTES: Final = re.compile(r"(\d{1,4})\s*[hu]\s*([0-5]\d)")
_ISO: Final = re.compile(
    rf"p(?:({_NUMBER})y)?(?:({_NUMBER})m)?(?:({_NUMBER})w)?(?:({_NUMBER})d)?"
    rf"(?:t(?:({_NUMBER})h)?(?:({_NUMBER})m)?(?:{_NUMBER}s)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Clock hours; `ranged` says that a range was written and the longer end stands here."""

    hours: float
    ranged: bool = False


def duration_of(text: str) -> Duration | None:
    """Give the duration that a phrase says, a bare number as hours; None where it is not understood."""
    phrase = _ABOUT.sub("", text.lower().translate(_ACCENTS).replace("\u00a0", " ").strip())
    phrase = _HALF.sub(lambda found: found[0].replace(" ", "").replace("-", ""), phrase)
    hours = _plain(phrase)
    if hours is not None:
        return Duration(round(hours, 4))
    found = _RANGE.fullmatch(phrase)
    longer = _plain(found[3]) if found else None
    if found is None or longer is None:
        return None
    unit = found[2] or _first_unit(found[3])
    shorter = _plain(f"{found[1]} {unit}")
    return None if shorter is None else Duration(round(max(shorter, longer), 4), ranged=True)


def _plain(phrase: str) -> float | None:
    """Give the hours of a phrase without a range."""
    if re.fullmatch(_NUMBER, phrase):
        return _number(phrase)
    if found := _CLOCK.fullmatch(phrase) or _HOURS_MINUTES.fullmatch(phrase):
        return int(found[1]) + int(found[2]) / 60
    if phrase.startswith("p"):
        return _iso(phrase)
    if found := _TIMES.fullmatch(phrase):
        each = _plain(found[2])
        return None if each is None else _number(found[1]) * each
    if found := _SUM.fullmatch(phrase):
        rest = _plain(found[2])
        first = _plain(f"{found[1]} {_first_unit(found[2])}".strip())
        return None if rest is None or first is None else first + rest
    return _listed(phrase)


def _listed(phrase: str) -> float | None:
    """Give the hours of numbers with units in falling order ("3 uur 45 min"); any other word ends it."""
    hours, place, last = 0.0, 0, float("inf")
    while place < len(phrase):
        found = _PART.match(phrase, place)
        unit = _UNITS.get(found[2]) if found else None
        if found is None or unit is None or unit >= last:
            return None
        hours += _number(found[1]) * unit
        place, last = found.end(), unit
    return hours if place else None


def _iso(phrase: str) -> float | None:
    """Give the hours of an ISO 8601 duration ("pt7h30m", "p2d")."""
    found = _ISO.fullmatch(phrase)
    if found is None or not any(found.groups()):
        return None
    weights = (YEAR, MONTH, WEEK, DAY, 1.0, 1 / 60)
    return sum(
        _number(said) * hours for said, hours in zip(found.groups(), weights, strict=True) if said
    )


def _first_unit(phrase: str) -> str:
    found = re.match(rf"{_NUMBER}\s*([a-z]*)", phrase)
    return found[1] if found else ""


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
