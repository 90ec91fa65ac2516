"""Pairs of items that give each other away: what people answer to one says more about the other than the trait does.

Q3 (Yen 1984): the correlation of the residuals of two items over the people who answered both. Pairs within a
competence are looked at; a flagged pair should become an exclusion group, of which one item is asked.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.calibration.estimates import Answered, Estimates
from competences.traits import Floats

LEAST_PAIRED: Final = 100
"""People who answered both items, at the least."""
LEAST_Q3: Final = 0.2
LEAST_ERRORS: Final = 3.0
"""A correlation is flagged when it also lies so many of its standard errors (1 / root n) above 0."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """A pair of items of a competence whose residuals go together; `people` answered both."""

    first: str
    second: str
    q3: float
    people: int


def dependent_pairs(estimates: Estimates) -> tuple[Dependence, ...]:
    """Give the flagged pairs, the closest first.

    The residual is the category minus what is expected from all of the person's answers.
    """
    residuals: dict[str, list[tuple[str, Floats]]] = {}
    for one in estimates.answered():
        if len(one.people) >= LEAST_PAIRED:
            column = np.full(len(estimates), np.nan)
            column[one.people] = _residual(one)
            residuals.setdefault(one.item.competence, []).append((one.item.id, column))
    found = [pair for columns in residuals.values() for pair in _flagged(columns)]
    return tuple(sorted(found, key=lambda pair: (-pair.q3, pair.first, pair.second)))


def _residual(one: Answered) -> Floats:
    curves = one.curves()
    residual: Floats = one.category - one.belief @ (np.arange(len(curves)) @ curves)
    return residual


def _flagged(columns: list[tuple[str, Floats]]) -> list[Dependence]:
    """Give the flagged pairs among the items of one competence; a column holds NaN where a person did not answer."""
    ids = [item for item, _ in columns]
    table = np.stack([column for _, column in columns], axis=1)
    q3, people = paired_correlations(table)
    error = 1 / np.sqrt(np.maximum(people, 1))
    flagged = (people >= LEAST_PAIRED) & (q3 > LEAST_Q3) & (q3 >= LEAST_ERRORS * error)
    return [
        Dependence(min(ids[a], ids[b]), max(ids[a], ids[b]), float(q3[a, b]), int(people[a, b]))
        for a, b in zip(*np.nonzero(np.triu(flagged, 1)), strict=True)
    ]


def paired_correlations(table: Floats) -> tuple[Floats, Floats]:
    """Give the correlations of columns over the rows that have both, and how many those are; 0 where none vary.

    `table`: `(persons, items)`, NaN for no answer; both results `(items, items)`.
    """
    return _paired(table, correlation=True)


def paired_covariances(table: Floats) -> tuple[Floats, Floats]:
    """Give the covariances (divisor n - 1) of columns over the rows that have both, and how many those are."""
    return _paired(table, correlation=False)


def _paired(table: Floats, *, correlation: bool) -> tuple[Floats, Floats]:
    has = np.isfinite(table).astype(np.float64)
    # near 0 before squares are taken; a pair's own mean goes out below
    middle = np.nansum(table, axis=0) / np.maximum(has.sum(axis=0), 1)
    value = np.where(has > 0, table - middle, 0.0)
    people = has.T @ has
    count = np.maximum(people, 1)
    # sums over the people of each pair: a column's own, its squares, the products
    total, square = value.T @ has, (value**2).T @ has
    product = value.T @ value - total * total.T / count
    if not correlation:
        return product / np.maximum(people - 1, 1), people
    variance = np.maximum(square - total**2 / count, 0.0)
    scale = np.sqrt(variance * variance.T)
    varies = scale > 1e-9 * count
    return np.where(varies, product / np.where(varies, scale, 1.0), 0.0), people
