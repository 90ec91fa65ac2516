import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.errors import wants_full
from competences.calibration.items import fit_items
from competences.calibration.maximisation import LOG_SLOPE_SD
from competences.calibration.parameters import ItemNumbers
from competences.curves import category_probabilities, tabulate
from competences.items import SelfReport
from competences.nodes import NODES
from tests.competences.calibration.builders import (
    bank_locations,
    bank_slopes,
    chunked,
    drawn_answers,
    generator,
    normal_places,
    standard,
    unknown,
)


def test_errors_are_those_of_the_expected_information():
    bank = synthetic_bank(competences=1, self_report=2, seed=3)
    items = tabulate(bank).items
    persons = 40_000
    rng = generator(1)
    answers = drawn_answers(bank, normal_places(persons, 1, rng), rng)
    fit = fit_items(unknown(bank), chunked(answers, 20_000), population=standard(1))
    found = [fit.numbers[item.id] for item in items]
    weights = np.exp(-(NODES**2) / 2) / np.exp(-(NODES**2) / 2).sum()

    def pairs(numbers):
        """Give the probabilities of all 16 pairs of answers."""
        curves = []
        for row in numbers.reshape(2, 4):
            at = SelfReport("x", "1.1", 1, float(np.exp(row[0])), tuple(row[1:]))
            curves.append(category_probabilities(at, NODES)[0])
        return np.einsum("ax,bx,x->ab", *curves, weights).ravel()

    numbers = np.concatenate([(np.log(one.slope), *one.locations) for one in found])
    steps = 1e-5 * np.eye(8)
    slopes = np.array([(pairs(numbers + h) - pairs(numbers - h)) / 2e-5 for h in steps])
    information = persons * (slopes / pairs(numbers)) @ slopes.T
    precision = np.tile([LOG_SLOPE_SD**-2, *[1 / 25] * 3], 2)
    covariance = np.linalg.inv(information + np.diag(precision))
    for k, one in enumerate(found):
        own = covariance[4 * k : 4 * k + 4, 4 * k : 4 * k + 4]
        errors = np.sqrt(np.diag(own))
        assert one.log_slope_se == pytest.approx(errors[0], rel=0.02)
        assert one.location_ses == pytest.approx(errors[1:], rel=0.02)
        assert one.location_se == pytest.approx(np.sqrt(own[1:, 1:].sum()) / 3, rel=0.02)


def test_errors_are_as_large_as_the_errors_made():
    bank = synthetic_bank(competences=1, self_report=10, seed=4)
    log_slope, location, together = [], [], []
    for seed in range(12):
        rng = generator(seed, 2)
        answers = drawn_answers(bank, normal_places(1_500, 1, rng), rng)
        fit = fit_items(unknown(bank), chunked(answers, 20_000), population=standard(1))
        found = [fit.numbers[item.id] for item in tabulate(bank).items]
        slopes = np.array([numbers.slope for numbers in found])
        locations = np.array([numbers.locations for numbers in found])
        off = locations - bank_locations(bank)
        log_slope.append(np.log(slopes / bank_slopes(bank)) / each(found, "log_slope_se"))
        location.append(off / each(found, "location_ses"))
        together.append(off.mean(axis=1) / each(found, "location_se"))

    for ratios in (log_slope, location, together):
        assert np.sqrt(np.mean(np.square(ratios))) == pytest.approx(1.0, abs=0.15)


def each(found: list[ItemNumbers], name: str):
    return np.array([getattr(numbers, name) for numbers in found])


def test_errors_of_few_persons_come_from_blocks_and_are_finite():
    bank = synthetic_bank(competences=1, self_report=10, seed=5)
    rng = generator(6)
    answers = drawn_answers(bank, normal_places(150, 1, rng), rng)

    fit = fit_items(unknown(bank), chunked(answers, 40), population=standard(1))

    assert not wants_full(40, 150)
    for numbers in fit.numbers.values():
        assert 0.02 < numbers.log_slope_se < 0.5
        assert all(0.02 < error < 5 for error in numbers.location_ses)


@pytest.mark.parametrize(
    ("numbers", "persons", "full"), [(40, 200, True), (40, 199, False), (4_000, 10**6, False)]
)
def test_the_full_matrix_needs_five_persons_a_number(numbers, persons, full):
    assert wants_full(numbers, persons) == full


def test_a_number_nobody_can_learn_has_the_error_of_its_prior():
    bank = synthetic_bank(competences=1, self_report=4, seed=6)
    rng = generator(7)
    answers = drawn_answers(bank, normal_places(500, 1, rng), rng)
    answers[answers[:, 1] == 3, 1] = 2

    fit = fit_items(unknown(bank), chunked(answers, 20_000), population=standard(1))

    top = fit.numbers[tabulate(bank).items[1].id].location_ses[2]
    assert 0.5 < top <= 5.0
