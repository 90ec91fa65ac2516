from random import Random

import numpy as np
import pytest

from recommender import Constraints, plan
from recommender.candidates import MOST_AT_LAST, eligible, select
from recommender.greedy import Greedy
from recommender.narrowing import Narrowing
from recommender.ordering import walk
from recommender.planner import Exact
from recommender.reach import Person
from tests.recommender.builders_planning import (
    need,
    offer,
    random_needs,
    random_trainings,
    training,
)

MANY = MOST_AT_LAST + 200
NO_LIMITS = Constraints()


@pytest.fixture(scope="module")
def crowd():
    """Trainings of which none is better than another, more than stay, and one behind the door of another."""
    alike = [
        training(f"t{k:04}", ("1.1", 0, 2), hours=float(k), price=2 * MANY - k)
        for k in range(1, MANY)
    ]
    behind = [
        training("behind", ("1.2", 0, 2), requires=[("1.3", 2)]),
        training("opener", ("1.3", 0, 2), hours=30.0, price=700),
    ]
    return offer(*alike, *behind)


NEEDS = (need("1.1", 0, 2), need("1.2", 0, 2), need("1.3", 0, 2))


def everything(made, needs, limits=NO_LIMITS):
    person = Person(made, needs)
    part = person.part(eligible(made, limits))
    return person, person.helpful(part, None, doors_open=False)


def test_of_far_too_many_the_best_of_each_cost_stay_with_what_opens_others(crowd):
    case = select(crowd, NEEDS, Constraints())
    names = {one.training.id for one in case.candidates}
    assert len(names) == MOST_AT_LAST
    assert {"t0001", f"t{MANY - 1:04}", "behind", "opener"} <= names


def test_a_narrowed_choice_is_called_the_best_only_where_it_reaches_a_bound_that_looks_at_all(
    crowd,
):
    case = select(crowd, NEEDS, Constraints())
    assert case.most == 6.0
    for planner in (Exact(), Greedy()):
        found = planner.solve(case)
        assert (found.value, found.bound, found.optimal) == (6.0, 6.0, True)
        assert walk(case, found.chosen).left == ()
    made = plan(crowd, NEEDS, Constraints(hours=1500.0), explain=False)
    assert (made.value, made.bound, made.optimal) == (6.0, 6.0, True)


def test_a_narrowed_case_gives_the_same_bytes_each_time(crowd):
    first, again = (plan(crowd, NEEDS, Constraints(hours=1500.0)).to_json() for _ in range(2))
    assert first == again


def test_few_enough_are_all_of_them_and_stay_proven():
    made = offer(*(training(f"t{k}", ("1.1", 0, 2), hours=k, price=99 - k) for k in range(1, 90)))
    case = select(made, NEEDS, Constraints())
    assert case.most is None
    assert Exact().solve(case).optimal


def test_all_levels_of_the_goal_that_could_be_reached_still_can_be():
    for seed in range(60):
        random = Random(seed)
        person, part = everything(offer(*random_trainings(random, 120)), random_needs(random))
        levels = {
            (int(j), level, bool(trusted))
            for j, low, high, trusted in zip(
                part.taught.competence, part.taught.low, part.taught.high, part.taught.trusted,
                strict=True,
            )
            for level in range(low + 1, high + 1)
        }  # fmt: skip
        stays = Narrowing(person).best(part, len(levels))
        assert stays.sum() <= len(levels)
        before, after = (person.climb(one)[0] for one in (part, part.only(stays)))
        assert np.array_equal(
            np.minimum(before, person.target), np.minimum(after, person.target)
        ), seed


def test_which_stay_does_not_hang_on_where_they_stood_in_the_list():
    trainings = random_trainings(Random(3), 80)
    needs = random_needs(Random(4))
    kept = []
    for order in (trainings, trainings[::-1]):
        made = offer(*order)
        person, part = everything(made, needs)
        numbers = part.numbers[Narrowing(person, 20.0, 100.0).best(part, 15)]
        kept.append({made.trainings[i].id for i in numbers})
    assert kept[0] == kept[1]
    assert len(kept[0]) == 15


def test_no_choice_of_all_is_worth_more_than_the_bound_of_a_narrowed_case():
    binding = 0
    for seed in range(120):
        random = Random(700 + seed)
        made, needs = offer(*random_trainings(random, 12)), random_needs(random)
        limits = Constraints(
            hours=random.choice((None, 4, 10)), euro=random.choice((None, 0, 10, 40))
        )
        best = Exact().solve(select(made, needs, limits, pruned=False))
        person, part = everything(made, needs, limits)
        bound = Narrowing(person, limits.hours, limits.euro).most(part)
        assert best.optimal
        assert best.value <= bound + 1e-9, seed
        binding += bound < Narrowing(person).most(part)
    assert binding
