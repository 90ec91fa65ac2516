"""The limits of person fit: below which score the answers of one honest person in a hundred lie.

Honest people are drawn from a bank's own prior and answer by its own curves, doubt about the items included; each is
asked by the deep route's choice, as far as the longest length, and read at every length.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from competences.items import ItemBank
from competences.laboratory import Laboratory
from competences.plant import plant_of
from competences.scenarios import honest_study
from competences.text import LANGUAGES
from competences.traits import Floats

LENGTHS: Final = (12, 18, 24, 32, 40, 56, 72)
QUANTILE: Final = 0.01
"""The share of honest people who get a note although nothing is amiss."""


def fit_limits(
    bank: ItemBank, persons: int, seed: int, lengths: Sequence[int] = LENGTHS
) -> tuple[tuple[int, float], ...]:
    """Give pairs of a length and the 1 % quantile of person fit there; the same seed gives the same pairs."""
    scores = honest_fit(bank, persons, seed, lengths)
    return tuple(
        (length, round(float(np.quantile(values, QUANTILE)), 4))
        for length, values in scores.items()
    )


def honest_fit(
    bank: ItemBank, persons: int, seed: int, lengths: Sequence[int] = LENGTHS
) -> dict[int, Floats]:
    """Give the person fit of simulated honest people at each length that the bank has items for, `(persons,)` each."""
    most = _longest(bank)
    within = [length for length in lengths if length <= most]
    if not within:
        return {}
    laboratory = Laboratory(honest_study(bank), route="deep", fits=True, doubtful=True)
    return {
        length: outcomes.fits for length, outcomes in laboratory.sit(persons, within, seed).items()
    }


def _longest(bank: ItemBank) -> int:
    """Give how many scored questions one person can be asked: one of each group, none on trial."""
    balance = plant_of(bank, "deep").balance
    groups = balance.groups[balance.eligible[LANGUAGES[0]]]
    return int(np.count_nonzero(groups == 0)) + len(set(groups[groups > 0].tolist()))
