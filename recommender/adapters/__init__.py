"""Files of any format to tables: the bytes decide, the name is only compared with them."""

from collections.abc import Mapping
from typing import Final

from competences import Problem
from recommender.adapters import csv_file, quarantine
from recommender.adapters.table import Row, Table, clean
from recommender.errors import Unreadable

__all__ = ["BYTES", "Row", "Table", "kind_of", "read_rows", "read_sheets"]

BYTES: Final = 20 * 2**20
"""Most bytes of a file."""
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": (".csv", ".tsv", ".txt"),
    "jsonld": (".json", ".jsonld"),
    "xlsx": (".xlsx", ".xlsm"),
}

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK: Final = b"\xef\xbb\xbf"


def read_rows(data: bytes, filename: str = "") -> tuple[Table, list[Problem]]:
    """Give the table that a file holds.

    Problems: `wrong-extension`, those of the format. Raises `Unreadable`: `empty-file`, `file-too-large`,
    `old-spreadsheet` (binary or locked by a password), those of the format.
    """
    _bounded(data)
    kind = kind_of(data)
    if kind == "csv":
        table, problems = csv_file.read(data)
    else:
        if kind == "xlsx":
            quarantine.look_into(data)
        table, problems = quarantine.parse(kind, data)
    if "." in filename and not filename.lower().endswith(ENDINGS[kind]):
        values = {"name": clean(filename[-80:]), "kind": kind.upper()}
        problems.insert(0, Problem("wrong-extension", "warning", {}, values))
    return table, problems


def read_sheets(data: bytes) -> dict[str, list[list[str]]]:
    """Give the rows of each visible sheet of a workbook by its name, values as text.

    Raises `Unreadable`: `file-too-large`, `file-too-heavy`, `not-a-spreadsheet`.
    """
    _bounded(data)
    quarantine.look_into(data)
    return quarantine.sheets(data)


def kind_of(data: bytes) -> str:
    """Give `xlsx`, `jsonld` or `csv` by how the bytes begin; raises `Unreadable`."""
    start = data[:4096].removeprefix(_MARK).lstrip()
    if not start and not data.removeprefix(_MARK).strip():
        raise Unreadable(code="empty-file")
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(code="old-spreadsheet")
    if data.startswith(b"PK"):
        return "xlsx"
    return "jsonld" if start.startswith((b"{", b"[")) else "csv"


def _bounded(data: bytes) -> None:
    """Pass bytes that are not too many."""
    if len(data) > BYTES:
        raise Unreadable(code="file-too-large", megabytes=BYTES // 2**20)
