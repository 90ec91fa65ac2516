"""A file of responses, read row by row: CSV `person,item,response`, one response a line.

Further columns are attributes of the person (`language`, `device`, …), of which the first that is not empty counts;
`bank_version` names the version that a person was asked. Rows come in any order. A row that cannot be used is named by
its number (the header is row 1) and everything else is read.
"""

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final

import numpy as np

from competences.calibration.answers import NOT_ASKED, Answers, Labels
from competences.calibration.cells import category_of, is_mark
from competences.calibration.findings import Findings
from competences.calibration.layout import Layout, opened
from competences.curves import Tables, tabulate
from competences.items import ItemBank, Knowledge
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
UNSEEN: Final = -3
"""A cell of the table that no row has filled yet; becomes `NOT_ASKED`."""


class NoResponses(CompetencesError):
    """A response file in which not one row can be used; `file` names it."""

    code = "no-responses"


def read_responses(
    path: Path, bank: ItemBank, *, scored: bool = False
) -> tuple[Answers, tuple[Problem, ...]]:
    """Give the answers in a file, a row per person in the order of first appearance, and what is wrong in it.

    `scored`: cells of tasks hold 0 for wrong and 1 for right. A file in which every task's cell is 0 or 1, and tasks
    that ask for a list are among them, is taken for such a one and says so (`knowledge-scored`). Raises
    `UnreadableInput`, `NoResponseColumns` and `NoResponses`.
    """
    tables = tabulate(bank)
    found = Findings()
    try:
        if not scored and _looks_scored(path, tables):
            scored = True
            found.note("knowledge-scored", "warning")
        with opened(path) as file:
            layout = Layout.of(file, path)
            table = Table(tables, layout, found, scored=scored)
            for number, cells in layout.rows(file, found):
                table.take(number, cells)
    except OSError as error:
        raise UnreadableInput(file=str(path), detail=str(error)) from error
    if not table.people:
        raise NoResponses(file=str(path))
    table.name_versions(bank.version)
    return table.answers(), found.problems()


class Table:
    """The growing table of answers; mutable because a million people do not fit twice."""

    def __init__(self, tables: Tables, layout: Layout, found: Findings, *, scored: bool) -> None:
        self.tables = tables
        self.found = found
        self.scored = scored
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
        try:
            category = category_of(self.tables, column, text, scored=self.scored)
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


def _looks_scored(path: Path, tables: Tables) -> bool:
    """Say whether a file holds marks where lists of options were asked for: only 0, 1 or unknown for every task."""
    if not any(isinstance(one, Knowledge) and one.format != "one" for one in tables.items):
        return False
    lists = 0
    with opened(path) as file:
        layout = Layout.of(file, path)
        pick = itemgetter(*layout.places)
        for _, cells in layout.rows(file):
            _, item_id, text = pick(cells)
            place = tables.place.get(item_id.strip())
            item = None if place is None else tables.items[place]
            if isinstance(item, Knowledge):
                if not is_mark(text):
                    return False
                lists += item.format != "one" and bool(text.strip())
    return lists > 0
