"""Crosswalks: which competence or level of one framework answers to which of another, as far as sources say so.

They stand in `packs/crosswalks.csv`. A framework named there need not have a pack: an older edition has none.
"""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from competences.loading import PACKS
from competences.problems import NoCrosswalk

FILE: Final = "crosswalks.csv"
BOTH_WAYS: Final = frozenset({"same", "sameScope", "retitled"})
"""Relations that say the same from either end."""
CALLED: Final = {
    "digcomp-2.2": "DigComp 2.2",
    "digcomp-3.0": "DigComp 3.0",
    "digcomp-3.0-bands": "DigComp 3.0",
    "digcomp-eight-levels": "DigComp 2",
    "digcomp-six-levels": "DigComp A1–C2",
    "digcompedu": "DigCompEdu",
    "e-cf-3.0": "e-CF 3.0",
    "e-cf-4.0": "e-CF 4.0",
}
"""Names of frameworks and scales of levels, those of which there is no pack among them."""


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

    def turned(self) -> "Crossing":
        """Give the crossing read from its other end."""
        back = self.relation if self.relation in BOTH_WAYS else f"inverse of {self.relation}"
        return Crossing(self.end, self.start, back, self.state)


@cache
def crossings() -> tuple[Crossing, ...]:
    """Give all crossings, in the order of the file."""
    with (PACKS / FILE).open(encoding="utf-8", newline="") as file:
        return tuple(
            Crossing(
                Place(row["from_framework"], row["from_code"]),
                Place(row["to_framework"], row["to_code"]),
                row["relation"],
                row["state"],
            )
            for row in csv.DictReader(file)
        )


def crosswalk(start: str, end: str) -> tuple[Crossing, ...]:
    """Give the crossings between two frameworks, as seen from the first; empty where nobody related them.

    One that was written the other way round is turned, and its relation says so (`teaches`, read backwards, is
    `inverse of teaches`); relations that hold both ways stay as they are.
    """
    return tuple(
        one if one.start.framework == start else one.turned()
        for one in crossings()
        if {one.start.framework, one.end.framework} == {start, end} and start != end
    )


def crossings_of(framework: str, code: str) -> tuple[Crossing, ...]:
    """Give the crossings from a competence, area or level to other frameworks."""
    here = Place(framework, code)
    return tuple(
        one if one.start == here else one.turned()
        for one in crossings()
        if here in {one.start, one.end}
    )


def crosswalk_record(start: str, end: str) -> dict[str, Any]:
    """Give the crossings between two frameworks as JSON values; raises `NoCrosswalk` where nobody related them."""
    found = crosswalk(start, end)
    if not found:
        raise NoCrosswalk(start=start, end=end)
    rows = [
        {"from": one.start.code, "to": one.end.code, "relation": one.relation, "state": one.state}
        for one in found
    ]
    return {"from": start, "to": end, "crossings": rows}


def called(framework: str) -> str:
    """Give what people call a framework that may have no pack: “e-CF 3.0”."""
    return CALLED.get(framework, framework)
