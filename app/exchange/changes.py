"""What a file that came back changes in a pack: phrases that differ, review states that follow, and what is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.exchange.phrases import SOURCE, TARGETS, Step
from app.exchange.returned import Returned, ReturnedUnit
from app.exchange.trouble import trouble
from app.exchange.units import Unit
from competences.problems import Problem


@dataclass(frozen=True, slots=True)
class Change:
    """New words at a place of a pack's file."""

    file: str
    steps: tuple[Step, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import does: phrases and review states that change, how many are untranslated, what is wrong."""

    phrases: tuple[Change, ...] = ()
    reviews: tuple[Change, ...] = ()
    untranslated: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Give all that must be written."""
        return (*self.phrases, *self.reviews)


def refusal(returned: Returned, framework: str) -> Problem | None:
    """Give why nothing of a file can be taken over; None where it is of this framework and into a language of ours."""
    if returned.framework not in {"", framework}:
        values = {"found": returned.framework, "framework": framework}
        return Problem("other-framework", "error", {}, values)
    if returned.source_language != SOURCE:
        return Problem("other-source-language", "error", {}, {"found": returned.source_language})
    if returned.language not in TARGETS:
        values = {"found": returned.language, "among": ", ".join(TARGETS)}
        return Problem("other-target-language", "error", {}, values)
    return None


def compare(units: Iterable[Unit], returned: Returned, *, second_read: bool = False) -> Outcome:
    """Give what a file changes in the units of its language; `second_read`: what is done in it was read twice."""
    known = {unit.id: unit for unit in units}
    problems: list[Problem] = []
    taken: dict[str, ReturnedUnit] = {}
    seen: set[str] = set()
    for one in returned.units:
        unit = known.get(one.id)
        faults = list(_faults(unit, one, returned.language, seen))
        seen.add(one.id)
        problems += faults
        if (
            unit is not None
            and not one.blank
            and all(fault.severity != "error" for fault in faults)
        ):
            taken[one.id] = one
    phrases = tuple(
        Change(known[key].file, known[key].steps, one.target)
        for key, one in taken.items()
        if one.target != known[key].target
    )
    reviews = tuple(_reviews(known.values(), taken, returned.language, second_read=second_read))
    untranslated = sum(one.blank and one.id in known for one in returned.units)
    return Outcome(phrases, reviews, untranslated, tuple(problems))


def _faults(
    unit: Unit | None, one: ReturnedUnit, language: str, seen: set[str]
) -> Iterator[Problem]:
    """Give what is wrong in a unit that came back."""
    where = {"unit": one.id}
    if unit is None:
        yield Problem("unknown-unit", "error", where)
    elif one.id in seen:
        yield Problem("repeated-unit", "error", where)
    elif one.inline:
        yield Problem("inline-code", "error", where)
    elif one.source != unit.source:
        yield Problem("source-changed", "error", where, {"source": unit.source})
    elif one.language not in {"", language}:
        yield Problem("unit-language", "error", where, {"found": one.language})
    elif not one.blank and one.target != unit.target:
        if not unit.fits:
            yield Problem("no-place", "error", where)
        yield from trouble(unit, one.target)


def _reviews(
    units: Iterable[Unit], taken: Mapping[str, ReturnedUnit], language: str, *, second_read: bool
) -> Iterator[Change]:
    """Give the review states that change.

    A question with new words that nobody read a second time is a draft; one whose phrases all came back as read a
    second time is second-read.
    """
    items: dict[tuple[str, tuple[Step, ...]], list[Unit]] = {}
    for unit in units:
        if unit.item and unit.state:
            items.setdefault((unit.file, unit.item), []).append(unit)
    read = {
        key
        for key, one in taken.items()
        if one.mark == "read" or (second_read and one.mark == "done")
    }
    for (file, item), rows in items.items():
        changed = {
            unit.id for unit in rows if unit.id in taken and taken[unit.id].target != unit.target
        }
        state = rows[0].state
        if changed - read:
            state = "draft"
        elif all(unit.id in read for unit in rows):
            state = "second-read"
        if state != rows[0].state:
            yield Change(file, (*item, "review", language), state)
