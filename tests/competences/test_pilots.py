"""Items on trial: asked of everybody in the end, counted for nobody."""

import random
from collections import Counter
from dataclasses import replace

from competences import ROUTES, Attempt, Interview, ItemBank, load_bank, synthetic_bank
from tests.competences.builders import some_response, walked

DIGCOMP = load_bank("digcomp-3.0")
TRIAL = frozenset(item.id for item in DIGCOMP.items if item.id.endswith(("s4", "k2")))
BANK = ItemBank(
    DIGCOMP.framework,
    tuple(replace(item, pilot=item.id in TRIAL) for item in DIGCOMP.items),
)


def test_each_route_asks_its_number_of_pilots_and_none_at_the_start():
    for name, route in ROUTES.items():
        for seed in range(5):
            asked = walked(BANK, name, seed)[1].answered
            places = [place for place, item in enumerate(asked) if item in TRIAL]
            assert len(places) == route.pilots
            assert min(places) >= 3
            assert len(asked) <= route.most


def test_pilots_come_at_other_places_for_other_people():
    places = Counter()
    for seed in range(40):
        asked = walked(BANK, "quick", seed)[1].answered
        places.update(place for place, item in enumerate(asked) if item in TRIAL)
    assert len(places) == ROUTES["quick"].least - 3
    drawn = {item for seed in range(40) for item in walked(BANK, "quick", seed)[1].answered}
    assert len(drawn & TRIAL) > 25


def test_what_is_answered_to_a_pilot_changes_no_reading():
    interview, attempt = walked(BANK, "standard", 2)
    without = Attempt("nl", tuple(one for one in attempt.answers if one.item not in TRIAL))
    said, told = interview.profile(attempt), interview.profile(without)
    assert {code: one.mean for code, one in said.readings.items()} == {
        code: one.mean for code, one in told.readings.items()
    }
    assert said.readings == told.readings
    assert said.answered == told.answered + 4


def test_a_pilot_changes_no_choice_of_what_follows():
    first, second = (walked_with(offset) for offset in (0, 1))
    assert [item for item in first if item not in TRIAL] == [
        item for item in second if item not in TRIAL
    ]


def walked_with(offset):
    """Give what is asked of somebody whose answers to pilots differ by the offset."""
    interview, attempt = Interview(BANK, "quick", seed=9), Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        chance = random.Random(item.id + str(offset) if item.id in TRIAL else item.id)
        attempt = attempt.with_answer(item.id, some_response(item, chance))
    return attempt.answered


def test_the_kinds_of_a_bank_are_those_of_its_scored_items():
    bank = synthetic_bank(self_report=2, knowledge=2)
    trial = tuple(replace(item, pilot=item.kind == "knowledge") for item in bank.items)
    assert bank.two_traits
    assert not ItemBank(bank.framework, trial).two_traits
