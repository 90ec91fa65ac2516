"""What may have gone wrong in new words: line breaks, characters nobody sees, places to fill, blanks at the edges."""

import re
from collections.abc import Iterator
from typing import Final

from app.exchange.units import Unit
from competences.problems import Problem

UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PLACE: Final = re.compile(r"\{[^{}\s]*\}|%(?:\(\w+\))?[sdf](?!\w)")
"""What a program fills: {name}, %s, %(name)s. “30 % des” is none."""


def trouble(unit: Unit, target: str) -> Iterator[Problem]:
    """Give what is wrong in new words for a unit: an error leaves it as it is, a warning does not."""
    where = {"unit": unit.id}
    breaks = unit.source.count("\n"), target.count("\n")
    if breaks[0] != breaks[1]:
        values: dict[str, str | float] = {"source": breaks[0], "target": breaks[1]}
        yield Problem("line-breaks", "error", where, values)
    if set(UNSEEN.findall(target)) - set(unit.source):
        yield Problem("control-character", "error", where)
    places = [sorted(PLACE.findall(words)) for words in (unit.source, target)]
    if places[0] != places[1]:
        asked, found = (", ".join(one) or "–" for one in places)
        yield Problem("placeholders", "warning", where, {"source": asked, "target": found})
    if _edges(unit.source) != _edges(target):
        yield Problem("edge-space", "warning", where)


def _edges(words: str) -> tuple[str, str]:
    """Give the blanks before and after some words."""
    bare = words.strip()
    start = words.find(bare)
    return words[:start], words[start + len(bare) :]
