"""A member's column names to our fields: which column or constant fills which field of the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from competences import LANGUAGES, Problem
from recommender.adapters import Row, Table
from recommender.errors import Unreadable
from recommender.vocabulary import fold, vocabulary

TEMPLATE: Final = (
    "id", "title", "description", "url", "provider", "language", "mode", "place", "postal_code", "region",
    "start", "end", "hours", "price_eur", "audience", "outcomes", "requires", "certificate", "accessibility",
    "funding", "capacity", "last_checked",
)  # fmt: skip
"""The columns of the template, in its order."""
SPOKEN: Final = tuple(
    f"{name}_{language}" for name in ("title", "description") for language in LANGUAGES
)
FLAGS: Final = ("workers_only", "distance_learning")
"""Columns with yes or no: whether only workers may come, whether it is followed from a distance."""
FIELDS: Final = (*TEMPLATE, *SPOKEN, *FLAGS)

TITLES: Final = ("title", *(name for name in SPOKEN if name.startswith("title")))


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says in a field: the text and the name of the column it stands in (our field's for a constant)."""

    text: str = ""
    column: str = ""
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Filling:
    """Per field the column or the constant that fills it."""

    columns: Mapping[str, str]
    constants: Mapping[str, str]

    def fills(self, field: str) -> bool:
        """Say whether anything fills a field."""
        return field in self.columns or field in self.constants

    def cell(self, row: Row, field: str) -> Cell:
        """Give what a row says in a field; a constant stands for all rows."""
        if field in self.constants:
            return Cell(self.constants[field], field, constant=True)
        column = self.columns.get(field, "")
        return Cell(row.cells.get(column, ""), column)


def filling_of(
    table: Table, columns: Mapping[str, str], values: Mapping[str, str]
) -> tuple[Filling, list[Problem]]:
    """Give what fills each field: a constant, else the mapped column, else the column of the field's own name.

    Problems: `mapped-column-missing` (error), `unknown-column`, `misspelt-column`,
    `id-column-missing`, `language-column-missing` (warnings). Raises
    `Unreadable`: `field-unknown`, `no-title-column` (every row would be dropped).
    """
    for field in (*columns, *values):
        if field not in FIELDS:
            raise Unreadable(code="field-unknown", field=field[:80], fields=", ".join(FIELDS))
    named = {
        fold(column): column for column in reversed(table.columns)
    }  # the first of equals stays
    chosen, problems = _chosen(columns, named, table.header)
    for column in table.columns:
        own = _field(column)
        if own and own not in columns and own not in chosen:
            chosen[own] = column
    filling = Filling(chosen, dict(values))
    if not any(map(filling.fills, TITLES)):
        raise Unreadable(code="no-title-column", columns=", ".join(table.columns)[:400])
    problems += _unread(table, filling)
    for field in ("id", "language"):
        if not filling.fills(field):
            where: dict[str, str | int] = {"row": table.header, "column": field}
            problems.append(Problem(f"{field}-column-missing", "warning", where))
    return filling, problems


def _chosen(
    columns: Mapping[str, str], named: Mapping[str, str], header: int
) -> tuple[dict[str, str], list[Problem]]:
    """Give the mapped columns that the file has, and an error for each that it has not."""
    chosen = {}
    problems = []
    for field, wanted in columns.items():
        column = named.get(fold(wanted))
        if column is None:
            where: dict[str, str | int] = {"row": header, "column": wanted[:80]}
            problems.append(
                Problem(
                    "mapped-column-missing", "error", where, {"field": field, "name": wanted[:80]}
                )
            )
        else:
            chosen[field] = column
    return chosen, problems


def _field(column: str) -> str | None:
    """Give the field that a column names by itself, written in any case ("Price EUR")."""
    name = fold(column).replace(" ", "_")
    return name if name in FIELDS else vocabulary().flag(column)


def _unread(table: Table, filling: Filling) -> list[Problem]:
    """Give a warning per column that fills nothing, with the field that its name comes near."""
    read = set(filling.columns.values())
    free = [field for field in FIELDS if not filling.fills(field)]
    problems = []
    for column in table.columns:
        if column in read or _field(column) in filling.constants:
            continue
        where: dict[str, str | int] = {"row": table.header, "column": column[:80]}
        near = get_close_matches(fold(column).replace(" ", "_"), free, n=1, cutoff=0.8)
        values = {"name": column[:80], **({"field": near[0]} if near else {})}
        code = "misspelt-column" if near else "unknown-column"
        problems.append(Problem(code, "warning", where, values))
    return problems
