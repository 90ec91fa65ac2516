"""Properties of a profile: what must hold for every person, whatever the answers."""

import json
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competences import (
    Attempt,
    ImpossibleResponse,
    Interview,
    ItemBank,
    Knowledge,
    SelfReport,
    UnknownItem,
    load_bank,
    synthetic_bank,
)
from competences.scales import level_probabilities, to_level
from tests.competences.builders import answering, walked

DIGCOMP = load_bank("digcomp-3.0")
STATEMENTS = synthetic_bank(competences=5, self_report=4)
TASKS = synthetic_bank(competences=5, self_report=0, knowledge=4, guessing=0.25)
BOTH = synthetic_bank(competences=5, self_report=3, knowledge=3, guessing=0.25)
BANKS = pytest.mark.parametrize("bank", [STATEMENTS, TASKS, BOTH, DIGCOMP])
SEEDS = st.integers(0, 10_000)


@BANKS
def test_no_answers_give_the_prior(bank):
    profile = Interview(bank, "quick").profile(Attempt.start(language="fr"))
    for reading in (*profile.readings.values(), *profile.areas.values(), profile.overall):
        assert reading.mean == pytest.approx(0, abs=1e-9)
        assert reading.sd == pytest.approx(1, abs=1e-9)
        assert reading.perceived_mean is None
        assert reading.basis == "related"


@BANKS
@settings(max_examples=15)
@given(seed=SEEDS)
def test_the_order_of_answers_changes_no_byte(bank, seed):
    interview, attempt = walked(bank, "quick", seed)
    answers = list(attempt.answers)
    random.Random(seed).shuffle(answers)
    shuffled = Attempt("nl", tuple(answers))
    assert interview.profile(shuffled).to_json() == interview.profile(attempt).to_json()


@BANKS
@settings(max_examples=10)
@given(seed=SEEDS)
def test_the_order_of_items_in_the_bank_changes_no_byte(bank, seed):
    _, attempt = walked(bank, "quick", seed)
    items = list(bank.items)
    random.Random(seed).shuffle(items)
    mixed = replace(bank, items=tuple(items))
    assert mixed.version == bank.version
    assert Interview(mixed, "quick").profile(attempt).to_json() == (
        Interview(bank, "quick").profile(attempt).to_json()
    )


@settings(max_examples=40)
@given(seed=SEEDS, data=st.data())
def test_a_higher_step_never_lowers_the_perceived_trait(seed, data):
    interview, attempt = walked(STATEMENTS, "quick", seed)
    item = STATEMENTS.item(data.draw(st.sampled_from(attempt.answered)))
    assert isinstance(item, SelfReport)
    means = [
        interview.profile(attempt.with_answer(item.id, step)).readings[item.competence].mean
        for step in range(len(item.thresholds) + 1)
    ]
    assert all(low <= high + 1e-9 for low, high in pairwise(means))


@settings(max_examples=40)
@given(seed=SEEDS, data=st.data())
def test_right_for_wrong_never_lowers_the_actual_trait(seed, data):
    interview, attempt = walked(TASKS, "quick", seed)
    item = TASKS.item(data.draw(st.sampled_from(attempt.answered)))
    assert isinstance(item, Knowledge)
    wrong, right = (
        interview.profile(attempt.with_answer(item.id, response)).readings[item.competence].mean
        for response in ((item.key + 1) % item.choices, item.key)
    )
    assert wrong <= right + 1e-9


@pytest.mark.parametrize("item", [item.id for item in STATEMENTS.items])
def test_i_do_not_know_lies_between_not_yet_and_no_answer(item):
    interview = Interview(STATEMENTS, "quick")
    code = STATEMENTS.item(item).competence

    def mean(attempt):
        return interview.profile(attempt).readings[code].mean

    lowest = mean(answering(STATEMENTS, {item: 0}))
    unsure = mean(answering(STATEMENTS, {item: None}))
    without = mean(Attempt.start(language="nl"))
    assert lowest <= unsure <= without


def test_i_do_not_know_a_task_counts_exactly_as_a_wrong_answer():
    item = next(one for one in DIGCOMP.items if one.kind == "knowledge" and one.format == "one")
    interview = Interview(DIGCOMP, "quick")
    wrong = answering(DIGCOMP, {item.id: (item.key + 1) % item.choices})
    unsure = answering(DIGCOMP, {item.id: None})
    assert interview.profile(wrong).to_json() == interview.profile(unsure).to_json()


