"""Very many people as lines of JSON, and their plans as such lines: read one by one, what is wrong told by its line.

A line is `{"id", "profile", "goal", "constraints"}`: profile and goal as the command `plan` reads them, limits as
`constraints_from_record` does. Without an id the number of the line stands for one. Ids should differ: rows are told
apart by them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, Final, TypeVar, cast

from competences import CompetencesError, Problem
from competences.running import Runner
from recommender.adapters.table import clean
from recommender.batch import Person, Row, Snapshot, plan_many, row_from_record
from recommender.changes import Renewed, replan
from recommender.errors import ProblemsError
from recommender.intake import goal_from_record, learner_from_record, record_from_json
from recommender.limits import constraints_from_record, table_of
from recommender.needs import needs_of
from recommender.offers import CatalogueIndex
from recommender.sentences import say

State = TypeVar("State")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")
Told = Callable[[Problem], None]

LONGEST_LINE: Final = 2**18
"""Bytes of a line that are read; a whole profile has some thousand."""

AHEAD: Final = 10_000
"""Rows of people who are not there any more that are held while somebody's own is looked for."""

LONGEST_ID: Final = 128
IDS: Final = 1_000_000
"""So many ids are held to find one that stands twice; later ones are compared with these alone."""

SHOWN: Final = 100
"""Problems that a summary names; it counts all of them."""

PARTS: Final = frozenset({"id", "profile", "goal", "constraints"})


@dataclass(slots=True)
class Summary:
    """What became of a list of people: how many have a row, whose was worked out or kept, and what was wrong.

    `left_out` are lines without a row, the last of them being `last_left_out`.
    """

    people: int = 0
    planned: int = 0
    kept: int = 0
    proven: int = 0
    empty: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    left_out: int = 0
    last_left_out: int | str = 0
    problems: list[Problem] = field(default_factory=list)

    def hear(self, problem: Problem) -> None:
        """Note what is wrong with a line."""
        self.wrong += 1
        if problem.severity == "error" and problem.where["row"] != self.last_left_out:
            self.left_out += 1
            self.last_left_out = problem.where["row"]
        if len(self.problems) < SHOWN:
            self.problems.append(problem)

    def to_record(self) -> dict[str, Any]:
        """Give it as JSON values; `folded` are those who had the row of an equal person."""
        return {
            "people": self.people,
            "planned": self.planned,
            "kept": self.kept,
            "folded": self.people - self.planned - self.kept,
            "proven": self.proven,
            "empty": dict(sorted(self.empty.items())),
            "wrong": self.wrong,
            "left_out": self.left_out,
            "problems": [
                {
                    "row": one.where["row"],
                    "code": one.code,
                    "message": clean(say(one.code, {**one.where, **one.values})),
                }
                for one in self.problems
            ],
        }


@dataclass(frozen=True, slots=True)
class Before:
    """The offer that an earlier list was planned over, and the lines that were written then."""

    offer: CatalogueIndex | Snapshot
    rows: BinaryIO


def plan_lines(
    offer: CatalogueIndex | Snapshot,
    file: BinaryIO,
    run: Runner,
    write: Callable[[str], object],
    *,
    before: Before | None = None,
    today: date | None = None,
    told: Callable[[int], object] = lambda _: None,
) -> Summary:
    """Write a line per person of a file, in their order, and give the summary.

    With what was `before`, only those whom the change of the offer may concern are planned anew. `today` is the day of
    those who name none; `told` hears how many plans were worked out, time and again.
    """
    summary = Summary()

    def done(count: int) -> None:
        summary.planned += count
        told(count)

    people, counted = people_of(file, summary.hear, today), _counted(run, done)
    if before is None:
        found = (Renewed(row, anew=True) for row in plan_many(offer, people, counted))
    else:
        earlier = _with_rows(people, _rows(before.rows))
        found = (one for one in replan(before.offer, offer, earlier, counted))
    for one in found:
        write(f"{one.row.to_json()}\n")
        summary.people += 1
        summary.kept += not one.anew
        summary.proven += one.row.optimal
        if one.row.reason is not None:
            summary.empty[one.row.reason] += 1
    return summary


def people_of(file: BinaryIO, told: Told, today: date | None = None) -> Iterator[Person]:
    """Give the people of a file; `told` hears what is wrong with a line, and the others go on.

    Warnings, of lines that count all the same: `person-id-empty`, `person-id-repeated` (of the first `IDS` ids).
    """
    ids: set[str] = set()
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            person, is_named = _person(line, number, today)
        except ProblemsError as error:
            for one in error.problems:
                told(_at(number, one))
            continue
        except CompetencesError as error:
            told(_at(number, Problem(error.code, "error", {}, error.values)))
            continue
        if not is_named:
            told(_at(number, Problem("person-id-empty", "warning", {}, {"kept": person.id})))
        if person.id in ids:
            shown = {"value": clean(person.id)[:60]}
            told(_at(number, Problem("person-id-repeated", "warning", {}, shown)))
        elif len(ids) < IDS:
            ids.add(person.id)
        yield person


def _person(line: bytes, number: int, today: date | None) -> tuple[Person, bool]:
    """Give the person of a line, and whether the id that it gives, if any, is one."""
    if len(line) > LONGEST_LINE:
        raise ProblemsError((Problem("long-line", "error", {}, {"most": LONGEST_LINE}),))
    table = table_of(record_from_json(line, "person"), "person", PARTS)
    learner = learner_from_record(table.get("profile"))
    goal = table.get("goal")
    wanted = None if goal is None else goal_from_record(goal, learner.framework, learner)
    constraints = constraints_from_record(table.get("constraints") or {}, today)
    given = _id(table.get("id"), number)
    name = given if clean(given) else str(number)
    return Person(name, needs_of(learner, wanted), constraints), name == given


def _with_rows(
    people: Iterable[Person], rows: Iterator[Row]
) -> Iterator[tuple[Person, Row | None]]:
    """Give people with their rows, found by id; rows may be missing or too many, but come in the people's order."""
    waiting: dict[str, Row] = {}
    for person in people:
        while person.id not in waiting and len(waiting) < AHEAD and (row := next(rows, None)):
            waiting[row.id] = row
        yield person, waiting.pop(person.id, None)


def _rows(file: BinaryIO) -> Iterator[Row]:
    """Give the rows of a file; what is none is passed over, and its person planned anew."""
    for line in _lines(file):
        with suppress(ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            yield row_from_record(json.loads(line))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Give the lines of a file, of one that is too long only its beginning."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)  # the rest of it is passed over


def _id(value: Any, number: int) -> str:  # noqa: ANN401
    if value is None:
        return str(number)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ProblemsError((Problem("not-a-word", "error", {"file": "person"}, {"key": "id"}),))
    return str(value)[:LONGEST_ID].encode(errors="replace").decode()


def _at(number: int, problem: Problem) -> Problem:
    return Problem(
        problem.code, problem.severity, {**problem.where, "row": number}, problem.values
    )


def _counted(run: Runner, told: Callable[[int], None]) -> Runner:
    """Give a runner that tells how many plans each chunk brought; it begins when the runner does."""

    def counted(
        task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
    ) -> Iterable[Result]:
        return _telling(run(task, state, chunks), told)

    return counted


def _telling(results: Iterable[Result], told: Callable[[int], None]) -> Iterator[Result]:
    for result in results:
        told(sum(getattr(one, "anew", True) for one in cast("Sequence[object]", result)))
        yield result
