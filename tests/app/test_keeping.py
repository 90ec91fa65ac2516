from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from app import guard
from app.assessment import views
from app.db import reading, transaction
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


def test_a_further_check_keeps_the_agreement_that_the_page_shows(app, visitor):
    first = begun(visitor, research="yes", age="45-64")
    assert visitor.get("/en/check/start").filled()["research"] == ["yes"]
    second = begun(visitor, together="yes")
    assert folder_of(app, attempt_of(second)) == folder_of(app, attempt_of(first))
    assert research_of(app, attempt_of(first))
    assert about_of(app, attempt_of(first))["age"] == "45-64"


def test_a_further_check_with_the_tick_taken_away_takes_the_agreement_back(app, visitor):
    first = begun(visitor, research="yes", age="45-64")
    begun(visitor, together="yes", without=("research",))
    assert not research_of(app, attempt_of(first))
    assert about_of(app, attempt_of(first)) == {}
    assert "research" not in visitor.get("/en/check/start").filled()


def test_an_agreement_that_was_taken_back_is_not_ticked(visitor):
    begun(visitor, research="yes")
    visitor.send(visitor.get("/en/check/keep"), "/research", research="no")
    assert "research" not in visitor.get("/en/check/start").filled()


def test_the_page_beside_an_error_shows_what_was_sent(visitor):
    begun(visitor, research="yes")
    page = visitor.send(visitor.get("/en/check/start"), status=422, without=("research",))
    assert "research" not in page.filled()


def test_nothing_is_ticked_for_who_has_no_check_open(app, visitor, late):
    assert "research" not in visitor.get("/en/check/start").filled()
    begun(visitor, research="yes")
    late()
    assert "research" not in visitor.get("/en/check/start").filled()


@pytest.mark.parametrize("no", ["", "no", "false", "0"])
def test_a_check_is_not_added_by_a_no(app, visitor, no):
    first = begun(visitor)
    second = begun(visitor, together=no)
    assert folder_of(app, attempt_of(second)) != folder_of(app, attempt_of(first))


def test_erasing_leaves_nothing_and_ends_the_visit(app, visitor):
    first = answered(visitor, begun(visitor), most=3)
    page = visitor.send(visitor.get("/en/check/erase"))
    assert page.h1 == "Your answers are erased"
    visitor.get(f"/en/check/{attempt_of(first)}/result", status=404)
    with app.app_context(), reading() as session:
        assert attempts.get(session, attempt_of(first), now=datetime.now(UTC)) is None


def test_erasing_leaves_nothing_in_the_files_at_once(app, visitor, tmp_path):
    attempt = attempt_of(begun(visitor))
    folder = folder_of(app, attempt)
    visitor.send(visitor.get("/en/check/erase"))
    left = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.db*"))
    assert attempt.encode() not in left
    assert folder.encode() not in left


def test_erasing_twice_does_no_harm(visitor):
    begun(visitor)
    page = visitor.get("/en/check/erase")
    visitor.send(page)
    fresh = visitor.get("/en/check/start")
    sent = {"csrf_token": fresh.filled()["csrf_token"]}
    assert visitor.client.post("/en/check/erase", data=sent).status_code == 302


def test_the_erase_page_without_a_check_says_so(visitor):
    assert "nothing to erase" in visitor.get("/en/check/erase").main


def test_a_second_check_lies_in_the_same_folder_where_the_visitor_says_so(visitor):
    one, two = begun(visitor), begun(visitor, together="yes")
    hrefs = {link.get("href") for link in visitor.get("/en/check/").tree.iter("a")}
    assert {f"/en/check/{attempt_of(one)}/", f"/en/check/{attempt_of(two)}/"} <= hrefs


def test_the_next_person_at_a_computer_begins_apart(app, visitor):
    first = begun(visitor)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    second = begun(visitor)
    visitor.get(first.path, status=404)
    other = Visitor(app)
    other.send(other.get(link))
    assert other.get(first.path).path == first.path
    other.get(second.path, status=404)


