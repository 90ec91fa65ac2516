"""A file of responses, read row by row: CSV `person,item,response`, one response a line.

Further columns are attributes of the person (`language`, `device`, …), of which the first that is not empty counts;
`bank_version` names the version that a person was asked. Rows come in any order. A row that cannot be used is named by
its number (the header is row 1) and everything else is read.
"""

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final, TextIO

import numpy as np

from competences.calibration.answers import NOT_ASKED, Answers, Labels
from competences.calibration.cells import category_in, is_unknown, mark_in
from competences.calibration.file_problems import FileProblems
from competences.calibration.layout import Layout, opened
from competences.curves import Tables, tabulate
from competences.items import Item, ItemBank, Knowledge
from competences.problems import (
    CompetencesError,
    ImpossibleResponse,
    Problem,
    UnreadableInput,
)

MOST_REMEMBERED: Final = 2**16
"""Pairs of an item and a cell whose meaning is kept; a file of many different bad cells needs no more."""
LONGEST_LABEL: Final = 40
"""Signs of an attribute that are kept, so that one long cell does not widen the column of a million people."""
LEAST_MARKS: Final = 30
"""Answers to tasks from which a file that holds no other than 0 and 1 may be one of marks."""
UNSEEN: Final = -3
"""A cell of the table that no row has filled yet; becomes `NOT_ASKED`."""


class NoResponses(CompetencesError):
    """A response file in which not one row can be used; `file` names it."""

    code = "no-responses"


def read_responses(
    path: Path, bank: ItemBank, *, scored: bool = False
) -> tuple[Answers, tuple[Problem, ...]]:
    """Give the answers in a file, a row per person in the order of first appearance, and what is wrong in it.

    `scored`: cells of tasks hold 0 for wrong and 1 for right. A file that surely is such a one is read so without being
    told, and says so (`knowledge-scored`); one that may be is read as options (`perhaps-scored`). Raises
    `UnreadableInput`, `NoResponseColumns` and `NoResponses`.
    """
    tables = tabulate(bank)
    found = FileProblems()
    try:
        with opened(path) as file:
            if not scored and _looks_scored(file, path, tables):
                scored = True
                found.note("knowledge-scored", "warning")
            file.seek(0)
            layout = Layout.of(file, path)
            table = Table(tables, layout, found, scored=scored)
            for number, cells in layout.rows(file, found):
                table.take(number, cells)
    except OSError as error:
        raise UnreadableInput(file=str(path), detail=str(error)) from error
    if not table.people:
        raise NoResponses(file=str(path))
    table.name_versions(bank.version)
    table.name_marks()
    return table.answers(), found.problems()


