from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from recommender import Constraints, plan
from recommender.candidates import select
from recommender.deadline import Deadline
from recommender.reasons import explained
from recommender.turns import Turn
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

OPEN = Constraints()


def alternatives(needs, limits, *trainings, **asked):
    """Give what stands beside the first step: id, value, code and numbers."""
    step = plan(offer(*trainings), needs, limits, **asked).steps[0]
    return [(one.training.id, one.value, one.why, dict(one.values)) for one in step.alternatives]


def test_an_equal_that_takes_longer_says_by_how_many_hours():
    best = training("best", ("1.1", 0, 2), hours=2.0)
    longer = training("longer", ("1.1", 0, 2), hours=3.5)
    found = alternatives([need()], OPEN, best, longer)
    assert found == [("longer", 2.0, "second-hours", {"hours": 1.5})]


def test_an_equal_that_costs_more_says_how_much():
    best = training("best", ("1.1", 0, 2))
    dearer = training("dearer", ("1.1", 0, 2), price="12.5")
    found = alternatives([need()], OPEN, best, dearer)
    assert found == [("dearer", 2.0, "second-euro", {"euro": 12.5})]


def test_an_exact_equal_says_that_equals_take_turns():
    twins = [training(name, ("1.1", 0, 2), provider=name) for name in "ab"]
    found = alternatives([need()], OPEN, *twins)
    assert found == [("b", 2.0, "second-turn", {})]


def test_the_one_that_stood_back_in_a_turn_is_an_alternative():
    twins = [training(name, ("1.1", 0, 2), provider=name) for name in "abc"]
    for person in "xyz":
        step = plan(offer(*twins), [need()], OPEN, turn=Turn("2027-W09", person)).steps[0]
        others = {one.training.id: one.why for one in step.alternatives}
        assert others == dict.fromkeys({"a", "b", "c"} - {step.training.id}, "second-turn")


def test_one_that_closes_less_says_what_the_path_would_be_worth():
    best, less = training("best", ("1.1", 0, 2)), training("less", ("1.1", 0, 1), hours=1.0)
    found = alternatives([need()], OPEN, best, less)
    assert found == [("less", 1.0, "second-levels", {"value": 1.0, "instead": 2.0})]


def test_a_way_of_two_trainings_instead_of_one_says_so():
    best = training("best", ("1.1", 0, 2))
    halves = [
        training("low", ("1.1", 0, 1), hours=2.0),
        training("high", ("1.1", 1, 2), hours=2.0),
    ]
    found = alternatives([need()], OPEN, best, *halves)
    assert {name: why for name, _, why, _ in found} == dict.fromkeys(
        ("low", "high"), "second-trainings"
    )
    assert [values for *_, values in found] == [{"n": 1}, {"n": 1}]


def test_one_with_a_price_that_is_not_known_counts_no_euro():
    best, unknown = training("best", ("1.1", 0, 2)), training("unknown", ("1.1", 0, 2), price=None)
    found = alternatives([need()], OPEN, best, unknown)
    assert found == [("unknown", 2.0, "second-unknown", {})]


def test_a_path_that_closes_as_much_in_doubtful_gaps_comes_second():
    sure = training("sure", ("1.1", 0, 2))
    doubtful = training("doubtful", ("1.1", 0, 1), ("1.2", 1, 2), hours=2.0)
    needs = [need("1.1", 0, 2), need("1.2", 1.5, 2, sd=0.8, entry=1)]
    found = alternatives(needs, Constraints(hours=4), sure, doubtful)
    assert found == [("doubtful", 2.0, "second-doubt", {})]


def test_a_path_that_closes_as_much_but_higher_levels_comes_second():
    low = training("low", ("1.1", 0, 2), hours=4.0)
    high = training("high", ("1.1", 0, 1), ("1.2", 4, 5), hours=2.0)
    needs = [need("1.1", 0, 2), need("1.2", 4, 5)]
    found = alternatives(needs, Constraints(hours=4), low, high)
    assert found == [("high", 2.0, "second-lower", {})]


