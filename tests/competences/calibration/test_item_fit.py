"""Items whose answers leave their curve are found, honest ones are not."""

from dataclasses import replace

import numpy as np

from competences import ItemBank, SelfReport, synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE
from competences.calibration.item_fit import LEAST_FITTED, item_fits
from tests.competences.calibration.builders import generator
from tests.competences.calibration.people import answers_of, estimated

BANK = synthetic_bank(5, 3, 3, seed=4, guessing=0.2)
EVERY = frozenset(item.id for item in BANK.items)


def test_honest_answers_fit():
    fits = item_fits(estimated(BANK, answers_of(BANK, 1500, 1, asked=0.5)), frozenset())
    assert set(fits) == EVERY
    assert [one.item for one in fits.values() if one.flagged] == []
    infits = [one.infit for one in fits.values()]
    assert abs(np.mean(infits) - 1) < 0.02
    assert max(abs(infit - 1) for infit in infits) < 0.2
    assert np.mean([one.chi2 / one.df for one in fits.values()]) < 1.5


def test_an_item_that_lies_elsewhere_is_found_when_it_stands_as_it_is():
    categories = answers_of(BANK, 1500, 2, asked=0.5)
    wrong = "1.2-s1"
    items = tuple(
        replace(item, thresholds=tuple(one + 0.6 for one in item.thresholds))
        if isinstance(item, SelfReport) and item.id == wrong
        else item
        for item in BANK.items
    )
    fits = item_fits(estimated(ItemBank(BANK.framework, items), categories), frozenset())
    assert [one.item for one in fits.values() if one.flagged] == [wrong]


def test_answers_at_random_are_found_even_where_the_item_was_estimated():
    categories = answers_of(BANK, 1500, 3, asked=0.6)
    estimates = estimated(BANK, categories)
    place = estimates.tables.place["1.3-s2"]
    asked = categories[:, place] >= 0
    categories[asked, place] = generator(9).integers(4, size=int(asked.sum()))
    fits = item_fits(estimated(BANK, categories), EVERY)
    assert fits["1.3-s2"].flagged
    assert fits["1.3-s2"].infit > 1.3
    assert sum(one.flagged for one in fits.values()) <= 2


def test_estimated_items_give_up_degrees_of_freedom():
    estimates = estimated(BANK, answers_of(BANK, 1500, 1))
    free, held = item_fits(estimates, EVERY), item_fits(estimates, frozenset())
    assert all(held[item].df == 4 for item in EVERY)
    tasks = [item.id for item in BANK.items if item.kind == "knowledge"]
    # a task's slope and difficulty are two straight lines in the residuals of four parts
    assert all(free[item].df == 2 for item in tasks)
    assert all(free[item].df <= 4 for item in EVERY)


def test_an_item_with_few_answers_is_not_judged():
    categories = answers_of(BANK, 400, 5)
    categories[LEAST_FITTED - 1 :, 0] = NOT_ASKED
    categories[:, 20] = UNSURE
    estimates = estimated(BANK, categories)
    fits = item_fits(estimates, frozenset())
    assert estimates.tables.items[0].id not in fits
    assert estimates.tables.items[20].kind == "self-report"
    assert estimates.tables.items[20].id not in fits
    assert len(fits) == len(BANK.items) - 2


def test_nobody_means_no_fit():
    assert item_fits(estimated(BANK, answers_of(BANK, 20, 5)), EVERY) == {}
