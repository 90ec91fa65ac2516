"""JSON from strangers: read within limits of depth and size, each key once, real numbers only."""

import json
import math
import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from recommender.adapters.table import clean
from recommender.errors import Unreadable

DEPTH: Final = 32
PARTS: Final = 2_000_000
"""Most levels of nesting; most values in a document."""

_MARKS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{},]', re.DOTALL)


def loads(data: bytes) -> Any:  # noqa: ANN401  (a JSON document is any of its values)
    """Give the value of a JSON document in UTF-8.

    Raises `Unreadable`: `empty-file`, `json-not-readable` (with the line), `json-too-deep`, `file-too-heavy`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            code="json-not-readable", line=data.count(b"\n", 0, error.start) + 1
        ) from error
    if not text.strip():
        raise Unreadable(code="empty-file")
    _measure(text)
    try:
        return json.loads(
            text, object_pairs_hook=_each_key_once, parse_constant=_refuse, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise Unreadable(code="json-not-readable", line=error.lineno) from error
    except ValueError as error:  # a number that is no number, or of thousands of digits
        raise Unreadable(code="json-not-readable", line=1) from error


def _measure(text: str) -> None:
    """Refuse what nests too deep or holds too much, before anything is built from it."""
    depth = parts = 0
    for found in _MARKS.finditer(text):
        mark = found[0][0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        parts += mark != '"'
        if depth > DEPTH:
            raise Unreadable(code="json-too-deep", most=DEPTH)
        if parts > PARTS:
            raise Unreadable(code="file-too-heavy")


def _each_key_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(code="json-key-twice", name=clean(twice)[:80])
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number
