"""A catalogue file to trainings and problems: a row goes only where it has no title; no value stops a row."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import tee
from typing import Final

from competences import Problem
from recommender.adapters import Row, read_rows
from recommender.catalogue import Catalogue, Training, unique
from recommender.circles import circles, waiting
from recommender.copies import copies
from recommender.mapping import Filling, filling_of
from recommender.training_rows import RowReader
from recommender.versions import version_of
from recommender.vocabulary import fold

NAMED: Final = 5
"""So many ids of a circle or of copies are named in a problem; the rest is counted."""


def read_catalogue(
    data: bytes,
    filename: str,
    *,
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> tuple[Catalogue, list[Problem]]:
    """Give the catalogue of a file (CSV, XLSX, JSON-LD) and what is wrong in it, by row and column.

    `columns` maps a field of ours to a column of theirs, `values` sets a field for all rows. A problem's `where` holds
    `row` (as a spreadsheet counts, the header being 1) and `column` where it has them; its sentence stands in
    `sentences.py`. Problems: those of `adapters`, `filling_of` and `RowReader`, `no-title` (error: the row is left
    out), `id-repeated`, `no-rows`, `duplicate-training`, `circular-requirement`, `behind-circle`. Raises `Unreadable`
    where nothing can be read.
    """
    table, problems = read_rows(data, filename)
    filling, found = filling_of(table, columns or {}, values or {})
    problems += found
    trainings, numbers, found = _trainings(table.rows, filling)
    told = {one.where.get("row") for one in found if one.code == "id-repeated"}
    problems += [
        *found,
        *_copied(trainings, numbers, told),
        *_circular(trainings, numbers),
    ]
    if not table.rows:
        problems.append(Problem("no-rows", "warning", {"row": table.header}))
    trainings = grouped(trainings)
    return Catalogue(trainings, version=version_of(trainings)), problems


def grouped(trainings: Sequence[Training]) -> tuple[Training, ...]:
    """Give the trainings with a `group` where one provider offers one title several times: sessions of one course.

    The group is called by the id of its first session; nobody's title and no provider's courses are left alone.
    """
    names = [_course(training) for training in trainings]
    times = Counter(names)
    first: dict[tuple[str, ...], str] = {}
    for training, name in zip(trainings, names, strict=True):
        first.setdefault(name, training.id)
    return tuple(
        replace(training, group=first[name]) if name[0] and times[name] > 1 else training
        for training, name in zip(trainings, names, strict=True)
    )


def _trainings(
    rows: Sequence[Row], filling: Filling
) -> tuple[tuple[Training, ...], list[int], list[Problem]]:
    """Give the training of each row that has a title, and its row; ids that repeat are told and told apart."""
    reader = RowReader(filling)
    # One row at a time: what is noted of an id belongs to the row that the reader stands at.
    read, again = tee(
        (one, row.number) for row in rows if (one := reader.training(row)) is not None
    )
    kept, numbers = [], []
    for (training, number), name in zip(read, unique(one.id for one, _ in again), strict=True):
        if name != training.id:
            reader.note("id-repeated", "id", value=training.id, kept=name)
        kept.append(replace(training, id=name))
        numbers.append(number)
    return tuple(kept), numbers, reader.problems


def _copied(
    trainings: Sequence[Training], rows: Sequence[int], told: Container[object]
) -> list[Problem]:
    """Give a warning for each training that stands in the file under several ids, at its first row.

    Rows that are told for their repeated id are left out.
    """
    problems = []
    for first, *others in copies(trainings):
        new = [place for place in others if rows[place] not in told]
        if new:
            values: dict[str, str | float] = {"n": len(new), "ids": _ids(trainings, new)}
            problems.append(Problem("duplicate-training", "warning", {"row": rows[first]}, values))
    return problems


def _circular(trainings: Sequence[Training], rows: Sequence[int]) -> list[Problem]:
    """Give a warning for each circle of requirements, at its first row, and one for what waits behind them."""
    found = circles(trainings)
    problems = [
        Problem(
            "circular-requirement",
            "warning",
            {"row": rows[circle[0]]},
            {"n": len(circle), "ids": _ids(trainings, circle)},
        )
        for circle in found
    ]
    behind = sorted({*waiting(trainings)}.difference(*found)) if found else []
    if behind:
        values: dict[str, str | float] = {"n": len(behind), "ids": _ids(trainings, behind)}
        problems.append(Problem("behind-circle", "warning", {"row": rows[behind[0]]}, values))
    return problems


def _ids(trainings: Sequence[Training], places: Sequence[int]) -> str:
    """Give the first ids, and dots where there are more."""
    named = [trainings[place].id for place in places[:NAMED]]
    return ", ".join([*named, "…"] if len(places) > NAMED else named)


def _course(training: Training) -> tuple[str, ...]:
    """Give what sessions of one course share: provider, titles, language."""
    titles = (fold(title) for title in training.title.to_mapping().values())
    return (fold(training.provider), training.language, *titles)
