from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from recommender import Constraints, plan
from recommender.calendar import MOST_WEEKS, USUAL_WEEKLY, calendar
from recommender.eligibility import first_day, week_loads
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

MONDAY = DAY
THURSDAY = DAY + timedelta(days=3)


def laid_out(needs, limits, *trainings):
    return plan(offer(*trainings), needs, limits).calendar


def table(calendar):
    return [
        (week.name, {one.training: one.hours for one in week.entries}) for week in calendar.weeks
    ]


def plans(count, first=0):
    for seed in range(first, first + count):
        random = Random(seed)
        trainings, needs = random_trainings(random, 9), random_needs(random)
        limits = random_limits(random)
        found = plan(offer(*trainings), needs, limits, explain=False)
        if found.steps:
            yield found, calendar(found, needs, limits), needs, limits.today


def test_a_training_without_a_date_fills_the_hours_of_each_week_from_today_on():
    one = training("a", ("1.1", 0, 2), hours=10.0)
    found = laid_out([need()], Constraints(today=THURSDAY, weekly=4), one)
    weeks = [MONDAY + timedelta(days=7 * k) for k in range(3)]
    expected = [({"a": hours}) for hours in (4.0, 4.0, 2.0)]
    assert table(found) == [
        (day.isoformat(), row) for day, row in zip(weeks, expected, strict=True)
    ]
    assert (found.weekly, found.usual, found.late, found.crowded) == (4.0, False, False, ())
    assert found.ends == weeks[2] + timedelta(days=3)


def test_without_hours_a_week_the_usual_ones_count_and_that_is_said():
    found = laid_out([need()], Constraints(today=DAY), training("a", ("1.1", 0, 2), hours=5.0))
    assert (found.weekly, found.usual) == (USUAL_WEEKLY, True)
    assert [week.hours for week in found.weeks] == [4.0, 1.0]


def test_without_a_day_of_today_weeks_are_numbered():
    found = laid_out([need()], Constraints(weekly=4), training("a", ("1.1", 0, 2), hours=5.0))
    assert [week.name for week in found.weeks] == [1, 2]
    assert (found.ends, found.late) == (None, False)


def test_sessions_take_the_hours_of_their_own_weeks_and_the_rest_flows_round_them():
    fixed = training(
        "fixed", ("1.1", 0, 2), hours=3.0, start=DAY + timedelta(8), end=DAY + timedelta(8)
    )
    free = training("free", ("1.2", 0, 2), hours=9.0)
    found = laid_out([need("1.1"), need("1.2")], Constraints(today=DAY, weekly=4), fixed, free)
    assert [row for _, row in table(found)] == [
        {"free": 4.0},
        {"fixed": 3.0, "free": 1.0},
        {"free": 4.0},
    ]
    assert [one.fixed for one in found.weeks[1].entries] == [True, False]


def test_what_opens_a_session_is_over_before_it_begins_and_goes_before_the_rest():
    opener = training("opener", ("1.1", 0, 2), hours=4.0)
    day = DAY + timedelta(days=9)
    session = training(
        "session", ("1.2", 0, 2), requires=[("1.1", 2)], hours=2.0, start=day, end=day
    )
    other = training("other", ("1.3", 0, 2), hours=2.0)
    needs = [need("1.1"), need("1.2"), need("1.3")]
    found = laid_out(needs, Constraints(today=DAY, weekly=4), opener, session, other)
    assert [row for _, row in table(found)] == [{"opener": 4.0}, {"session": 2.0, "other": 2.0}]


def test_a_week_that_cannot_hold_what_has_to_be_done_in_it_says_by_how_much():
    day = DAY + timedelta(days=4)
    openers = [training(f"o{k}", (f"1.{k}", 0, 2), hours=2.0) for k in (1, 2)]
    session = training(
        "session",
        ("1.3", 0, 2),
        requires=[("1.1", 2), ("1.2", 2)],
        hours=3.0,
        start=day,
        end=day,
    )
    needs = [need("1.1"), need("1.2"), need("1.3")]
    found = laid_out(needs, Constraints(today=DAY, weekly=4), *openers, session)
    [week] = found.crowded
    assert (week.monday, week.hours, week.over) == (MONDAY, 7.0, 3.0)
    assert found.to_record()["crowded"] == [{"week": MONDAY.isoformat(), "over": 3.0}]


def test_what_a_session_opens_begins_after_its_last_day():
    session = training(
        "session", ("1.1", 0, 2), hours=2.0, start=DAY + timedelta(7), end=DAY + timedelta(7)
    )
    then = training("then", ("1.2", 0, 2), requires=[("1.1", 2)], hours=4.0)
    found = laid_out([need("1.1"), need("1.2")], Constraints(today=DAY, weekly=4), session, then)
    assert [row for _, row in table(found)] == [{"session": 2.0, "then": 2.0}, {"then": 2.0}]


