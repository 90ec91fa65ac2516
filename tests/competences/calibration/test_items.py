"""Numbers of items from drawn answers: recovered, held, and on the scale of those that are fixed."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize  # type: ignore[import-untyped]

from competences import ItemBank, synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE, Categories
from competences.calibration.curve_arrays import (
    grouped,
    vector_of,
    with_vector,
)
from competences.calibration.items import Chunk, Populations, fit_items
from competences.calibration.maximisation import LOG_SLOPE_SD
from competences.calibration.parameters import apply_numbers, locations_of
from competences.curves import category_probabilities, tabulate
from competences.items import SelfReport
from competences.nodes import NODES
from competences.traits import Floats
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
from tests.competences.calibration.fits import ONE_TRAIT, drawn, fitted, locations, rms, slopes


def log_posterior(bank: ItemBank, answers: Categories, numbers: Floats) -> float:
    """Give the marginal log likelihood with the priors, written down anew on 97 nodes: one trait, complete answers."""
    items = tabulate(bank).items
    table = numbers.reshape(len(items), -1)
    log_weights = -(NODES**2) / 2
    scores = np.zeros((len(answers), len(NODES))) + log_weights
    scores -= np.log(np.exp(log_weights).sum())
    for column, (item, row) in enumerate(zip(items, table, strict=True)):
        changed = SelfReport(item.id, "1.1", 1, float(np.exp(row[0])), tuple(row[1:]))
        p, _ = category_probabilities(changed, NODES)
        scores += np.log(np.maximum(p, 1e-12))[answers[:, column]]
    top = scores.max(axis=1, keepdims=True)
    likelihood = np.sum(top[:, 0] + np.log(np.exp(scores - top).sum(axis=1)))
    usual = np.log(1.7)  # what a statement has on the first day
    return float(
        likelihood
        - np.sum((table[:, 0] - usual) ** 2) / (2 * LOG_SLOPE_SD**2)
        - np.sum(table[:, 1:] ** 2) / 50
    )


def test_known_numbers_are_recovered_from_a_start_that_knows_nothing():
    bank = synthetic_bank(competences=1, self_report=30, seed=2)

    fit = fitted(unknown(bank), drawn(bank, 4_000, seed=1))

    assert fit.settled
    assert not fit.problems
    assert rms(slopes(fit, bank) - bank_slopes(bank)) < 0.07
    assert rms(locations(fit, bank) - bank_locations(bank)) < 0.06


def test_numbers_maximise_what_a_general_optimiser_maximises():
    bank = synthetic_bank(competences=1, self_report=3, seed=5)
    answers = drawn(bank, 400, seed=2)
    start = vector_of(grouped(tabulate(unknown(bank)), *[np.ones(3, dtype=np.bool_)] * 3))

    best = minimize(lambda x: -log_posterior(bank, answers, x), start, method="BFGS")
    fit = fitted(unknown(bank), answers)

    found = np.column_stack([np.log(slopes(fit, bank)), locations(fit, bank)])
    assert found.ravel() == pytest.approx(best.x, abs=2e-3)
    assert log_posterior(bank, answers, found.ravel()) == pytest.approx(-best.fun, abs=1e-3)


def test_four_of_five_answers_may_be_missing():
    bank = synthetic_bank(competences=2, self_report=20, seed=3)
    answers = drawn(bank, 6_000, seed=3, asked=0.2)

    fit = fitted(unknown(bank), answers)

    assert fit.settled
    assert rms(slopes(fit, bank) - bank_slopes(bank)) < 0.16
    assert rms(locations(fit, bank) - bank_locations(bank)) < 0.13


def test_the_guessing_floor_of_tasks_is_kept():
    bank = synthetic_bank(competences=1, self_report=0, knowledge=20, seed=4, guessing=0.25)

    fit = fitted(unknown(bank), drawn(bank, 6_000, seed=4))
    changed = apply_numbers(unknown(bank), fit.numbers)

    assert rms(bank_slopes(changed) - bank_slopes(bank)) < 0.17
    assert rms(bank_locations(changed) - bank_locations(bank)) < 0.14
    assert all(item.guessing == 0.25 for item in changed.items)


def test_dont_know_is_wrong_for_a_task_and_missing_for_a_statement():
    bank = synthetic_bank(competences=1, self_report=4, knowledge=4, seed=4)
    answers = drawn(bank, 800, seed=5)
    task = np.array([item.kind == "knowledge" for item in tabulate(bank).items])
    unsure, spelled = answers.copy(), answers.copy()
    unsure[::5] = UNSURE
    spelled[::5] = np.where(task, 0, NOT_ASKED)

    assert fitted(bank, unsure) == fitted(bank, spelled)


def test_doubling_the_nodes_moves_nothing():
    bank = synthetic_bank(competences=1, self_report=40, seed=6)
    answers = drawn(bank, 2_000, seed=6)
    fit = fitted(unknown(bank), answers)

    finer = fitted(unknown(bank), answers, nodes=121)

    assert np.abs(slopes(fit, bank) - slopes(finer, bank)).max() < 0.005
    assert np.abs(locations(fit, bank) - locations(finer, bank)).max() < 0.005


def test_fixed_items_stay_and_new_ones_land_on_their_scale():
    bank = synthetic_bank(competences=1, self_report=30, seed=9)
    rng = generator(11)
    able = normal_places(4_000, 1, rng) * 0.8 + 0.7
    fixed = frozenset(item.id for item in bank.items[:24])
    start = unknown(bank, but=fixed)

    fit = fit_items(
        start,
        chunked(drawn_answers(bank, able, rng), 20_000),
        population=Populations(np.array([0.7]), np.array([0.8])),
        fixed=fixed,
    )

    for item in bank.items:
        numbers = fit.numbers[item.id]
        assert numbers.estimated == (item.id not in fixed)
        if item.id in fixed:
            assert (numbers.slope, numbers.locations) == (item.slope, locations_of(item))
        else:
            assert numbers.slope == pytest.approx(item.slope, abs=0.25)
            assert numbers.locations == pytest.approx(locations_of(item), abs=0.25)


def test_own_priors_undo_what_other_answers_steered():
    bank = synthetic_bank(competences=1, self_report=10, seed=10)
    rng = generator(12)
    known = normal_places(4_000, 1, rng) * 0.8
    answers = drawn_answers(bank, known + 0.6 * normal_places(4_000, 1, rng), rng)
    hard = bank_locations(bank).mean(axis=1) > 0
    answers[(known > 0) != hard] = NOT_ASKED  # who is known to be able gets the hard items

    plain = fitted(unknown(bank), answers)
    own = fit_items(
        unknown(bank),
        [Chunk(answers, known, np.full(known.shape, 0.6**-2))],
        population=standard(1),
    )

    truth = bank_locations(bank)
    assert rms(locations(own, bank) - truth) < 0.12
    assert rms(locations(plain, bank) - truth) > 0.3


def test_own_priors_that_are_all_the_populations_give_the_populations_numbers():
    answers = drawn(ONE_TRAIT, 2_000, seed=20)
    same = Chunk(answers, np.zeros((2_000, 1)), np.ones((2_000, 1)))

    fit = fitted(unknown(ONE_TRAIT), answers)
    own = fit_items(unknown(ONE_TRAIT), [same], population=standard(1))

    assert slopes(own, ONE_TRAIT) == pytest.approx(slopes(fit, ONE_TRAIT), abs=1e-3)
    assert locations(own, ONE_TRAIT) == pytest.approx(locations(fit, ONE_TRAIT), abs=1e-3)
    assert own.log_likelihood == pytest.approx(fit.log_likelihood, abs=0.01)


def test_a_fixed_item_keeps_numbers_that_an_estimate_could_not_have():
    first, *others = ONE_TRAIT.items
    odd = SelfReport(first.id, first.competence, 1, 7.5, (0.0, 0.01, 0.02))
    bank = replace(ONE_TRAIT, items=(odd, *others))
    still = np.array([item.id != first.id for item in tabulate(bank).items])
    [group] = grouped(tabulate(bank), still, still, np.ones(8, dtype=np.bool_))

    [changed] = with_vector([group], vector_of([group]) + 0.3)

    assert changed.numbers[~still] == pytest.approx(group.numbers[~still], abs=0)
    assert changed.numbers[still] == pytest.approx(group.numbers[still] + 0.3)
