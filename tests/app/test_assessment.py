from datetime import UTC, datetime

import pytest

from app.db import reading
from app.stores import attempts
from competences import LANGUAGES, load_bank
from tests.app.journeys import answered, attempt_of, begun, item_of, unsure
from tests.visitor import Visitor

BANK = load_bank("digcomp-3.0")


@pytest.fixture
def visitor(app):
    return Visitor(app)


def stored(app, attempt):
    with app.app_context(), reading() as session:
        return attempts.get(session, attempt, now=datetime.now(UTC))


def shown(visitor, wanted):
    """Give the page of a question of a kind, on the longest route."""
    page = begun(visitor, route="deep")
    while not wanted(BANK.item(item_of(page))):
        page = visitor.send(page, **unsure(page))
    return page


def knowledge(item_format):
    return lambda item: item.kind == "knowledge" and item.format == item_format


def test_without_route_and_agreement_nothing_begins(visitor):
    page = visitor.send(visitor.get("/en/check/start"), status=422)
    assert page.title.startswith("Error: Before you begin")
    assert {"#route-0", "#keep"} <= set(page.links().values())


def test_what_was_ticked_stays_ticked_beside_an_error(visitor):
    page = visitor.send(visitor.get("/en/check/start"), status=422, route="deep", research="yes")
    assert page.filled()["route"] == ["deep"]
    assert page.filled()["research"] == ["yes"]


@pytest.mark.parametrize("no", ["", "no", "false", "0"])
def test_no_is_no_agreement_to_keep_answers(visitor, no):
    start = visitor.get("/en/check/start")
    page = visitor.send(start, status=422, route="quick", keep=no)
    assert page.links()[
        "Tick this box if we may keep your answers. Without them there is no result."
    ]
    assert "keep" not in page.filled()


def test_a_route_that_is_not_offered_begins_nothing(visitor):
    visitor.send(visitor.get("/en/check/start"), status=422, route="endless", keep="yes")


def test_a_question_says_how_far_it_is(visitor):
    assert "Question 1 of about 12 to 18" in begun(visitor).main


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_route_ends_with_all_answers(app, language):
    visitor = Visitor(app)
    page = answered(visitor, begun(visitor, language))
    assert page.path.endswith("/answers")
    assert 12 <= len(stored(app, attempt_of(page)).attempt.answers) <= 18


def test_an_acknowledged_answer_is_in_the_database(visitor, app):
    first = begun(visitor)
    page = visitor.send(first, **unsure(first))
    assert stored(app, attempt_of(page)).attempt.answered == (item_of(first),)
    assert "Saved at" in page.main


def test_no_answer_is_an_error_that_leads_to_the_first_control(visitor):
    first = begun(visitor)
    page = visitor.send(first, status=422)
    assert page.title.startswith("Error: ")
    assert {"#answer-0", "#places-0"} & set(page.links().values())


def test_an_answer_that_is_not_offered_is_an_error(visitor):
    page = shown(visitor, lambda item: item.kind == "self-report")
    visitor.send(page, status=422, answer="99")


def test_a_statement_may_not_apply(visitor, app):
    page = shown(visitor, lambda item: item.kind == "self-report")
    visitor.send(page, answer="n/a")
    assert stored(app, attempt_of(page)).attempt.answers[-1].response == "n/a"


def test_several_answers_are_kept_in_order(visitor, app):
    page = shown(visitor, knowledge("several"))
    visitor.send(page, answer=["2", "0"])
    assert stored(app, attempt_of(page)).attempt.answers[-1].response == (0, 2)


def test_several_answers_beside_i_dont_know_are_an_error(visitor):
    page = shown(visitor, knowledge("several"))
    visitor.send(page, status=422, answer=["2", "unknown"])