def test_does_not_apply_is_asked_but_not_scored():
    statement = next(item for item in DIGCOMP.items if item.kind == "self-report")
    interview = Interview(DIGCOMP, "quick")
    profile = interview.profile(answering(DIGCOMP, {statement.id: "n/a"}))
    assert profile.answered == 1
    assert profile.overall.mean == pytest.approx(0, abs=1e-9)


@settings(max_examples=25)
@given(seed=SEEDS)
def test_a_profile_is_bounded(seed):
    interview, attempt = walked(DIGCOMP, "quick", seed)
    profile = interview.profile(attempt)
    for reading in (*profile.readings.values(), *profile.areas.values(), profile.overall):
        assert abs(reading.mean) < 6
        assert 0 < reading.sd <= 1.0 + 1e-6
        assert reading.interval[0] < reading.mean < reading.interval[1]
        assert sum(reading.levels.values()) == pytest.approx(1)
        assert all(0 <= share <= 1 for share in reading.levels.values())
        assert 0 <= reading.scale[0] <= 8
        assert reading.level is None or reading.between is None


def test_a_second_answer_takes_the_place_of_the_first():
    item = STATEMENTS.items[0].id
    twice = answering(STATEMENTS, {item: 0}).with_answer(item, 3)
    once = answering(STATEMENTS, {item: 3})
    interview = Interview(STATEMENTS, "quick")
    assert twice.answered == (item,)
    assert interview.profile(twice).to_json() == interview.profile(once).to_json()


def test_an_answer_speaks_about_other_competences_too():
    item = next(one for one in STATEMENTS.items if one.competence == "1.1")
    profile = Interview(STATEMENTS, "quick").profile(answering(STATEMENTS, {item.id: 3}))
    assert 0 < profile.readings["1.2"].mean < profile.readings["1.1"].mean
    assert profile.readings["1.2"].basis == "related"


def test_what_people_say_moves_what_they_can_do_less_than_what_they_show():
    said = answering(BOTH, {f"1.1-s{k}": 3 for k in (1, 2, 3)})
    shown = answering(BOTH, {f"1.1-k{k}": 0 for k in (1, 2, 3)})
    interview = Interview(BOTH, "quick")
    boast = interview.profile(said).readings["1.1"]
    proof = interview.profile(shown).readings["1.1"]
    assert boast.perceived_mean > boast.mean
    assert boast.basis == "self-rated"
    assert proof.perceived_mean is None
    assert proof.basis == "shown"


def test_over_rating_is_said_only_where_it_is_sure():
    items = {item.id: item for item in DIGCOMP.items}
    boasts = {one: 3 for one, item in items.items() if item.kind == "self-report"}
    misses = {one: None for one, item in items.items() if item.kind == "knowledge"}
    hits = {one: item.key for one, item in items.items() if item.kind == "knowledge"}
    interview = Interview(DIGCOMP, "deep")
    high = interview.profile(answering(DIGCOMP, {**boasts, **misses})).over_rating
    modest = dict.fromkeys(boasts, 0)
    low = interview.profile(answering(DIGCOMP, {**modest, **hits})).over_rating
    assert high.shown
    assert high.low > 0
    assert low.shown
    assert low.high < 0
    assert not interview.profile(answering(DIGCOMP, {"1.1-s1": 3})).over_rating.shown
    assert Interview(STATEMENTS, "quick").profile(Attempt.start("nl")).over_rating is None


def test_a_profile_is_json_with_sorted_keys():
    interview, attempt = walked(DIGCOMP, "quick", 3)
    text = interview.profile(attempt).to_json()
    record = json.loads(text)
    assert list(record) == sorted(record)
    assert set(record["readings"]) == set(DIGCOMP.framework.codes)
    assert record["provisional"] is True
    assert record["bank_version"] == DIGCOMP.version


