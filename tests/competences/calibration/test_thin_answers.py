"""Answers that say too little: the item keeps its numbers, is named, and nothing becomes NaN."""

import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.answers import NOT_ASKED
from competences.calibration.items import Chunk, fit_items
from competences.calibration.parameters import locations_of
from competences.curves import tabulate
from competences.sentences import say
from tests.competences.calibration.builders import (
    standard,
    unknown,
)
from tests.competences.calibration.fits import ONE_TRAIT, codes, drawn, finite, fitted, slopes


def test_an_item_nobody_answered_keeps_its_numbers_and_is_named():
    answers = drawn(ONE_TRAIT, 300, seed=14)
    item = tabulate(ONE_TRAIT).items[2]
    answers[:, 2] = NOT_ASKED

    fit = fitted(ONE_TRAIT, answers)

    assert codes(fit) == {("item-unanswered", item.id)}
    assert fit.numbers[item.id].locations == locations_of(item)
    assert not fit.numbers[item.id].estimated
    assert finite(fit)


def test_an_item_that_everybody_answers_alike_keeps_its_numbers_and_tilts_no_other():
    answers = drawn(ONE_TRAIT, 300, seed=15)
    without = answers.copy()
    answers[:, 2], without[:, 2] = 3, NOT_ASKED

    fit = fitted(ONE_TRAIT, answers)

    item = tabulate(ONE_TRAIT).items[2]
    assert codes(fit) == {("item-constant", item.id)}
    assert fit.numbers[item.id].slope == item.slope
    assert fit.numbers[item.id].answers == 300
    assert slopes(fit, ONE_TRAIT) == pytest.approx(
        slopes(fitted(ONE_TRAIT, without), ONE_TRAIT), abs=0
    )


@pytest.mark.parametrize("empty", [0, 1, 3])
def test_a_category_nobody_chose_leaves_finite_rising_thresholds(empty):
    answers = drawn(ONE_TRAIT, 400, seed=16)
    answers[answers[:, 2] == empty, 2] = 2

    fit = fitted(ONE_TRAIT, answers)

    item = tabulate(ONE_TRAIT).items[2]
    assert codes(fit) == {("category-empty", item.id)}
    assert fit.problems[0].values == {"category": empty}
    found = np.array(fit.numbers[item.id].locations)
    assert np.all(np.diff(found) >= 0.0499)
    assert np.abs(found).max() < 10
    assert fit.settled
    assert finite(fit)


def test_a_trait_with_a_single_item_keeps_that_items_slope():
    bank = synthetic_bank(competences=2, self_report=1, seed=11)

    fit = fitted(unknown(bank), drawn(bank, 2_000, seed=17))

    names = {item.id for item in bank.items}
    assert codes(fit) == {("trait-single-item", name) for name in names}
    assert all(number.slope == 1.7 for number in fit.numbers.values())
    assert all(number.log_slope_se == 0.25 for number in fit.numbers.values())
    assert all(number.estimated for number in fit.numbers.values())


@pytest.mark.parametrize("persons", [0, 1, 2])
def test_hardly_any_persons_give_no_nan(persons):
    bank = synthetic_bank(competences=2, self_report=2, knowledge=2, seed=12)

    fit = fitted(unknown(bank), drawn(bank, persons, seed=18))

    assert finite(fit)
    assert len(fit.numbers) == len(bank.items)
    assert (
        {problem.code for problem in fit.problems}
        <= {
            *("item-unanswered", "item-constant", "category-empty", "trait-single-item"),
            "not-settled",  # thresholds of categories that nobody chose may go back and forth by some ten-thousandths
        }
    )


def test_no_chunk_at_all_is_an_answer_too():
    fit = fit_items(ONE_TRAIT, [], population=standard(1))

    assert {problem.code for problem in fit.problems} == {"item-unanswered"}
    assert fit.log_likelihood == 0.0


def test_a_trait_that_does_not_settle_is_named():
    fit = fitted(unknown(ONE_TRAIT), drawn(ONE_TRAIT, 400, seed=19), most_steps=0)

    assert not fit.settled
    assert [problem.code for problem in fit.problems] == ["not-settled"]
    assert fit.problems[0].where == {"competence": "1.1", "kind": "self-report"}


def test_each_problem_has_a_sentence():
    assert say("item-unanswered", {})
    assert "3" in say("item-constant", {"n": 3, "category": 1})
    assert "2" in say("category-empty", {"category": 2})
    assert say("trait-single-item", {})
    assert say("not-settled", {})


def test_a_flat_own_prior_is_no_trouble():
    answers = drawn(ONE_TRAIT, 300, seed=13)
    flat = Chunk(answers, np.full((300, 1), 40.0), np.full((300, 1), 1e-6))

    fit = fit_items(unknown(ONE_TRAIT), [flat], population=standard(1))

    assert finite(fit)
