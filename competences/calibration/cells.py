"""What the text in a cell of a response file says about an item."""

import json
import re
from typing import Final

from competences.calibration.answers import category_of
from competences.items import Item, Knowledge
from competences.problems import ImpossibleResponse
from competences.responses import NOT_APPLICABLE, checked

UNKNOWN: Final = frozenset({"", "null", "none", "unknown"})
"""Ways in which a file says "I don't know"."""
WHOLE: Final = re.compile(r"[0-9]{1,6}(\.0{1,6})?")
"""A whole number; table programs write one as 2.0 where other cells of the column are empty."""
PARTS: Final = re.compile(r"[;,\s]+")
MARKS: Final = (0, 1)
"""A task's cell in a file of marks: wrong, right."""


def category_in(item: Item, text: str, *, scored: bool) -> int:
    """Give the category that a cell says, as `category_of` of what it holds.

    `scored`: a task's cell holds 0 for wrong and 1 for right, not what was chosen. Raises `ImpossibleResponse` where
    the item cannot be answered so.
    """
    if isinstance(item, Knowledge) and scored:
        return _mark_of(item, text)
    return category_of(item, checked(item, response_of(item, text)))


def response_of(item: Item, text: str) -> object:
    """Give what a cell says before it is held against the item: an index, a list of them, None, "n/a" or the text."""
    word = text.strip().lower()
    if word in UNKNOWN:
        return None
    if word == NOT_APPLICABLE:
        return NOT_APPLICABLE
    if isinstance(item, Knowledge) and item.format != "one":
        return _list_of(word)
    return _number_of(word)


def is_unknown(text: str) -> bool:
    """Say whether a cell says "I don't know"."""
    return text.strip().lower() in UNKNOWN


def mark_in(text: str) -> int | None:
    """Give the mark that a cell may be: 0 for wrong, 1 for right; None where it is neither."""
    number = _number_of(text.strip().lower())
    return number if isinstance(number, int) and number in MARKS else None


def _mark_of(item: Knowledge, text: str) -> int:
    """Give wrong (0) or right (1); "I don't know" is not solved."""
    mark = 0 if is_unknown(text) else mark_in(text)
    if mark is None:
        raise ImpossibleResponse(item=item.id, response=text)
    return mark


def _list_of(word: str) -> object:
    """Give the indexes of a JSON list or of numbers parted by `;`, `,` or blanks."""
    if word.startswith("["):
        try:
            found: object = json.loads(word)
        except (ValueError, RecursionError):
            return word
        return found
    return [_number_of(part) for part in PARTS.split(word) if part]


def _number_of(word: str) -> int | str:
    """Give a whole number, or the word where it is none."""
    return int(float(word)) if WHOLE.fullmatch(word) else word
