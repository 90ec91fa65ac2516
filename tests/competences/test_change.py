"""Change between two attempts: named only where it is more than chance."""

import pytest

from competences import Attempt, Interview, synthetic_bank
from competences.change import change, changes
from competences.profile import make_reading

BANK = synthetic_bank()


def reading(mean, sd):
    return make_reading(
        BANK.framework,
        mean,
        sd**2,
        perceived_mean=None,
        answers=5,
        basis="shown",
        provisional=False,
    )


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ((0.0, 0.3), (1.0, 0.3), True),
        ((0.0, 0.5), (1.0, 0.5), False),
        ((0.5, 0.2), (0.5, 0.2), False),
    ],
)
def test_a_change_is_sure_when_chance_alone_would_hardly_bring_it(before, after, sure):
    found = change(reading(*before), reading(*after))
    assert found.sure is sure
    assert found.low <= found.mean <= found.high
    assert (found.low > 0 or found.high < 0) is sure


def test_losing_is_the_mirror_of_gaining():
    up, down = (change(reading(a, 0.3), reading(b, 0.4)) for a, b in ((0.0, 1.2), (1.2, 0.0)))
    assert up.mean == -down.mean
    assert (up.low, up.high) == (-down.high, -down.low)
    assert up.sure
    assert down.sure


def test_all_readings_of_two_profiles_are_compared():
    low, high = (profile(response) for response in (0, 3))
    found = changes(low, high)
    assert found.overall.sure
    assert found.overall.mean > 1
    assert set(found.areas) == {area.code for area in BANK.framework.areas}
    assert set(found.competences) == set(BANK.framework.codes)


def profile(response):
    interview, attempt = Interview(BANK, "quick", seed=1), Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, response)
    return interview.profile(attempt)
