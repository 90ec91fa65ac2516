from dataclasses import replace
from random import Random

import pytest

from recommender import Constraints, plan
from recommender.swap import MOST_RIVALS, rivals
from recommender.turns import Turn
from tests.recommender.builders_planning import (
    TOLERANCE,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)


def path(index, needs, limits, turn=None):
    found = plan(index, needs, limits, explain=False, turn=turn)
    return [one.training.id for one in found.steps], found.value


def without(limits, out):
    return replace(limits, without=(*limits.without, *out))


def test_where_the_wished_one_comes_next_anyway_the_step_alone_goes():
    index = offer(training("a", ("1.1", 0, 2)), training("b", ("1.1", 0, 2), hours=6))
    assert rivals(index, [need()], Constraints(), step="a", taken="b") == ("a",)


def test_what_stands_before_the_wished_one_goes_too():
    index = offer(*(training(one, ("1.1", 0, 2), hours=n) for n, one in enumerate("abcd", 2)))
    assert rivals(index, [need()], Constraints(), step="a", taken="d") == ("a", "b", "c")


def test_an_equal_whose_turn_it_is_not_comes_in_all_the_same():
    index = offer(*(training(one, ("1.1", 0, 2), provider=one) for one in "abcdef"))
    turn = Turn("2027-W09", "somebody")
    (step,), _ = path(index, [need()], Constraints(), turn)
    for taken in sorted(set("abcdef") - {step}):
        out = rivals(index, [need()], Constraints(), step=step, taken=taken, turn=turn)
        assert path(index, [need()], without(Constraints(), out), turn)[0] == [taken]


@pytest.mark.parametrize(
    "taken", [training("far", ("1.2", 0, 2)), training("long", ("1.1", 0, 2), hours=50)]
)
def test_what_no_path_takes_is_not_to_be_had(taken):
    index = offer(training("a", ("1.1", 0, 2)), taken)
    limits = Constraints(hours=10)
    assert rivals(index, [need()], limits, step="a", taken=taken.id) is None


def test_it_gives_up_before_half_the_offer_is_ruled_out():
    many = [training(f"t{n:02}", ("1.1", 0, 2), hours=n) for n in range(1, MOST_RIVALS + 9)]
    assert rivals(offer(*many), [need()], Constraints(), step="t01", taken=many[-1].id) is None


@pytest.mark.parametrize("seed", range(12))
def test_the_path_with_a_wish_is_worth_what_its_alternative_was_said_to_be(seed):
    random = Random(seed)
    index = offer(*random_trainings(random, 12))
    needs, limits = random_needs(random), random_limits(random)
    for step in plan(index, needs, limits).steps:
        for other in step.alternatives:
            out = rivals(index, needs, limits, step=step.training.id, taken=other.training.id)
            steps, value = path(index, needs, without(limits, out))
            assert other.training.id in steps
            assert step.training.id not in steps
            assert other.value is None or value == pytest.approx(other.value, abs=TOLERANCE)
