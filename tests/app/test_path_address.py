from datetime import date

import pytest

from app.plan.address import Address
from app.plan.ruled_out import kept, known, ruled_out, swapped, ways_out
from app.plan.weeks import stretches
from app.plan.wider import wider
from recommender import Catalogue, Reason, Step, index
from recommender.plans import Calendar, Entry, Week
from tests.builders import training

HERE = Address("/en/path", (("goal", "next"), ("languages", "nl")))
OFFER = index([Catalogue((training("a"), training("b"), training("c", provider="")))])


@pytest.fixture(autouse=True)
def request_in_english(app):
    with app.test_request_context("/en/"):
        yield


def said(address):
    return [([name for name, _ in one.names], one.why) for one in ruled_out(address, OFFER)]


def test_a_link_changes_one_thing_and_keeps_the_rest():
    assert str(HERE.put("hours", ["10"])) == "/en/path?goal=next&languages=nl&hours=10"
    assert str(HERE.add("languages", "fr")) == "/en/path?goal=next&languages=nl&languages=fr"
    assert HERE.add("languages", "nl") == HERE
    assert HERE.add("languages", "fr").drop("languages", "fr") == HERE
    assert str(HERE.put("goal").put("languages")) == "/en/path"


def test_what_has_signs_of_its_own_is_written_so_that_it_comes_back():
    assert str(Address("/p").add("hidden", "A & B=C")) == "/p?hidden=A+%26+B%3DC"


def test_ids_that_nobody_offers_and_causes_of_nothing_leave_the_address():
    given = HERE.add("without", "a").add("without", "gone").add("known", "gone")
    given = given.add("why", "price:a").add("why", "price:gone").add("why", "no cause")
    assert kept(given, OFFER) == HERE.add("without", "a").add("why", "price:a")


def test_each_thing_ruled_out_says_why_and_is_taken_back_alone():
    given = HERE.add("without", "a").add("why", "price:a").add("known", "b").add("hidden", "X")
    assert said(given) == [
        (["Course b"], "you know it already"),
        (["Course a"], "it costs too much"),
        (["X"], "all trainings of this provider"),
    ]
    first, second, third = ruled_out(given, OFFER)
    assert first.back == str(given.drop("known", "b"))
    assert second.back == str(HERE.add("known", "b").add("hidden", "X"))
    assert third.back == str(given.drop("hidden", "X"))


def test_a_cause_that_nobody_knows_is_none():
    assert said(HERE.add("without", "a").add("why", "magic:a")) == [(["Course a"], "")]


def test_what_is_known_is_found_in_the_offer():
    assert [one.id for one in known(HERE.add("known", "b").add("known", "gone"), OFFER)] == ["b"]


def test_only_causes_that_can_be_true_of_a_step_are_offered():
    plain = ways_out(Step(training("c", provider=""), {}), HERE)
    assert [one.says for one in plain] == ["I know this already.", "It does not suit me."]
    full = ways_out(Step(training("d", place="Mons", price=20), {}), HERE)
    assert [one.says for one in full] == [
        "I know this already.",
        "Not at this place or time.",
        "It costs too much.",
        "Not with this provider.",
        "It does not suit me.",
    ]


def test_a_provider_whose_name_is_too_long_for_the_form_has_no_link_that_does_nothing():
    ways = ways_out(Step(training("d", provider="x" * 201), {}), HERE)
    assert "Not with this provider." not in [one.says for one in ways]


def test_what_gave_way_to_another_training_is_told_and_taken_back_as_one():
    given = swapped(HERE, ["a", "b"])
    assert given.values("without") == ["a", "b"]
    assert said(given) == [(["Course a", "Course b"], "you took another one instead")]
    assert [one.back for one in ruled_out(given, OFFER)] == [str(HERE)]


@pytest.mark.parametrize(
    ("reason", "end"),
    [
        (Reason("more-hours", {"from": 8.0, "to": 10.0}), "&hours=10"),
        (Reason("more-euro", {"from": 10.0, "to": 12.5}), "&euro=12.5"),
        (Reason("more-weekly", {"from": 4.0, "to": 5.0}), "&weekly=5"),
        (Reason("more-hours", {"from": 9876.54, "to": 12345.67}), "&hours=12345.67"),
        (Reason("more-deadline", {"weeks": 4, "to": "2027-07-28"}), "&deadline=2027-07-28"),
        (Reason("more-languages", {"language": "fr"}), "&languages=fr"),
    ],
)
def test_wider_limits_have_an_address(reason, end):
    assert wider(reason, HERE) == str(HERE) + end


def test_wider_limits_replace_those_that_were_set():
    here = HERE.add("hours", "8").add("region", "BE-WAL").add("without", "a")
    assert wider(Reason("more-hours", {"from": 8.0, "to": 10.0}), here).count("hours=") == 1
    assert "region" not in wider(Reason("more-regions"), here)
    assert "without" not in wider(Reason("more-ruled-out"), here)


def test_what_no_address_says_has_no_link():
    assert wider(Reason("more-luck"), HERE) is None
    assert wider(Reason("more-hours", {"from": 9e4, "to": 112_500.0}), HERE) is None
    assert wider(Reason("more-weekly", {"from": 140.0, "to": 175.0}), HERE) is None


def week(number, *entries, over=0.0):
    return Week(number, date.fromordinal(739951 + 7 * number), entries, over)


def test_weeks_that_hold_the_same_are_one_line():
    a, b = Entry("a", 4.0), Entry("b", 2.0)
    lines = stretches(
        Calendar(
            4.0, usual=True, weeks=(week(1, a), week(2, a), week(3, a), week(4, b), week(6, b))
        )
    )
    assert [(one.first.number, one.last, one.weeks) for one in lines] == [
        (1, 3, 3),
        (4, 4, 1),
        (6, 6, 1),
    ]


def test_a_fuller_week_stands_alone():
    a = Entry("a", 4.0, fixed=True)
    lines = stretches(Calendar(4.0, usual=False, weeks=(week(1, a), week(2, a, over=1.0))))
    assert [one.weeks for one in lines] == [1, 1]


def test_a_calendar_without_weeks_has_no_lines():
    assert stretches(Calendar(4.0, usual=True, weeks=())) == []
