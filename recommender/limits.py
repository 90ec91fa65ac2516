"""Reads the limits of a plan from plain JSON values, under the names that `Constraints` has for them."""

from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any, Final

from competences import Problem
from recommender.errors import ProblemsError
from recommender.plans import Constraints
from recommender.vocabulary import ACCESSIBILITY, vocabulary


def constraints_from_record(record: Any, today: date | None = None) -> Constraints:  # noqa: ANN401  (people's data)
    """Give the limits of JSON values; days are words like `2027-06-30`, `today` counts where they name none.

    Without `certain_only` only sure gaps count, for nobody is there to untick them. Raises `ProblemsError`
    (`not-an-object`, `name-not-known`, `limit-not-understood`, `impossible-limit`).
    """
    table = table_of(record, "constraints", frozenset(_LIMITS))
    found: dict[str, Any] = {"today": today, "certain_only": True}
    problems = []
    for name, value in table.items():
        if value is None:
            continue
        try:
            found[name] = _LIMITS[name](value)
        except _NoLimit as wrong:
            shown = {"limit": name, "value": wrong.value[:60]}
            problems.append(Problem(wrong.code, "error", {"file": "constraints"}, shown))
    if problems:
        raise ProblemsError(tuple(problems))
    return Constraints(**found)


def table_of(record: Any, file: str, names: frozenset[str]) -> Mapping[str, Any]:  # noqa: ANN401
    """Give a JSON object that has no other names; raises `ProblemsError` (`not-an-object`, `name-not-known`)."""
    where = {"file": file}
    if not isinstance(record, dict):
        raise ProblemsError((Problem("not-an-object", "error", where, {"key": file}),))
    if strange := sorted(set(record) - names):
        raise ProblemsError(
            tuple(Problem("name-not-known", "error", where, {"key": one[:60]}) for one in strange)
        )
    return record


class _NoLimit(Exception):
    """A value that is no limit, and why: no word that we know, or nothing that the limit can be."""

    def __init__(self, value: object, code: str = "impossible-limit") -> None:
        self.value, self.code = str(value), code
        super().__init__(value)


def _number(value: Any) -> float:  # noqa: ANN401
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise _NoLimit(value) from None
    if isinstance(value, bool | str) or not isfinite(number):
        raise _NoLimit(value)
    return number


def _day(value: Any) -> date:  # noqa: ANN401
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _NoLimit(value) from None


def _answer(value: Any) -> bool:  # noqa: ANN401
    if not isinstance(value, bool):
        raise _NoLimit(value)
    return value


def _words(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(one, str) for one in words):
        raise _NoLimit(value)
    return tuple(one for one in words if one.strip())


def _word(value: Any) -> str:  # noqa: ANN401
    words = _words(value)
    if len(words) > 1:
        raise _NoLimit(value)
    return "".join(words)


def _languages(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(_meant(one, vocabulary().language(one)) for one in _words(value))


def _accesses(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(_meant(one, one if one in ACCESSIBILITY else None) for one in _words(value))


def _region(value: Any) -> str:  # noqa: ANN401
    word = _word(value)
    return _meant(word, vocabulary().region(word))


def _status(value: Any) -> str:  # noqa: ANN401
    word = _word(value)
    return _meant(word, next(iter(vocabulary().statuses(word)), None))


def _meant(typed: str, meant: str | None) -> str:
    if typed and meant is None:
        raise _NoLimit(typed, "limit-not-understood")
    return meant or ""


_LIMITS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "hours": _number,
    "euro": _number,
    "languages": _languages,
    "region": _region,
    "status": _status,
    "today": _day,
    "weekly": _number,
    "deadline": _day,
    "online": _answer,
    "accessibility": _accesses,
    "without": _words,
    "hidden": _words,
    "certain_only": _answer,
}
"""How each limit is read; what it is called here is what `Constraints` calls it."""
