"""A whole calibration: items and prior together, on complete, thinned and steered answers."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from competences import ItemBank, synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE, Answers
from competences.calibration.correlations import correlations_of
from competences.calibration.gauge import absorbed
from competences.calibration.parameters import ItemNumbers, kept_numbers, locations_of
from competences.calibration.population import Gauge
from competences.calibration.study import calibrate
from competences.curves import category_probabilities, tabulate
from competences.framework import PriorNumbers
from competences.posterior import Posterior
from competences.selection import AOptimal, EvenWeights, haste_of
from competences.traits import make_prior, prior_of
from tests.competences.calibration.builders import drawn_answers, generator, unknown

START = PriorNumbers(0.45, 0.10, 0.0, 1.5, 0.4, 0.0)
TRUE = PriorNumbers(0.60, 0.15, -0.28, 0.7, 0.3, 0.0)


def started(bank: ItemBank, bias_mean: float = 0.0) -> ItemBank:
    """Give a bank that starts from the numbers of day one."""
    prior = replace(START, bias_mean=bias_mean)
    return replace(bank, framework=replace(bank.framework, prior=prior))


def drawn(bank, persons, seed, asked=1.0, mean=0.0):
    """Give answers of people from the true prior, their traits moved by a mean."""
    areas = prior_of(bank.framework, two_traits=bank.two_traits).areas
    prior = make_prior(TRUE, areas, two_traits=bank.two_traits)
    rng = generator(seed)
    places = mean + rng.multivariate_normal(prior.mean, prior.covariance, persons)
    categories = drawn_answers(bank, places, rng, asked=asked)
    return Answers(tuple(item.id for item in tabulate(bank).items), categories)


def steered(bank, guess, persons, length, seed):
    """Give answers of people whom a bank of guessed numbers leads from item to item."""
    complete = drawn(bank, persons, seed).categories
    tables, prior = tabulate(guess), prior_of(guess.framework, two_traits=guess.two_traits)
    selector = AOptimal(tables, EvenWeights(prior.competences), haste_of(tables))
    kept = np.full_like(complete, NOT_ASKED)
    for person in range(persons):
        posterior, allowed = Posterior(prior), np.ones(len(tables.items), dtype=bool)
        for asked in range(length):
            place = selector.choose(posterior, allowed, asked, person)
            allowed[place] = False
            row = kept[person, place] = complete[person, place]
            posterior.observe(int(tables.trait[place]), tables.log_likelihood[place, row])
    return Answers(tuple(item.id for item in tables.items), kept)


def misplaced(bank: ItemBank, true: ItemBank, among: frozenset[str] = frozenset()) -> float:
    """Give the root mean square error of the locations of all items, or of those among some."""
    gaps = [
        np.subtract(locations_of(one), locations_of(true.item(one.id)))
        for one in bank.items
        if not among or one.id in among
    ]
    return float(np.sqrt(np.mean(np.concatenate(gaps) ** 2)))


def guessed(bank: ItemBank, seed: int) -> ItemBank:
    """Give a bank as before data: places off by a normal of SD .6."""
    rng = generator(seed)
    items = []
    for item in bank.items:
        places = tuple(np.add(locations_of(item), rng.normal(0, 0.6)))
        where: dict[str, Any] = {"thresholds": places}
        if item.kind == "knowledge":
            where = {"difficulty": places[0]}
        doubt: dict[str, Any] = {
            "location_se": 0.6,
            "slope_se": 0.25,
            "calibration": "provisional",
        }
        items.append(replace(item, **where, **doubt))
    return replace(bank, items=tuple(items))


def finite(items: dict[str, ItemNumbers]) -> bool:
    """Say whether every number of every item is one."""
    rows = [
        (one.slope, *one.locations, one.log_slope_se, *one.location_ses, one.location_se)
        for one in items.values()
    ]
    return all(np.isfinite(row).all() for row in rows)


def test_complete_answers_give_back_items_and_correlations():
    true = synthetic_bank(competences=5, self_report=4)
    found = calibrate(started(unknown(true)), drawn(true, 1200, 1))
    assert found.settled
    assert misplaced(found.bank, true) < 0.12
    assert found.correlations.same_area == pytest.approx(0.75, abs=0.03)
    assert found.prior == found.bank.framework.prior
    assert found.bank.version != true.version
    assert (found.persons, found.answers, found.sampled) == (1200, 1200 * 20, 1200)
    assert {item.calibration for item in found.bank.items} == {"calibrated"}


def test_steered_answers_of_two_traits_bring_items_closer():
    true = synthetic_bank(competences=4, self_report=3, knowledge=3)
    guess = started(guessed(true, 5), bias_mean=0.4)
    found = calibrate(guess, steered(true, guess, 600, 12, 2))
    counted = frozenset(one.item for one in found.items.values() if one.status != "provisional")
    assert len(counted) >= 18
    assert finite(found.items)
    assert misplaced(found.bank, true, counted) < 0.7 * misplaced(guess, true, counted)
    assert found.correlations.actual_perceived is not None
    assert found.prior.bias_mean == 0
    assert found.population.mean == pytest.approx(np.zeros(8))


def test_fixed_items_hold_the_scale_for_new_ones_though_the_people_are_others():
    true = synthetic_bank(competences=3, self_report=8)
    new = [item.id for item in true.items if item.id.endswith(("s7", "s8"))]
    fixed = frozenset(item.id for item in true.items) - set(new)
    live = unknown(true, fixed)
    found = calibrate(live, drawn(true, 900, 4, asked=0.7, mean=0.6), fixed=fixed)
    assert all(found.bank.item(one) == live.item(one) for one in fixed)
    errors = [np.subtract(found.items[one].locations, true.item(one).thresholds) for one in new]
    assert np.mean(errors) == pytest.approx(0, abs=0.08)
    assert found.population.mean == pytest.approx(np.full(3, 0.6), abs=0.08)


def test_one_competence_has_no_covariance():
    true = synthetic_bank(competences=1, self_report=5)
    found = calibrate(unknown(true), drawn(true, 600, 3))
    assert found.settled
    assert (found.sampled, found.rounds) == (0, 0)
    assert found.prior == true.framework.prior
    assert misplaced(found.bank, true) < 0.2


def test_the_covariance_rests_on_a_sample_that_a_seed_draws():
    true = synthetic_bank(competences=2, self_report=3)
    answers = drawn(true, 400, 6)
    found = [calibrate(unknown(true), answers, sample=150, seed=seed) for seed in (1, 2)]
    assert [one.sampled for one in found] == [150, 150]
    assert found[0].persons == 400
    assert found[0].prior != found[1].prior


def test_below_150_answers_an_item_keeps_its_numbers():
    true = synthetic_bank(competences=2, self_report=3)
    guess = unknown(true)
    found = calibrate(guess, drawn(true, 140, 2))
    assert found.bank.items == guess.items
    assert finite(found.items)


def test_constant_and_empty_items_are_named_and_the_rest_is_found():
    true = synthetic_bank(competences=2, self_report=3, knowledge=3)
    answers = drawn(true, 300, 7)
    answers.categories[:, 0] = NOT_ASKED
    answers.categories[:, 7] = 1
    answers.categories[::9, -1] = UNSURE
    found = calibrate(unknown(true), answers)
    codes = {(one.code, one.where.get("item")) for one in found.problems}
    assert ("item-unanswered", answers.items[0]) in codes
    assert ("item-constant", answers.items[7]) in codes
    assert finite(found.items)
    assert 0 < (found.correlations.actual_perceived or 0) < 1
    assert np.isfinite([getattr(found.prior, name) for name in PriorNumbers.__slots__]).all()


@pytest.mark.parametrize("persons", [0, 1, 30])
def test_no_answer_at_all_changes_no_number(persons):
    true = synthetic_bank(competences=2, self_report=2, knowledge=2)
    prior = replace(true.framework.prior, bias_mean=0.3)
    true = replace(true, framework=replace(true.framework, prior=prior))
    nothing = np.full((persons, 8), NOT_ASKED, dtype=np.int8)
    found = calibrate(true, Answers(tuple(item.id for item in true.items), nothing))
    assert found.bank.items == true.items
    assert found.answers == 0
    assert {one.code for one in found.problems} == {"item-unanswered"}
    for name in PriorNumbers.__slots__:
        expected = getattr(prior, name)
        assert getattr(found.prior, name) == pytest.approx(expected, abs=2e-3)


def test_an_item_that_the_bank_does_not_have_is_named():
    true = synthetic_bank(competences=2, self_report=2)
    answers = drawn(true, 160, 1)
    more = Answers(("gone", *answers.items), np.insert(answers.categories, 0, 1, axis=1))
    found = calibrate(true, more)
    assert [one.where for one in found.problems if one.code == "unknown-item"] == [
        {"item": "gone"}
    ]
    assert found.items == calibrate(true, answers).items


def test_the_same_answers_give_the_same_numbers_in_chunks_of_any_size():
    true = synthetic_bank(competences=3, self_report=3)
    answers = drawn(true, 300, 8, asked=0.6)
    whole, again = (calibrate(unknown(true), answers) for _ in range(2))
    parts = calibrate(unknown(true), answers, chunk=70)
    assert whole.bank.version == again.bank.version
    assert whole.items == again.items
    for item, numbers in whole.items.items():
        assert parts.items[item].locations == pytest.approx(numbers.locations, abs=1e-3)


def test_an_absorbed_gauge_changes_no_answer():
    bank = synthetic_bank(competences=1, self_report=1, knowledge=1, guessing=0.2)
    tables = tabulate(bank)
    before = {one.id: replace(kept_numbers(one, 200), estimated=True) for one in tables.items}
    gauge = Gauge(np.array([0.4, -0.3]), np.array([1.3, 0.8]))
    after = absorbed(tables, before, gauge)
    for trait, item in zip(tables.trait, tables.items, strict=True):
        numbers = after[item.id]
        where = (
            {"difficulty": numbers.locations[0]}
            if item.kind == "knowledge"
            else {"thresholds": numbers.locations}
        )
        x = np.linspace(-3, 3, 7)
        moved, _ = category_probabilities(replace(item, slope=numbers.slope, **where), x)
        kept, _ = category_probabilities(item, gauge.location[trait] + gauge.scale[trait] * x)
        assert moved == pytest.approx(kept)


def test_correlations_are_those_of_the_prior():
    found = correlations_of(TRUE, two_traits=True)
    assert found.same_area == pytest.approx(0.75)
    assert found.other_area == pytest.approx(0.60)
    variance = 1 + 2 * np.sqrt(0.6) * -0.28 + 0.7**2 + 0.3**2
    assert found.actual_perceived == pytest.approx((1 + np.sqrt(0.6) * -0.28) / np.sqrt(variance))
    assert correlations_of(TRUE, two_traits=False).actual_perceived is None
