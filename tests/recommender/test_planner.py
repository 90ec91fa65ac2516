from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest

from recommender import Constraints, Learner, needs_of, plan
from recommender.candidates import select
from recommender.case import ORDER, PRECISION
from recommender.greedy import Greedy
from recommender.ordering import walk
from recommender.planner import Exact
from tests.recommender.builders_planning import (
    CODES,
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
from tests.recommender.planner_contract import PlannerContract

OPEN = Constraints()


def worth(trainings, needs, limits=OPEN):
    found = plan(offer(*trainings), needs, limits, explain=False)
    assert found.optimal
    return found.value


def draws(count, size, first=0):
    for seed in range(first, first + count):
        random = Random(seed)
        yield random, random_trainings(random, size), random_needs(random), random_limits(random)


class TestExact(PlannerContract):
    planner = Exact()


class TestExactWithoutRoom(PlannerContract):
    """With no node to branch on, the promises hold all the same."""

    planner = Exact(nodes=0)


def test_the_plan_is_the_best_of_all_subsets():
    for random, _, _, _ in draws(400, 1):
        trainings = random_trainings(random, random.choice((5, 6, 7, 8, 10)))
        needs, limits = random_needs(random), random_limits(random)
        found = plan(offer(*trainings), needs, limits, explain=False)
        assert found.optimal
        assert abs(found.value - best_by_trying(trainings, needs, limits)) < 1e-6
        assert found.bound == found.value


def test_weights_without_a_common_measure_are_planned_exactly_too():
    for random, trainings, _, limits in draws(150, 7, first=5000):
        needs = random_needs(random, [random.uniform(0.3, 3) for _ in range(4)])
        found = plan(offer(*trainings), needs, limits, explain=False)
        assert found.optimal
        assert abs(found.value - best_by_trying(trainings, needs, limits)) < 1e-6


def test_greedy_is_never_above_the_plan():
    for _, trainings, needs, limits in draws(150, 20, first=7000):
        case = select(offer(*trainings), needs, limits)
        assert Greedy().solve(case).value <= Exact().solve(case).value + 1e-9


def test_more_room_never_lowers_the_value():
    for _, trainings, needs, limits in draws(80, 12, first=8000):
        least = worth(trainings, needs, limits)
        hours = None if limits.hours is None else limits.hours + 7
        euro = None if limits.euro is None else limits.euro + 30
        assert worth(trainings, needs, replace(limits, hours=hours)) >= least - 1e-9
        assert worth(trainings, needs, replace(limits, euro=euro)) >= least - 1e-9
        spoken = [
            replace(one, language=("en", "fr")[number % 2]) for number, one in enumerate(trainings)
        ]
        one = worth(spoken, needs, replace(limits, languages=("fr",)))
        two = worth(spoken, needs, replace(limits, languages=("fr", "en")))
        assert one <= two + 1e-9


def test_an_added_training_never_lowers_the_value_and_a_copy_changes_nothing():
    for random, trainings, needs, limits in draws(80, 10, first=9000):
        value = worth(trainings, needs, limits)
        extra = replace(random_trainings(random, 1)[0], id="extra")
        assert worth([*trainings, extra], needs, limits) >= value - 1e-9
        copied = random.choice([one for one in trainings if not one.group] or trainings)
        assert worth([*trainings, replace(copied, id="zz")], needs, limits) == value


def test_a_lower_required_level_never_lowers_the_value():
    for _, trainings, needs, limits in draws(60, 10, first=9500):
        easier = [replace(one, requires=()) for one in trainings]
        assert worth(easier, needs, limits) >= worth(trainings, needs, limits) - 1e-9


def test_double_weights_double_the_value_and_keep_the_steps():
    for _, trainings, needs, limits in draws(80, 12, first=10_000):
        once = plan(offer(*trainings), needs, limits, explain=False)
        heavier = [replace(one, weight=2 * one.weight) for one in needs]
        twice = plan(offer(*trainings), heavier, limits, explain=False)
        assert twice.value == pytest.approx(2 * once.value)
        assert [s.training.id for s in twice.steps] == [s.training.id for s in once.steps]


def test_the_order_of_rows_changes_nothing_and_equal_questions_give_equal_bytes():
    for random, trainings, needs, limits in draws(60, 12, first=11_000):
        first = plan(offer(*trainings), needs, limits).to_json()
        shuffled = random.sample(trainings, len(trainings))
        assert plan(offer(*shuffled), needs, limits).to_json() == first


def test_a_target_below_the_current_level_is_no_target():
    one = training("a", ("1.1", 0, 3))
    assert plan(offer(one), [need("1.1", 3, 2)], OPEN).reason == "goal-reached"


def test_what_closes_and_what_remains_are_the_gaps():
    for _, trainings, needs, limits in draws(150, 12, first=12_000):
        found = plan(offer(*trainings), needs, limits, explain=False)
        for one in needs:
            closed = sum(step.closes.get(one.competence, 0) for step in found.steps)
            left = sum(r.levels for r in found.remaining if r.competence == one.competence)
            assert closed + left == one.gap or found.reason == "goal-reached"


def test_seven_hundred_people_get_a_plan_or_an_answer_and_no_broken_limit():
    random = Random(77)
    codes = [whole(f"{area}.{k}") for area in range(1, 6) for k in (1, 2, 3)]
    trainings = []
    for number in range(120):
        outcomes = [
            (code, entry := random.choice((0, 0, 1, 2, 4)), entry + random.choice((1, 2)))
            for code in random.sample(codes, random.choice((1, 1, 2)))
        ]
        start = DAY + timedelta(days=random.randrange(60))
        trainings.append(
            training(
                f"t{number}",
                *outcomes,
                hours=random.choice((None, 3.0, 7.0, 14.0, 40.0)),
                price=random.choice((None, 0, 25, 180)),
                language=random.choice(("nl", "fr", "de", "")),
                mode=random.choice(("", "online", "on-site")),
                region=random.choice(("", "BE-VLG", "BE-WAL", "BE-BRU")),
                audience=frozenset(random.choice(((), ("worker",), ("citizen",), ("jobseeker",)))),
                start=random.choice((None, start)),
            )
        )
    made = offer(*trainings)
    for _ in range(700):
        levels = {code: (random.uniform(0, 6), random.choice((0.0, 0.9))) for code in codes}
        limits = Constraints(
            hours=random.choice((None, 0, 5, 20, 60)),
            euro=random.choice((None, 0, 30, 300)),
            languages=random.choice(((), ("nl",), ("fr", "nl"), ("de",), ("en",))),
            region=random.choice((None, "BE-WAL", "BE-OST")),
            status=random.choice((None, "jobseeker", "worker", "teacher")),
            today=random.choice((None, DAY + timedelta(days=30))),
        )
        found = plan(made, needs_of(Learner(levels)), limits, explain=False)
        assert found.optimal
        assert found.steps or found.reason == "goal-reached" or found.blocked_by
        assert limits.hours is None or found.hours <= limits.hours
        assert limits.euro is None or found.euro <= Decimal(limits.euro)


def test_of_equal_plans_the_one_with_fewer_hours_then_less_money_is_taken():
    hours = [
        training("long", ("1.1", 0, 2), hours=9.0),
        training("short", ("1.1", 0, 1), hours=2.0),
        training("rest", ("1.1", 1, 2), hours=3.0),
    ]
    found = plan(offer(*hours), [need("1.1", 0, 2)], OPEN)
    assert sorted(step.training.id for step in found.steps) == ["rest", "short"]
    money = [
        training("dear", ("1.1", 0, 2), price=20),
        training("cheap", ("1.1", 0, 2), price=9),
        training("untold", ("1.1", 0, 2), price=None),
    ]
    assert plan(offer(*money), [need("1.1", 0, 2)], OPEN).steps[0].training.id == "cheap"


def test_a_sure_gap_is_closed_before_an_uncertain_one_of_equal_worth():
    needs = [need("1.1", 1.5, 2, sd=0.8), need("1.2", 1.0, 2)]
    trainings = [training("doubt", ("1.1", 0, 2)), training("sure", ("1.2", 0, 2))]
    found = plan(offer(*trainings), needs, Constraints(hours=4))
    assert [step.training.id for step in found.steps] == ["sure"]


@pytest.mark.parametrize(
    ("taken", "left", "needs", "limits"),
    [
        (
            {"hours": 20.0, "price": 1000},
            {"hours": 1.0},
            [need("1.1", 1.0, 2), need("1.2", 1.5, 2, sd=0.8)],
            {"hours": 20},
        ),
        (
            {"hours": 20.0, "price": 1000},
            {"hours": 1.0},
            [need("1.1", 0, 1), need("1.2", 4, 5)],
            {"hours": 20},
        ),
    ],
    ids=["sure", "lower"],
)
def test_no_hours_or_money_outweigh_a_sure_gap_or_a_lower_level(taken, left, needs, limits):
    first, second = (one.target for one in needs)
    trainings = [
        training("taken", ("1.1", first - 1, first), **taken),
        training("left", ("1.2", second - 1, second), **left),
    ]
    found = plan(offer(*trainings), needs, Constraints(**limits))
    assert [step.training.id for step in found.steps] == ["taken"]


def test_no_money_outweighs_an_hour_and_no_number_of_trainings_a_euro():
    hours = [
        training("free", ("1.1", 0, 1), hours=10.0),
        training("dear", ("1.1", 0, 1), hours=9.0, price=1000),
    ]
    assert plan(offer(*hours), [need("1.1", 0, 1)], OPEN).steps[0].training.id == "dear"
    euro = [
        training("one", ("1.1", 0, 2), hours=4.0, price="2.01"),
        training("half", ("1.1", 0, 1), hours=2.0, price=1),
        training("rest", ("1.1", 1, 2), hours=2.0, price=1),
    ]
    assert len(plan(offer(*euro), [need("1.1", 0, 2)], OPEN).steps) == 2
    euro[0] = replace(euro[0], price=Decimal(2))
    assert len(plan(offer(*euro), [need("1.1", 0, 2)], OPEN).steps) == 1


def test_the_choice_is_the_first_of_all_subsets_in_the_stated_order():
    looked = 0
    for seed in range(13_000, 13_150):
        random = Random(seed)
        trainings, needs = random_trainings(random, 8), random_needs(random)
        limits = random_limits(random)
        case = select(offer(*trainings), needs, limits, pruned=False)
        found = Exact().solve(case)
        best = max(ranks_of_all(case))
        assert rank_of(case, found.chosen) == pytest.approx(best), seed
        pruned = select(offer(*trainings), needs, limits)
        assert rank_of(pruned, Exact().solve(pruned).chosen) == pytest.approx(best), seed
        looked += len(found.chosen) > 1
    assert looked > 50


def ranks_of_all(case):
    numbers = range(len(case.candidates))
    for size in range(len(numbers) + 1):
        for chosen in combinations(numbers, size):
            together = all(case.compatible(a, b) for a, b in combinations(chosen, 2))
            if together and case.affordable(chosen) and not walk(case, chosen).left:
                yield rank_of(case, chosen)


def rank_of(case, chosen):
    """Give what plans are compared by, in the order of `ORDER`, from the meaning of each name."""
    reached = walk(case, chosen).reached
    vouched = {pair for i in chosen for pair in case.candidates[i].taught(trusted=True)}
    closed = [
        (one, level, one.weight * (1.0 if (j, level) in vouched else PRECISION))
        for j, one in enumerate(case.needs)
        for level in range(one.current + 1, min(one.target, reached[j]) + 1)
    ]
    ranks = [case.candidates[i].rank for i in chosen]
    by_name = {
        "value": sum(worth for _, _, worth in closed),
        "sure": sum(worth for one, _, worth in closed if not one.uncertain),
        "lower": -sum(level * worth for _, level, worth in closed),
        "hours": -sum(hours for hours, _, _ in ranks),
        "euro": -sum(euro for _, euro, _ in ranks),
        "trainings": -len(ranks),
    }
    return tuple(round(by_name[name], 6) + 0.0 for name in ORDER)


def test_a_level_known_from_a_machine_alone_is_worth_less_than_a_vouched_one():
    needs = [need("1.1", 0, 2), need("1.2", 0, 1)]
    machine = training("machine", ("1.1", 0, 2, "lexicon"), hours=4)
    vouched = training("vouched", ("1.2", 0, 1), hours=4)
    assert worth([machine, vouched], needs) == pytest.approx(2.2)
    assert worth([machine], needs) == pytest.approx(1.2)
    assert worth([machine, training("both", ("1.1", 0, 2))], needs[:1]) == pytest.approx(2.0)


def test_levels_below_the_current_one_open_doors_but_earn_nothing():
    doubtful = need("1.1", 2.0, 3, sd=2.0)
    assert doubtful.entry == 1
    repair, goal = training("repair", ("1.1", 1, 2)), training("goal", ("1.1", 2, 3))
    assert worth([goal], [doubtful]) == 0
    found = plan(offer(repair, goal), [doubtful], OPEN)
    assert [dict(step.closes) for step in found.steps] == [{}, {whole("1.1"): 1}]


def test_two_sessions_of_one_course_or_of_one_full_day_exclude_each_other():
    needs = [need(code, 0, 1) for code in CODES]
    group = [training(f"g{k}", (code, 0, 1), group="g") for k, code in enumerate(CODES)]
    assert worth(group, needs) == 1
    day = [training(f"d{k}", (code, 0, 1), start=DAY, hours=7.0) for k, code in enumerate(CODES)]
    assert worth(day, needs) == 1
    evening = [replace(one, hours=3.0) for one in day]
    assert worth(evening, needs) == 3


def test_frameworks_meet_in_one_plan():
    needs = [need("1.1", 0, 1), need("e-cf-4.0/B.1", 0, 1)]
    one = training("both", ("1.1", 0, 1), ("e-cf-4.0/B.1", 0, 1))
    assert dict(plan(offer(one), needs, OPEN).steps[0].closes) == {
        whole("1.1"): 1,
        "e-cf-4.0/B.1": 1,
    }


def test_without_nodes_the_better_of_both_answers_is_given_with_an_honest_bound():
    gaps = []
    for _, trainings, needs, limits in draws(60, 40, first=20_000):
        case = select(offer(*trainings), needs, limits)
        short, full = Exact(nodes=0).solve(case), Exact().solve(case)
        assert short.value <= full.value + 1e-9 <= short.bound + 2e-9
        gaps.append(not short.optimal)
    assert isinstance(
        plan(offer(*trainings), needs, limits, seconds=60, explain=False).value, float
    )


def test_with_no_seconds_a_plan_is_given_all_the_same_and_says_what_is_proven():
    for _, trainings, needs, limits in draws(40, 14, first=21_000):
        found = plan(offer(*trainings), needs, limits, seconds=0)
        best = worth(trainings, needs, limits)
        assert found.value - 1e-9 <= best <= found.bound + 1e-9
        assert found.steps or found.blocked_by or found.reason == "goal-reached"
        codes = {reason.code for step in found.steps for reason in step.reasons}
        assert "loss-without" not in codes
        assert found.with_more == ()


def test_of_two_unproven_choices_of_equal_value_the_first_in_the_order_of_plans_is_given():
    unproven = 0
    for seed in range(60):
        random = Random(seed)
        trainings, needs = random_trainings(random, 30), random_needs(random)
        case = select(offer(*trainings), needs, random_limits(random))
        found, greedy = Exact(nodes=0).solve(case), Greedy().solve(case)
        if not found.optimal:
            unproven += 1
            first, other = (
                case.standing(walk(case, one.chosen).reached, one.chosen)
                for one in (found, greedy)
            )
            assert (-first[0], -first[1], *first[2:]) <= (-other[0], -other[1], *other[2:])
    assert unproven
