"""Where the latent distribution of each trait is summed, and how dense the sum must be."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from competences.traits import Floats

REACH: Final = 4.5
"""Nodes lie within so many population SDs of the population mean."""
FEWEST: Final = 31
MOST: Final = 121
WIDEST: Final = 2.5
"""A step between nodes may be so many times the narrowest posterior SD."""


@dataclass(frozen=True, slots=True, eq=False)
class Populations:
    """One normal for everybody on each trait: mean and SD, `(traits,)` each."""

    mean: Floats
    sd: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Quadrature:
    """Evenly spaced nodes per trait round its population mean; count: `(traits,)`, 31, 61 or 121 of them."""

    population: Populations
    count: NDArray[np.intp]

    @classmethod
    def over(cls, population: Populations, fewest: int) -> Self:
        """Give the quadrature with the same number of nodes on every trait."""
        return cls(population, np.full(len(population.mean), fewest, dtype=np.intp))

    def units(self, trait: int) -> Floats:
        """Give a trait's nodes in population SDs from the mean."""
        nodes: Floats = np.linspace(-REACH, REACH, self.count[trait])
        return nodes

    def nodes(self, trait: int) -> Floats:
        """Give a trait's nodes on the latent scale."""
        return np.asarray(
            self.population.mean[trait] + self.population.sd[trait] * self.units(trait)
        )

    def log_prior(self, trait: int) -> Floats:
        """Give the logarithms of the population's weights on a trait's nodes."""
        log_density = -(self.units(trait) ** 2) / 2
        return np.asarray(log_density - np.log(np.exp(log_density).sum()))

    def padded(self) -> Floats:
        """Give the nodes of all traits, `(traits, most nodes)`; the population mean stands where a trait has fewer."""
        rows = np.repeat(self.population.mean[:, None], self.count.max(), axis=1)
        for trait, count in enumerate(self.count):
            rows[trait, :count] = self.nodes(trait)
        return rows

    def refined(self, narrowest: Floats) -> Self:
        """Give twice as many nodes to traits whose step exceeds 2.5 of the narrowest posterior SDs, `(traits,)`."""
        step = 2 * REACH * self.population.sd / (self.count - 1)
        coarse = (step > WIDEST * narrowest) & (self.count < MOST)
        return replace(self, count=np.where(coarse, 2 * self.count - 1, self.count))
