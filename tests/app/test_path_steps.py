"""The path page: what could take a step's place, what is ruled out and taken back, the weeks, what the answer says."""

import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app import create_app
from app.interviews import today
from recommender import Outcome
from tests.app.journeys import answered, attempt_of, begun
from tests.builders import publish, settings, training
from tests.visitor import Visitor, words

ONE, TWO = Outcome("digcomp-3.0/1.1", 0, 2), Outcome("digcomp-3.0/2.1", 0, 2)


def offered(*trainings, folder, migrated):
    """Give a visitor of an application of its own that holds these trainings."""
    shutil.copy(migrated, folder / "azimut.db")
    application = create_app(settings(folder))
    application.config["TESTING"] = True
    with application.app_context():
        publish(*trainings)
    return Visitor(application)


@pytest.fixture(scope="module")
def visitor(migrated, tmp_path_factory):
    """Give a visitor for all tests here: none of them changes anything."""
    return offered(
        training("short", outcomes=(ONE,)),
        training("long", hours=9.0, provider="Another Provider", outcomes=(ONE,)),
        training(
            "dear", hours=12.0, price=Decimal(30), mode="on-site", place="Mons", outcomes=(ONE,)
        ),
        training("other", hours=3.0, outcomes=(TWO,)),
        folder=tmp_path_factory.mktemp("steps"),
        migrated=migrated,
    )


@pytest.fixture(scope="module")
def start(visitor):
    """Give the path of somebody who is sure to know nothing, without any limit."""
    return path_of(visitor)


@pytest.fixture(scope="module")
def wide(migrated, tmp_path_factory):
    """Give a visitor to whom three long trainings are offered."""
    codes = ("1.1", "2.1", "3.1")
    trainings = [
        training(code, outcomes=(Outcome(f"digcomp-3.0/{code}", 0, 8),)) for code in codes
    ]
    return offered(*trainings, folder=tmp_path_factory.mktemp("wide"), migrated=migrated)


@pytest.fixture(scope="module")
def fixed(migrated, tmp_path_factory):
    """Give a path with a training of unknown length, and one on the days of one week."""
    monday = today(datetime.now(UTC)) + timedelta(days=14)
    monday -= timedelta(days=monday.weekday())
    visitor = offered(
        training("open", hours=None, outcomes=(ONE,)),
        training(
            "fixed", hours=30.0, start=monday, end=monday + timedelta(days=4), outcomes=(TWO,)
        ),
        folder=tmp_path_factory.mktemp("fixed"),
        migrated=migrated,
    )
    return path_of(visitor)


def path_of(visitor, most=100):
    """Give the path after some answers."""
    page = answered(visitor, begun(visitor), most=most)
    return at(visitor, f"/en/check/{attempt_of(page)}/path?goal=next")


def at(visitor, address, status=200):
    return visitor.get(address, status)


def titles(page):
    return [words(one) for one in page.tree.findall(".//main/ol/li/h2")]


def step(page, title):
    """Give the part of the page that tells of a step."""
    (found,) = [
        one for one in page.tree.findall(".//main/ol/li") if words(one.find("h2")) == title
    ]
    return found


def link(part, said):
    """Give the address of the first link of a part whose words begin so."""
    return next(one.get("href") for one in part.iter("a") if words(one).startswith(said))


def test_a_step_shows_what_could_take_its_place_with_what_differs_and_why_it_came_second(start):
    said = words(step(start, "Course short"))
    assert "2 trainings that could take its place" in said
    assert "Course long With it instead, the path would be worth as much" in said
    assert "Hours 9 instead of 6" in said
    assert "Another Provider" in said
    assert "Price €30 instead of free of charge" in said
    assert "on site, Mons instead of online" in said


def test_the_facts_that_do_not_differ_are_not_told_twice(start):
    (long, *_) = step(start, "Course short").findall(".//ul[@class='plain']/li")
    assert "Price" not in words(long)
    assert "Where" not in words(long)


@pytest.mark.parametrize("taken", ["long", "dear"])
def test_taking_another_training_instead_leads_to_a_path_with_it(visitor, start, taken):
    (row,) = [
        one
        for one in step(start, "Course short").findall(".//ul[@class='plain']/li")
        if f"Course {taken}" in words(one)
    ]
    page = at(visitor, link(row, "Take this one instead"))
    assert set(titles(page)) == {f"Course {taken}", "Course other"}
    assert "you took another one instead" in page.main
    back = at(visitor, link(page.tree.find(".//main"), "Take it back"))
    assert titles(back) == titles(start)


def test_a_wish_that_no_path_can_meet_is_said(visitor, start):
    swap = start.path.replace("/path?", "/path/instead?")
    page = at(visitor, f"{swap}&hours=6&step=short&take=dear")
    assert "no path within your limits in which “Course dear” helps" in page.main
    assert "Course short" in titles(page) or "Course other" in titles(page)


