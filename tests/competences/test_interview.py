"""What an interview promises: it ends in its range, balances its content, repeats itself and never asks twice."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competences import (
    ROUTES,
    Attempt,
    ImpossibleResponse,
    Interview,
    ItemBank,
    Knowledge,
    UnknownFramework,
    UnknownRoute,
    load_bank,
    synthetic_bank,
)
from competences.selection import draw
from tests.competences.builders import walked

DIGCOMP = load_bank("digcomp-3.0")
ROUTE = pytest.mark.parametrize("route", sorted(ROUTES))
LANGUAGE = st.sampled_from(["nl", "fr", "de", "en"])


@ROUTE
@settings(max_examples=12)
@given(seed=st.integers(0, 1_000_000), language=LANGUAGE)
def test_a_route_keeps_its_promises(route, seed, language):
    interview, attempt = walked(DIGCOMP, route, seed, language)
    record = ROUTES[route]
    items = [DIGCOMP.item(one) for one in attempt.answered]
    assert record.least <= len(items) <= record.most
    assert len(set(attempt.answered)) == len(items)
    areas = Counter(item.competence[0] for item in items)
    assert all(areas[area.code] >= record.per_area for area in DIGCOMP.framework.areas)
    knowledge = sum(item.kind == "knowledge" for item in items)
    assert knowledge >= int(0.40 * len(items))
    assert len(items) - knowledge >= int(0.30 * len(items))
    if record.touch_all:
        assert {item.competence for item in items} == set(DIGCOMP.framework.codes)
    assert interview.progress(attempt).answered == len(items)


@ROUTE
def test_the_same_seed_and_answers_give_the_same_interview(route):
    first, again = (walked(DIGCOMP, route, 11)[1] for _ in range(2))
    other = walked(DIGCOMP, route, 12)[1]
    assert first.answered == again.answered
    assert first.answered != other.answered


def test_an_interview_picks_up_from_answers_alone():
    _, attempt = walked(DIGCOMP, "standard", 4)
    steady = Interview(DIGCOMP, "standard", seed=4)
    for count in range(len(attempt.answers)):
        part = Attempt("nl", attempt.answers[:count])
        fresh = Interview(DIGCOMP, "standard", seed=4)
        assert steady.next_item(part).id == fresh.next_item(part).id == attempt.answered[count]


def test_a_changed_answer_is_taken_into_account():
    bank = synthetic_bank(competences=5, self_report=6)
    interview = Interview(bank, "quick", seed=1)
    attempt = Attempt.start(language="nl")
    for _ in range(6):
        attempt = attempt.with_answer(interview.next_item(attempt).id, 3)
    changed = attempt
    for item in attempt.answered:
        changed = changed.with_answer(item, 0)
    fresh = Interview(bank, "quick", seed=1)
    assert interview.next_item(changed).id == fresh.next_item(changed).id


def test_a_bank_of_statements_stops_when_it_is_sure():
    bank = synthetic_bank()
    interview = Interview(bank, "standard", seed=2)
    attempt = Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, 2)
    profile = interview.profile(attempt)
    assert len(attempt.answers) < interview.route.most
    assert max(area.sd for area in profile.areas.values()) <= interview.route.sure + 0.01


def test_it_ends_when_nothing_is_left_to_ask():
    bank = synthetic_bank(competences=2, self_report=2)
    interview, attempt = walked(bank, "deep", 1)
    assert len(attempt.answers) == 4
    assert interview.progress(attempt).most == 4


def test_items_of_one_group_exclude_each_other():
    bank = load_bank("digcomp-3.0")
    grouped = tuple(
        type(item)(**{**_fields(item), "group": item.competence}) for item in bank.items
    )
    _, attempt = walked(ItemBank(bank.framework, grouped), "deep", 3)
    asked = Counter(bank.item(one).competence for one in attempt.answered)
    assert max(asked.values()) == 1


def _fields(item):
    return {name: getattr(item, name) for name in item.__slots__}


def test_an_item_without_a_text_in_the_language_is_not_asked():
    bank = load_bank("digcomp-3.0")
    gone = bank.items[0]
    texts = {**gone.stem.to_mapping(), "de": ""}
    mute = type(gone)(**{**_fields(gone), "stem": type(gone.stem)(**texts)})
    small = ItemBank(bank.framework, (mute, *bank.items[1:8]))
    assert gone.id not in walked(small, "quick", 1, "de")[1].answered
    assert gone.id in walked(small, "quick", 1, "nl")[1].answered


def test_an_unknown_route_or_framework_is_named():
    with pytest.raises(UnknownRoute, match="scenic"):
        Interview(DIGCOMP, "scenic")
    with pytest.raises(UnknownFramework, match="digcomp-9"):
        load_bank("digcomp-9")


def test_draws_are_spread_and_repeat():
    assert draw(5, 1) == draw(5, 1)
    counts = Counter(draw(seed, 3) % 5 for seed in range(5000))
    assert max(counts.values()) < 1150
    assert min(counts.values()) > 850


def test_a_refused_response_leaves_no_trace_in_the_interview():
    bank = synthetic_bank(competences=5, self_report=6)
    interview = Interview(bank, "quick", seed=1)
    good = Attempt.start(language="nl")
    for _ in range(6):
        good = good.with_answer(interview.next_item(good).id, 0)
    expected = interview.next_item(good).id
    bad = Attempt.start(language="nl").with_answer("1.1-s1", 3).with_answer("1.2-s1", 99)
    with pytest.raises(ImpossibleResponse):
        interview.next_item(bad)
    assert interview.next_item(good).id == expected
    only = Attempt.start(language="nl").with_answer("1.1-s1", 3)
    assert interview.next_item(only).id == Interview(bank, "quick", seed=1).next_item(only).id


def test_the_standard_route_touches_every_competence_within_its_minimum():
    for seed in range(12):
        attempt = walked(DIGCOMP, "standard", seed)[1]
        first = attempt.answered[: ROUTES["standard"].least]
        assert {DIGCOMP.item(one).competence for one in first} == set(DIGCOMP.framework.codes)


def test_after_three_times_i_do_not_know_an_easier_task_comes():
    tasks = [
        Knowledge(f"1.1-k{level}", "1.1", level, slope=1.2, difficulty=place, guessing=0.0)
        for level, place in enumerate(DIGCOMP.framework.doors, 1)
    ]
    statements = [item for item in DIGCOMP.items if item.competence == "1.1"][:4]
    bank = ItemBank(DIGCOMP.framework, (*tasks, *statements))
    interview = Interview(bank, "deep", seed=5)
    attempt = Attempt.start(language="nl")
    for _ in range(3):
        attempt = attempt.with_answer(interview.next_item(attempt).id, None)
    while any(task.level < bank.item(attempt.answered[-1]).level for task in tasks):
        lower = {
            task.id
            for task in tasks
            if task.level < bank.item(attempt.answered[-1]).level
            and task.id not in attempt.answered
        }
        if not lower:
            break
        following = interview.next_item(attempt)
        assert following.id in lower
        attempt = attempt.with_answer(following.id, None)
    assert len(attempt.answers) > 3
