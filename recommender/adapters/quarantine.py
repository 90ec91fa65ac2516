"""The child process in which foreign XLSX and JSON-LD files are parsed: limits on memory, time and what it inherits.

The parent looks at the directory of an archive, hands the bytes over a pipe and gets a table back as JSON. Whatever
happens to the child, the parent lives.
"""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from competences import Problem
from recommender.adapters.table import Row, Table
from recommender.errors import Unreadable

ENTRIES: Final = 200
UNPACKED: Final = 100 * 2**20
RATIO: Final = 100
"""Limits of an archive: entries, bytes of all of them, and those bytes per byte of the file."""
MEMORY: Final = 512 * 2**20
SECONDS: Final = 10
PATIENCE: Final = 30
"""Limits of the child: bytes of address space, seconds of processor; seconds by the clock that the parent waits."""

_HOUSE: Final = Path(__file__).parents[2]
_ENTRY: Final = b"PK\x01\x02"


def look_into(data: bytes) -> None:
    """Pass an archive whose directory keeps the limits; its promises bind nobody, so the child has limits too.

    Raises `Unreadable`: `file-too-heavy`, `not-a-spreadsheet`.
    """
    if data.count(_ENTRY) > ENTRIES:  # counted before anything is built per entry
        raise Unreadable(code="file-too-heavy")
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(code="not-a-spreadsheet") from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > min(UNPACKED, RATIO * len(data)):
        raise Unreadable(code="file-too-heavy")


def parse(kind: str, data: bytes) -> tuple[Table, list[Problem]]:
    """Give what a child makes of a file of a kind (`xlsx`, `jsonld`): its table and problems.

    Raises `Unreadable` with the child's code, or `file-too-heavy` where the child died or was stopped.
    """
    answer = _answer(kind, data)
    return _table(answer["table"]), [Problem(**problem) for problem in answer["problems"]]


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """Give the rows of each visible sheet of a workbook by its name, as a child reads them; raises as `parse` does."""
    found: dict[str, list[list[str]]] = _answer("sheets", data)["sheets"]
    return found


def _answer(kind: str, data: bytes) -> dict[str, Any]:
    """Give what a child answers; raises as `parse` does."""
    try:
        child = subprocess.run(  # noqa: S603  (our own module, by our own interpreter)
            [sys.executable, "-E", "-s", "-m", "recommender.adapters", kind],
            input=data,
            capture_output=True,
            check=True,
            cwd=_HOUSE,
            env={"OPENBLAS_NUM_THREADS": "1"},  # each of its threads would claim address space
            timeout=PATIENCE,
        )
        answer: dict[str, Any] = json.loads(child.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as error:
        raise Unreadable(code="file-too-heavy") from error
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], **answer["values"])
    return answer


def to_record(table: Table, problems: list[Problem]) -> dict[str, Any]:
    """Give what the child answers, as JSON values."""
    return {
        "table": {
            "columns": table.columns,
            "header": table.header,
            "rows": [[row.number, row.cells] for row in table.rows],
        },
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "where": dict(problem.where),
                "values": dict(problem.values),
            }
            for problem in problems
        ],
    }


def _table(record: dict[str, Any]) -> Table:
    rows = tuple(Row(number, cells) for number, cells in record["rows"])
    return Table(tuple(record["columns"]), rows, record["header"])
