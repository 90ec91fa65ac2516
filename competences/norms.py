"""The limits of person fit: below which score the answers of one honest person in a hundred lie.

Honest people are drawn from a bank's own prior and answer by its own curves, doubt about the items included; each is
asked by the deep route's choice, as far as the longest length, and read at every length.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from competences.fit import fit_score
from competences.items import ItemBank
from competences.plant import Plant, plant_of
from competences.posterior import Posterior
from competences.text import LANGUAGES
from competences.traits import Floats

LENGTHS: Final = (12, 18, 24, 32, 40, 56, 72)
QUANTILE: Final = 0.01
"""The share of honest people who get a note although nothing is amiss."""


def fit_limits(
    bank: ItemBank, persons: int, seed: int, lengths: Sequence[int] = LENGTHS
) -> tuple[tuple[int, float], ...]:
    """Give pairs of a length and the 1 % quantile of person fit there; the same seed gives the same pairs."""
    shares = honest_fit(bank, persons, seed, lengths)
    return tuple(
        (length, round(float(np.quantile(values, QUANTILE)), 4))
        for length, values in shares.items()
    )


def honest_fit(
    bank: ItemBank, persons: int, seed: int, lengths: Sequence[int] = LENGTHS
) -> dict[int, Floats]:
    """Give the person fit of simulated honest people at each length that the bank has items for, `(persons,)` each."""
    plant = plant_of(bank, "deep")
    most = _longest(plant)
    lengths = [length for length in lengths if length <= most]
    if not lengths:
        return {}
    root = np.linalg.cholesky(plant.prior.covariance + 1e-10 * np.eye(len(plant.prior.mean)))
    found = np.empty((persons, len(lengths)))
    for person in range(persons):
        rng = np.random.default_rng(np.random.SeedSequence([seed, person]))
        truth = plant.prior.mean + root @ rng.standard_normal(len(root))
        found[person] = _shares(plant, truth, lengths, rng, person)
    return {length: found[:, place] for place, length in enumerate(lengths)}


def _longest(plant: Plant) -> int:
    """Give how many scored questions one person can be asked: one of each group, none on trial."""
    groups = plant.balance.groups[plant.balance.eligible[LANGUAGES[0]]]
    return int(np.count_nonzero(groups == 0)) + len(set(groups[groups > 0].tolist()))


def _shares(
    plant: Plant, truth: Floats, lengths: list[int], rng: np.random.Generator, seed: int
) -> list[float]:
    """Give one person's fit at each length."""
    tables, posterior = plant.tables, Posterior(plant.prior)
    asked: list[tuple[int, int]] = []
    shares = []
    for length in range(1, lengths[-1] + 1):
        allowed = plant.balance.allowed([place for place, _ in asked], LANGUAGES[0])
        place = plant.selector.choose(posterior, allowed, len(asked), seed)
        trait = int(tables.trait[place])
        row = tables.draw(place, float(truth[trait]), rng.random())
        posterior.observe(trait, tables.log_likelihood[place, row])
        asked.append((place, row))
        if length in lengths:
            shares.append(fit_score(tables, posterior.copy().settle(), sorted(asked)))
    return shares
