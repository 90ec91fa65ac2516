"""Crosswalks: which competence or level of one framework answers to which of another, as far as sources say so.

They stand in `packs/crosswalks.csv`. A framework named there need not have a pack: an older edition has none.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from competences.loading import PACKS

FILE: Final = "crosswalks.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """A competence, an area or a level, by its framework and code."""

    framework: str
    code: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """A step from one framework to another; `relation` is the source's word, `state` how sure it is."""

    start: Place
    end: Place
    relation: str
    state: str


@cache
def crossings(packs: Path = PACKS) -> tuple[Crossing, ...]:
    """Give all crossings, in the order of the file."""
    with (packs / FILE).open(encoding="utf-8", newline="") as file:
        return tuple(
            Crossing(
                Place(row["from_framework"], row["from_code"]),
                Place(row["to_framework"], row["to_code"]),
                row["relation"],
                row["state"],
            )
            for row in csv.DictReader(file)
        )


def crosswalk(start: str, end: str) -> dict[str, tuple[str, ...]]:
    """Give the codes of one framework that answer to each code of another; empty where nobody related the two.

    Crossings are read in both directions.
    """
    found: dict[str, dict[str, None]] = {}
    for one in crossings():
        for here, there in ((one.start, one.end), (one.end, one.start)):
            if (here.framework, there.framework) == (start, end):
                found.setdefault(here.code, {})[there.code] = None
    return {code: tuple(codes) for code, codes in found.items()}


def leading_from(framework: str, code: str) -> tuple[Place, ...]:
    """Give the places in other frameworks that a competence, area or level answers to."""
    here = Place(framework, code)
    ends = [one.end for one in crossings() if one.start == here]
    starts = [one.start for one in crossings() if one.end == here]
    return tuple(dict.fromkeys([*ends, *starts]))
