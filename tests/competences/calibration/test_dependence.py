"""Pairs of items that give each other away."""

import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.answers import NOT_ASKED
from competences.calibration.dependence import (
    LEAST_PAIRED,
    dependent_pairs,
    paired_correlations,
    paired_covariances,
)
from tests.competences.calibration.builders import drawn_answers, generator
from tests.competences.calibration.people import answers_of, drawn_places, estimated

BANK = synthetic_bank(4, 4, 2, seed=6)
PAIR = ("1.2-s1", "1.2-s3")


def planted(persons, asked, strength=1.4):
    """Give answers of people for whom two items share something that is no trait."""
    rng = generator(5)
    places = drawn_places(BANK, persons, rng)
    shared = strength * rng.standard_normal(persons)
    plain = drawn_answers(BANK, places, generator(6), asked=asked)
    pushed = drawn_answers(BANK, places + shared[:, None], generator(6), asked=asked)
    columns = [estimated(BANK, plain[:1]).tables.place[item] for item in PAIR]
    plain[:, columns] = pushed[:, columns]
    return plain


def test_a_planted_pair_is_found_and_no_other():
    (found,) = dependent_pairs(estimated(BANK, planted(2000, 0.7)))
    assert (found.first, found.second) == PAIR
    assert found.q3 > 0.2
    assert 800 < found.people < 1200


def test_a_pair_is_found_among_few_items_too():
    bank = synthetic_bank(6, 4, 0, seed=7)
    pair = ("1.2-s1", "1.2-s3")
    places = drawn_places(bank, 2500, generator(5))
    shared = 1.4 * generator(8).standard_normal(2500)
    plain = drawn_answers(bank, places, generator(6), asked=0.8)
    pushed = drawn_answers(bank, places + shared[:, None], generator(6), asked=0.8)
    columns = [estimated(bank, plain[:1]).tables.place[item] for item in pair]
    plain[:, columns] = pushed[:, columns]
    (found,) = dependent_pairs(estimated(bank, plain))
    assert (found.first, found.second) == pair
    assert found.excess > found.q3


def test_honest_answers_hold_no_pair():
    assert dependent_pairs(estimated(BANK, answers_of(BANK, 1500, 1, asked=0.6))) == ()


def test_too_few_common_people_make_no_pair():
    categories = planted(2000, 1.0)
    estimates = estimated(BANK, categories)
    categories[LEAST_PAIRED - 1 :, estimates.tables.place[PAIR[0]]] = NOT_ASKED
    assert dependent_pairs(estimated(BANK, categories)) == ()


def test_pairs_are_correlated_over_the_people_who_have_both():
    table = generator(1).standard_normal((60, 3)) + 100.0
    table[:20, 0] = np.nan
    table[50:, 1] = np.nan
    table[:, 2] = 7.0
    correlation, people = paired_correlations(table)
    covariance, _ = paired_covariances(table)
    both = table[20:50]
    assert people[0, 1] == 30
    assert correlation[0, 1] == pytest.approx(np.corrcoef(both[:, 0], both[:, 1])[0, 1])
    assert covariance[0, 1] == pytest.approx(np.cov(both[:, 0], both[:, 1])[0, 1])
    assert correlation[0, 2] == 0
    nobody, none = paired_correlations(np.full((5, 2), np.nan))
    assert np.all(nobody == 0)
    assert np.all(none == 0)
