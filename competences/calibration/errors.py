"""Standard errors of item numbers, from the cross-products of persons' scores.

A person's score is the gradient of their marginal log likelihood, `Σ_x W_x·∂log P_k(x)/∂number` for the category k they
chose (Louis 1982); the sum of its cross-products over persons estimates the information. The priors' precision is
added. The full matrix of a trait is used where persons are many enough, a block per item otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from competences.calibration.curve_arrays import ItemGroup
from competences.calibration.expectation import Block, Chunk, Singles, TraitTable, blocks, by_group
from competences.calibration.maximisation import priors_of
from competences.calibration.quadrature import Populations
from competences.traits import Floats

PERSONS_A_NUMBER: Final = 5
"""The full matrix needs so many persons per number."""
LARGEST: Final = 2_000
"""Traits with more numbers than this take blocks: a chunk's matrix stays under 32 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """What the scores of one trait are made of.

    table: of the E step; by_log_slope: `(rows, nodes)`, derivative of log P by the log slope; below, above: likewise,
    by the boundary below and above the category, 0 where there is none; full: whether scores of different items are
    crossed.
    """

    table: TraitTable
    by_log_slope: Singles
    below: Singles
    above: Singles
    full: bool


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """Sums over persons of one trait: cross-products of scores and the log likelihood.

    products: one `(numbers, numbers)` matrix, or per group `(items, numbers an item, numbers an item)`.
    """

    products: tuple[Floats, ...]
    log_likelihood: float

    def plus(self, other: Self) -> Self:
        """Give the sums over both lots of persons."""
        pairs = zip(self.products, other.products, strict=True)
        return type(self)(
            tuple(one + another for one, another in pairs),
            self.log_likelihood + other.log_likelihood,
        )


def wants_full(numbers: int, persons: int) -> bool:
    """Say whether a trait's numbers get the full matrix."""
    return numbers <= LARGEST and persons >= PERSONS_A_NUMBER * numbers


def score_table(groups: Sequence[ItemGroup], table: TraitTable, *, full: bool) -> ScoreTable:
    """Give the score table that belongs to a trait's table of the E step."""
    nodes = table.nodes
    slope, below, above = [], [], []
    parts = [group.rows(group.of_trait(table.trait)) for group in groups]
    for part in parts:
        curves = part.curves(nodes)
        none = np.zeros_like(curves.p[:, :1])
        slope.append(curves.by_log_slope / curves.p)
        below.append(-np.concatenate([none, curves.fall], axis=1) / curves.p)
        above.append(np.concatenate([curves.fall, none], axis=1) / curves.p)
    return ScoreTable(
        table=table,
        by_log_slope=_rows(slope, len(nodes)),
        below=_rows(below, len(nodes)),
        above=_rows(above, len(nodes)),
        full=full,
    )


def cross_products(tables: tuple[ScoreTable, ...], chunk: Chunk) -> tuple[Products, ...]:
    """Give each trait's cross-products over the persons of a chunk; a pure task."""
    return tuple(_products(table, chunk) for table in tables)


def covariances(
    groups: Sequence[ItemGroup], table: ScoreTable, products: Products, population: Populations
) -> list[Floats]:
    """Give per group of one trait the covariance of each item's numbers, `(items, numbers, numbers)`.

    Numbers that do not move have no covariance: rows and columns of 0.
    """
    parts = [group.rows(group.of_trait(table.table.trait)) for group in groups]
    if table.full:
        return _from_full(parts, products.products[0], population)
    return [
        _from_blocks(part, information, population)
        for part, information in zip(parts, products.products, strict=True)
    ]


def _rows(parts: Sequence[Floats], nodes: int) -> Singles:
    return np.concatenate([part.reshape(-1, nodes) for part in parts]).astype(np.float32)


def _products(table: ScoreTable, chunk: Chunk) -> Products:
    sizes = [items * numbers for items, numbers in table.table.shapes]
    if table.full:
        sums = [np.zeros((sum(sizes), sum(sizes)))]
    else:
        sums = [np.zeros((items, numbers, numbers)) for items, numbers in table.table.shapes]
    log_likelihood = 0.0
    for block in blocks(table.table, chunk):
        scores = _scores(table, block)
        log_likelihood += float(block.log_likelihood.sum())
        if table.full:
            row = np.concatenate([one.reshape(-1, one.shape[2]) for one in scores])
            sums[0] += row @ row.T
        else:
            for place, one in enumerate(scores):
                sums[place] += one @ one.transpose(0, 2, 1)
    return Products(tuple(sums), log_likelihood)


def _scores(table: ScoreTable, block: Block) -> list[Singles]:
    """Give the persons' scores, per group `(items, numbers, persons)`."""
    slope = (table.by_log_slope @ block.weights) * block.given
    below = (table.below @ block.weights) * block.given
    above = (table.above @ block.weights) * block.given
    scores = []
    for common, low, high in zip(
        *(by_group(table.table.shapes, part) for part in (slope, below, above)), strict=True
    ):
        # a boundary is met by who chose the category over it and by who chose the one under it
        locations = low[:, 1:] + high[:, :-1]
        scores.append(np.concatenate([common.sum(axis=1, keepdims=True), locations], axis=1))
    return scores


def _from_full(
    parts: Sequence[ItemGroup], products: Floats, population: Populations
) -> list[Floats]:
    precision = np.concatenate([priors_of(part, population).precision.ravel() for part in parts])
    moves = np.concatenate([part.moves.ravel() for part in parts])
    information = products[np.ix_(moves, moves)] + np.diag(precision[moves])
    covariance = np.zeros_like(products)
    if moves.any():
        covariance[np.ix_(moves, moves)] = np.linalg.inv(information)
    found, start = [], 0
    for part in parts:
        items, numbers = part.numbers.shape
        place = start + np.arange(items * numbers).reshape(items, numbers)
        start += items * numbers
        found.append(covariance[place[:, :, None], place[:, None, :]])
    return found


def _from_blocks(part: ItemGroup, products: Floats, population: Populations) -> Floats:
    both = part.moves[:, :, None] & part.moves[:, None, :]
    precision = priors_of(part, population).precision
    information = products + precision[:, :, None] * np.eye(precision.shape[1])
    inverse = np.linalg.inv(np.where(both, information, np.eye(precision.shape[1])))
    return np.asarray(np.where(both, inverse, 0.0))
