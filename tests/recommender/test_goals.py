"""Goals that are made: a role with its base, the growth track, what matters, several checks as one."""

import pytest

from competences import load_framework
from competences.role_profiles import role_profile
from recommender import Goal, Learner, ProblemsError, goal_from_record, needs_of
from recommender.goals import (
    BASE,
    FIRST,
    MATTERS,
    growth_goal,
    growth_links,
    has_base,
    merged,
    role_goal,
    with_base,
    with_levels,
    with_weight,
)
from recommender.needs import levels_of
from tests.recommender.builders_planning import whole

FOUNDATIONS = sorted({start for start, _ in growth_links()})


def standing(level, **others):
    """Give a learner at one level in all that leads from DigComp into the e-CF."""
    levels = {code: (float(level), 0.2) for code in FOUNDATIONS}
    return Learner({**levels, **{code: (at, 0.2) for code, at in others.items()}}, "digcomp-3.0")


def codes_of(record, **given):
    with pytest.raises(ProblemsError) as caught:
        goal_from_record(record, **given)
    assert str(caught.value)
    return [one.code for one in caught.value.problems]


def test_each_link_of_the_growth_track_leads_from_digcomp_to_a_first_level_of_the_e_cf():
    digcomp, e_cf = load_framework("digcomp-3.0"), load_framework("e-cf-4.0")
    assert len(set(growth_links())) == len(growth_links())
    for start, end in growth_links():
        assert start.removeprefix("digcomp-3.0/") in digcomp.codes
        assert end.removeprefix("e-cf-4.0/") in e_cf.codes
        assert set(FIRST) & set(levels_of(end))


def test_the_growth_track_begins_with_intermediate_in_digcomp():
    goal = growth_goal(standing(3))
    assert goal.levels == dict.fromkeys(FOUNDATIONS, BASE)


def test_from_intermediate_on_the_growth_track_leads_to_the_first_level_of_the_e_cf():
    goal = growth_goal(standing(4))
    assert goal.levels["e-cf-4.0/C.1"] == 1
    assert goal.levels["e-cf-4.0/E.8"] == 2  # the e-CF defines no e-1 for it
    assert set(goal.levels) == {end for _, end in growth_links()}


def test_the_growth_track_follows_what_is_advanced_where_something_is():
    goal = growth_goal(standing(4, **{whole("5.1"): 5.3}))
    assert set(goal.levels) == {"e-cf-4.0/B.4", "e-cf-4.0/C.1", "e-cf-4.0/C.4"}


def test_after_the_first_level_of_the_e_cf_the_second_is_the_goal():
    goal = growth_goal(standing(4, **{"e-cf-4.0/C.1": 1.2, "e-cf-4.0/B.1": 2.5}))
    assert goal.levels["e-cf-4.0/C.1"] == 2
    assert goal.levels["e-cf-4.0/B.1"] == 2
    needs = {one.competence: one for one in needs_of(Learner({"e-cf-4.0/B.1": (2.5, 0)}), goal)}
    assert needs["e-cf-4.0/B.1"].gap == 0


def test_nobody_stands_on_the_growth_track_without_readings_of_digcomp():
    learner = Learner({"e-cf-4.0/C.1": (1.0, 0.2)}, "e-cf-4.0")
    assert not has_base(learner)
    assert growth_goal(learner) == Goal()
    assert with_base(Goal({"e-cf-4.0/C.1": 2}), learner) == Goal({"e-cf-4.0/C.1": 2})


def test_a_role_of_the_e_cf_may_bring_its_base_in_digcomp():
    role = role_profile("e-cf-4.0", "ciso")
    learner = Learner({whole("1.1"): (2.0, 0.2), whole("4.1"): (6.0, 0.2)}, "digcomp-3.0")
    goal = with_base(role_goal(role), learner)
    assert goal.levels == {
        **{f"e-cf-4.0/{code}": level for code, level in role.levels.items()},
        whole("1.1"): BASE,
        whole("4.1"): BASE,
    }
    gaps = {one.competence: one.gap for one in needs_of(learner, goal)}
    assert (gaps[whole("1.1")], gaps[whole("4.1")]) == (2, 0)


def test_what_the_goal_names_itself_goes_before_the_base():
    learner = Learner({whole("1.1"): (2.0, 0.2)})
    assert with_base(Goal({whole("1.1"): 6}), learner).levels == {whole("1.1"): 6}


def test_several_checks_count_as_one_person_and_the_first_goes_before():
    first = Learner({whole("1.1"): (2.0, 0.1)}, "digcomp-3.0")
    second = Learner({whole("1.1"): (5.0, 0.1), "e-cf-4.0/B.1": (1.0, 0.3)}, "e-cf-4.0")
    assert merged([first, second]) == Learner(
        {whole("1.1"): (2.0, 0.1), "e-cf-4.0/B.1": (1.0, 0.3)}, "digcomp-3.0"
    )


def test_levels_by_hand_and_weights_change_nothing_else_of_a_goal():
    goal = Goal({whole("1.1"): 2, whole("1.2"): 4})
    changed = with_weight(with_levels(goal, {whole("1.1"): 0}), [whole("1.2")])
    assert changed == Goal({whole("1.1"): 0, whole("1.2"): 4}, {whole("1.2"): MATTERS})


def test_a_goal_in_json_may_name_the_growth_track_or_a_role_with_its_base():
    learner = standing(4)
    assert goal_from_record({"track": "digcomp-to-e-cf"}, "digcomp-3.0", learner) == growth_goal(
        learner
    )
    record = {"role": "e-cf-4.0/ciso", "base": True, "levels": {"1.3": 2}}
    found = goal_from_record(record, "digcomp-3.0", learner)
    assert found.levels["e-cf-4.0/D.1"] == 5
    assert found.levels[whole("3.4")] == BASE
    assert found.levels[whole("1.3")] == 2
    assert goal_from_record({"role": "e-cf-4.0/ciso", "base": False}).levels.keys() == {
        f"e-cf-4.0/{code}" for code in role_profile("e-cf-4.0", "ciso").scope
    }


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        ({"track": "moon"}, ["no-such-track"]),
        ({"track": ["digcomp-to-e-cf"]}, ["no-such-track"]),
        ({"track": "digcomp-to-e-cf"}, ["no-base-readings"]),
        ({"role": "e-cf-4.0/ciso", "base": True}, ["no-base-readings"]),
        ({"role": "e-cf-4.0/ciso", "base": "yes"}, ["not-yes-or-no"]),
        ({"role": "e-cf-4.0/nobody", "base": 1}, ["unknown-role", "not-yes-or-no"]),
    ],
)
def test_what_is_wrong_in_a_made_goal_is_named(record, codes):
    assert codes_of(record) == codes
