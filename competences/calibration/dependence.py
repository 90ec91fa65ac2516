"""Pairs of items that give each other away: what people answer to one says more about the other than the trait does.

Q3 (Yen 1984): the correlation of the residuals of two items over the people who answered both. Residuals round an
estimate that holds the items themselves go apart, the more the fewer items there are, so what counts is by how much a
pair lies above the usual Q3 of its kind of pair (Christensen, Makransky and Horton 2017). Pairs within a competence are
looked at; a flagged pair should become an exclusion group, of which one item is asked. Where a competence has two items
of a kind alone, their residuals mirror each other and nothing can be seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.calibration.estimates import Answered, Estimates
from competences.items import Item, Knowledge, SelfReport
from competences.traits import Floats

KINDS: Final = (
    frozenset({SelfReport.kind}),
    frozenset({Knowledge.kind}),
    frozenset({SelfReport.kind, Knowledge.kind}),
)
"""The kinds of pairs."""
LEAST_PAIRED: Final = 100
"""People who answered both items, at the least."""
LEAST_EXCESS: Final = 0.2
LEAST_ERRORS: Final = 3.0
"""A pair is flagged when its Q3 also lies so many of its standard errors (1 / root n) above the usual one."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """A pair of items of a competence whose residuals go together; `people` answered both.

    `excess` is by how much its Q3 lies above the median of all pairs of the same two kinds.
    """

    first: str
    second: str
    q3: float
    excess: float
    people: int


def dependent_pairs(estimates: Estimates) -> tuple[Dependence, ...]:
    """Give the flagged pairs, the closest first.

    The residual is the category minus what is expected from all of the person's answers.
    """
    residuals: dict[str, list[tuple[Item, Floats]]] = {}
    for one in estimates.answered():
        if len(one.people) >= LEAST_PAIRED:
            column = np.full(len(estimates), np.nan)
            column[one.people] = _residual(one)
            residuals.setdefault(one.item.competence, []).append((one.item, column))
    pairs = [pair for columns in residuals.values() for pair in _pairs(columns)]
    usual = {kinds: _usual([one for one in pairs if one.kinds == kinds]) for kinds in KINDS}
    found = [pair.told(usual[pair.kinds]) for pair in pairs if pair.flagged(usual[pair.kinds])]
    return tuple(sorted(found, key=lambda pair: (-pair.excess, pair.first, pair.second)))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two items of a competence, how their residuals go together, and over how many people."""

    first: Item
    second: Item
    q3: float
    people: int

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({self.first.kind, self.second.kind})

    def flagged(self, usual: float) -> bool:
        """Say whether the pair lies far enough above the usual Q3."""
        excess = self.q3 - usual
        return excess > LEAST_EXCESS and excess >= LEAST_ERRORS / self.people**0.5

    def told(self, usual: float) -> Dependence:
        """Give the pair as a report has it."""
        first, second = sorted((self.first.id, self.second.id))
        return Dependence(first, second, self.q3, self.q3 - usual, self.people)


def _usual(pairs: Sequence[_Pair]) -> float:
    """Give the median Q3 of some pairs, so that a few bad ones do not hide each other; 0 of none."""
    return float(np.median([one.q3 for one in pairs])) if pairs else 0.0


def _residual(one: Answered) -> Floats:
    curves = one.curves()
    residual: Floats = one.category - one.belief @ (np.arange(len(curves)) @ curves)
    return residual


def _pairs(columns: list[tuple[Item, Floats]]) -> Iterator[_Pair]:
    """Give the pairs of one competence that enough people answered; a column holds NaN where a person did not."""
    q3, people = paired_correlations(np.stack([column for _, column in columns], axis=1))
    for a, b in zip(*np.triu_indices(len(columns), 1), strict=True):
        if people[a, b] >= LEAST_PAIRED:
            yield _Pair(columns[a][0], columns[b][0], float(q3[a, b]), int(people[a, b]))


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
