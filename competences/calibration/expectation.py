"""The E step: what the answers of a chunk of persons say of their places on each trait.

`L = Σ_k O_k·log P_k + log π` over the nodes, softmax W; the expected counts are `R_k = O_kᵀ·W` (Bock & Aitkin 1981),
O_k being the table of ones where category k was answered. A missing answer is a row of zeros. Persons are taken 2,000
at a time in single precision and summed in double, so memory does not grow with the chunk, and chunks of any multiple
of 2,000 give the same sums.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from competences.calibration.answers import UNSURE, Categories
from competences.calibration.curve_arrays import Flags, ItemGroup, Places
from competences.calibration.quadrature import Quadrature
from competences.traits import Floats

Singles = NDArray[np.float32]
Numbers = TypeVar("Numbers", Singles, Floats)

BLOCK: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Persons whose answers are worked on together.

    answers: `(persons, items)` in the order of the bank's tables; cavity_mean, cavity_precision: `(persons, traits)`,
    each person's own prior on the nodes instead of the population's, `exp(-precision·(x - mean)²/2)` made to sum to 1.
    """

    answers: Categories
    cavity_mean: Floats | None = None
    cavity_precision: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TraitTable:
    """All that the E step needs of one trait; picklable, a row per category of each of the trait's items.

    place: `(items,)`, columns of the answers; task: `(items,)`, where "I don't know" counts as wrong; item, category:
    `(rows,)`, which of these items and which answer; shapes: items and categories of each group that the rows come
    from; log_p: `(nodes, rows)`; nodes, log_prior: `(nodes,)`.
    """

    trait: int
    place: Places
    task: Flags
    item: Places
    category: Categories
    shapes: tuple[tuple[int, int], ...]
    log_p: Singles
    nodes: Floats
    log_prior: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Sums over persons: counts `(rows, nodes)`, weights of all who answered `(nodes,)`, and the log likelihood."""

    counts: Floats
    weights: Floats
    log_likelihood: float

    @classmethod
    def nothing(cls, table: TraitTable) -> Self:
        """Give the sums over no persons."""
        return cls(np.zeros(table.log_p.T.shape), np.zeros(len(table.nodes)), 0.0)

    def plus(self, other: Self) -> Self:
        """Give the sums over both lots of persons."""
        return type(self)(
            self.counts + other.counts,
            self.weights + other.weights,
            self.log_likelihood + other.log_likelihood,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Persons who answered an item of the trait.

    given: `(rows, persons)`, 1 where the row's category was answered; weights: `(nodes, persons)`, the posterior;
    log_likelihood: `(persons,)`.
    """

    given: Singles
    weights: Singles
    log_likelihood: Floats


def trait_table(groups: Sequence[ItemGroup], quadrature: Quadrature, trait: int) -> TraitTable:
    """Give the table of one trait at the groups' numbers: rows by group, then item, then category."""
    nodes = quadrature.nodes(trait)
    parts = [group.rows(group.of_trait(trait)) for group in groups]
    log_p = [np.log(part.curves(nodes).p).reshape(-1, len(nodes)) for part in parts]
    sizes = np.concatenate([np.full(len(part.place), part.boundaries + 1) for part in parts])
    category = np.concatenate([np.tile(np.arange(p.boundaries + 1), len(p.place)) for p in parts])
    return TraitTable(
        trait=trait,
        place=np.concatenate([part.place for part in parts]),
        task=np.concatenate([part.task for part in parts]),
        item=np.repeat(np.arange(len(sizes)), sizes),
        category=category.astype(np.int8),
        shapes=tuple((len(part.place), part.boundaries + 1) for part in parts),
        log_p=np.ascontiguousarray(np.concatenate(log_p).T, dtype=np.float32),
        nodes=nodes,
        log_prior=quadrature.log_prior(trait),
    )


def by_group(shapes: Sequence[tuple[int, int]], rows: Numbers) -> list[Numbers]:
    """Give what stands in a trait's rows as one array per group, `(items, categories, …)`."""
    parts, start = [], 0
    for items, categories in shapes:
        own = rows[start : start + items * categories]
        start += items * categories
        parts.append(own.reshape(items, categories, *rows.shape[1:]))
    return parts


def blocks(table: TraitTable, chunk: Chunk) -> Iterator[Block]:
    """Give the posteriors of a chunk's persons on a trait, without those who answered none of its items."""
    for start in range(0, len(chunk.answers), BLOCK):
        part = slice(start, start + BLOCK)
        answers = scored(chunk.answers[part, table.place], table.task).T
        here: Flags = np.any(answers >= 0, axis=0)
        if not here.any():
            continue
        asked = np.ascontiguousarray(answers[:, here])
        given = np.empty((len(table.item), asked.shape[1]), dtype=np.float32)
        np.equal(asked[table.item], table.category[:, None], out=given)
        scores = table.log_p @ given
        scores += _log_prior(table, chunk, part, here)
        top = scores.max(axis=0)
        weights = np.exp(scores - top)
        total = weights.sum(axis=0)
        weights /= total
        yield Block(given, weights, top.astype(np.float64) + np.log(total))


def scored(answers: Categories, task: Flags) -> Categories:
    """Give answers with "I don't know" to a task as wrong; to a statement it stays without a category."""
    if not task.any():
        return answers
    return np.where((answers == UNSURE) & task, np.int8(0), answers)


def expect(tables: tuple[TraitTable, ...], chunk: Chunk) -> tuple[Expected, ...]:
    """Give each trait's expected counts over the persons of a chunk; a pure task."""
    return tuple(_expected(table, chunk) for table in tables)


def narrowest(tables: tuple[TraitTable, ...], chunk: Chunk) -> Floats:
    """Give the smallest posterior SD on each trait among the persons of a chunk, infinite without any; a pure task."""
    found = np.full(len(tables), np.inf)
    for k, table in enumerate(tables):
        nodes = table.nodes[:, None]
        for block in blocks(table, chunk):
            mean = np.sum(nodes * block.weights, axis=0)
            variance = np.sum((nodes - mean) ** 2 * block.weights, axis=0)
            found[k] = min(found[k], np.sqrt(variance.min()))
    return found


def _expected(table: TraitTable, chunk: Chunk) -> Expected:
    counts = np.zeros(table.log_p.T.shape)
    weights = np.zeros(len(table.nodes))
    log_likelihood = 0.0
    for block in blocks(table, chunk):
        counts += block.given @ block.weights.T
        weights += block.weights.sum(axis=1, dtype=np.float64)
        log_likelihood += float(block.log_likelihood.sum())
    return Expected(counts, weights, log_likelihood)


def _log_prior(table: TraitTable, chunk: Chunk, part: slice, here: Flags) -> Singles:
    """Give the logarithm of the prior on the nodes: `(nodes, 1)` for all, or `(nodes, persons)` from cavities."""
    if chunk.cavity_mean is None or chunk.cavity_precision is None:
        return table.log_prior[:, None].astype(np.float32)
    mean = chunk.cavity_mean[part, table.trait][here]
    precision = chunk.cavity_precision[part, table.trait][here]
    log_density = -precision * (table.nodes[:, None] - mean) ** 2 / 2
    log_density -= log_density.max(axis=0)
    log_density -= np.log(np.exp(log_density).sum(axis=0))
    return log_density.astype(np.float32)
