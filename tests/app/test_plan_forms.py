from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from app.plan.forms import NEXT, PathForm


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


def test_a_comma_is_read_as_people_in_belgium_write_it(read):
    form = read(hours="2,5")
    assert form.errors == {}
    assert form.hours.data == Decimal("2.5")
