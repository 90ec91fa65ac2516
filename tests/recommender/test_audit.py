from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from recommender import Constraints, plan
from recommender.audit import recomputed
from recommender.plans import Reason
from tests.recommender.builders_planning import (
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

NEEDS = [need("1.1", 0, 2), need("1.2", 0, 1)]
TRAININGS = (
    training("first", ("1.1", 0, 2), price=10),
    training("second", ("1.2", 0, 1), requires=[("1.1", 2)]),
    training("other", ("1.1", 0, 1), hours=2.0),
)
LIMITS = Constraints(hours=10)


def wrong(found):
    checks = recomputed(found, offer(*TRAININGS), NEEDS, LIMITS)
    return [one.where for one in checks if not one.holds]


def test_every_number_of_a_plan_is_found_again():
    found = plan(offer(*TRAININGS), NEEDS, LIMITS)
    checks = recomputed(found, offer(*TRAININGS), NEEDS, LIMITS)
    assert len(checks) > 20
    assert wrong(found) == []


def test_a_wrong_sum_is_seen():
    found = plan(offer(*TRAININGS), NEEDS, LIMITS)
    assert wrong(replace(found, value=2.0)) == ["value"]
    assert "hours" in wrong(replace(found, hours=7.0))
    assert wrong(replace(found, bound=4.0)) == ["bound"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("closes", "n"),
        ("unlocks", "level"),
        ("stated", "percent"),
        ("loss-without", "without"),
        ("loss-without", "loss"),
    ],
)
def test_a_wrong_number_of_a_reason_is_seen(code, name):
    found = plan(offer(*TRAININGS), NEEDS, LIMITS)
    first = found.steps[0]
    reasons = tuple(
        Reason(one.code, {**one.values, name: float(one.values[name]) + 1})
        if one.code == code
        else one
        for one in first.reasons
    )
    bent = replace(found, steps=(replace(first, reasons=reasons), *found.steps[1:]))
    assert wrong(bent) == [f"step 1: {code} {name}"]


def test_a_wrong_number_of_an_alternative_is_seen():
    found = plan(offer(*TRAININGS), NEEDS, LIMITS)
    first = found.steps[0]
    [one] = first.alternatives
    bent = replace(one, value=2.0, values={"value": 2.0, "instead": 3.0})
    steps = (replace(first, alternatives=(bent,)), *found.steps[1:])
    assert wrong(replace(found, steps=steps)) == [
        "step 1: other in its place, value",
        "step 1: other in its place, second-levels value",
    ]


def test_a_number_that_is_nowhere_to_be_found_does_not_hold():
    found = plan(offer(*TRAININGS), NEEDS, LIMITS)
    first = found.steps[0]
    invented = Reason(
        "unlocks", {"training": "nobody", "competence": "digcomp-3.0/1.1", "level": 2}
    )
    steps = (replace(first, reasons=(*first.reasons, invented)), *found.steps[1:])
    assert wrong(replace(found, steps=steps)) == ["step 1: unlocks level"]


def test_every_number_of_random_plans_is_found_again():
    told = Counter()
    for seed in range(40):
        random = Random(seed)
        trainings, needs = random_trainings(random, 10), random_needs(random)
        offered, limits = offer(*trainings), random_limits(random)
        limits = replace(limits, certain_only=random.random() < 0.2)
        found = plan(offered, needs, limits)
        for check in recomputed(found, offered, needs, limits):
            told[check.where.rpartition(" ")[2]] += 1
            assert check.holds, (seed, check)
    assert {"value", "without", "loss", "gain", "n", "from", "to", "levels", "over"} <= set(told)
