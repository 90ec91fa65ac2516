"""The lines of a response file: where each column stands, and the rows that have them all."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Self, TextIO

from competences.calibration.file_problems import FileProblems
from competences.problems import CompetencesError, UnreadableInput

COLUMNS: Final = ("person", "item", "response")
VERSION: Final = "bank_version"
DELIMITERS: Final = (",", ";", "\t")
LONGEST_LINE: Final = 2**16
DAMAGED: Final = "\ufffd"
"""What stands for bytes that are no UTF-8."""


class NoResponseColumns(CompetencesError):
    """A response file whose first line does not name the columns; `file` names it."""

    code = "no-response-columns"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a line: the delimiter, the number of columns, the place of each column that is read."""

    delimiter: str
    width: int
    places: tuple[int, int, int]
    version: int | None
    attributes: Mapping[str, int]

    @classmethod
    def of(cls, file: TextIO, path: Path) -> Self:
        """Give the layout that the first line of a file names; raises `NoResponseColumns`."""
        line = file.readline(LONGEST_LINE)
        delimiter, names = max(
            ((one, _names(line, one)) for one in DELIMITERS),
            key=lambda found: len(set(COLUMNS) & set(found[1])),
        )
        if not set(COLUMNS) <= set(names) or len(set(names)) < len(names):
            raise NoResponseColumns(file=str(path))
        own = {*COLUMNS, VERSION, ""}
        return cls(
            delimiter=delimiter,
            width=len(names),
            places=(names.index("person"), names.index("item"), names.index("response")),
            version=names.index(VERSION) if VERSION in names else None,
            attributes={name: place for place, name in enumerate(names) if name not in own},
        )

    def rows(
        self, file: TextIO, found: FileProblems | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """Give each usable row with its number; a row of another width or with damaged text is a finding.

        Each line is parsed by itself, so that a quote too many spoils its own row only; one that is longer than any row
        can be is one bad row.
        """
        for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), ""), 2):
            whole = line.endswith("\n") or len(line) < LONGEST_LINE
            if not whole:
                _skip_line(file)
            cells = _split(line, self.delimiter) if whole else None
            if cells is not None and len(cells) == self.width and DAMAGED not in line:
                yield number, cells
            elif line.strip() and found is not None:
                found.note("bad-row", "error", {"row": number})


def opened(path: Path) -> TextIO:
    """Give a response file for reading: UTF-8 with or without a mark, what is no text as `DAMAGED`.

    Raises `UnreadableInput` for what is no file, such as a pipe: it is read twice.
    """
    if path.exists() and not path.is_file():
        raise UnreadableInput(file=str(path), detail="it is no file; save it first")
    return path.open(encoding="utf-8-sig", errors="replace", newline=None)


def _names(line: str, delimiter: str) -> list[str]:
    """Give the names of columns in a first line."""
    return [name.strip().lower() for name in _split(line, delimiter) or []]


def _skip_line(file: TextIO) -> None:
    """Read on to the end of a line."""
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith("\n"):
        pass


def _split(line: str, delimiter: str) -> list[str] | None:
    """Give the cells of a line; None where its quotes do not close."""
    if '"' not in line:
        return line.rstrip("\n").split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None