@pytest.mark.parametrize("query", ["", "&step=short", "&take=long", "&step=gone&take=long"])
def test_a_wish_for_what_nobody_offers_leads_nowhere(visitor, start, query):
    at(visitor, start.path.replace("/path?", "/path/instead?") + query, status=404)


def test_who_knows_a_step_goes_on_without_it_and_it_counts_as_held(visitor, start):
    page = at(visitor, link(step(start, "Course short"), "I know this already"))
    assert titles(page) == ["Course other"]
    assert "Course short (you know it already)" in page.main
    assert "1.1" not in words(page.tree.find(".//main/ol"))
    assert titles(at(visitor, link(page.tree.find(".//main"), "Take it back"))) == titles(start)


def test_a_step_that_does_not_suit_gives_its_place_to_the_next_best(visitor, start):
    page = at(visitor, link(step(start, "Course short"), "It does not suit me"))
    assert "Course long" in titles(page)
    assert "Course short (it does not suit you)" in page.main


def test_without_a_provider_none_of_its_trainings_stands_in_the_path(visitor, start):
    page = at(visitor, link(step(start, "Course short"), "Not with this provider"))
    assert titles(page) == ["Course long"]
    assert "Invented Provider (all trainings of this provider)" in page.main


def test_what_is_ruled_out_stays_ruled_out_when_the_form_is_sent(visitor, start):
    page = at(visitor, link(step(start, "Course short"), "It does not suit me"))
    page = at(visitor, link(step(page, "Course other"), "I know this already"))
    page = visitor.send(page, hours="20")
    assert titles(page) == ["Course long"]
    assert "it does not suit you" in page.main
    assert "you know it already" in page.main


def test_where_all_is_ruled_out_one_link_takes_it_back(visitor, start):
    page = at(visitor, f"{start.path}&hidden=Invented+Provider&hidden=Another+Provider")
    assert "Nothing fits" in page.main
    page = at(visitor, page.links()["Show the path with what you ruled out"])
    assert titles(page) == titles(start)


def test_ids_that_nobody_offers_are_ruled_out_by_nobody(visitor, start):
    page = at(visitor, f"{start.path}&without=gone&known=gone&why=price:gone&missed=gone")
    assert titles(page) == titles(start)
    assert "What you ruled out" not in page.main


def test_wider_limits_are_one_link_away(visitor, start):
    page = at(visitor, f"{start.path}&hours=8")
    assert "With 10 hours instead of 8" in page.main
    assert set(titles(at(visitor, page.links()["Show that path"]))) == {
        "Course short",
        "Course other",
    }


def test_the_weeks_name_the_steps_with_their_hours(start):
    weeks = words(start.tree.find(".//dl[@class='weeks']"))
    assert "Week of" in weeks
    assert "Course other, 3 h" in weeks
    assert "We count with 4 h a week, because you set nothing." in start.main


def test_the_weeks_follow_the_hours_that_somebody_has(visitor, start):
    page = at(visitor, f"{start.path}&weekly=2")
    assert "At 2 h a week, as you wish." in page.main
    assert "weeks from" in words(page.tree.find(".//dl[@class='weeks']"))


def test_a_path_that_takes_longer_than_somebody_has_says_so(visitor, start):
    tomorrow = today(datetime.now(UTC)) + timedelta(days=1)
    page = at(visitor, f"{start.path}&deadline={tomorrow}")
    assert titles(page) == titles(start)
    assert "The path ends later than the last day you set." in page.main


def test_hours_that_nobody_told_are_not_counted_in_the_weeks(fixed):
    assert "Course open, hours not known" in fixed.main


def test_a_week_of_fixed_days_that_is_fuller_says_by_how_much(fixed):
    assert "Course fixed, 30 h, on fixed days" in fixed.main
    assert "It is fuller here: 26 h above the 4 h a week." in fixed.main
    assert "One week is fuller, because of fixed days." in fixed.main


def test_steps_that_close_doubtful_gaps_say_so_and_can_be_left_out(wide):
    page = path_of(wide, most=1)
    assert "At some steps we are not sure that you need them." in page.main
    page = at(wide, page.links()["Show only the steps that you need for sure"])
    assert "A few more questions would help you more than a training." in page.main
    assert "Go on with the questions" in page.links()
    page = at(wide, page.links()["Show the path with unsure steps too"])
    assert len(titles(page)) == 3


def test_a_long_path_is_told_in_short_first(wide, start):
    page = path_of(wide, most=1)
    assert {"#step-1", "#step-2", "#step-3"} <= set(page.links().values())
    assert "#step-1" not in start.links().values()
