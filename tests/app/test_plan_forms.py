from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from app.plan.forms import MOST_KEPT, NEXT, PathForm
from recommender import Constraints

TODAY = date(2026, 11, 24)


@pytest.fixture
def read(app):
    """Give a way to read the form from an address."""

    def fill(**given):
        form = PathForm(MultiDict({"goal": NEXT, **given}))
        form.goal.choices = [(NEXT, NEXT)]
        form.validate()
        return form

    with app.test_request_context("/en/"):
        yield fill


@pytest.mark.parametrize("name", ["hours", "euro"])
@pytest.mark.parametrize("given", ["sNaN", "-snan1", "NaN", "inf", "-1", "1e9999", "many"])
def test_what_is_no_amount_is_marked_and_limits_nothing(read, name, given):
    form = read(**{name: given})
    assert list(form.errors) == [name]
    form.chosen(name)  # the page asks for it to link to itself without this limit
    assert getattr(form.constraints(date(2026, 11, 24)), name) is None


@pytest.mark.parametrize("given", ["0", "0,1", "-2", "169", "NaN", "an evening"])
def test_hours_a_week_lie_within_a_week(read, given):
    form = read(weekly=given)
    assert list(form.errors) == ["weekly"]
    assert form.constraints(TODAY).weekly is None


@pytest.mark.parametrize(
    "given", ["30/06/2027", "2027-02-30", "tomorrow", "1999-12-31", "2100-01-01", "0000-00-00"]
)
def test_a_last_day_that_is_no_day_is_marked_and_kept(read, given):
    form = read(deadline=given)
    assert list(form.errors) == ["deadline"]
    assert form.deadline.raw_data == [given]
    assert form.constraints(TODAY).deadline is None


def test_all_limits_are_read(read):
    form = read(
        weekly="2,5",
        deadline=" 2027-06-30 ",
        accessibility="captions",
        certain_only="yes",
        region="online",
        without="t-1",
        hidden="Invented Provider",
    )
    assert form.errors == {}
    assert form.constraints(TODAY) == Constraints(
        today=TODAY,
        weekly=2.5,
        deadline=date(2027, 6, 30),
        accessibility=("captions",),
        certain_only=True,
        online=True,
        without=("t-1",),
        hidden=("Invented Provider",),
    )


def test_an_empty_field_is_no_limit(read):
    names = ("hours", "euro", "weekly", "deadline", "region", "status")
    form = read(**dict.fromkeys(names, ""))
    assert form.errors == {}
    assert form.wordy
    assert form.constraints(TODAY) == Constraints(today=TODAY)
    assert form.pairs() == (("goal", NEXT),)


@pytest.mark.parametrize("name", ["region", "status", "accessibility", "languages"])
def test_a_choice_that_is_not_offered_limits_nothing(read, name):
    form = read(**{name: "elsewhere"})
    assert list(form.errors) == [name]
    assert form.constraints(TODAY) == Constraints(today=TODAY)


def test_the_address_says_what_was_chosen_and_nothing_that_cannot_be_read(read):
    form = read(hours="many", weekly="4", certain_only="yes", without="a")
    assert form.pairs() == (
        ("goal", NEXT),
        ("weekly", "4"),
        ("certain_only", "yes"),
        ("without", "a"),
    )


def test_what_was_ruled_out_is_taken_once_and_not_without_end(read):
    form = read(without=["a", "a", "", "b" * 201, "\x00", *map(str, range(99))])
    assert form.without.data[:3] == ["a", "0", "1"]
    assert len(form.without.data) == MOST_KEPT


def test_a_name_with_a_no_break_space_can_be_ruled_out(read):
    assert read(hidden="Le Forem\u00a0: Mons").hidden.data == ["Le Forem\u00a0: Mons"]


def test_what_no_page_can_show_is_not_given_back(read):
    form = read(hours="1\x00", deadline="\x00soon")
    assert (form.hours.data, form.deadline.raw_data) == (1, ["soon"])


def test_the_rare_limits_are_folded_away_until_one_is_set_or_wrong(read):
    assert not read(hours="3").rare
    assert read(weekly="3").rare
    assert read(deadline="soon").rare


def test_a_comma_is_read_as_people_in_belgium_write_it(read):
    form = read(hours="2,5")
    assert form.errors == {}
    assert form.hours.data == Decimal("2.5")
