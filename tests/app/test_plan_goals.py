"""The goal of a path: chosen from the menu, set by hand, weighed, or built on two checks at once."""

from urllib.parse import parse_qs, urlsplit

import pytest

from recommender import Outcome
from tests.app.journeys import answered, attempt_of, begun
from tests.builders import publish, training
from tests.visitor import Visitor

BY_HAND = "Say what matters to you now, or set levels yourself"


@pytest.fixture
def visitor(app):
    with app.app_context():
        publish(
            training("first", outcomes=(Outcome("digcomp-3.0/1.1", 0, 4),)),
            training("second", outcomes=(Outcome("digcomp-3.0/2.1", 0, 4),)),
            training("more", outcomes=(Outcome("digcomp-3.0/1.1", 4, 6),)),
            training("support", outcomes=(Outcome("e-cf-4.0/C.1", 0, 1),)),
            training("code", outcomes=(Outcome("e-cf-4.0/B.1", 0, 1),)),
        )
    return Visitor(app)


@pytest.fixture
def path(visitor):
    """Give the address of a path on one answer."""
    return f"/en/check/{attempt_of(answered(visitor, begun(visitor), most=1))}/path"


@pytest.fixture
def both(visitor):
    """Give the address of the path of a check on DigComp, beside a finished one on the e-CF."""
    first = answered(visitor, begun(visitor))
    role = {"role": "e-cf-4.0/developer", "together": "yes"}
    answered(visitor, begun(visitor, **role))
    return f"/en/check/{attempt_of(first)}/path"


def by_hand(visitor, page, **given):
    """Give the path after something was set on the page of the goal."""
    return visitor.send(visitor.get(page.links()[BY_HAND]), "path", **given)


def query_of(page):
    return parse_qs(urlsplit(page.path).query)


def steps(page):
    return [one.find("h2").text for one in page.tree.findall(".//main/ol/li")]


def test_any_role_of_the_framework_can_be_the_goal(visitor, path):
    page = visitor.get(f"{path}?goal=digcomp-3.0/teacher")
    assert page.filled()["goal"] == ["digcomp-3.0/teacher"]
    page = visitor.get(page.links()[BY_HAND])
    assert "Goal: Advanced 5" in page.main


def test_levels_set_by_hand_go_before_the_goal_and_the_address_stays_short(visitor, path):
    page = by_hand(visitor, visitor.get(f"{path}?goal=own&languages=nl"), **{"level-1.1": "6"})
    assert query_of(page) == {"goal": ["own"], "languages": ["nl"], "level-1.1": ["6"]}
    assert steps(page) == ["Course first", "Course more"]
    assert "You set one level yourself." in page.main
    assert query_of(visitor.send(page, hours="20")) == {**query_of(page), "hours": ["20"]}


def test_a_level_that_nobody_wants_is_left_out_of_a_goal(visitor, path):
    page = visitor.get(f"{path}?goal=intermediate&level-1.1=0")
    assert steps(page) == ["Course second"]


@pytest.mark.parametrize("wrong", ["level-1.1=9", "level-1.1=two", "level-9.9=2", "level-=1"])
def test_a_level_that_does_not_exist_is_an_error(visitor, path, wrong):
    for address in (path, f"{path}/goal"):
        page = visitor.get(f"{address}?goal=own&{wrong}", status=422)
        assert page.title.startswith("Error: ")


def test_what_nobody_filled_in_leaves_the_address_and_stays_out(visitor, path):
    blank = "goal=own&hours=&region=&level-1.1=%20&level-1.2=&hidden=%20&why=%20&matters=&also="
    page = visitor.get(f"{path}?{blank}")
    assert query_of(page) == {"goal": ["own"]}


def test_the_page_of_the_goal_speaks_of_its_own_errors_alone(visitor, path):
    page = visitor.get(f"{path}/goal?goal=fame&hours=many&region=elsewhere")
    assert not page.title.startswith("Error: ")
    assert query_of(visitor.send(page, "path")) == {"goal": ["next"]}


def test_what_matters_comes_first_where_not_all_fits(visitor, path):
    page = by_hand(visitor, visitor.get(f"{path}?goal=intermediate&hours=6"), matters="2")
    assert steps(page) == ["Course second"]
    assert query_of(page)["matters"] == ["2"]
    assert steps(visitor.send(page, euro="5")) == ["Course second"]
    assert steps(visitor.get(f"{path}?goal=intermediate&hours=6&matters=1.1")) == ["Course first"]


def test_a_lifted_limit_keeps_the_goal_set_by_hand(visitor, path):
    page = visitor.get(f"{path}?goal=own&level-1.1=4&matters=1&languages=de")
    lifted = visitor.get(page.links()["Show the path in any language"])
    assert query_of(lifted) == {"goal": ["own"], "matters": ["1"], "level-1.1": ["4"]}
    assert steps(lifted) == ["Course first"]


def test_the_form_keeps_what_was_ruled_out(visitor, path):
    page = visitor.send(
        visitor.get(f"{path}?goal=intermediate&without=first&hidden=Nobody"), hours="9"
    )
    assert query_of(page)["without"] == ["first"]
    assert query_of(page)["hidden"] == ["Nobody"]
    assert "Course first" not in steps(page)


def test_a_check_alone_has_no_other_to_count_and_no_base_to_add(visitor, path):
    page = visitor.get(path)
    assert "Count my check" not in page.main
    assert "base" not in page.filled()
    assert "also" not in visitor.get(f"{path}?also=e-cf-4.0").filled()  # it may be erased by now


def test_two_checks_of_one_person_count_together(visitor, both):
    page = visitor.get(f"{both}?goal=next")
    assert "Count my check of" in page.main
    assert "Course code" not in steps(page)
    counted = visitor.send(page, also="e-cf-4.0")
    assert {"Course first", "Course code"} <= set(steps(counted))
    assert counted.filled()["also"] == ["e-cf-4.0"]
    hand = visitor.get(counted.links()[BY_HAND])
    assert "level-e-cf-4.0/B.1" in hand.filled("path")


def test_a_role_of_the_other_check_counts_that_check_and_may_bring_its_base(visitor, both):
    page = visitor.get(f"{both}?goal=e-cf-4.0/developer")
    assert steps(page) == ["Course code"]
    assert page.filled()["also"] == ["e-cf-4.0"]
    based = visitor.send(page, base="yes")
    assert {"Course first", "Course second", "Course code"} <= set(steps(based))


def test_the_way_into_ict_begins_with_the_base_in_digcomp(visitor, path):
    page = visitor.get(f"{path}?goal=track")
    assert page.filled()["goal"] == ["track"]
    assert steps(page) == []


def test_a_base_without_a_check_of_digcomp_is_an_error(visitor):
    page = answered(visitor, begun(visitor, role="e-cf-4.0/ciso"), most=1)
    path = f"/en/check/{attempt_of(page)}/path"
    assert "no base can be added" in visitor.get(f"{path}?goal=role&base=yes", status=422).main
    visitor.get(f"{path}?goal=track", status=422)