def test_what_opens_for_self_study_later_waits_for_its_first_day_and_is_over_by_its_last():
    start, end = DAY + timedelta(days=10), DAY + timedelta(days=18)
    course = training("course", ("1.1", 0, 2), hours=6.0, mode="self-paced", start=start, end=end)
    free = training("free", ("1.2", 0, 2), hours=8.0)
    found = laid_out([need("1.1"), need("1.2")], Constraints(today=DAY, weekly=4), course, free)
    assert [row for _, row in table(found)] == [
        {"free": 4.0},
        {"course": 4.0},
        {"course": 2.0, "free": 2.0},
        {"free": 2.0},
    ]
    assert not any(entry.fixed for week in found.weeks for entry in week.entries)


def test_without_today_a_path_with_a_session_begins_as_late_as_its_openers_fit():
    opener = training("opener", ("1.1", 0, 2), hours=10.0)
    day = DAY + timedelta(days=14)
    session = training(
        "session", ("1.2", 0, 2), requires=[("1.1", 2)], hours=2.0, start=day, end=day
    )
    found = laid_out([need("1.1"), need("1.2")], Constraints(weekly=5), opener, session)
    assert [week.monday for week in found.weeks] == [DAY, DAY + timedelta(7), day]
    assert found.crowded == ()


def test_unknown_hours_stand_in_the_calendar_without_hours():
    unknown = training("unknown", ("1.1", 0, 2), hours=None)
    found = laid_out([need()], Constraints(today=DAY), unknown)
    assert table(found) == [(MONDAY.isoformat(), {"unknown": None})]
    assert found.weeks[0].hours == 0


def test_a_path_that_takes_years_is_shown_for_its_first_years():
    long = training("long", ("1.1", 0, 2), hours=3000.0)
    found = laid_out([need()], Constraints(today=DAY, weekly=4), long)
    assert (len(found.weeks), found.beyond, found.ends) == (MOST_WEEKS, True, None)


def test_a_path_without_steps_has_no_calendar():
    assert plan(offer(), [need()], Constraints()).calendar is None
    assert plan(offer(), [need()], Constraints()).to_record()["calendar"] is None


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("days", [0, 3, 10, 24])
def test_a_path_without_sessions_that_fits_the_room_ends_by_the_deadline(weekday, days):
    today = MONDAY + timedelta(days=weekday)
    limits = Constraints(today=today, weekly=3.5, deadline=today + timedelta(days=days))
    whole = training("a", ("1.1", 0, 2), hours=limits.room)
    found = laid_out([need()], limits, whole)
    assert not found.late
    assert found.ends <= limits.deadline


def test_every_hour_of_a_path_is_laid_out_once_and_only_where_it_may_be():
    looked = Counter()
    for found, laid, _, today in plans(80):
        hours: dict[str, float] = defaultdict(float)
        for week in laid.weeks:
            for entry in week.entries:
                hours[entry.training] += entry.hours or 0.0
            looked["crowded"] += bool(week.over)
            assert week.hours <= laid.weekly + week.over + 1e-6
        for step in found.steps:
            one = step.training
            assert hours[one.id] == pytest.approx(one.hours or 0.0, abs=1e-4)
            if first_day(one, today) is not None and one.hours is not None:
                looked["fixed"] += 1
                own = {
                    week.monday.toordinal(): entry.hours
                    for week in laid.weeks
                    for entry in week.entries
                    if entry.training == one.id
                }
                assert own == dict(week_loads(one))
        assert sum(hours.values()) == pytest.approx(found.hours, abs=1e-4)
    assert looked["fixed"] > 20
    assert looked["crowded"] > 5


def test_a_step_that_needs_another_stands_in_no_earlier_week():
    looked = 0
    for found, laid, needs, _ in plans(80, first=400):
        weeks = {}
        for week in laid.weeks:
            for entry in week.entries:
                weeks.setdefault(entry.training, []).append(week.number)
        levels = {one.competence: one.entry for one in needs}
        for number, step in enumerate(found.steps):
            earlier = found.steps[:number]
            for code, level in doors_above(step.training, levels):
                openers = [
                    weeks[one.training.id][-1]
                    for one in earlier
                    if any(o.competence == code and o.exit >= level for o in one.training.outcomes)
                ]
                looked += 1
                assert min(openers) <= weeks[step.training.id][0]
    assert looked > 30


def doors_above(one, levels):
    asked = [(o.competence, o.entry) for o in one.outcomes if o.trusted or o.probability >= 0.55]
    asked += [(r.competence, r.level) for r in one.requires]
    return [(code, level) for code, level in asked if level > levels.get(code, 0)]


def test_equal_questions_give_equal_calendars_whatever_the_order_of_the_offer():
    for seed in range(20):
        random = Random(seed)
        trainings, needs = random_trainings(random, 9), random_needs(random)
        limits = replace(random_limits(random), weekly=6)
        offers = offer(*trainings), offer(*reversed(trainings))
        found = [plan(one, needs, limits, explain=False) for one in offers]
        one, other = (calendar(each, needs, limits) for each in found)
        assert one == other
