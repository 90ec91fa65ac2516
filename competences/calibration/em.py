"""The EM algorithm on the numbers of all items: its single step, and the climb to where no number moves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from competences.calibration.curve_arrays import (
    Flags,
    ItemGroup,
    owners_of,
    vector_of,
    with_vector,
)
from competences.calibration.expansion import moves_freely, rescaled
from competences.calibration.expectation import (
    Chunk,
    Expected,
    TraitTable,
    by_group,
    expect,
    narrowest,
    trait_table,
)
from competences.calibration.maximisation import maximised, priors_of
from competences.calibration.quadrature import Quadrature
from competences.calibration.squarem import Climb, Improved, climb
from competences.running import Runner
from competences.traits import Floats

TOLERANCE: Final = 0.0002
"""A trait has settled when no number is farther than this from its end, by the rate at which it converges."""
ROUGH: Final = 3
"""EM steps after which posteriors are about as narrow as at the end."""
REFINEMENTS: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class ItemEM:
    """Everything an EM step needs besides the numbers: persons, runner, items, nodes.

    one_population: whether all persons share one normal a trait, so that it may be expanded.
    """

    chunks: Sequence[Chunk]
    run: Runner
    groups: Sequence[ItemGroup]
    quadrature: Quadrature
    one_population: bool

    @property
    def traits(self) -> int:
        """Give the number of traits."""
        return len(self.quadrature.count)

    @property
    def moving(self) -> Flags:
        """Say which traits have a number that moves."""
        moving = np.zeros(self.traits, dtype=np.bool_)
        for group in self.groups:
            moving[group.trait[group.moves.any(axis=1)]] = True
        return moving

    @property
    def answered(self) -> Flags:
        """Say which traits have an item whose answers enter."""
        answered = np.zeros(self.traits, dtype=np.bool_)
        for group in self.groups:
            answered[group.trait[group.enters]] = True
        return answered

    def tables(self, groups: Sequence[ItemGroup], traits: Flags) -> tuple[TraitTable, ...]:
        """Give the tables of some traits at the numbers of the groups."""
        return tuple(
            trait_table(groups, self.quadrature, int(trait)) for trait in np.flatnonzero(traits)
        )

    def improve(self, numbers: Floats, active: Flags) -> Improved:
        """Give the numbers of the active traits after one EM step."""
        groups = with_vector(self.groups, numbers)
        tables = self.tables(groups, active)
        expected = self._expected(tables)
        counts = self._counts(tables, expected)
        better = [
            self._maximised(group, own, active) for group, own in zip(groups, counts, strict=True)
        ]
        for table, sums in zip(tables, expected, strict=True):
            if self.one_population and moves_freely(better, table.trait):
                better = rescaled(better, sums, self.quadrature, table.trait)
        return Improved(vector_of(better), self._log_posterior(groups, tables, expected))

    def refined(self, numbers: Floats) -> "ItemEM":
        """Give the same with more nodes on traits whose narrowest posterior asks for them."""
        traits = self.moving
        found = np.full(self.traits, np.inf)
        tables = self.tables(with_vector(self.groups, numbers), traits)
        for part in self.run(narrowest, tables, self.chunks):
            found[traits] = np.minimum(found[traits], part)
        return replace(self, quadrature=self.quadrature.refined(found))

    def _expected(self, tables: tuple[TraitTable, ...]) -> list[Expected]:
        """Give the sums of all chunks by table, added in the order of the chunks."""
        total = [Expected.nothing(table) for table in tables]
        for parts in self.run(expect, tables, self.chunks):
            total = [so_far.plus(part) for so_far, part in zip(total, parts, strict=True)]
        return total

    def _counts(
        self, tables: tuple[TraitTable, ...], expected: Sequence[Expected]
    ) -> list[Floats]:
        """Give the expected counts per group, `(items, categories, nodes)`, 0 where nothing entered."""
        most = int(self.quadrature.count.max())
        counts = [np.zeros((*group.numbers.shape, most)) for group in self.groups]
        for table, sums in zip(tables, expected, strict=True):
            parts = by_group(table.shapes, sums.counts)
            for group, total, part in zip(self.groups, counts, parts, strict=True):
                total[group.of_trait(table.trait), :, : part.shape[2]] = part
        return counts

    def _maximised(self, group: ItemGroup, counts: Floats, active: Flags) -> ItemGroup:
        """Give a group with the numbers of the active traits' items after an M step."""
        rows = np.flatnonzero(active[group.trait] & group.moves.any(axis=1))
        part, at = group.rows(rows), self.quadrature.padded()[group.trait[rows]]
        improved = maximised(part, counts[rows], at, self.quadrature.population)
        numbers = group.numbers.copy()
        numbers[rows] = improved.numbers
        return replace(group, numbers=numbers)

    def _log_posterior(
        self,
        groups: Sequence[ItemGroup],
        tables: tuple[TraitTable, ...],
        expected: Sequence[Expected],
    ) -> Floats:
        """Give per trait the log likelihood of the answers with the priors on its items' numbers."""
        total = np.zeros(self.traits)
        for table, sums in zip(tables, expected, strict=True):
            total[table.trait] = sums.log_likelihood
        for group in groups:
            density = priors_of(group, self.quadrature.population).log_density(group.numbers)
            np.add.at(total, group.trait, density)
        return total


def settle(em: ItemEM, most_steps: int) -> tuple[ItemEM, Climb]:
    """Give the EM with the nodes that its posteriors need, and where the climb on them ended."""
    owners, moving = owners_of(em.groups), em.moving
    rough = climb(
        vector_of(em.groups), owners, moving, em.improve, tolerance=TOLERANCE, most=ROUGH
    )
    numbers, steps, settled = rough.numbers, rough.steps, ~moving
    em = em.refined(numbers)
    for _ in range(REFINEMENTS + 1):
        climbed = climb(
            numbers, owners, ~settled, em.improve, tolerance=TOLERANCE, most=most_steps
        )
        numbers, steps = climbed.numbers, steps + climbed.steps
        finer = em.refined(numbers)
        changed = finer.quadrature.count > em.quadrature.count
        settled = climbed.settled & ~changed
        if not changed.any():
            break
        em = finer
    return em, Climb(numbers, steps, settled)
