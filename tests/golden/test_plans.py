"""The kept plans are what is advised today, and every number in them can be found again."""

import pytest

from recommender import plan
from recommender.audit import recomputed
from tests.golden.learners import LEARNERS, asked, demonstration, golden_plan, path_of


@pytest.mark.parametrize("name", LEARNERS)
def test_an_invented_learner_is_advised_as_before(name):
    assert golden_plan(name) == path_of(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LEARNERS)
def test_every_number_of_the_advice_is_found_again(name):
    needs, limits = asked(LEARNERS[name])
    found = plan(demonstration(), needs, limits)
    wrong = [one for one in recomputed(found, demonstration(), needs, limits) if not one.holds]
    assert wrong == []


def test_the_invented_learners_meet_every_kind_of_answer():
    answers = {}
    for one in LEARNERS.values():
        found = plan(demonstration(), *asked(one), explain=False)
        answers.setdefault(found.reason, []).append(one["name"])
    assert {None, "goal-reached", "blocked"} <= set(answers)
    assert len(answers[None]) >= 8
