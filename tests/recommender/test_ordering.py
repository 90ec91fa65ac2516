from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from recommender import Constraints, plan
from recommender.candidates import select
from recommender.errors import BrokenPlan
from recommender.ordering import by_days, walk
from recommender.proof import prove
from tests.recommender.builders_planning import (
    CODES,
    DAY,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

OPEN = Constraints()


def order_of(needs, *trainings, limits=OPEN):
    made = plan(offer(*trainings), needs, limits, explain=False)
    return [step.training.id for step in made.steps]


def all_of(needs, *trainings, limits=OPEN):
    case = select(offer(*trainings), needs, limits, pruned=False)
    walked = walk(case, range(len(case.candidates)))
    named = [one.training.id for one in case.candidates]
    return [named[i] for i in walked.order], [named[i] for i in walked.left]


def test_an_opener_comes_before_what_it_opens():
    later = training("a", ("1.1", 2, 4))
    first = training("z", ("1.1", 0, 2))
    assert order_of([need("1.1", 0, 4)], later, first) == ["z", "a"]


def test_trainings_that_open_each_other_are_left_over():
    a = training("a", ("1.1", 0, 2), requires=[("1.2", 1)])
    b = training("b", ("1.2", 0, 2), requires=[("1.1", 1)])
    stone = training("c", ("1.2", 0, 1))
    needs = [need("1.1", 0, 2), need("1.2", 0, 2)]
    case = select(offer(a, b, stone), needs, OPEN, pruned=False)
    numbers = {one.training.id: i for i, one in enumerate(case.candidates)}
    walked = walk(case, [numbers["a"], numbers["b"]])
    assert walked.order == ()
    assert len(walked.left) == 2
    assert order_of(needs, a, b) == []
    assert order_of(needs, a, b, stone) == ["c", "a", "b"]


def test_a_dated_training_needs_an_opener_that_ends_before_it_starts():
    needs = [need("1.1", 0, 4)]
    late = training("late", ("1.1", 0, 2), start=DAY, end=DAY + timedelta(days=5))
    early = training("early", ("1.1", 2, 4), start=DAY + timedelta(days=5))
    after = training("after", ("1.1", 2, 4), start=DAY + timedelta(days=6))
    assert order_of(needs, late, early) == ["late"]
    assert order_of(needs, late, after) == ["late", "after"]


def test_what_opens_a_fixed_date_comes_first_and_free_ones_where_they_fit():
    needs = [need("1.1", 0, 4), need("1.2", 0, 2), need("1.3", 0, 2)]
    opener = training("opener", ("1.1", 0, 2))
    spring = training("spring", ("1.1", 2, 4), start=DAY + timedelta(days=20))
    summer = training("summer", ("1.2", 0, 2), start=DAY + timedelta(days=90))
    free = training("free", ("1.3", 0, 2), hours=1.0)
    limits = Constraints(today=DAY)
    expected = ["opener", "free", "spring", "summer"]
    assert order_of(needs, summer, free, spring, opener, limits=limits) == expected


def test_nothing_can_be_fitted_in_before_a_session_that_starts_today():
    opener = training("opener", ("1.1", 0, 2))
    now = training("now", ("1.1", 2, 4), start=DAY)
    limits = Constraints(today=DAY)
    assert order_of([need("1.1", 0, 4)], opener, now, limits=limits) == ["opener"]


def test_sure_gaps_then_short_ones_come_first_among_equals():
    needs = [need("1.1", 1.5, 2, sd=0.8), need("1.2", 0, 2), need("1.3", 0, 2)]
    doubt = training("doubt", ("1.1", 0, 2), hours=1.0)
    long = training("long", ("1.2", 0, 2), hours=9.0)
    short = training("short", ("1.3", 0, 2), hours=2.0)
    assert order_of(needs, doubt, long, short) == ["short", "long", "doubt"]


def test_every_plan_survives_being_walked_anew_and_a_shuffled_one_does_not():
    broken = 0
    for seed in range(150):
        random = Random(seed)
        made = offer(*random_trainings(random, 12))
        needs, limits = random_needs(random), random_limits(random)
        found = plan(made, needs, limits, explain=False)
        prove(found, needs, limits)
        backwards = type(found)(
            tuple(reversed(found.steps)),
            found.value,
            found.bound,
            found.optimal,
            None,
            0,
            found.euro,
        )
        try:
            prove(backwards, needs, limits)
        except BrokenPlan:
            broken += len(found.steps) > 1
    assert broken > 20


@pytest.mark.parametrize(
    "limits", [{"hours": 3}, {"languages": ("nl",)}, {"region": "BE-VLG"}, {"euro": 1}]
)
def test_the_proof_refuses_a_step_beyond_a_limit(limits):
    needs = [need("1.1", 0, 2)]
    found = plan(offer(training("a", ("1.1", 0, 2), price=2)), needs, OPEN, explain=False)
    with pytest.raises(BrokenPlan, match="a"):
        prove(found, needs, Constraints(**limits))


def test_the_proof_refuses_two_full_days_at_once():
    needs = [need("1.1", 0, 1), need("1.2", 0, 1)]
    first = training("a", ("1.1", 0, 1), start=DAY, end=DAY + timedelta(days=1), hours=12.0)
    then = training("b", ("1.2", 0, 1), start=DAY + timedelta(days=2), hours=7.0)
    found = plan(offer(first, then), needs, OPEN, explain=False)
    assert len(found.steps) == 2
    prove(found, needs, OPEN)
    early = replace(then, start=DAY + timedelta(days=1))
    steps = [replace(one, training=early) if one.training == then else one for one in found.steps]
    with pytest.raises(BrokenPlan, match="overlap b"):
        prove(replace(found, steps=tuple(steps)), needs, OPEN)


class TestByDays:
    LATE = DAY + timedelta(days=60)

    def order(self, trainings, weekly=4.0):
        needs = [need(code, 0, 2) for code in CODES]
        limits = Constraints(today=DAY, weekly=weekly)
        return [step.training.id for step in plan(offer(*trainings), needs, limits).steps]

    def test_what_can_be_over_before_a_far_session_stands_before_it(self):
        session = training("session", ("1.1", 0, 2), start=self.LATE)
        free = training("free", ("1.2", 0, 2), hours=8.0)
        assert self.order([session, free]) == ["free", "session"]

    def test_what_takes_longer_stands_after_it(self):
        session = training("session", ("1.1", 0, 2), start=DAY + timedelta(days=10))
        free = training("free", ("1.2", 0, 2), hours=8.0)
        assert self.order([session, free]) == ["session", "free"]

    def test_what_needs_a_session_stands_after_it(self):
        session = training("session", ("1.1", 0, 2), start=self.LATE)
        later = training("later", ("1.2", 0, 2), requires=[("1.1", 2)])
        assert self.order([session, later]) == ["session", "later"]

    def test_an_opener_stays_before_its_session(self):
        session = training("session", ("1.1", 0, 2), requires=[("1.3", 2)], start=self.LATE)
        opener = training("opener", ("1.3", 0, 2), hours=30.0)
        free = training("free", ("1.2", 0, 2), hours=2.0)
        assert self.order([session, free, opener]) == ["opener", "free", "session"]

    def test_any_order_by_days_is_walked_to_the_same_levels(self):
        moved = 0
        for seed in range(200):
            random = Random(seed)
            case = select(
                offer(*random_trainings(random, 9)), random_needs(random), random_limits(random)
            )
            walked = walk(case, range(len(case.candidates)))
            order = by_days(case, walked.order, 4.0)
            assert sorted(order) == sorted(walked.order)
            assert [i for i in order if case.candidates[i].start is not None] == [
                i for i in walked.order if case.candidates[i].start is not None
            ]
            moved += order != walked.order
        assert moved > 10
