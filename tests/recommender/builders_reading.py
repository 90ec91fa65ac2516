"""Catalogue files and rows for the tests of the reading side, from plain values."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from competences import Problem
from recommender.catalogue import Catalogue, Training
from recommender.errors import Unreadable
from recommender.reading import read_catalogue

Result = TypeVar("Result")

CATALOGUES = Path(__file__).parents[3] / "shared" / "catalogues"
WALLOON = CATALOGUES / "be_ict_trainings_fr_dev.csv"
WALLOON_COLUMNS = {
    "id": "source_id",
    "place": "locality",
    "hours": "duration_hours_est",
    "price_eur": "cost_eur",
}


def csv_of(*rows: Sequence[str], parter: str = ",") -> bytes:
    """Give the bytes of a CSV whose first row is the header; cells are quoted."""
    lines = (parter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join([*lines, ""]).encode()


def row_of(**cells: str) -> bytes:
    """Give a catalogue of one training with an id, a title and a language unless told otherwise."""
    row = {"id": "a", "title": "Cours", "language": "fr", **cells}
    return csv_of(list(row), list(row.values()))


def read(data: bytes, name: str = "c.csv", **options: Any) -> tuple[Catalogue, list[Problem]]:
    """Give what a file holds."""
    return read_catalogue(data, name, **options)


def one(**cells: str) -> Training:
    """Give the only training of a row."""
    (training,) = read(row_of(**cells))[0]
    return training


def codes(problems: Sequence[Problem]) -> list[str]:
    """Give the codes of problems in their order."""
    return [problem.code for problem in problems]


def told(**cells: str) -> list[str]:
    """Give the codes of the problems of a row."""
    return codes(read(row_of(**cells))[1])


def attempted(call: Callable[[], Result]) -> Result | None:
    """Give what a call gives, or None where it refuses the file with a sentence."""
    try:
        return call()
    except Unreadable as error:
        if not str(error):
            raise
    return None


def refused(call: Callable[[], object]) -> Unreadable:
    """Give the error with which a call refuses a file."""
    with pytest.raises(Unreadable) as caught:
        call()
    return caught.value


def xlsx_of(*rows: Sequence[object], far: bool = False, sheets: int = 1) -> bytes:
    """Give the bytes of a workbook; `far` puts one cell into the last corner of the sheet."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number in range(sheets):
        sheet = book.add_worksheet()
        for r, row in enumerate(rows if number == 0 else ()):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, value, day)
                else:
                    sheet.write(r, c, value)
        if far:
            sheet.write(1_048_575, 16_383, "x")
    book.close()
    return made.getvalue()


def zip_of(**entries: bytes) -> bytes:
    """Give the bytes of an archive."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_entry(book: bytes, name: str, content: str) -> bytes:
    """Give a workbook in which one part is another."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return made.getvalue()
