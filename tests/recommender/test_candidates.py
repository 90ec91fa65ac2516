from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from recommender import Catalogue, Constraints, index
from recommender.candidates import MOST_CANDIDATES, select
from recommender.planner import Exact
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)


def names(case):
    return sorted(one.training.id for one in case.candidates)


def test_ids_that_repeat_over_catalogues_get_a_suffix():
    a, b = training("x", ("1.1", 0, 1)), training("x#2", ("1.1", 0, 1))
    made = index([Catalogue((a, b)), Catalogue((a,))])
    assert [one.id for one in made.trainings] == ["x", "x#2", "x#3"]
    assert made.training("x#3") == replace(a, id="x#3")
    assert made.training("y") is None
    assert len(made) == 3


def test_what_brings_nothing_or_cannot_be_opened_is_no_candidate():
    made = offer(
        training("gain", ("1.1", 0, 2)),
        training("below", ("1.2", 0, 1)),
        training("closed", ("1.1", 1, 3), requires=[("1.3", 4)]),
        training("weak", ("1.1", 0, 2, "model", 0.54)),
        training("strong", ("1.1", 0, 1, "model", 0.55), hours=1.0),
    )
    case = select(made, [need("1.1", 0, 3), need("1.2", 2, 3)], Constraints())
    assert names(case) == ["gain", "strong"]


def test_stepping_stones_are_candidates_in_competences_that_the_goal_does_not_name():
    made = offer(
        training("goal", ("1.1", 0, 2), requires=[("5.1", 2)]),
        training("stone", ("5.1", 1, 2)),
        training("first", ("5.1", 0, 1)),
        training("beyond", ("5.1", 2, 3)),
    )
    case = select(made, [need("1.1", 0, 2)], Constraints())
    assert names(case) == ["first", "goal", "stone"]
    assert names(select(made, [need("1.1", 0, 2)], Constraints(), depths=(1,))) == []


def test_equals_fold_into_the_cheaper_one_and_other_prices_stay():
    made = offer(
        training("dear", ("1.1", 0, 2), price=50, hours=4.0),
        training("cheap", ("1.1", 0, 2), price=10, hours=4.0),
        training("short", ("1.1", 0, 2), price=60, hours=2.0),
    )
    case = select(made, [need("1.1", 0, 2)], Constraints())
    assert names(case) == ["cheap", "short"]
    equals = {one.training.id: [e.id for e in one.equals] for one in case.candidates}
    assert equals == {"cheap": ["dear"], "short": []}


def test_a_session_of_a_group_never_stands_for_one_outside_it():
    made = offer(
        training("alone", ("1.1", 0, 2), price=50),
        training("in", ("1.1", 0, 2), price=10, group="g"),
        training("other", ("1.2", 0, 2), price=10, group="g"),
    )
    needs = [need("1.1", 0, 2), need("1.2", 0, 2)]
    assert names(select(made, needs, Constraints())) == ["alone", "in", "other"]


def test_pruned_and_whole_have_the_same_optimum():
    for seed in range(120):
        random = Random(1000 + seed)
        made = offer(*random_trainings(random, 14))
        weekly = random.choice((None, None, 4, 10))
        needs, limits = random_needs(random), replace(random_limits(random), weekly=weekly)
        pruned = select(made, needs, limits)
        every = select(made, needs, limits, pruned=False)
        assert len(pruned.candidates) <= len(every.candidates)
        assert abs(Exact().solve(pruned).value - Exact().solve(every).value) < 1e-6, seed


def test_who_teaches_less_or_asks_more_for_no_less_is_left_out():
    made = offer(
        training("whole", ("1.1", 0, 3)),
        training("half", ("1.1", 0, 2)),
        training("late", ("1.1", 1, 3)),
        training("asking", ("1.1", 0, 3), requires=[("5.1", 1)]),
        training("machine", ("1.1", 0, 3, "lexicon")),
        training("shorter", ("1.1", 0, 2), hours=3.0),
        training("stone", ("5.1", 0, 1)),
    )
    needs = [need("1.1", 0, 3)]
    assert names(select(made, needs, Constraints())) == ["shorter", "whole"]
    assert len(names(select(made, needs, Constraints(), pruned=False))) == 7


def test_a_full_day_beside_others_is_left_out_for_what_can_be_begun_any_day():
    full = [
        training(f"day{k}", (code, 0, 2), hours=7.0, start=DAY)
        for k, code in enumerate(("1.1", "1.2"))
    ]
    free = training("free", ("1.1", 0, 2), hours=7.0)
    needs = [need("1.1", 0, 2), need("1.2", 0, 2)]
    assert names(select(offer(*full, free), needs, Constraints())) == ["day1", "free"]
    dearer = replace(free, price=Decimal(1))
    assert len(names(select(offer(*full, dearer), needs, Constraints()))) == 3


def test_dates_keep_alike_trainings_apart_only_where_a_fixed_date_waits_for_one():
    early, late = (
        training(name, ("1.1", 0, 2), start=DAY + timedelta(days=days))
        for name, days in (("early", 1), ("late", 9))
    )
    needs = [need("1.1", 0, 2), need("1.2", 0, 1)]
    assert names(select(offer(early, late), needs, Constraints())) == ["early"]
    cheap = replace(late, hours=1.0)
    waiting = training(
        "waiting", ("1.2", 0, 1), requires=[("1.1", 2)], start=DAY + timedelta(days=5)
    )
    assert names(select(offer(early, cheap), needs, Constraints())) == ["late"]
    found = names(select(offer(early, cheap, waiting), needs, Constraints()))
    assert found == ["early", "late", "waiting"]


def test_a_thousand_copies_are_one_candidate_and_its_equals():
    copies = [training(f"t{k:04}", ("1.1", 0, 2)) for k in range(1000)]
    case = select(offer(*copies), [need("1.1", 0, 2)], Constraints())
    assert names(case) == ["t0000"]
    assert [one.id for one in case.candidates[0].equals] == [one.id for one in copies[1:]]


def test_depth_falls_until_few_enough_are_left():
    stones = [training(f"s{k}", ("5.1", 0, 3), hours=k, price=1000 - k) for k in range(1, 120)]
    goals = [
        training(f"g{k}", ("1.1", 0, 1), requires=[("5.1", 3)], hours=k, price=1000 - k)
        for k in range(1, 120)
    ]
    plain = training("plain", ("1.1", 0, 1), hours=500.0, price=5000)
    case = select(offer(*stones, *goals, plain), [need("1.1", 0, 1)], Constraints())
    assert case.depth == 2
    assert names(case) == ["plain"]
    assert len(case.candidates) <= MOST_CANDIDATES