def test_kept_numbers_score_the_same_bytes_with_or_without_texts():
    _, attempt = walked(DIGCOMP, "quick", 5)
    again = ItemBank.from_numbers(DIGCOMP.numbers(), texts=DIGCOMP)
    textless = ItemBank.from_numbers(DIGCOMP.numbers(), texts=ItemBank(DIGCOMP.framework, ()))
    expected = Interview(DIGCOMP, "quick").profile(attempt).to_json()
    for bank in (again, textless):
        assert bank.version == DIGCOMP.version
        assert Interview(bank, "quick").profile(attempt).to_json() == expected
    assert again.item("1.1-s1").stem.nl == DIGCOMP.item("1.1-s1").stem.nl


def test_an_unknown_item_is_named():
    attempt = Attempt.start(language="nl").with_answer("9.9-s1", 1)
    with pytest.raises(UnknownItem, match=r"9\.9-s1"):
        Interview(DIGCOMP).profile(attempt)


@pytest.mark.parametrize("response", [4, -1, True, 1.0, "1", [1], "N/A", {}])
def test_a_statement_takes_only_its_steps(response):
    with pytest.raises(ImpossibleResponse, match=r"1\.1-s1"):
        Interview(DIGCOMP).check("1.1-s1", response)


@pytest.mark.parametrize("response", [5, -1, "n/a", [0], True, "0"])
def test_a_task_takes_only_one_of_its_options(response):
    with pytest.raises(ImpossibleResponse):
        Interview(DIGCOMP).check("1.1-k1", response)


@pytest.mark.parametrize("response", [0, [], [0, 0], [7], [True], ["0"], "n/a", [0, None]])
def test_several_right_takes_a_list_of_different_options(response):
    with pytest.raises(ImpossibleResponse):
        Interview(DIGCOMP).check("1.1-k2", response)


def test_several_right_forgets_the_order_and_an_order_keeps_it():
    interview = Interview(DIGCOMP)
    assert interview.check("1.1-k2", [4, 1, 3]) == (1, 3, 4)
    assert interview.check("1.3-k2", [1, 3, 2, 0]) == (1, 3, 2, 0)
    with pytest.raises(ImpossibleResponse):
        interview.check("1.3-k2", [1, 3])


def test_the_level_scale_puts_each_door_on_its_level():
    framework = DIGCOMP.framework
    for number, door in enumerate(framework.doors, 1):
        assert to_level(framework, door, 0.5) == pytest.approx((number, 1.0))
    assert to_level(framework, -4.0, 0.5)[0] == 0
    assert to_level(framework, 9.0, 0.5)[0] == 8


@given(mean=st.floats(-5, 5), sd=st.floats(0.05, 3))
def test_level_probabilities_are_shares(mean, sd):
    shares = level_probabilities(DIGCOMP.framework, mean, sd)
    assert list(shares) == ["none", "basic", "intermediate", "advanced", "highly-advanced"]
    assert sum(shares.values()) == pytest.approx(1)
    assert min(shares.values()) >= 0


def test_the_version_names_everything_that_moves_a_profile():
    framework = DIGCOMP.framework
    first = framework.levels[0]
    moved_level = replace(framework, levels=(replace(first, start=2), *framework.levels[1:]))
    moved_area = replace(
        framework,
        competences=(replace(framework.competences[0], area="5"), *framework.competences[1:]),
    )
    for changed in (moved_level, moved_area):
        assert ItemBank(changed, DIGCOMP.items).version != DIGCOMP.version


def test_a_kept_attempt_is_scored_when_its_competence_has_left_the_pack():
    _, attempt = walked(DIGCOMP, "standard", 2)
    framework = DIGCOMP.framework
    smaller = ItemBank(
        replace(framework, areas=framework.areas[:-1], competences=framework.competences[:-4]),
        tuple(item for item in DIGCOMP.items if not item.competence.startswith("5.")),
    )
    kept = ItemBank.from_numbers(DIGCOMP.numbers(), texts=smaller)
    expected = Interview(DIGCOMP, "standard").profile(attempt).to_json()
    assert Interview(kept, "standard").profile(attempt).to_json() == expected


def test_does_not_apply_is_no_estimate_of_oneself():
    statement = next(item for item in DIGCOMP.items if item.kind == "self-report")
    profile = Interview(DIGCOMP, "quick").profile(answering(DIGCOMP, {statement.id: "n/a"}))
    reading = profile.readings[statement.competence]
    assert (reading.basis, reading.perceived_mean, reading.answers) == ("related", None, 0)
    assert profile.overall.basis == "related"
    assert profile.answered == 1
