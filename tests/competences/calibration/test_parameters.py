"""When a bank takes new numbers over, and how far they may be used."""

import pytest

from competences.calibration.parameters import ItemNumbers, apply_numbers
from tests.competences.calibration.builders import (
    unknown,
)
from tests.competences.calibration.fits import ONE_TRAIT


def numbers_of(answers: int, *, estimated: bool = True) -> dict[str, ItemNumbers]:
    item = ONE_TRAIT.items[0].id
    return {
        item: ItemNumbers(item, 2.5, (-1.0, 0.2, 1.4), 0.1, (0.2,) * 3, 0.15, answers, estimated)
    }


@pytest.mark.parametrize(
    ("answers", "status", "calibration"),
    [
        (150, "usable", "provisional"),
        (299, "usable", "provisional"),
        (300, "level", "provisional"),
        (500, "calibrated", "calibrated"),
    ],
)
def test_enough_answers_bring_new_numbers_and_their_doubt(answers, status, calibration):
    before = unknown(ONE_TRAIT)
    numbers = numbers_of(answers)

    first, *others = apply_numbers(before, numbers).items

    assert numbers[first.id].status == status
    assert (first.slope, first.thresholds) == (2.5, (-1.0, 0.2, 1.4))
    assert (first.slope_se, first.location_se) == (0.1, 0.15)
    assert first.calibration == calibration
    assert others == list(before.items[1:])


@pytest.mark.parametrize(("answers", "estimated"), [(149, True), (5_000, False)])
def test_too_few_answers_or_kept_numbers_leave_the_item_as_it_was(answers, estimated):
    before = unknown(ONE_TRAIT)
    numbers = numbers_of(answers, estimated=estimated)

    assert apply_numbers(before, numbers).items == before.items
    assert numbers[before.items[0].id].status == "provisional"
