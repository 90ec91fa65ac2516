"""Items that treat groups differently are found, groups that differ in skill are no reason."""

from dataclasses import replace

import numpy as np
import pytest

from competences import ItemBank, synthetic_bank
from competences.calibration.dif import LEAST_GROUP, differential_items
from competences.calibration.logistic import empty_log_likelihood, log_likelihood, nagelkerke
from tests.competences.calibration.builders import drawn_answers, generator
from tests.competences.calibration.people import drawn_places, estimated, halves

BANK = synthetic_bank(5, 4, 4, seed=2)
NAMES = np.array(["nl", "fr"])


def moved(bank, moves):
    """Give the bank with some items harder by so much."""
    items = []
    for item in bank.items:
        move = moves.get(item.id, 0.0)
        if item.kind == "knowledge":
            items.append(replace(item, difficulty=item.difficulty + move))
        else:
            items.append(replace(item, thresholds=tuple(one + move for one in item.thresholds)))
    return ItemBank(bank.framework, tuple(items))


def two_groups(persons, moves, impact=0.0, asked=0.5, seed=1):
    """Give estimates and labels of people of whom half meet other items and are otherwise abler by `impact`."""
    member = halves(persons, seed)
    rng = generator(seed, 2)
    places = drawn_places(BANK, persons, rng) + impact * member[:, None]
    plain = drawn_answers(BANK, places, generator(seed, 3), asked=asked)
    other = drawn_answers(moved(BANK, moves), places, generator(seed, 3), asked=asked)
    categories = np.where(member[:, None] == 1, other, plain)
    return estimated(BANK, categories), NAMES[member]


def test_planted_items_are_found_and_no_others():
    estimates, labels = two_groups(2400, {"1.1-s1": 0.9, "1.2-k2": 1.1})
    found = differential_items(estimates, {"language": labels})
    flagged = {one.item: one for one in found if one.flagged}
    assert set(flagged) == {"1.1-s1", "1.2-k2"}
    assert len(found) == len(BANK.items)
    smaller = min(NAMES, key=lambda name: np.sum(labels == name))
    direction = -1 if smaller == "fr" else 1
    assert all(one.group == smaller for one in found)
    assert all(one.shift * direction > 0.5 for one in flagged.values())
    assert all(one.uniform for one in flagged.values())


def test_a_group_that_is_abler_makes_no_item_unfair():
    estimates, labels = two_groups(2400, {}, impact=-1.0)
    found = differential_items(estimates, {"language": labels})
    assert [one.item for one in found if one.flagged] == []
    assert np.mean([one.chi2 for one in found]) < 3.5


def test_small_groups_and_unknown_labels_are_left_out():
    estimates, labels = two_groups(700, {}, asked=1.0)
    labels[: LEAST_GROUP - 1] = "de"
    labels[LEAST_GROUP - 1 : 260] = ""
    found = differential_items(estimates, {"language": labels, "device": np.full(700, "phone")})
    assert {one.attribute for one in found} <= {"language"}
    assert all("de" not in (one.group, one.reference) for one in found)
    assert all(one.people <= 440 for one in found)


def test_an_item_that_all_answer_alike_is_not_tested():
    estimates, labels = two_groups(900, {}, asked=1.0)
    categories = estimates.categories.copy()
    categories[:, 0] = 0
    found = differential_items(estimated(BANK, categories), {"language": labels})
    assert estimates.tables.items[0].id not in {one.item for one in found}
    assert len(found) == len(BANK.items) - 1


def test_the_regression_finds_the_odds_of_a_table():
    # 30 of 100 against 60 of 100 right: the log odds ratio, by hand
    category = np.repeat([0, 1, 0, 1], [70, 30, 40, 60])
    group = np.repeat([0.0, 0.0, 1.0, 1.0], [70, 30, 40, 60])
    value, coefficients = log_likelihood(category, group[:, None])
    assert coefficients == pytest.approx([np.log(7 / 3), np.log(1.5) - np.log(3 / 7)], abs=1e-3)
    exact = 30 * np.log(0.3) + 70 * np.log(0.7) + 60 * np.log(0.6) + 40 * np.log(0.4)
    assert value == pytest.approx(exact)
    empty = empty_log_likelihood(category)
    assert empty == pytest.approx(90 * np.log(0.45) + 110 * np.log(0.55))
    assert 0 < nagelkerke(value, empty, 200) < 1
    assert nagelkerke(empty, empty, 200) == 0


def test_the_regression_recovers_proportional_odds():
    rng = generator(8)
    x = rng.standard_normal((20_000, 2))
    latent = x @ [0.8, -0.5] + rng.logistic(size=len(x))
    category = np.searchsorted([-1.0, 0.3, 1.5], latent)
    _, coefficients = log_likelihood(category, x)
    assert coefficients == pytest.approx([-1.0, 0.3, 1.5, 0.8, -0.5], abs=0.06)


def test_groups_parted_completely_have_an_end():
    category = np.repeat([0, 1], 50)
    value, coefficients = log_likelihood(category, category[:, None].astype(float))
    assert np.all(np.isfinite(coefficients))
    assert value > -1.0
