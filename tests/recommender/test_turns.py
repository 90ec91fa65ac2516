"""Turns of providers: steady for a person in a week, even over people, and free of charge for the path."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from recommender import Constraints, index, plan
from recommender.exposure import account
from recommender.simulation import simulated_catalogue, simulated_people
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

FREE = Constraints()
TURN = Turn("2027-W09", "anna")


def first_of(trainings, turn):
    (step,) = plan(offer(*trainings), [need("1.1")], FREE, explain=False, turn=turn).steps
    return step.training.id


def test_a_week_is_written_as_the_calendar_counts_it():
    assert Turn.on(date(2026, 11, 25)) == Turn("2026-W48")
    assert Turn.on(date(2027, 1, 1), "anna") == Turn("2026-W53", "anna")


def test_a_turn_is_the_same_for_a_person_all_week_and_changes_with_the_weeks():
    monday = date(2027, 3, 1)
    names = ["a", "b", "c", "d"]

    def order(day):
        return sorted(names, key=Turn.on(day, "anna").place)

    assert len({tuple(order(monday + timedelta(days=n))) for n in range(7)}) == 1
    assert len({tuple(order(monday + timedelta(weeks=n))) for n in range(20)}) > 5


def test_without_a_turn_a_path_holds_the_first_of_equals_by_id():
    trainings = [training(name, ("1.1", 0, 2), provider=name) for name in "abc"]
    assert first_of(trainings, None) == "a"


def test_equals_stand_in_a_path_about_equally_often():
    trainings = [training(name, ("1.1", 0, 2), provider=name) for name in "abc"]
    people = [Turn("2027-W09", str(number)) for number in range(90)]
    chosen = [first_of(trainings, turn) for turn in people]
    assert all(20 <= chosen.count(name) <= 40 for name in "abc")


def test_many_equal_trainings_bring_a_provider_no_more_turns():
    trainings = [training(f"a{n}", ("1.1", 0, 2), provider="a") for n in range(9)]
    trainings.append(training("b", ("1.1", 0, 2), provider="b"))
    people = [Turn("2027-W09", str(number)) for number in range(80)]
    chosen = [first_of(trainings, turn) for turn in people]
    assert 30 <= chosen.count("b") <= 50


def test_a_dearer_or_longer_training_takes_nobodys_turn():
    cheap = training("cheap", ("1.1", 0, 2), provider="a", price=10)
    others = [
        training("dear", ("1.1", 0, 2), provider="b", price=11),
        training("long", ("1.1", 0, 2), provider="c", price=10, hours=5.0),
        training("silent", ("1.1", 0, 2), provider="d", price=None),
    ]
    turns = [Turn("2027-W09", str(number)) for number in range(20)]
    assert {first_of([cheap, *others], turn) for turn in turns} == {"cheap"}


@pytest.mark.parametrize("seed", range(50))
def test_a_turn_changes_neither_worth_nor_costs_of_a_path(seed):
    random = Random(seed)
    trainings = [
        replace(one, provider=random.choice("abc"), hours=4.0, price=None)
        if random.random() < 0.6
        else replace(one, provider=random.choice("abc"))
        for one in random_trainings(random, 16)
    ]
    needs, limits = random_needs(random), random_limits(random)
    limits = replace(limits, today=DAY, weekly=random.choice((None, 4.0, 8.0)))
    usual = plan(offer(*trainings), needs, limits, explain=False)
    turned = plan(offer(*trainings), needs, limits, explain=False, turn=TURN)
    assert (turned.value, turned.hours, turned.euro) == (usual.value, usual.hours, usual.euro)
    assert turned == plan(offer(*trainings), needs, limits, explain=False, turn=TURN)


def test_who_stands_back_is_named_as_what_could_take_its_place():
    trainings = [training(name, ("1.1", 0, 2), provider=name) for name in "ab"]
    people = [Turn("2027-W09", str(number)) for number in range(8)]
    made = [plan(offer(*trainings), [need("1.1")], FREE, turn=turn) for turn in people]
    assert {one.steps[0].training.id for one in made} == {"a", "b"}


def test_providers_get_the_places_that_their_trainings_deserve():
    found = account(index([simulated_catalogue(1000, 4)]), simulated_people(600, 5))
    assert found.people > 500
    assert found.ndcg >= 0.95
    assert found.lost <= 0.02
    ratios = found.ratios()
    assert len(ratios) >= 8
    assert 0.8 <= ratios[0] <= ratios[-1] <= 1.25


def test_lists_without_trainings_lose_nothing():
    found = account(offer(), [([need("1.1")], FREE)])
    assert (found.people, found.ndcg, found.lost, found.ratios()) == (0, 1.0, 0.0, [])
