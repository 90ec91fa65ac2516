from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from app.db import reading
from app.stores import attempts, consents, folders
from tests.app.journeys import answered, attempt_of, begun
from tests.visitor import Visitor


@pytest.fixture
def visitor(app):
    return Visitor(app)


def link_of(page):
    return urlsplit(page.tree.find(".//input[@id='link']").get("value")).path


def research_of(app, attempt):
    with app.app_context(), reading() as session:
        folder = attempts.get(session, attempt, now=datetime.now(UTC)).folder
        subject = consents.subject(folders.subject_key(session, folder), folder)
        return consents.holds(session, subject, "research")


def test_a_private_link_opens_the_check_elsewhere(app, visitor):
    first = answered(visitor, begun(visitor), most=2)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    other = Visitor(app)
    checks = other.send(other.get(link))
    assert checks.h1 == "Your checks"
    assert other.get(f"/en/check/{attempt_of(first)}/").path == first.path


def test_reading_a_private_link_opens_nothing(app, visitor):
    first = begun(visitor)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    other = Visitor(app)
    other.get(link)
    other.get(first.path, status=404)


def test_a_link_is_shown_once(visitor):
    begun(visitor)
    shown = visitor.send(visitor.get("/en/check/keep"), "/keep")
    again = visitor.get("/en/check/keep")
    assert link_of(shown)
    assert again.tree.find(".//input[@id='link']") is None
    assert "You already have a private link" in again.main


def test_a_doubled_post_gives_the_same_link(visitor):
    begun(visitor)
    page = visitor.get("/en/check/keep")
    assert link_of(visitor.send(page, "/keep")) == link_of(visitor.send(page, "/keep"))


def test_a_new_link_closes_the_old_one(app, visitor):
    begun(visitor)
    old = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    new = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    other = Visitor(app)
    assert other.send(other.get(old), status=404).h1 == "This link opens nothing"
    assert other.send(other.get(new)).h1 == "Your checks"


def test_two_pages_on_keeping_give_one_link(visitor):
    begun(visitor)
    pages = [visitor.get("/en/check/keep"), visitor.get("/en/check/keep")]
    one, other = (link_of(visitor.send(page, "/keep")) for page in pages)
    assert one == other


def test_a_link_that_was_closed_stays_closed(app, visitor):
    begun(visitor)
    first = visitor.get("/en/check/keep")
    old = link_of(visitor.send(first, "/keep"))
    new = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    again = visitor.send(first, "/keep", status=409)  # the back button, and the form sent again
    assert "You already have a private link" in again.main
    other = Visitor(app)
    other.send(other.get(old), status=404)
    assert other.send(other.get(new)).h1 == "Your checks"


def test_what_is_kept_of_a_link_does_not_open_it(app, visitor):
    begun(visitor)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    assert (
        link.rsplit("/", 1)[1].encode()
        not in (app.config["SETTINGS"].instance / "azimut.db").read_bytes()
    )


def test_keeping_needs_a_check(visitor):
    visitor.get("/en/check/keep", status=404)


@pytest.mark.parametrize(
    ("ticked", "holds"),
    [
        ({"research": "yes"}, True),
        ({}, False),
        *(({"research": no}, False) for no in ("", "no", "false", "0")),
    ],
)
def test_research_is_what_was_ticked(app, visitor, ticked, holds):
    first = begun(visitor, **ticked)
    assert research_of(app, attempt_of(first)) is holds


def test_the_agreement_to_research_can_be_taken_back_and_given_again(app, visitor):
    first = begun(visitor, research="yes")
    page = visitor.send(visitor.get("/en/check/keep"), "/research", research="no")
    assert not research_of(app, attempt_of(first))
    visitor.send(page, "/research", research="yes")
    assert research_of(app, attempt_of(first))


def about_of(app, attempt):
    with app.app_context(), reading() as session:
        return attempts.get(session, attempt, now=datetime.now(UTC)).about


def test_a_further_check_with_the_agreement_keeps_what_was_said(app, visitor):
    first = begun(visitor, research="yes", age="45-64")
    begun(visitor, together="yes", research="yes")
    assert research_of(app, attempt_of(first))
    assert about_of(app, attempt_of(first))["age"] == "45-64"


def test_a_further_check_without_the_agreement_takes_it_back_as_the_page_says(app, visitor):
    whole = "then counts for all of them"
    assert whole not in visitor.get("/en/check/start").main
    first = begun(visitor, research="yes", age="45-64")
    assert whole in visitor.get("/en/check/start").main
    begun(visitor, together="yes")
    assert not research_of(app, attempt_of(first))
    assert about_of(app, attempt_of(first)) == {}


def test_the_agreement_is_never_ticked_for_anybody(visitor):
    assert "research" not in visitor.get("/en/check/start").filled()
    begun(visitor, research="yes")
    assert "research" not in visitor.get("/en/check/start").filled()


def test_the_page_beside_an_error_shows_what_was_sent(visitor):
    page = visitor.send(visitor.get("/en/check/start"), status=422, research="yes")
    assert page.filled()["research"] == ["yes"]
    page = visitor.send(visitor.get("/en/check/start"), status=422)
    assert "research" not in page.filled()
