"""Items on trial: they land on the live scale, and no answer to them moves what counts."""

from dataclasses import replace

import numpy as np
import pytest

from competences import ItemBank, synthetic_bank
from competences.calibration.answers import NOT_ASKED, Answers
from competences.calibration.checks import checks_of
from competences.calibration.parameters import locations_of
from competences.calibration.report import report_of
from competences.calibration.study import calibrate
from competences.calibration.trial import LIVE, held_items, live_part, pilots_of
from competences.curves import tabulate
from competences.problems import EmptyBank, UnknownItem
from tests.competences.calibration.builders import generator, unknown
from tests.competences.calibration.people import answers_of, halves

PERSONS = 1200


def on_trial(bank, ids):
    """Give a bank with some of its items on trial."""
    return replace(
        bank,
        items=tuple(replace(item, pilot=True) if item.id in ids else item for item in bank.items),
    )


def true_bank():
    """Give a bank of both kinds; a statement and a task of each competence are on trial."""
    bank = synthetic_bank(3, 4, 5, seed=2)
    return on_trial(bank, {item.id for item in bank.items if item.id.endswith(("s4", "k5"))})


def given(bank, seed=3, asked=0.8):
    """Give answers of people from the bank's prior, with a language that says nothing."""
    categories = answers_of(bank, PERSONS, seed, asked=asked)
    languages = np.array(["nl", "fr"])[halves(PERSONS, 3)]
    return Answers(tuple(i.id for i in tabulate(bank).items), categories, {"language": languages})


def spoiled(answers, pilots):
    """Give the same live answers, those to items on trial drawn anew: a skill of its own decides them."""
    rng, categories = generator(9), answers.categories.copy()
    skill = rng.standard_normal(len(answers)) > 0
    for column, item in enumerate(answers.items):
        if item in pilots:
            slips = rng.random(len(answers)) < 0.1
            categories[:, column] = skill ^ slips
    return replace(answers, categories=categories)


def reported(bank, answers):
    """Give a calibration and its report."""
    found = calibrate(bank, answers)
    return found, report_of(bank, found, checks_of(bank, found, answers), answers)


@pytest.fixture(scope="module")
def twice():
    """Give a bank before data and what comes of two lots of answers that differ in items on trial alone."""
    true = true_bank()
    before, answers = unknown(true), given(true)
    return before, reported(before, answers), reported(before, spoiled(answers, pilots_of(true)))


def test_other_answers_to_items_on_trial_move_no_number_that_counts(twice):
    before, (one, _), (other, _) = twice
    live = [item.id for item in live_part(before).items]
    assert repr([one.items[item] for item in live]) == repr([other.items[item] for item in live])
    assert repr(one.prior) == repr(other.prior)
    assert [one.bank.item(item) for item in live] == [other.bank.item(item) for item in live]
    assert one.population.sd.tobytes() == other.population.sd.tobytes()
    assert all(one.items[item] != other.items[item] for item in pilots_of(before))


def test_other_answers_to_items_on_trial_move_no_check_that_counts(twice):
    before, (_, one), (_, other) = twice
    assert one["reliability"]["overall"] == other["reliability"]["overall"]
    assert one["reliability"]["areas"] == other["reliability"]["areas"]
    assert one["dif"] == other["dif"] == []
    pilots = pilots_of(before)
    pairs = zip(one["items"], other["items"], strict=True)
    assert all(a == b for a, b in pairs if a["item"] not in pilots)


def test_an_item_on_trial_that_measures_something_else_is_seen(twice):
    before, (_, fair), (_, foul) = twice
    tasks = [item for item in pilots_of(before) if "-k" in item]
    fits = [{row["item"]: row for row in report["items"]} for report in (fair, foul)]
    assert all("fit" not in fits[0][item]["flags"] for item in tasks)
    assert all(fits[1][item]["item_rest"] < 0.1 < fits[0][item]["item_rest"] for item in tasks)
    assert {one["first"] for one in foul["dependence"]} <= pilots_of(before)
    assert foul["dependence"]


def test_a_bank_without_its_items_on_trial_gives_the_same_live_numbers(twice):
    before, (found, _), _ = twice
    answers = given(true_bank())
    live = live_part(before)
    columns = answers.columns([item.id for item in live.items])
    alone = calibrate(live, columns)
    assert alone.prior == found.prior
    assert all(alone.items[item.id] == found.items[item.id] for item in live.items)


def test_numbers_of_items_on_trial_are_found_on_the_live_scale(twice):
    before, (found, _), _ = twice
    true = true_bank()
    for item in pilots_of(before):
        numbers = found.items[item]
        gaps = np.subtract(numbers.locations, locations_of(true.item(item)))
        assert np.all(np.abs(gaps) < 4 * np.array(numbers.location_ses))
        assert abs(np.mean(gaps)) < 0.25
        assert numbers.slope == pytest.approx(true.item(item).slope, rel=0.3)
        assert found.bank.item(item).calibration == "calibrated"
    assert found.answers == np.count_nonzero(given(true).categories != NOT_ASKED)


def test_people_of_another_place_do_not_shift_items_on_trial_where_live_ones_are_fixed():
    true = true_bank()
    rng = generator(5)
    prior = replace(true.framework.prior, bias_mean=0.5)
    moved = replace(true, framework=replace(true.framework, prior=prior))
    answers = given(moved, seed=int(rng.integers(100)))
    live = held_items(true, [LIVE])
    before = unknown(true, live)
    found = calibrate(before, answers, fixed=live)
    assert all(found.bank.item(item) == true.item(item) for item in live)
    said = [item for item in pilots_of(true) if "-s" in item]
    gaps = [np.subtract(found.items[one].locations, locations_of(true.item(one))) for one in said]
    assert np.mean(gaps) == pytest.approx(0, abs=0.12)


def test_tasks_on_trial_beside_statements_stand_on_the_statements_trait_and_place_nobody():
    bank = synthetic_bank(2, 5, 0, seed=1)
    tasks = synthetic_bank(2, 0, 2, seed=2).items
    both = ItemBank(bank.framework, (*bank.items, *(replace(one, pilot=True) for one in tasks)))
    assert not both.two_traits
    answers = given(both)
    one, other = calibrate(both, answers), calibrate(both, spoiled(answers, pilots_of(both)))
    assert one.prior == other.prior
    assert all(one.items[item.id] == other.items[item.id] for item in bank.items)
    assert all(one.items[item.id].status == "calibrated" for item in tasks)


def test_an_item_on_trial_that_is_fixed_keeps_its_numbers_and_holds_no_scale():
    true = true_bank()
    pilot = min(pilots_of(true))
    answers = given(true)
    before = unknown(true)
    found = calibrate(before, answers, fixed=frozenset({pilot}))
    assert found.bank.item(pilot) == before.item(pilot)
    free = calibrate(before, answers)
    assert all(found.items[one.id] == free.items[one.id] for one in live_part(true).items)


def test_the_word_live_names_all_items_that_count():
    bank = true_bank()
    live = frozenset(item.id for item in bank.items if not item.pilot)
    assert held_items(bank, [LIVE]) == live
    assert held_items(bank, [LIVE, "1.1-k5"]) == live | {"1.1-k5"}
    assert held_items(bank, ()) == frozenset()
    with pytest.raises(UnknownItem):
        held_items(bank, [LIVE, "9.9-s1"])


def test_items_on_trial_alone_measure_nothing():
    bank = synthetic_bank(1, 2)
    with pytest.raises(EmptyBank):
        calibrate(on_trial(bank, {item.id for item in bank.items}), given(bank))
