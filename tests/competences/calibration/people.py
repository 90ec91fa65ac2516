"""People drawn from a bank's own prior, their answers, and what these say of them."""

import numpy as np
from numpy.typing import NDArray

from competences import ItemBank
from competences.calibration.answers import Categories
from competences.calibration.estimates import Estimates, estimates_of
from competences.curves import tabulate
from competences.traits import Floats, prior_of
from tests.competences.calibration.builders import drawn_answers, generator


def drawn_places(bank: ItemBank, persons: int, rng: np.random.Generator) -> Floats:
    """Give people's places `(persons, traits)` from the bank's prior."""
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    root = np.linalg.cholesky(prior.covariance)
    return np.asarray(prior.mean + rng.standard_normal((persons, len(root))) @ root.T)


def answers_of(bank: ItemBank, persons: int, seed: int, *, asked: float = 1.0) -> Categories:
    """Give the answers of people drawn from the bank's prior, items in tables order."""
    rng = generator(seed)
    return drawn_answers(bank, drawn_places(bank, persons, rng), rng, asked=asked)


def estimated(bank: ItemBank, categories: Categories) -> Estimates:
    """Give what answers say under the bank's own prior."""
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    return estimates_of(tabulate(bank), prior, categories)


def halves(persons: int, seed: int) -> NDArray[np.intp]:
    """Give 0 or 1 per person, by chance."""
    return generator(seed).integers(2, size=persons)