def test_an_equal_that_breaks_a_limit_of_the_whole_path_is_no_match_for_it():
    first, twin = training("first", ("1.1", 0, 2)), training("twin", ("1.1", 0, 2), hours=5.0)
    other = training("other", ("1.2", 0, 2))
    needs = [need("1.1"), need("1.2")]
    [found] = alternatives(needs, Constraints(hours=8), first, twin, other)
    assert found == ("twin", 2.0, "second-levels", {"value": 2.0, "instead": 4.0})


def test_what_cannot_be_in_any_path_is_no_alternative():
    best = training("best", ("1.1", 0, 2))
    locked = training("locked", ("1.1", 0, 2), requires=[("1.3", 2)])
    assert alternatives([need()], OPEN, best, locked) == []


def test_at_most_three_are_told_and_the_best_come_first():
    best = training("best", ("1.1", 0, 2), hours=1.0)
    others = [
        training(f"o{hours}", ("1.1", 0, 2), hours=float(hours)) for hours in range(6, 1, -1)
    ]
    found = alternatives([need()], OPEN, best, *others)
    assert [name for name, *_ in found] == ["o2", "o3", "o4"]


def test_beside_a_plan_that_is_not_proven_nothing_is_rated():
    offered = offer(training("a", ("1.1", 0, 2)), training("b", ("1.1", 0, 2), hours=5.0))
    made = replace(plan(offered, [need()], OPEN, explain=False), optimal=False, bound=3.0)
    case = select(offered, [need()], OPEN)
    [step] = explained(made, offered, [need()], OPEN, case, Deadline(None)).steps
    [one] = step.alternatives
    assert (one.training.id, one.value, one.why) == ("b", None, "second-unrated")
    assert "loss-without" not in {reason.code for reason in step.reasons}


def test_without_time_only_equals_are_told():
    trainings = [training(name, ("1.1", 0, 2), hours=4.0 + k) for k, name in enumerate("ab")]
    other = training("other", ("1.1", 0, 1), hours=1.0)
    offered = offer(*trainings, other)
    made = plan(offered, [need()], OPEN, explain=False)
    case = select(offered, [need()], OPEN)
    [step] = explained(made, offered, [need()], OPEN, case, Deadline(0.0)).steps
    assert [one.training.id for one in step.alternatives] == ["b"]


def test_the_record_tells_what_a_page_or_a_program_needs():
    best = training("best", ("1.1", 0, 2))
    later = replace(
        training("later", ("1.1", 0, 2), price=20, start=DAY + timedelta(days=3)),
        provider="House",
        place="Gent",
        mode="on-site",
        url="https://house.example/",
    )
    found = plan(offer(best, later), [need()], Constraints(today=DAY))
    assert found.to_record()["steps"][0]["alternatives"] == [
        {
            "training": "later",
            "title": "Title of later",
            "value": 2.0,
            "why": "second-euro",
            "values": {"euro": 20.0},
            "text": "With it instead, the path would be worth as much, but it would cost 20 euro more.",
            "hours": 4.0,
            "price": 20.0,
            "provider": "House",
            "mode": "on-site",
            "place": "Gent",
            "start": (DAY + timedelta(days=3)).isoformat(),
            "language": "en",
            "url": "https://house.example/",
        }
    ]


def test_an_alternative_is_worth_what_the_best_path_with_it_and_without_the_step_is():
    told = Counter()
    for seed in range(25):
        random = Random(seed)
        trainings, needs = random_trainings(random, 8), random_needs(random)
        limits = random_limits(random)
        found = plan(offer(*trainings), needs, limits)
        for step in found.steps:
            for one in step.alternatives:
                told[one.why] += 1
                rest = [other for other in trainings if other.id != step.training.id]
                assert one.value <= found.value + 1e-6
                assert one.value <= plan(offer(*rest), needs, limits, explain=False).value + 1e-6
                assert one.training.id not in {other.training.id for other in found.steps}
    assert told["second-levels"] > 5


@pytest.mark.parametrize("seed", range(3))
def test_equal_questions_give_equal_alternatives_whatever_the_order_of_the_offer(seed):
    random = Random(seed)
    trainings, needs = random_trainings(random, 10), random_needs(random)
    one = plan(offer(*trainings), needs, OPEN)
    other = plan(offer(*reversed(trainings)), needs, OPEN)
    assert one.to_json() == other.to_json()
