"""CSV to a table: UTF-8 or, with a warning, Windows-1252; parted by semicolon, comma or tab."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from competences import Problem
from recommender.adapters.table import Table, table_of
from recommender.errors import Unreadable

LINE: Final = 1_000_000
"""Most characters of a line."""
PARTERS: Final = ";,\t"

_END: Final = "\0"
"""A line that no text holds, since zero bytes are refused."""
_QUOTED: Final = re.compile(r'"[^"]*"?')
_TOLD: Final = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)


def read(data: bytes) -> tuple[Table, list[Problem]]:
    """Give the table of a CSV file; a record counts as one row, as in a spreadsheet.

    Problems: `not-utf-8`, `unclosed-quote`, those of `table_of`. Raises `Unreadable`: `empty-file`, `not-a-table` (zero
    bytes, so no text), `line-too-long`.
    """
    text, problems = _text(data)
    told = _TOLD.match(text)
    if told:
        text = text[told.end() :]
    parter = told.group(1) if told else parter_of(text)
    records = _Records(text, parter)
    table, wrong = table_of(records)
    return table, [*problems, *wrong, *records.problems]


def parter_of(text: str) -> str:
    """Give the sign that parts the cells of the first line that holds anything; a comma where none does."""
    line = next((line for line in io.StringIO(text) if line.strip()), "")[:LINE]
    bare = _QUOTED.sub("", line)
    return max(PARTERS, key=bare.count) if any(sign in bare for sign in PARTERS) else ","


def _text(data: bytes) -> tuple[str, list[Problem]]:
    """Give the text of the bytes, and the warning where they are not UTF-8."""
    if b"\0" in data:
        raise Unreadable(code="not-a-table")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return data.decode("cp1252", errors="replace"), [
            Problem("not-utf-8", "warning", {"line": row})
        ]


class _Records:
    """The records of a text with their row numbers; what is wrong is known when all were read."""

    def __init__(self, text: str, parter: str) -> None:
        self.text = text if text.endswith(("\n", "\r")) else text + "\n"
        self.parter = parter
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Go through number and cells; a record whose quotation mark never closes is named and left out."""
        csv.field_size_limit(LINE)
        reader = csv.reader(self._lines(), delimiter=self.parter)
        number, before = 0, 0
        try:
            for number, cells in enumerate(reader, 1):
                if cells and _END in cells[-1]:
                    if cells != [_END]:
                        self._unclosed(number, reader.line_num - before - 2)
                    return
                before = reader.line_num
                yield number, cells
        except csv.Error as error:
            raise Unreadable(code="line-too-long", row=number + 1, most=LINE) from error

    def _lines(self) -> Iterator[str]:
        """Go through the lines, and one more that an open quotation mark would swallow."""
        for number, line in enumerate(io.StringIO(self.text, newline=""), 1):
            if len(line) > LINE:
                raise Unreadable(code="line-too-long", row=number, most=LINE)
            yield line
        yield _END

    def _unclosed(self, number: int, lines: int) -> None:
        self.problems.append(Problem("unclosed-quote", "error", {"row": number}, {"n": lines}))
