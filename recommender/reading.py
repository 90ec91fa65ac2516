"""A catalogue file to trainings and problems: a row goes only where it has no title; no value stops a row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import tee

from competences import Problem
from recommender.adapters import Row, read_rows
from recommender.catalogue import Catalogue, Training, unique
from recommender.mapping import Filling, filling_of
from recommender.training_rows import RowReader
from recommender.versions import version_of
from recommender.vocabulary import fold


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
    out), `id-repeated`, `no-rows`. Raises `Unreadable` where nothing can be read.
    """
    table, problems = read_rows(data, filename)
    filling, found = filling_of(table, columns or {}, values or {})
    problems += found
    trainings, found = _trainings(table.rows, filling)
    problems += found
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
) -> tuple[tuple[Training, ...], list[Problem]]:
    """Give the training of each row that has a title; ids that repeat are told and told apart."""
    reader = RowReader(filling)
    # One row at a time: what is noted of an id belongs to the row that the reader stands at.
    read, again = tee(one for one in map(reader.training, rows) if one is not None)
    kept = []
    for training, name in zip(read, unique(one.id for one in again), strict=True):
        if name != training.id:
            reader.note("id-repeated", "id", value=training.id, kept=name)
        kept.append(replace(training, id=name))
    return tuple(kept), reader.problems


def _course(training: Training) -> tuple[str, ...]:
    """Give what sessions of one course share: provider, titles, language."""
    titles = (fold(title) for title in training.title.to_mapping().values())
    return (fold(training.provider), training.language, *titles)