class Table:
    """The growing table of answers; mutable because a million people do not fit twice."""

    def __init__(
        self, tables: Tables, layout: Layout, found: FileProblems, *, scored: bool
    ) -> None:
        self.tables = tables
        self.found = found
        self.scored = scored
        self.marks = self.other_cells = False
        self.cells = bytearray()
        self.people: dict[str, int] = {}
        self._pick = itemgetter(*layout.places)
        self._empty = bytes(np.full(len(tables.items), UNSEEN, dtype=np.int8).tobytes())
        self._known: dict[tuple[str, str], tuple[int, int]] = {}
        self._version = layout.version
        self._versions: dict[str, list[int]] = {}
        self._attributes = [_Labels(name, place) for name, place in layout.attributes.items()]

    def take(self, number: int, cells: list[str]) -> None:
        """Take in one row."""
        person, item, text = self._pick(cells)
        person = person.strip()
        if not person:
            self.found.note("bad-row", "error", {"row": number})
            return
        read = self._known.get((item, text))
        if read is None:
            read = self._read(number, item.strip(), text)
            if read is None:
                return
            if len(self._known) < MOST_REMEMBERED:
                self._known[item, text] = read
        column, byte = read
        row = self.people.get(person)
        if row is None:
            row = self.people[person] = len(self.people)
            self.cells += self._empty
        place = row * len(self._empty) + column
        if self.cells[place] != self._empty[0]:
            where: dict[str, str | int] = {"row": number, "item": item.strip()}
            self.found.note("answer-repeated", "warning", where, {"item": item.strip()})
        self.cells[place] = byte
        for labels in self._attributes:
            labels.take(row, cells)
        if self._version is not None:
            self._versions.setdefault(cells[self._version].strip(), [number, 0])[1] += 1

    def name_versions(self, version: str) -> None:
        """Say which rows were asked with other bank versions than this one; an empty cell is this one."""
        for other, (number, n) in self._versions.items():
            if other not in ("", version):
                values: dict[str, str | float] = {"version": other[:LONGEST_LABEL], "n": n}
                self.found.note("other-bank-version", "warning", {"row": number}, values)

    def name_marks(self) -> None:
        """Say where the answers to tasks, read as options, may be marks: many, and no other than 0 and 1."""
        if self.scored or self.other_cells or not self.marks:
            return
        task = np.array([isinstance(item, Knowledge) for item in self.tables.items])
        cells = np.frombuffer(self.cells, dtype=np.int8).reshape(len(self.people), -1)
        if np.count_nonzero(cells[:, task] != UNSEEN) >= LEAST_MARKS:
            self.found.note("perhaps-scored", "warning")

    def answers(self) -> Answers:
        """Give the answers read so far; the table is theirs from then on."""
        categories = np.frombuffer(self.cells, dtype=np.int8)
        categories[categories == UNSEEN] = NOT_ASKED
        return Answers(
            tuple(item.id for item in self.tables.items),
            categories.reshape(len(self.people), -1),
            {labels.name: labels.column(len(self.people)) for labels in self._attributes},
        )

    def _read(self, number: int, item: str, text: str) -> tuple[int, int] | None:
        """Give the column and the byte of a row not met before; None, with a finding, where it cannot be used."""
        where: dict[str, str | int] = {"row": number, "item": item[:LONGEST_LABEL]}
        column = self.tables.place.get(item)
        if column is None:
            self.found.note("unknown-item-row", "error", where, {"item": item[:LONGEST_LABEL]})
            return None
        if isinstance(self.tables.items[column], Knowledge) and not is_unknown(text):
            mark = mark_in(text) is not None
            self.marks, self.other_cells = self.marks or mark, self.other_cells or not mark
        try:
            category = category_in(self.tables.items[column], text, scored=self.scored)
        except ImpossibleResponse:
            values = {"item": item, "response": text.strip()[:LONGEST_LABEL]}
            self.found.note("impossible-category", "error", where, values)
            return None
        return column, category % 256


class _Labels:
    """One attribute of all people while it is read: a small number per person for the label."""

    def __init__(self, name: str, place: int) -> None:
        self.name = name
        self.place = place
        self.numbers: dict[str, int] = {"": 0}
        self.of_people: list[int] = []

    def take(self, row: int, cells: Sequence[str]) -> None:
        """Take in the label of a person's row; only the first that is not empty counts."""
        if row == len(self.of_people):
            self.of_people.append(0)
        if not self.of_people[row]:
            label = cells[self.place].strip()[:LONGEST_LABEL]
            self.of_people[row] = self.numbers.setdefault(label, len(self.numbers))

    def column(self, people: int) -> Labels:
        """Give the label of each person."""
        chosen = np.array(self.of_people, dtype=np.intp)[:people]
        return np.array(list(self.numbers), dtype=np.str_)[chosen]


def _looks_scored(file: TextIO, path: Path, tables: Tables) -> bool:
    """Say whether a file surely holds marks: 0, 1 or unknown for every task, and often where a list was asked for.

    So it is where tasks that ask for several options or an order have at least `LEAST_MARKS` answers, each of them a
    bare 0 or 1, and both occur. Fewer, or all alike, may be options.
    """
    if not any(_asks_for_a_list(one) for one in tables.items):
        return False
    marks = {0: 0, 1: 0}
    layout = Layout.of(file, path)
    pick = itemgetter(*layout.places)
    for _, cells in layout.rows(file):
        _, item_id, text = pick(cells)
        place = tables.place.get(item_id.strip())
        item = None if place is None else tables.items[place]
        if isinstance(item, Knowledge) and not is_unknown(text):
            mark = mark_in(text)
            if mark is None:
                return False
            marks[mark] += _asks_for_a_list(item)
    return min(marks.values()) > 0 and sum(marks.values()) >= LEAST_MARKS


def _asks_for_a_list(item: Item) -> bool:
    """Say whether an item is a task that several options or an order answer."""
    return isinstance(item, Knowledge) and item.format != "one"
