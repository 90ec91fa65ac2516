import json
from itertools import product

import pytest

from competences import load_framework
from competences.scales import to_level
from recommender import (
    Constraints,
    Goal,
    Learner,
    ProblemsError,
    goal_from_record,
    learner_from_record,
    needs_of,
    plan,
    record_from_json,
)
from tests.recommender.builders_planning import offer, training, whole

P = {"framework": "digcomp-3.0", "levels": {"1.1": 2.0, "1.2": 2.7}, "sd": {"1.1": 0.8}}


def codes_of(call, *arguments):
    with pytest.raises(ProblemsError) as caught:
        call(*arguments)
    assert str(caught.value)
    return [one.code for one in caught.value.problems]


def only(mean, sd=0.0, goal=None):
    return needs_of(Learner({whole("1.1"): (mean, sd)}), goal)[0]


@pytest.mark.parametrize(
    ("mean", "sd", "current", "entry"),
    [
        (0.0, 0.0, 0, 0),
        (2.0, 0.0, 2, 2),
        (2.0, 1.0, 2, 2),
        (2.0, 1.01, 2, 1),
        (2.7, 0.0, 2, 2),
        (2.7, 1.5, 2, 2),
        (2.7, 3.0, 2, 1),
        (0.2, 3.0, 0, 0),
        (2.9999999, 0.0, 3, 3),
        (8.0, 1.0, 8, 8),
    ],
)
def test_doubt_lowers_the_level_that_opens_doors_but_never_the_level_counted_from(
    mean, sd, current, entry
):
    found = only(mean, sd)
    assert (found.current, found.entry) == (current, entry)


def test_without_a_goal_the_next_whole_level_is_the_target_and_the_top_has_none():
    assert only(2.3).target == 3
    assert only(8.0).gap == 0


def test_a_target_below_the_current_level_or_of_no_weight_is_none():
    assert only(3.4, goal=Goal({whole("1.1"): 2})).gap == 0
    assert only(1.0, goal=Goal({whole("1.1"): 4}, {whole("1.1"): 0.0})).gap == 0
    assert only(1.0, goal=Goal({whole("1.1"): 4})).gap == 3


def test_a_competence_that_only_the_goal_names_starts_at_nothing():
    found = needs_of(Learner({}), Goal({"e-cf-4.0/B.1": 2}))
    assert [(one.competence, one.current, one.target) for one in found] == [("e-cf-4.0/B.1", 0, 2)]


@pytest.mark.parametrize(
    ("code", "mean", "sd", "current", "entry"),
    [
        ("e-cf-4.0/A.1", 0.4, 0.3, 3, 3),  # defined at e-4 and e-5
        ("e-cf-4.0/A.1", 2.9, 2.0, 3, 3),
        ("e-cf-4.0/A.1", 4.1, 2.0, 4, 3),
        ("e-cf-4.0/A.1", 5.0, 0.2, 5, 5),
        ("e-cf-4.0/B.1", 0.4, 0.3, 0, 0),  # defined from e-1 to e-3
        ("e-cf-4.0/B.1", 4.6, 0.3, 3, 3),
        ("e-cf-9.9/A.1", 0.4, 0.3, 0, 0),  # no pack says which levels there are
    ],
)
def test_levels_that_a_competence_does_not_have_are_neither_missing_nor_held(
    code, mean, sd, current, entry
):
    found = needs_of(Learner({code: (mean, sd)}), Goal({code: 5}))[0]
    assert (found.current, found.entry) == (current, entry)


@pytest.mark.parametrize(
    ("code", "asked", "target", "gap"),
    [
        ("e-cf-4.0/A.1", 2, 4, 1),
        ("e-cf-4.0/A.1", 4, 4, 1),
        ("e-cf-4.0/A.1", 5, 5, 2),
        ("e-cf-4.0/A.1", 0, 3, 0),
        ("e-cf-4.0/B.1", 5, 3, 3),
        ("digcomp-3.0/1.1", 5, 5, 5),
    ],
)
def test_a_goal_aims_at_the_next_level_that_exists(code, asked, target, gap):
    found = needs_of(Learner({code: (0.0, 0.1)}), Goal({code: asked}))[0]
    assert (found.target, found.gap) == (target, gap)


@pytest.mark.parametrize("code", load_framework("e-cf-4.0").codes)
def test_a_gap_counts_the_levels_that_a_competence_has_and_no_other(code):
    defined = load_framework("e-cf-4.0").competence(code).levels
    for mean, asked in product((0.0, 1.4, 3.0, 5.0), range(6)):
        found = needs_of(
            Learner({f"e-cf-4.0/{code}": (mean, 0.3)}), Goal({f"e-cf-4.0/{code}": asked})
        )[0]
        missing = [level for level in defined if found.current < level <= found.target]
        assert found.gap == len(missing)
        assert found.target in {found.current, *defined}
        assert found.entry <= found.current


def test_without_a_goal_the_next_level_is_one_that_the_competence_has():
    found = needs_of(Learner({"e-cf-4.0/A.1": (1.0, 0.4), "e-cf-4.0/B.1": (3.2, 0.4)}))
    assert [(one.target, one.gap) for one in found] == [(4, 1), (3, 0)]


def test_the_doubt_of_a_reading_is_told_within_the_levels_that_there_are():
    assert needs_of(Learner({"e-cf-4.0/A.1": (2.0, 0.4)}))[0].interval == (3.0, 3.0)
    assert needs_of(Learner({"e-cf-4.0/A.1": (4.2, 0.5)}))[0].interval == (3.2, 5.0)


