import pytest

from app.assessment.portrait import on_ruler, portrait_of
from app.assessment.review import review_of
from competences import LANGUAGES, Attempt, Interview, load_bank
from tests.app.journeys import answered, attempt_of, begun, unsure
from tests.builders import right_response
from tests.visitor import Visitor

BANK = load_bank("digcomp-3.0")


@pytest.fixture
def visitor(app):
    return Visitor(app)


def portrait(response, items=40):
    """Give the portrait of somebody who answers each of the first items so."""
    attempt = Attempt.start("en")
    for item in BANK.items[:items]:
        attempt = attempt.with_answer(item.id, response(item))
    return portrait_of(Interview(BANK).profile(attempt), BANK.framework)


def able(item):
    return 3 if item.kind == "self-report" else right_response(item.id)


def boastful(item):
    return 3 if item.kind == "self-report" else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_stands_in_every_language(app, language):
    visitor = Visitor(app)
    answers = answered(visitor, begun(visitor, language))
    page = visitor.get(f"/{language}/check/{attempt_of(answers)}/result")
    figures = page.tree.findall(".//figure")
    assert len(figures) == len(BANK.framework.areas)


def test_a_result_is_no_certificate_and_says_that_it_is_provisional(visitor):
    answers = answered(visitor, begun(visitor))
    page = visitor.get(f"/en/check/{attempt_of(answers)}/result")
    assert "This is not a certificate." in page.main
    assert "This result is provisional." in page.main


def test_a_result_before_the_end_says_that_more_is_to_come(visitor):
    question = answered(visitor, begun(visitor), most=3)
    page = visitor.get(f"/en/check/{attempt_of(question)}/result")
    assert "There are more questions." in page.main


def test_a_result_without_answers_leads_to_the_question(visitor):
    first = begun(visitor)
    assert visitor.get(f"/en/check/{attempt_of(first)}/result").path == first.path


def test_the_result_tells_the_right_answers(visitor):
    answers = answered(visitor, begun(visitor, route="standard"), unsure)
    page = visitor.get(f"/en/check/{attempt_of(answers)}/result")
    assert "The right answer" in page.main


def test_no_strength_is_named_that_is_not_very_likely():
    found = portrait(able)
    assert found.strengths
    assert all(one.floor for one in found.strengths)
    assert not portrait(lambda _: None).strengths


def test_strengths_and_next_steps_are_different_competences():
    found = portrait(able)
    strengths = {one.code for one in found.strengths}
    assert not strengths & {one.code for one in found.next_steps}
    assert len(found.next_steps) == 3


def test_the_own_estimate_is_shown_only_where_it_differs():
    assert portrait(boastful, 60).leaning == "higher"
    assert all(one.own is not None for one in portrait(boastful, 60).areas[:2])
    assert portrait(boastful, 4).leaning is None
    assert all(one.own is None for one in portrait(boastful, 4).areas)


def test_the_ruler_gives_each_level_the_same_length():
    cuts = [-1.0, 0.0, 1.0, 2.0]
    assert [on_ruler(BANK.framework, cut) for cut in cuts] == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert on_ruler(BANK.framework, -9.0) == 0
    assert on_ruler(BANK.framework, 9.0) == 1


def test_places_on_the_ruler_lie_in_their_order():
    for one in portrait(able).areas:
        assert 0 <= one.low <= one.place <= one.high <= 1


def test_a_review_knows_what_was_right():
    task = next(item for item in BANK.items if item.kind == "knowledge")
    right = Attempt.start("en").with_answer(task.id, right_response(task.id))
    (met,) = review_of(BANK, right).tasks
    assert met.met
    assert met.given == met.right
    (missed,) = review_of(BANK, Attempt.start("en").with_answer(task.id, None)).tasks
    assert not missed.met
    assert missed.said == "unknown"
