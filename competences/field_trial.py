"""What a field trial makes of true numbers: items calibrated on so many people, a prior estimated on so many attempts.

Both run the real calibration, never a stand-in. It is imported where it is used, for it is heavy.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from competences.answer_sheets import all_answers
from competences.framework import PriorNumbers
from competences.items import ItemBank
from competences.laboratory import Laboratory
from competences.scenarios import (
    START,
    Population,
    Study,
    numbers_in,
    population_of,
    prior_with,
    provisional_twin,
)
from competences.traits import Floats

ATTEMPTS: Final = 1000
ATTEMPT_ITEMS: Final = 40
"""The adaptive attempts that a prior is estimated on, and how many questions each has."""
_ITEMS_STREAM: Final = 1
_PRIOR_STREAM: Final = 3
"""Streams of the seed: whose answers calibrate the items, and whose attempts estimate the prior."""


def calibrated_twin(bank: ItemBank, answers: int, seed: int) -> ItemBank:
    """Give a bank with the numbers and errors of a calibration on so many honest people who answered every item.

    It starts from the declared levels, as a real calibration does: the true numbers are seen through answers alone.
    """
    from competences.calibration.items import Chunk, Populations, fit_items  # noqa: PLC0415  (heavy)
    from competences.calibration.parameters import apply_numbers  # noqa: PLC0415  (heavy)

    numbers = numbers_in("honest", bank)
    prior = prior_with(bank, numbers)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_ITEMS_STREAM,)))
    truths = drawn(population_of(numbers, prior), answers, rng)
    populations = Populations(prior.mean, np.sqrt(np.diagonal(prior.covariance)))
    chunk = Chunk(all_answers(bank, truths, rng), None, None)
    start = provisional_twin(bank)
    return apply_numbers(start, fit_items(start, [chunk], population=populations).numbers)


def estimated_numbers(study: Study, seed: int, attempts: int = ATTEMPTS) -> PriorNumbers:
    """Give the six numbers of the prior as estimated on fresh adaptive attempts that the start prior scored."""
    from competences.calibration.covariance import fit_covariance  # noqa: PLC0415  (heavy)

    blind = replace(study, scoring=prior_with(study.bank, START))
    length = min(ATTEMPT_ITEMS, len(study.bank.items))
    stream = int(np.random.SeedSequence(seed, spawn_key=(_PRIOR_STREAM,)).generate_state(1)[0])
    laboratory = Laboratory(blind)
    outcomes = laboratory.sit(attempts, [length], stream)[length]
    return fit_covariance(study.bank, [outcomes.answers], START).numbers


def drawn(population: Population, persons: int, rng: np.random.Generator) -> Floats:
    """Give the traits of so many people, `(persons, traits)`."""
    return np.array([population.draw(rng) for _ in range(persons)])
