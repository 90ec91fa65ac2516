from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from competences import Text
from recommender import Constraints, plan
from recommender.printed import plan_text
from tests.recommender.builders_planning import DAY, need, offer, training


def text(needs, limits, *trainings):
    return plan_text(plan(offer(*trainings), needs, limits).to_record())


def test_a_plan_reads_as_steps_with_reasons_what_could_take_their_place_and_weeks():
    best = training("best", ("1.1", 0, 2), hours=6.0, provider="House", place="Gent", price=5)
    other = training("other", ("1.1", 0, 1), hours=None, price=None, mode="online")
    told = text([need()], Constraints(today=DAY), best, other)
    assert told.splitlines() == [
        "Worth 2 levels (proven best), 1 training, 6 hours, 5 euro.",
        "",
        "1. Title of best [best]",
        "   House, Gent, en, 6 hours, 5 euro",
        "   - Brings 2 levels in 1.1 Browsing, searching and filtering information: from 0 to 2.",
        "   - The provider states that it teaches 1.1 Browsing, searching and filtering information.",
        "   - Without this training, the best path is worth 1 instead of 2, counted in levels.",
        "   or Title of other [other]: online, en, hours unknown, price unknown",
        "      With it instead, the path would be worth 1 instead of 2, counted in levels.",
        "",
        "Week by week, at 4 hours a week, as no other number was given:",
        "   2027-03-01: 4 h: best 4 h",
        "   2027-03-08: 2 h: best 2 h",
        "   It ends on 2027-03-11.",
    ]


def test_weeks_that_hold_the_same_stand_on_one_line_where_they_follow_each_other():
    long = training("long", ("1.1", 0, 2), hours=12.0)
    far = DAY + timedelta(weeks=6)
    late = training("late", ("1.2", 0, 2), hours=5.0, start=far, end=far)
    told = text([need(), need("1.2")], Constraints(today=DAY), long, late)
    weeks = [line.strip() for line in told.splitlines() if " h: " in line]
    assert weeks == [
        "2027-03-01 to 2027-03-15, each: 4 h: long 4 h",
        "2027-04-12: 5 h: late 5 h on set days — 1 h too many",
    ]


def test_a_week_with_a_session_between_others_stands_apart():
    long = training("long", ("1.1", 0, 2), hours=8.0)
    day = DAY + timedelta(weeks=1)
    session = training("session", ("1.2", 0, 2), hours=4.0, start=day, end=day)
    unknown = training("unknown", ("1.3", 0, 2), hours=None)
    needs = [need("1.1"), need("1.2"), need("1.3")]
    told = text(needs, Constraints(today=DAY), long, session, unknown)
    weeks = [line.strip() for line in told.splitlines() if " h: " in line]
    assert [week.partition(": ")[0] for week in weeks] == [
        "2027-03-01",
        "2027-03-08",
        "2027-03-15",
    ]
    assert "unknown (hours unknown)" in told


def test_a_path_of_years_says_that_it_goes_on():
    long = training("long", ("1.1", 0, 2), hours=3000.0)
    told = text([need()], Constraints(today=DAY), long)
    assert "It takes longer than is shown here." in told
    assert len(told.splitlines()) < 20


def test_one_of_anything_is_told_as_one():
    one = training("one", ("1.1", 0, 1), hours=1.0, price=Decimal(1))
    told = text([need("1.1", 0, 1)], Constraints(today=DAY, weekly=1), one).splitlines()
    assert told[0] == "Worth 1 level (proven best), 1 training, 1 hour, 1 euro."
    assert told[3].endswith("1 hour, 1 euro")
    assert "Week by week, at 1 hour a week:" in told


def test_a_training_is_called_the_same_wherever_a_path_names_it():
    first = training("first", ("1.1", 0, 2))
    then = training("then", ("1.1", 2, 4), requires=(("1.1", 2),), language="nl")
    then = replace(then, title=Text(nl="Dan", en="Then"))
    found = plan(offer(first, then), [need("1.1", 0, 4)], Constraints(today=DAY))
    for language, title in (("en", "Then"), ("nl", "Dan"), ("fr", "Dan")):
        step, _ = found.to_record(language)["steps"]
        (opens,) = [one for one in step["reasons"] if one["code"] == "unlocks"]
        assert opens["title"] == title
        assert f"“{title}”" in opens["text"]


def test_a_plan_without_steps_says_why_and_what_to_loosen():
    told = text([need()], Constraints(hours=1), training("a", ("1.1", 0, 2)))
    assert told.splitlines()[1] == "Nothing fits within these limits."
    assert "What stands in the way:" in told
    assert "What stays open:" in told
    assert "Week by week" not in told
