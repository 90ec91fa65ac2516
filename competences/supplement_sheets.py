"""A supplement as a workbook: its named sheets to official texts. Row 1 of a sheet names the columns.

Columns are found by their names, translations by the language after them: “Learning outcome (nl)”.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from competences.framework import Framework
from competences.problems import Problem
from competences.supplement import (
    ORIGINAL,
    Entry,
    Kind,
    OfficialText,
    UnusableSupplement,
    folded,
    plain,
)
from competences.supplement_judging import judged
from competences.text import LANGUAGES

Cell = str | float
"""A number stays one where a reader of workbooks hands it on so: 1.1 is the competence “1.1”."""
Rows = Sequence[Sequence[Cell]]
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a kind of text stands: its sheet and the columns of its parts; empty for what it does not have."""

    kind: Kind
    sheet: str
    code: str
    text: str
    level: str = ""
    facet: str = ""
    ai: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns that the sheet must have."""
        named = (COMPETENCE, self.code, self.text, self.level, self.facet, self.ai)
        return tuple(filter(None, named))


COMPETENCE: Final = "Competence number"
LEVELS: Final = ("Proficiency Levels", "Proficiency level name")
LAYOUTS: Final = (
    Layout("descriptor", "Competence Areas&Competences", COMPETENCE, "Competence descriptor"),
    Layout(
        "statement",
        "Competence Statements",
        "Competence statement ID",
        "Competence statement",
        level="Proficiency level name",
        ai="AI label",
    ),
    Layout(
        "outcome",
        "Learning Outcomes",
        "Learning Outcome ID",
        "Learning Outcome",
        level="Proficiency level",
        facet="Knowledge skill or attitude",
        ai="AI label",
    ),
)


def from_sheets(
    sheets: Mapping[str, Rows], framework: Framework
) -> tuple[tuple[OfficialText, ...], list[Problem]]:
    """Give the texts of a workbook's sheets by name, and what is wrong in them, by sheet and row.

    Problems: those of `judged`. Raises `UnusableSupplement`: `supplement-lacks-sheet`, `supplement-lacks-column`.
    """
    sheet, column = LEVELS
    levels = [cells[folded(column)] for _, cells in _records(sheets, sheet, (column,))]
    entries = [entry for layout in LAYOUTS for entry in _entries(sheets, layout)]
    return judged(entries, levels, framework)


def _entries(sheets: Mapping[str, Rows], layout: Layout) -> Iterator[Entry]:
    """Go through the entries of one sheet."""
    for where, cells in _records(sheets, layout.sheet, layout.columns):
        yield Entry(
            where,
            layout.kind,
            cells[folded(layout.code)],
            cells[folded(COMPETENCE)],
            cells.get(folded(layout.level), ""),
            cells.get(folded(layout.facet), ""),
            cells.get(folded(layout.ai), ""),
            {one: cells.get(_column(layout.text, one), "") for one in LANGUAGES},
        )


def _column(text: str, language: str) -> str:
    """Give the folded name of the column that holds a text in a language."""
    return folded(text if language == ORIGINAL else f"{text} ({language})")


def _records(
    sheets: Mapping[str, Rows], title: str, needed: Sequence[str]
) -> Iterator[tuple[dict[str, str | int], Cells]]:
    """Go through the rows of a sheet that hold anything: where each stands, and its text per folded column."""
    name = next((one for one in sheets if _bare(one) == folded(title)), None)
    if name is None:
        raise UnusableSupplement(code="supplement-lacks-sheet", sheet=title)
    rows = sheets[name]
    head = [folded(_said(cell)) for cell in rows[0]] if rows else []
    for column in needed:
        if folded(column) not in head:
            raise UnusableSupplement(code="supplement-lacks-column", sheet=name, column=column)
    for number, row in enumerate(rows[1:], 2):
        texts = [_said(cell) for cell in row]
        if any(texts):
            # a row may end before its sheet does
            cells = {**dict.fromkeys(head, ""), **dict(zip(head, texts, strict=False))}
            yield {"sheet": name, "row": number}, cells


def _bare(name: str) -> str:
    """Give the folded name of a sheet without the number before it."""
    return folded(name).lstrip("0123456789. ")


def _said(cell: Cell) -> str:
    """Give a cell's text; a number as it is written, without a point where it is whole."""
    return plain(cell) if isinstance(cell, str) else f"{cell:g}"
