"""XLSX to a table. Runs in the quarantined child only: a far-off cell makes the parser abort its process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from competences import Problem
from recommender.adapters.table import CHARACTERS, COLUMNS, ROWS, Table, clean, table_of
from recommender.errors import Unreadable

Value = int | float | str | bool | time | date | datetime | timedelta

SIGNS: Final = 60_000_000
"""Most characters of a sheet: a text that many cells share weighs once in the file, but often in the table."""
SHEETS: Final = 20
"""Most sheets that are read where all are asked for: each costs what one costs."""


def read(data: bytes) -> tuple[Table, list[Problem]]:
    """Give the table of the first visible sheet, each value as the text that a CSV would hold.

    Problems: `more-sheets`, those of `table_of`. Raises `Unreadable`: `not-a-spreadsheet`, `file-too-heavy`.
    """
    with _opened(data) as (book, names):
        table, problems = table_of(_cells(_rows(book, names[0])))
    if len(names) > 1:
        problems.insert(0, Problem("more-sheets", "warning", {}, {"name": clean(names[0])}))
    return table, problems


def read_sheets(data: bytes) -> dict[str, list[list[str]]]:
    """Give the rows of each visible sheet by its name, each value as `read` gives it; raises as `read` does."""
    with _opened(data) as (book, names):
        if len(names) > SHEETS:
            raise Unreadable(code="file-too-heavy")
        return {name: [cells for _, cells in _cells(_rows(book, name))] for name in names}


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[CalamineWorkbook, list[str]]]:
    """Give a workbook and the names of its visible sheets, of which there is one at least."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if not names:
            raise Unreadable(code="not-a-spreadsheet")
        yield book, names
    except CalamineError as error:
        raise Unreadable(code="not-a-spreadsheet") from error


def _rows(book: CalamineWorkbook, name: str) -> Sequence[Sequence[Value]]:
    """Give the rows of a sheet, a few more than a table holds, so that the table can say that it cut them."""
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=ROWS + 1000)


def as_text(value: Value) -> str:
    """Give a value as a CSV would hold it: 7 for 7.0, days and times in ISO form, durations as h:mm."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 6))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, timedelta):
        hours, seconds = divmod(round(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _cells(rows: Sequence[Sequence[Value]]) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows; one sign more than a table holds is kept, so that the table can say what it cut."""
    signs = 0
    for number, row in enumerate(rows, 1):
        cells = [as_text(value)[: CHARACTERS + 1] for value in row[: COLUMNS + 1]]
        signs += sum(map(len, cells))
        if signs > SIGNS:
            raise Unreadable(code="file-too-heavy")
        yield number, cells