def test_a_training_that_begins_below_the_first_level_closes_only_levels_that_exist():
    learner = Learner({"e-cf-4.0/A.1": (0.0, 0.1)})
    teaching = training("t", ("e-cf-4.0/A.1", 3, 4)), training("u", ("e-cf-4.0/A.1", 0, 5))
    for one, levels in zip(teaching, (1, 2), strict=True):
        found = plan(offer(one), needs_of(learner, Goal({"e-cf-4.0/A.1": 5})), Constraints())
        assert (found.value, found.steps[0].closes) == (levels, {"e-cf-4.0/A.1": levels})


def test_a_gap_smaller_than_the_doubt_is_uncertain():
    assert only(2.6, 0.8).uncertain
    assert not only(2.0, 0.8).uncertain
    assert only(2.0, 2.0).interval == (0.0, 5.9)


def test_a_hand_made_profile_is_read_with_bare_and_whole_codes():
    record = {**P, "levels": {"1.1": 2, "digcomp-3.0/1.2": 1, "e-cf-4.0/B.1": 3.5}}
    assert learner_from_record(record).levels == {
        whole("1.1"): (2.0, 0.8),
        whole("1.2"): (1.0, 0.0),
        "e-cf-4.0/B.1": (3.5, 0.0),
    }


@pytest.mark.parametrize("scale", [[2.2, 0.8], {"level": 2.2, "sd": 0.8}])
def test_score_output_gives_the_same_learner_as_its_numbers(scale):
    scored = {
        "framework": "digcomp-3.0",
        "readings": {"1.1": {"mean": 0, "sd": 1, "scale": scale}},
    }
    plain = {"framework": "digcomp-3.0", "levels": {"1.1": 2.2}, "sd": {"1.1": 0.8}}
    assert learner_from_record(scored).levels == learner_from_record(plain).levels


def test_a_reading_without_scale_is_converted_by_its_framework():
    scored = {"framework": "digcomp-3.0", "readings": {"1.1": {"mean": 0.5, "sd": 0.4}}}
    expected = to_level(load_framework("digcomp-3.0"), 0.5, 0.4)
    assert learner_from_record(scored).levels[whole("1.1")] == expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"levels": {"9.9": 1}}, "no-such-competence"),
        ({"levels": {"digcomp-3.0/": 1}}, "no-such-competence"),
        ({"levels": {"e-cf-4.0/<b>": 1}}, "no-such-competence"),
        ({"levels": {"1.1": 8.5}}, "level-out-of-range"),
        ({"levels": {"1.1": -1}}, "level-out-of-range"),
        ({"levels": {"1.1": float("nan")}}, "not-a-number"),
        ({"levels": {"1.1": float("inf")}}, "not-a-number"),
        ({"levels": {"1.1": 10**400}}, "not-a-number"),
        ({"levels": {"1.1": True}}, "not-a-number"),
        ({"levels": {"1.1": "2"}}, "not-a-number"),
        ({"levels": {"1.1": [[[]]]}}, "not-a-number"),
        ({"levels": {"1.1": 2, "digcomp-3.0/1.1": 3}}, "competence-twice"),
        ({"levels": [1, 2]}, "not-an-object"),
        ({"levels": None}, "not-an-object"),
        ({"sd": {"1.1": -0.1}}, "sd-out-of-range"),
        ({"framework": "digcomp-9"}, None),
        ({"framework": "nothing"}, "no-such-framework"),
        ({"framework": 3}, "no-such-framework"),
        ({"readings": {"1.1": 3}}, "not-a-reading"),
        ({"readings": {"1.1": {"scale": [1]}}}, "not-a-reading"),
        ({"readings": {"1.1": {"scale": [9, 1]}}}, "level-out-of-range"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(change, code):
    record = {**P, **change}
    if code is None:
        assert learner_from_record(record).framework == "digcomp-9"
    else:
        assert codes_of(learner_from_record, record) == [code]


@pytest.mark.parametrize("record", [None, [], "levels", 3])
def test_a_profile_that_is_no_object_is_named(record):
    assert codes_of(learner_from_record, record)[0] == "not-an-object"


def test_all_problems_are_named_at_once():
    record = {**P, "levels": {"9.9": 1, "1.1": 99, "1.2": "x"}}
    assert set(codes_of(learner_from_record, record)) == {
        "no-such-competence",
        "level-out-of-range",
        "not-a-number",
    }


def test_a_goal_takes_bare_codes_in_the_framework_of_the_profile():
    goal = goal_from_record({"levels": {"1.1": 4.0}, "weights": {"1.1": 2}})
    assert goal == Goal({whole("1.1"): 4}, {whole("1.1"): 2.0})


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"levels": {"1.1": 3.5}}, "level-not-whole"),
        ({"levels": {"1.1": 9}}, "level-out-of-range"),
        ({"levels": {"e-cf-4.0/B.1": 6}}, "level-out-of-range"),
        ({"levels": {"7.7": 3}}, "no-such-competence"),
        ({"weights": {"1.1": -1}}, "weight-out-of-range"),
        ({"weights": {"1.1": 1e9}}, "weight-out-of-range"),
        ({"weights": {"1.1": float("nan")}}, "not-a-number"),
        ([], "not-an-object"),
    ],
)
def test_what_is_wrong_in_a_goal_is_named(record, code):
    assert codes_of(goal_from_record, record) == [code]


def test_weights_alone_keep_the_next_level_as_the_goal():
    found = only(2.0, goal=goal_from_record({"weights": {"1.1": 2}}))
    assert (found.target, found.weight) == (3, 2.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [("{", "not-json"), (b"\xff\xfe\x00", "not-json"), ("[" * 200_000, "too-deep")],
)
def test_text_that_is_no_json_is_named(text, code):
    assert codes_of(record_from_json, text, "profile") == [code]


def test_json_is_read():
    assert record_from_json(json.dumps(P), "profile") == P
