"""Two questions that differ in one thing: what their answers must have in common."""

import json
from dataclasses import replace
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender import (
    Constraints,
    goal_from_record,
    learner_from_record,
    needs_of,
    plan,
)
from recommender.evaluation import against_every_choice, faults, under_changes
from recommender.needs import certain
from recommender.relations import RELATIONS, Question, broken
from recommender.simulation import simulated_catalogue, simulated_people
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

planned = partial(plan, explain=False)
seeds = st.integers(min_value=0, max_value=2**32)
few = settings(max_examples=8)


def dense(random, count=10):
    """Give a question full of cycles, dates, sessions and machine tags, with every kind of limit."""
    spoken = [
        replace(
            one,
            language=random.choice(("en", "en", "fr")),
            region=random.choice(("BE-WAL", "BE-BRU")),
            mode=random.choice(("on-site", "online")),
        )
        for one in random_trainings(random, count)
    ]
    limits = replace(
        random_limits(random),
        today=DAY,
        languages=random.choice(((), ("en",), ("en", "fr"))),
        region=random.choice((None, "BE-WAL")),
        weekly=random.choice((None, None, 3.0, 7.0)),
        deadline=random.choice((None, None, DAY.replace(day=8), DAY.replace(day=20))),
    )
    return Question(tuple(spoken), tuple(random_needs(random)), limits)


def sparse(random):
    """Give a question of a simulated person over a corner of a simulated offer."""
    trainings = simulated_catalogue(40, random.randrange(2**32)).trainings
    needs, limits = simulated_people(1, random.randrange(2**32))[0]
    return Question(trainings, needs, replace(limits, region=None, languages=()))


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
@given(seed=seeds)
@few
def test_a_change_has_the_effect_that_it_must_have(relation, seed):
    random = Random(seed)
    for question in (dense(random), sparse(random)):
        assert list(broken(question, planned, random, [relation])) == []


@given(seed=seeds)
@few
def test_what_steps_close_and_what_remains_are_the_gaps(seed):
    random = Random(seed)
    for question in (dense(random), dense(random), sparse(random)):
        found = question.answer(planned)
        assert faults(found, question.needs, question.constraints) == []


@given(seed=seeds)
@few
def test_sure_gaps_alone_are_planned_as_if_the_others_were_none(seed):
    question = dense(Random(seed))
    sure = replace(question.constraints, certain_only=True)
    asked = replace(question, needs=certain(question.needs)).answer(planned)
    found = replace(question, constraints=sure).answer(planned)
    assert (found.value, found.steps) == (asked.value, asked.steps)


@given(seed=seeds)
@few
def test_a_score_output_and_the_same_numbers_by_hand_give_the_same_plan(seed):
    random = Random(seed)
    codes = ("1.1", "1.2", "1.3")
    pairs = {code: (random.uniform(0, 5), random.uniform(0.2, 1.5)) for code in codes}
    scored = {
        "framework": "digcomp-3.0",
        "readings": {
            f"digcomp-3.0/{code}": {"mean": 0, "sd": 1, "scale": pair}
            for code, pair in pairs.items()
        },
    }
    by_hand = {
        "framework": "digcomp-3.0",
        "levels": {code: place for code, (place, _) in pairs.items()},
        "sd": {code: sd for code, (_, sd) in pairs.items()},
    }
    goal = goal_from_record({"levels": {code: random.randint(1, 8) for code in codes}})
    offered = offer(*random_trainings(random, 12))
    plans = [
        plan(
            offered,
            needs_of(learner_from_record(json.loads(json.dumps(one))), goal),
            Constraints(),
        )
        for one in (scored, by_hand)
    ]
    assert plans[0].to_json() == plans[1].to_json()


class TestRelationsFindWrongPlanners:
    """A check that nothing can fail would be none."""

    suspected = ("another order of rows", "more hours", "new names", "double weights")

    def found(self, planner):
        random = Random(1)
        questions = [dense(random) for _ in range(20)]
        suspected = [one for one in RELATIONS if one.name in self.suspected]
        return {name for one in questions for name in broken(one, planner, random, suspected)}

    def test_one_that_takes_the_first_training_alone(self):
        def first(index, needs, constraints):
            return plan(offer(*index.trainings[:1]), needs, constraints, explain=False)

        assert "another order of rows" in self.found(first)

    def test_one_that_shuns_a_name(self):
        def shy(index, needs, constraints):
            return plan(index, needs, replace(constraints, hidden=("house",)), explain=False)

        assert self.found(shy) == {"new names"}

    def test_one_that_keeps_half_the_hours_of_who_has_many(self):
        def mean(index, needs, constraints):
            hours = constraints.hours
            less = replace(constraints, hours=4 if hours is None or hours > 14 else hours)
            return plan(index, needs, less, explain=False)

        assert "more hours" in self.found(mean)


def test_the_evaluation_finds_a_planner_that_misses_the_best():
    people = simulated_people(12, seed=9)
    offered = offer(*simulated_catalogue(800, seed=9))

    def lazy(index, needs, constraints):
        tight = replace(constraints, hours=(constraints.hours or 40) / 4)
        return plan(index, needs, tight, explain=False)

    assert against_every_choice(offered, people, 1)["equal"] == 1.0
    assert against_every_choice(offered, people, 1, lazy)["equal"] < 0.8
    assert under_changes(offered, people[:3], 1)["broken"] == 0


def test_faults_are_seen_without_the_planner_s_eyes():
    first, second = training("a", ("1.1", 0, 2)), training("b", ("1.1", 2, 4), hours=6)
    needs, limits = [need("1.1", 0, 4)], Constraints(hours=10)
    found = plan(offer(first, second), needs, limits, explain=False)
    assert faults(found, needs, limits) == []
    turned = replace(found, steps=found.steps[::-1])
    assert faults(turned, needs, limits) == ["walk"]
    assert faults(found, needs, Constraints(hours=9)) == ["walk"]
    assert faults(replace(found, bound=1.0), needs, limits) == ["bound"]
    assert faults(found, [need("1.1", 0, 5)], limits) == ["sums"]
    assert faults(replace(found, steps=()), needs, limits) == ["silent", "sums"]