def test_an_order_is_kept(visitor, app):
    page = shown(visitor, knowledge("order"))
    count = len(BANK.item(item_of(page)).options)
    visitor.send(page, **{f"places-{k}": str(count - 1 - k) for k in range(count)})
    assert stored(app, attempt_of(page)).attempt.answers[-1].response == tuple(range(count))[::-1]


def test_an_order_with_an_answer_twice_is_an_error_and_stays_filled_in(visitor):
    page = shown(visitor, knowledge("order"))
    count = len(BANK.item(item_of(page)).options)
    page = visitor.send(page, status=422, **{f"places-{k}": "0" for k in range(count)})
    assert page.filled()["places-1"] == ["0"]
    assert "Choose each answer only once." in page.main


def test_an_order_beside_a_no_is_kept(visitor, app):
    page = shown(visitor, knowledge("order"))
    count = len(BANK.item(item_of(page)).options)
    visitor.send(page, unknown="no", **{f"places-{k}": str(k) for k in range(count)})
    assert stored(app, attempt_of(page)).attempt.answers[-1].response == tuple(range(count))


def test_going_back_shows_the_answer_and_keeps_the_open_question(visitor):
    first = begun(visitor)
    second = visitor.send(first, **unsure(first))
    back = visitor.get(second.links()["Back to the question before"])
    assert back.filled().items() >= {key: [one] for key, one in unsure(first).items()}.items()
    again = visitor.send(back, **unsure(back))
    assert item_of(again) == item_of(second)


def test_a_doubled_answer_changes_nothing(visitor, app):
    first = begun(visitor)
    once = visitor.send(first, **unsure(first))
    twice = visitor.send(first, **unsure(first))
    assert once.path == twice.path
    assert len(stored(app, attempt_of(first)).asked) == 2


def test_an_item_that_was_not_asked_is_a_conflict(visitor):
    first = begun(visitor)
    other = next(one.id for one in BANK.items if one.id != item_of(first))
    page = visitor.get(f"/en/check/{attempt_of(first)}/question/{other}", status=409)
    assert page.h1 == "This question was not asked"


def test_the_language_switch_keeps_the_place_and_the_answers(visitor, app):
    first = begun(visitor)
    second = visitor.send(first, **unsure(first))
    french = visitor.get(second.links()["Français"])
    assert item_of(french) == item_of(second)
    assert french.path.startswith("/fr/")
    visitor.send(french, **unsure(french))
    assert stored(app, attempt_of(first)).attempt.language == "fr"


def test_save_and_stop_keeps_the_answer_and_needs_none(visitor, app):
    first = begun(visitor)
    page = visitor.send(first, stop="yes", **unsure(first))
    assert page.h1 == "Keep this check"
    assert len(stored(app, attempt_of(first)).attempt.answers) == 1
    second = visitor.get(f"/en/check/{attempt_of(first)}/")
    assert visitor.send(second, stop="yes").h1 == "Keep this check"


def test_a_change_from_the_answers_leads_back_to_them(visitor):
    page = answered(visitor, begun(visitor))
    address = next(one for one in page.links().values() if one.endswith("?back=answers"))
    question = visitor.get(address)
    assert visitor.send(question, **unsure(question)).path == page.path


def test_nobody_else_sees_a_check(visitor, app):
    first = begun(visitor)
    Visitor(app).get(first.path, status=404)
    stranger = Visitor(app)
    begun(stranger)
    stranger.get(first.path, status=404)


def test_a_post_without_token_saves_nothing(visitor, app):
    first = begun(visitor)
    visitor.send(first, status=400, without=("csrf_token",), **unsure(first))
    assert not stored(app, attempt_of(first)).attempt.answers


def test_reading_a_check_writes_nothing(visitor, app):
    first = begun(visitor)
    before = stored(app, attempt_of(first))
    for end in ("", "answers", "result", f"question/{item_of(first)}"):
        visitor.get(f"/en/check/{attempt_of(first)}/{end}")
    assert stored(app, attempt_of(first)) == before
