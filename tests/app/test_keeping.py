from urllib.parse import urlsplit

import pytest

from app.db import reading
from app.stores import attempts, consents
from tests.app.journeys import answered, attempt_of, begun
from tests.visitor import Visitor


@pytest.fixture
def visitor(app):
    return Visitor(app)


def link_of(page):
    return urlsplit(page.tree.find(".//input[@id='link']").get("value")).path


def research_of(app, attempt):
    with app.app_context(), reading() as session:
        folder = attempts.get(session, attempt).folder
        subject = consents.subject(attempts.subject_key(session, folder), folder)
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


def test_what_is_kept_of_a_link_does_not_open_it(app, visitor):
    begun(visitor)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    assert (
        link.rsplit("/", 1)[1].encode()
        not in (app.config["SETTINGS"].instance / "azimut.db").read_bytes()
    )


def test_keeping_needs_a_check(visitor):
    visitor.get("/en/check/keep", status=404)


@pytest.mark.parametrize(("ticked", "holds"), [({"research": "yes"}, True), ({}, False)])
def test_research_is_what_was_ticked(app, visitor, ticked, holds):
    first = begun(visitor, **ticked)
    assert research_of(app, attempt_of(first)) is holds


def test_the_agreement_to_research_can_be_taken_back_and_given_again(app, visitor):
    first = begun(visitor, research="yes")
    page = visitor.send(visitor.get("/en/check/keep"), "/research", research="no")
    assert not research_of(app, attempt_of(first))
    visitor.send(page, "/research", research="yes")
    assert research_of(app, attempt_of(first))


def test_erasing_leaves_nothing_and_ends_the_visit(app, visitor):
    first = answered(visitor, begun(visitor), most=3)
    page = visitor.send(visitor.get("/en/check/erase"))
    assert page.h1 == "Your answers are erased"
    visitor.get(f"/en/check/{attempt_of(first)}/result", status=404)
    with app.app_context(), reading() as session:
        assert attempts.get(session, attempt_of(first)) is None


def test_erasing_twice_does_no_harm(visitor):
    begun(visitor)
    page = visitor.get("/en/check/erase")
    visitor.send(page)
    fresh = visitor.get("/en/check/start")
    sent = {"csrf_token": fresh.filled()["csrf_token"]}
    assert visitor.client.post("/en/check/erase", data=sent).status_code == 302


def test_the_erase_page_without_a_check_says_so(visitor):
    assert "nothing to erase" in visitor.get("/en/check/erase").main


def test_a_second_check_lies_in_the_same_folder(visitor):
    one, two = begun(visitor), begun(visitor)
    hrefs = {link.get("href") for link in visitor.get("/en/check/").tree.iter("a")}
    assert {f"/en/check/{attempt_of(one)}/", f"/en/check/{attempt_of(two)}/"} <= hrefs
