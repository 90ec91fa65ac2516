"""How far readings and items can be relied on, against textbook values and known truth."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.answers import NOT_ASKED
from competences.calibration.reliability import alpha, reliability_of
from competences.curves import category_probabilities, tabulate
from competences.traits import summaries_of
from tests.competences.calibration.builders import drawn_answers, generator
from tests.competences.calibration.people import answers_of, drawn_places, estimated

BANK = synthetic_bank(5, 3, 3, seed=4, guessing=0.2)


def test_alpha_on_complete_answers_is_the_textbook_value():
    rng = generator(1)
    table = rng.standard_normal((200, 1)) + rng.standard_normal((200, 6)) * [1, 2, 1, 0.5, 1, 3]
    k = table.shape[1]
    textbook = k / (k - 1) * (1 - table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1))
    assert alpha(table) == pytest.approx(textbook)


def test_alpha_with_missing_answers_is_near_the_complete_one():
    rng = generator(2)
    table = rng.standard_normal((4000, 1)) + rng.standard_normal((4000, 6))
    whole = alpha(table)
    table[rng.random(table.shape) < 0.5] = np.nan
    assert alpha(table) == pytest.approx(whole, abs=0.02)


def test_alpha_needs_items_that_people_share():
    table = np.full((60, 2), np.nan)
    assert alpha(table) is None
    table[:29], table[29:45, 0], table[45:, 1] = 1.0, 2.0, 3.0
    assert alpha(table) is None
    assert alpha(np.ones((60, 1))) is None
    assert alpha(np.ones((60, 3))) is None


def test_a_small_group_is_not_shown():
    estimates = estimated(BANK, answers_of(BANK, 30, 1))
    assert reliability_of(estimates, ["1"]) is not None
    assert reliability_of(estimates.rows(np.arange(30) < 29), ["1"]) is None


def test_marginal_reliability_is_the_squared_correlation_with_the_truth():
    rng = generator(3)
    places = drawn_places(BANK, 3000, rng)
    estimates = estimated(BANK, drawn_answers(BANK, places, rng, asked=0.5))
    found = reliability_of(estimates, ["1"])
    summaries = summaries_of(estimates.prior)
    truth = np.array([summaries.means(one)[-1] for one in places])
    reading = np.array([summaries.means(one)[-1] for one in estimates.mean])
    assert found.overall.reliability == pytest.approx(
        np.corrcoef(truth, reading)[0, 1] ** 2, abs=0.03
    )
    assert found.overall.sem == pytest.approx(np.sqrt(1 - found.overall.reliability))


@pytest.mark.parametrize("kind", ["knowledge", "self-report"])
def test_omega_is_the_share_of_the_sum_score_that_the_traits_make(kind):
    rng = generator(4)
    places = drawn_places(BANK, 20_000, rng)
    categories = drawn_answers(BANK, places, rng)
    tables = tabulate(BANK)
    chosen = [place for place, item in enumerate(tables.items) if item.kind == kind]
    expected = np.zeros(len(places))
    for place in chosen:
        curves, _ = category_probabilities(tables.items[place], places[:, tables.trait[place]])
        expected += np.arange(len(curves)) @ curves
    share = np.var(expected) / np.var(categories[:, chosen].sum(axis=1, dtype=np.int64))
    found = reliability_of(estimated(BANK, categories[:50]), ["1"])
    assert found.overall.omega[kind] == pytest.approx(share, abs=0.02)


def test_exposure_is_the_share_of_people_who_were_asked():
    categories = answers_of(BANK, 200, 5)
    categories[50:, 0] = NOT_ASKED
    categories[20:, 1] = NOT_ASKED
    categories[:, 2] = 0
    estimates = estimated(BANK, categories)
    items = reliability_of(estimates, ["1"]).items
    first, second, third = (items[item.id] for item in estimates.tables.items[:3])
    assert (first.answers, first.exposure) == (50, 0.25)
    assert first.item_rest is not None
    assert (second.answers, second.item_rest) == (20, None)
    assert third.item_rest is None


def test_item_rest_correlations_are_higher_for_sharper_items():
    found = reliability_of(estimated(BANK, answers_of(BANK, 2000, 6, asked=0.7)), ["1"]).items
    statements = [item for item in BANK.items if item.kind == "self-report"]
    sharpest = max(statements, key=lambda item: item.slope)
    dullest = min(statements, key=lambda item: item.slope)
    assert found[sharpest.id].item_rest > found[dullest.id].item_rest > 0.2


def test_a_reliability_is_plain_numbers():
    found = reliability_of(estimated(BANK, answers_of(BANK, 60, 7)), ["1"])
    assert found is not None
    assert json.loads(json.dumps(asdict(found), allow_nan=False))["persons"] == 60
