"""Numbers stay in the range that a pack's table may have, however little the answers say."""

import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.answers import Answers
from competences.calibration.bounds import LEAST_GAP, held, spaced
from competences.calibration.parameters import ItemNumbers
from competences.calibration.report import parameters_csv
from competences.calibration.study import calibrate
from competences.curves import tabulate
from competences.pack_numbers import PARAMETERS, with_parameters
from competences.provisional import DOUBTS, LOCATIONS, SLOPES
from tests.competences.calibration.builders import generator, unknown
from tests.competences.calibration.people import answers_of

PERSONS = 1500


@pytest.mark.parametrize("knowledge", [0, 5])
def test_what_a_calibration_writes_a_pack_reads_though_categories_were_never_chosen(
    tmp_path, knowledge
):
    bank = synthetic_bank(2, 5, knowledge, seed=3)
    items, rng = tabulate(bank).items, generator(1)
    categories = answers_of(bank, PERSONS, 4)
    statements = [k for k, item in enumerate(items) if item.kind == "self-report"]
    categories[:, statements[0]] = rng.choice([0, 1], PERSONS, p=[0.01, 0.99])
    categories[:, statements[1]] = rng.choice([0, 1, 2], PERSONS, p=[0.02, 0.49, 0.49])
    rare = [k for k, item in enumerate(items) if item.kind == "knowledge"][:1]
    categories[:, rare] = rng.random((PERSONS, 1)) < 0.003
    before = unknown(bank)
    found = calibrate(before, Answers(tuple(item.id for item in items), categories))
    (tmp_path / PARAMETERS).write_text(parameters_csv(found), encoding="utf-8")
    problems = []
    read = with_parameters(before, tmp_path, problems)
    assert problems == []
    assert read.items == found.bank.items
    for place in statements[:2]:
        numbers = found.items[items[place].id]
        assert numbers.status == "usable"
        assert read.item(numbers.item).calibration == "provisional"
        assert list(numbers.locations) == sorted(set(numbers.locations))
    assert {one.where["item"] for one in found.problems if one.code == "category-empty"} == {
        items[place].id for place in statements[:2]
    }
    others = [one for one in found.items.values() if not one.guessed]
    assert len(others) == len(items) - 2 - sum(found.items[items[k].id].guessed for k in rare)
    assert {one.status for one in others} == {"calibrated"}


def test_a_number_at_an_end_of_its_range_is_named_and_stays_provisional():
    bank = synthetic_bank(1, 0, 4, seed=3)
    items = tabulate(bank).items
    categories = answers_of(bank, 50_000, 4)
    categories[:, 0] = np.arange(50_000) == 7
    found = calibrate(unknown(bank), Answers(tuple(item.id for item in items), categories))
    numbers = found.items[items[0].id]
    assert numbers.locations == (LOCATIONS[1],)
    assert numbers.slope == pytest.approx(1.3, abs=0.3)
    assert numbers.status == "usable"
    assert found.bank.item(items[0].id).calibration == "provisional"
    assert [one.where["item"] for one in found.problems if one.code == "number-at-end"] == [
        items[0].id
    ]


def test_thresholds_stay_in_their_range_and_rise():
    found = spaced(np.array([[-20.0, 0.0, 20.0], [9.0, 10.0, 11.0], [-9.0, -9.0, -9.0]]))
    assert found.min() >= LOCATIONS[0]
    assert found.max() <= LOCATIONS[1]
    assert np.all(np.diff(found, axis=1) >= LEAST_GAP - 1e-9)
    assert found[0] == pytest.approx([LOCATIONS[0], 0.0, LOCATIONS[1]])


@pytest.mark.parametrize(
    ("slope", "location", "error", "guessed"),
    [(1.0, 0.0, 0.1, False), (9.0, 0.0, 0.1, True), (1.0, -9.0, 0.1, True), (1.0, 0.0, 4.0, True)],
)
def test_held_numbers_say_whether_they_lie_at_an_end(slope, location, error, guessed):
    found = held(ItemNumbers("a", slope, (location,), 0.1, (error,), error, 900))
    assert SLOPES[0] <= found.slope <= SLOPES[1]
    assert LOCATIONS[0] <= found.locations[0] <= LOCATIONS[1]
    assert found.location_se <= DOUBTS[1]
    assert found.guessed == guessed
    assert found.status == ("usable" if guessed else "calibrated")
