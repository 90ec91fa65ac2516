"""What every catalogue file becomes before its meaning is read: named columns and numbered rows of clean text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from competences import Problem
from recommender.errors import Unreadable

ROWS: Final = 50_000
COLUMNS: Final = 60
CHARACTERS: Final = 4_000
"""Limits of a table: rows under the header, columns, characters of a cell."""

Cells = Sequence[str]

STAYING: Final = frozenset("\n\u200c\u200d")
"""Unseen signs that stay: the line break and the two joiners."""

_BREAK: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
_COMMAND: Final = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
"""What sets colours and moves the cursor of a terminal."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it and its text per column name; empty cells are left out."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Column names in the order of the file, and the rows that hold anything."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header: int = 1


def clean(text: str) -> str:
    """Give a cell's text without edges and signs that nobody sees, in composed form (NFC).

    Signs that command a terminal, turn the direction of writing round or have no width go, and lone surrogates with
    them; joiners stay, for some letters need them. Line breaks and tabs inside stay as one line break or one blank.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _BREAK.sub("\n", _COMMAND.sub("", text)).replace("\t", " ")
    kept = (
        sign
        for sign in text
        if sign in STAYING or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def table_of(numbered: Iterable[tuple[int, Cells]]) -> tuple[Table, list[Problem]]:
    """Give the table of raw cells whose first row that holds anything is the header.

    Problems: `repeated-column`, `too-many-columns`, `too-many-cells`, `too-many-rows`,
    `cell-too-long`. Raises `Unreadable` (`empty-file`) where no row holds anything.
    """
    rows = iter(numbered)
    first = next(((number, cells) for number, cells in rows if any(map(str.strip, cells))), None)
    if first is None:
        raise Unreadable(code="empty-file")
    number, heads = first
    places, problems = _columns(number, heads)
    width = min(len(heads), COLUMNS)
    kept: list[Row] = []
    for row, cells in rows:
        found, wrong = _row(row, cells, places, width)
        if not found and not wrong:
            continue
        if len(kept) == ROWS:
            problems.append(Problem("too-many-rows", "error", {"row": row}, {"most": ROWS}))
            break
        problems += wrong
        kept.append(Row(row, found))
    return Table(tuple(places.values()), tuple(kept), number), problems


def _columns(number: int, heads: Cells) -> tuple[dict[int, str], list[Problem]]:
    """Give the name per position, each name once, and what is wrong with the header."""
    where: dict[str, str | int] = {"row": number}
    problems = []
    if any(map(str.strip, heads[COLUMNS:])):
        problems.append(Problem("too-many-columns", "warning", where, {"most": COLUMNS}))
    places: dict[int, str] = {}
    for position, head in enumerate(heads[:COLUMNS]):
        name = clean(head)[:CHARACTERS]
        if name and name in places.values():
            problems.append(
                Problem("repeated-column", "warning", {**where, "column": name}, {"name": name})
            )
        elif name:
            places[position] = name
    return places, problems


def _row(
    number: int, cells: Cells, places: dict[int, str], width: int
) -> tuple[dict[str, str], list[Problem]]:
    """Give a row's text per column, and what is wrong with its shape."""
    problems = []
    found: dict[str, str] = {}
    for position, name in places.items():
        text = clean(cells[position]) if position < len(cells) else ""
        if len(text) > CHARACTERS:
            where: dict[str, str | int] = {"row": number, "column": name}
            problems.append(Problem("cell-too-long", "warning", where, {"most": CHARACTERS}))
            text = text[:CHARACTERS].rstrip()
        if text:
            found[name] = text
    if width < COLUMNS and any(map(str.strip, cells[width:])):
        problems.append(Problem("too-many-cells", "warning", {"row": number}, {"most": width}))
    return found, problems
