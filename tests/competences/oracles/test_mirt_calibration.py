"""Items calibrated against the package `mirt` on the same answers, by 81 quadrature points, with our priors or none."""

from functools import lru_cache

import numpy as np
import pytest

from competences.calibration.items import Chunk, Populations, fit_items
from competences.curves import tabulate
from tests.competences.oracles.peer import bank_of, drawn_answers, fitted

pytest.importorskip("mirt", reason="the package mirt is not made for this platform")
PERSONS, ITEMS = 1500, 12


def drawn(kind, missing=0.0):
    """Give a bank and answers to it, a share of them missing at random."""
    bank = bank_of(kind, ITEMS, seed=2)
    answers = drawn_answers(bank, PERSONS, seed=3)
    answers[np.random.default_rng(4).random(answers.shape) < missing] = -1
    return bank, answers


def ours(kind, missing=0.0):
    """Give our numbers in the order of the tables: slopes, locations, their standard errors."""
    bank, answers = drawn(kind, missing)
    standard_normal = Populations(np.zeros(1), np.ones(1))
    fit = fit_items(bank, [Chunk(answers, None, None)], population=standard_normal)
    assert fit.settled
    numbers = [fit.numbers[item.id] for item in tabulate(bank).items]
    slopes = np.array([one.slope for one in numbers])
    errors = slopes * [one.log_slope_se for one in numbers]
    return (
        slopes,
        np.array([one.locations for one in numbers]),
        errors,
        np.array([one.location_ses for one in numbers]),
    )


@lru_cache
def theirs(kind, missing=0.0, *, priors=True):
    """Give the peer's numbers in the same order; it takes seconds, so each fit is made once."""
    bank, answers = drawn(kind, missing)
    fit = fitted(kind, bank, answers, priors=priors)
    assert fit.converged
    location = "thresholds" if kind == "GRM" else "difficulty"
    found, errors = fit.model.parameters, fit.standard_errors
    return (
        found["discrimination"],
        found[location].reshape(ITEMS, -1),
        errors["discrimination"],
        errors[location].reshape(ITEMS, -1),
    )


@pytest.mark.parametrize("missing", [0.0, 0.5])
@pytest.mark.parametrize("kind", ["GRM", "2PL", "3PL"])
def test_numbers_under_the_same_priors_agree_within_two_thousandths(kind, missing):
    slopes, locations, _, _ = ours(kind, missing)
    peer_slopes, peer_locations, _, _ = theirs(kind, missing)
    assert np.abs(slopes - peer_slopes).max() < 0.002
    assert np.abs(locations - peer_locations).max() < 0.002


def test_our_weak_priors_move_graded_numbers_by_less_than_a_standard_error():
    slopes, locations, slope_errors, location_errors = ours("GRM")
    peer_slopes, peer_locations, _, _ = theirs("GRM", priors=False)
    assert (np.abs(slopes - peer_slopes) / slope_errors).max() < 1
    assert (np.abs(locations - peer_locations) / location_errors).max() < 1
    assert np.sqrt(np.mean((slopes - peer_slopes) ** 2)) < 0.05


@pytest.mark.parametrize("kind", ["GRM", "2PL"])
def test_standard_errors_agree_within_a_tenth(kind):
    # ours come from cross-products of person scores, the peer's from the observed information
    _, _, slope_errors, location_errors = ours(kind)
    _, _, peer_slope_errors, peer_location_errors = theirs(kind)
    assert np.abs(slope_errors / peer_slope_errors - 1).max() < 0.1
    assert np.abs(location_errors / peer_location_errors - 1).max() < 0.1
