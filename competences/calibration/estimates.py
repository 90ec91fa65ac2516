"""What answers say about people, trait by trait, under a calibrated bank: the ground on which all checks stand.

Each person's other traits come in as the cavity of expectation propagation, a normal; the answers to the trait's own
items come in exactly, on the nodes. Leaving one item out of a trait is then one division.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.calibration.answers import NOT_ASKED, UNSURE, Categories
from competences.calibration.many_posteriors import (
    Posteriors,
    answer_tables,
    blocks,
    evidence_of,
    no_sites,
)
from competences.curves import Tables, category_probabilities
from competences.items import Item, Knowledge
from competences.nodes import NODES
from competences.traits import Floats, Prior

Places = NDArray[np.intp]
SWEPT: Final = 1e-4
"""Where the sweeps over a person's traits stop; a check needs no more."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """People, their answers, and what these say about each trait.

    categories: `(persons, items)` in the tables' order; mean: `(persons, traits)` and covariance: `(persons, traits,
    traits)`, single precision, after all answers; cavity_mean, cavity_precision: `(persons, traits)`, the normal that
    stands for everything but the answers to a trait's own items; left_out: places of items whose answers say nothing of
    people, as those on trial; one of them is still held against what the other answers say.
    """

    tables: Tables
    prior: Prior
    categories: Categories
    mean: Floats
    covariance: NDArray[np.float32]
    cavity_mean: Floats
    cavity_precision: Floats
    left_out: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.categories)

    def leaves_out(self, item: str) -> bool:
        """Say whether the answers to an item say nothing of people."""
        return self.tables.place[item] in self.left_out

    def rows(self, chosen: NDArray[np.bool_]) -> "Estimates":
        """Give some of the people."""
        return replace(
            self,
            categories=self.categories[chosen],
            mean=self.mean[chosen],
            covariance=self.covariance[chosen],
            cavity_mean=self.cavity_mean[chosen],
            cavity_precision=self.cavity_precision[chosen],
        )

    def answered(self) -> Iterator["Answered"]:
        """Give each item that somebody answered, trait by trait, with what is believed of those who did."""
        for trait in np.unique(self.tables.trait):
            log_density = self.log_density(int(trait))
            for place in np.flatnonzero(self.tables.trait == trait):
                people = np.flatnonzero(said(self.tables.items[place], self.categories[:, place]))
                if len(people):
                    yield self._answered(int(place), people, log_density[people])

    def log_density(self, trait: int) -> Floats:
        """Give the log density of a trait on the nodes, not normed, `(persons, nodes)`."""
        precision = self.cavity_precision[:, trait, None]
        density = (-0.5 * precision) * (NODES - self.cavity_mean[:, trait, None]) ** 2
        for place in np.flatnonzero(self.tables.trait == trait):
            if int(place) not in self.left_out:
                rows = self.table_rows(int(place))
                asked = np.flatnonzero(rows >= 0)
                density[asked] += self.tables.log_likelihood[place, rows[asked]]
        return density

    def table_rows(self, place: int) -> Places:
        """Give the row of an item's table that each person's answer reads, -1 where there is none."""
        categories = self.categories[:, place].astype(np.intp)
        unsure = 0 if isinstance(self.tables.items[place], Knowledge) else self.tables.steps[place]
        return np.where(categories == UNSURE, unsure, categories)

    def _answered(self, place: int, people: Places, log_density: Floats) -> "Answered":
        rows = self.table_rows(place)[people]
        own = self.tables.log_likelihood[place, rows]
        rest = log_density if place in self.left_out else log_density - own
        return Answered(
            place=place,
            item=self.tables.items[place],
            people=people,
            category=rows,
            belief=normed(rest + own),
            rest_mean=normed(rest) @ NODES,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """One item and those who gave it a category, "I don't know" to a statement not among them.

    people: `(n,)` places of the persons; category: `(n,)`; belief: `(n, nodes)` weights of the trait after all answers
    that are believed, and this one; rest_mean: `(n,)` mean of the trait from those but this one.
    """

    place: int
    item: Item
    people: Places
    category: Places
    belief: Floats
    rest_mean: Floats

    def rows(self, chosen: NDArray[np.bool_]) -> "Answered":
        """Give the item with some of its people."""
        return replace(
            self,
            people=self.people[chosen],
            category=self.category[chosen],
            belief=self.belief[chosen],
            rest_mean=self.rest_mean[chosen],
        )

    def curves(self) -> Floats:
        """Give the probability of each category on the nodes, `(categories, nodes)`."""
        return category_probabilities(self.item, NODES)[0]


def estimates_of(
    tables: Tables, prior: Prior, categories: Categories, left_out: frozenset[int] = frozenset()
) -> Estimates:
    """Give what answers `(persons, items)`, items in the tables' order, say under a prior; some items not believed."""
    believed = categories.copy()
    believed[:, sorted(left_out)] = NOT_ASKED
    likelihoods, traits = answer_tables(tables), len(prior.mean)
    parts = []
    covariance = np.empty((len(categories), traits, traits), dtype=np.float32)
    for rows in blocks(len(categories), traits):
        posteriors = Posteriors(prior, no_sites(len(believed[rows]), traits))
        posteriors.settle(evidence_of(likelihoods, believed[rows], traits), SWEPT)
        covariance[rows] = posteriors.covariance
        parts.append((posteriors.mean, *posteriors.cavities()))
    mean, cavity_mean, cavity_precision = (
        np.concatenate([np.zeros((0, traits)), *(part[k] for part in parts)]) for k in range(3)
    )
    return Estimates(
        tables, prior, categories, mean, covariance, cavity_mean, cavity_precision, left_out
    )


def said(item: Item, categories: Categories) -> NDArray[np.bool_]:
    """Say who gave an item a category; "I don't know" to a task is a wrong answer, to a statement none."""
    least = UNSURE if isinstance(item, Knowledge) else 0
    given: NDArray[np.bool_] = (categories >= least) & (categories != NOT_ASKED)
    return given


def normed(log_density: Floats) -> Floats:
    """Give the weights on the nodes that sum to 1 in each row."""
    density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    weights: Floats = density / density.sum(axis=1, keepdims=True)
    return weights