def test_adding_to_earlier_checks_is_offered_only_where_there_are_any(visitor):
    assert "together" not in names(visitor.get("/en/check/start"))
    begun(visitor)
    assert "together" in names(visitor.get("/en/check/start"))


def names(page):
    return {one.get("name") for one in page.tree.iter("input")}


def test_adding_to_checks_that_are_not_there_begins_apart(app, visitor):
    first = begun(visitor)
    folder = folder_of(app, attempt_of(first))
    with app.app_context(), transaction() as session:
        folders.erase(session, folder)
    second = begun(visitor, together="yes")
    assert folder_of(app, attempt_of(second)) != folder


def folder_of(app, attempt):
    with app.app_context(), reading() as session:
        return attempts.get(session, attempt, now=datetime.now(UTC)).folder


def test_leaving_ends_the_visit_and_keeps_the_check(app, visitor):
    first = begun(visitor)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    sent = visitor.get("/en/").filled("/leave")
    reply = visitor.client.post("/en/check/leave", data=sent)
    assert reply.location == "/en/"
    assert reply.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    visitor.get(first.path, status=404)
    other = Visitor(app)
    other.send(other.get(link))
    assert other.get(first.path).path == first.path


def test_leaving_is_offered_only_where_a_check_is_open(visitor):
    offers = [form.get("action") for form in visitor.get("/en/").tree.iter("form")]
    assert offers == []
    begun(visitor)
    assert visitor.get("/en/").form("/leave") is not None


def test_erasing_lets_the_browser_forget_too(visitor):
    begun(visitor)
    sent = visitor.get("/en/check/erase").filled()
    reply = visitor.client.post("/en/check/erase", data=sent)
    assert reply.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.fixture
def twice(app, visitor):
    """Give two browsers with one folder open, the first of them with the page on keeping."""
    begun(visitor)
    page = visitor.get("/en/check/keep")
    other = Visitor(app)
    other.send(other.get(link_of(visitor.send(page, "/keep"))))
    return page, other


@pytest.mark.parametrize("action", ["/keep", "/research"])
def test_a_folder_erased_elsewhere_is_not_found(visitor, twice, action):
    page, other = twice
    other.send(other.get("/en/check/erase"))
    visitor.send(page, action, status=404)
    visitor.get("/en/check/keep", status=404)


def test_erasing_ends_the_visits_of_other_browsers(app, twice):
    _, other = twice
    other.send(other.get("/en/check/erase"))
    outcome = app.test_cli_runner().invoke(args=["stats"])
    counts = dict(line.rsplit(maxsplit=1) for line in outcome.output.splitlines())
    assert counts["sessions"] == "0"


class Late(datetime):
    """A clock that is a day longer ahead than any link is kept unused."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + folders.KEPT + timedelta(days=1)


@pytest.fixture
def late(monkeypatch):
    """Give a way to let that time pass for pages; sessions alone do not notice."""

    def pass_by():
        for module in (guard, views):
            monkeypatch.setattr(module, "datetime", Late)

    return pass_by


@pytest.mark.parametrize("action", ["/keep", "/research"])
def test_a_folder_whose_time_is_over_is_not_kept_longer(visitor, late, action):
    begun(visitor)
    page = visitor.get("/en/check/keep")
    late()
    visitor.send(page, action, status=404)
    visitor.get("/en/check/keep", status=404)


def test_a_check_whose_time_is_over_neither_opens_nor_takes_an_answer(app, visitor, late):
    first = begun(visitor)
    late()
    visitor.get(first.path, status=404)
    visitor.send(first, status=404, answer="0")
    assert "No check is open" in visitor.get("/en/check/").main
    with app.app_context(), reading() as session:
        now = datetime.now(UTC)
        assert attempts.get(session, attempt_of(first), now=now).attempt.answers == ()


def test_a_link_whose_time_is_over_opens_nothing(app, visitor, late):
    begun(visitor)
    link = link_of(visitor.send(visitor.get("/en/check/keep"), "/keep"))
    other = Visitor(app)
    page = other.get(link)
    late()
    assert other.send(page, status=404).h1 == "This link opens nothing"
