"""What holds for everybody: no broken limit, no step that cannot be walked, no silent empty, no turned ladder."""

import csv
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from recommender import Constraints, Outcome, index, plan
from recommender.evaluation import faults
from recommender.exhaustive import MOST, best, can_be_walked, worth
from recommender.simulation import simulated_catalogue, simulated_people
from tests.recommender.builders_planning import (
    DAY,
    best_by_trying,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
    whole,
)
from tests.recommender.builders_reading import CATALOGUES

PEOPLE = 200


def odd(limits, number):
    """Give limits with what few people set: ruled-out trainings, hidden providers, sure gaps alone, no money."""
    more: dict[int, dict[str, Any]] = {
        0: {"without": tuple(f"t{k}" for k in range(0, 400, 3))},
        1: {"hidden": ("Provider 1", "Provider 2")},
        2: {"certain_only": True},
        3: {"euro": 0, "hours": 12},
        4: {"online": True, "languages": ()},
        5: {"weekly": 3, "deadline": DAY.replace(month=6)},
        6: {"languages": ("de",), "region": "BE-OST"},
    }
    return replace(limits, **more.get(number % 12, {}))


def test_no_plan_of_a_crowd_has_a_fault():
    offered = index([simulated_catalogue(400, seed=8)])
    wrong = []
    for number, (needs, usual) in enumerate(simulated_people(PEOPLE, seed=8)):
        limits = odd(usual, number)
        found = plan(offered, needs, limits, explain=False)
        wrong += [(number, fault) for fault in faults(found, needs, limits)]
    assert wrong == []


def test_the_two_ways_of_trying_every_choice_agree():
    for seed in range(150):
        random = Random(seed)
        trainings = random_trainings(random, random.choice((4, 6, 8)))
        needs, limits = random_needs(random), random_limits(random)
        value, chosen = best(trainings, needs, limits)
        assert value == pytest.approx(best_by_trying(trainings, needs, limits))
        assert (worth(chosen, needs, limits) or 0) == pytest.approx(value)


def test_plans_under_weeks_and_a_last_day_are_the_best_of_all_choices():
    for seed in range(100):
        random = Random(seed)
        trainings, needs = random_trainings(random, 7), random_needs(random)
        limits = replace(
            random_limits(random),
            today=DAY,
            weekly=random.choice((2, 4, 7, 14)),
            deadline=random.choice((None, DAY.replace(day=9), DAY.replace(day=25))),
            certain_only=random.random() < 0.2,
        )
        found = plan(offer(*trainings), needs, limits, explain=False)
        assert found.value == pytest.approx(best(trainings, needs, limits)[0])
        assert can_be_walked([step.training for step in found.steps], needs, limits)


def test_choices_are_tried_only_where_they_are_few():
    many = [training(f"t{number}", ("1.1", 0, 2)) for number in range(MOST + 1)]
    with pytest.raises(ValueError, match="too many"):
        best(many, [need()], Constraints())
    assert best(many, [need()], Constraints(hours=1)) == (0.0, ())


@pytest.mark.catalogues
class TestLaddersOfTheWalloonList:
    @pytest.fixture(scope="class")
    @staticmethod
    def ladders():
        path = CATALOGUES / "be_prerequisite_ladders.csv"
        if not path.exists():
            pytest.skip("catalogues missing")
        with path.open(encoding="utf-8", newline="") as file:
            return [(row["before_id"], row["after_id"]) for row in csv.DictReader(file)]

    def test_the_later_never_comes_before_the_earlier(self, ladders):
        assert len(ladders) == 42
        after = dict(ladders)
        first = [before for before, _ in ladders if before not in after.values()]
        for start in first:
            rungs = [start]
            while rungs[-1] in after:
                rungs.append(after[rungs[-1]])
            # later rungs are shorter and cheaper: all but the levels speaks for turning them
            trainings = [
                training(rung, ("1.3", place, place + 1), hours=20.0 - place, price=50 - place)
                for place, rung in enumerate(rungs)
            ]
            found = plan(offer(*reversed(trainings)), [need("1.3", 0, 8)], Constraints())
            assert [step.training.id for step in found.steps] == rungs
            assert len(rungs) > 1

    def test_a_rung_that_is_missing_ends_the_path(self, ladders):
        (low, middle), (_, high) = next(
            pair for pair in pairwise(ladders) if pair[0][1] == pair[1][0]
        )
        rungs = [training(one, ("1.3", k, k + 1)) for k, one in enumerate((low, middle, high))]
        del rungs[1]
        found = plan(offer(*rungs), [need("1.3", 0, 3)], Constraints())
        assert [step.training.id for step in found.steps] == [low]
        assert [(one.reached, one.target) for one in found.remaining] == [(1, 3)]


def test_a_claim_that_a_person_made_outlives_one_that_a_machine_made():
    sure = training("sure", ("1.1", 0, 2), hours=8)
    guess = replace(sure, id="guess", outcomes=(Outcome(whole("1.1"), 0, 2, "model", 0.9),))
    found = plan(offer(guess, sure), [need("1.1", 0, 2)], Constraints())
    assert [step.training.id for step in found.steps] == ["sure"]
    assert best([guess, sure], [need("1.1", 0, 2)], Constraints())[1] == (sure,)
