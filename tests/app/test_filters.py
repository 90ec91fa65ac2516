import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import g

from app import filters
from app.config import ROOT

STATIC = ROOT / "app" / "static"
LATE = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def spoken(app, language, given, *values):
    """Give what a filter says in a language."""
    with app.test_request_context("/"):
        g.language = language
        return given(*values).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://one.example/a?b=1", "https://one.example/a?b=1"),
        ("http://one.example", "http://one.example"),
        ("javascript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//one.example", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(address, kept):
    assert filters.web(address) == kept


def test_every_address_of_a_training_in_a_template_goes_through_that_filter():
    for template in (ROOT / "app" / "templates").rglob("*.html"):
        written = template.read_text(encoding="utf-8")
        assert not re.findall(r"\w+\.url(?!\|web)\b(?!\()", written), template.name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "24 november 2026"),
        ("fr", "24 novembre 2026"),
        ("de", "24. November 2026"),
        ("en", "24 November 2026"),
    ],
)
def test_a_day_is_written_out(app, language, said):
    assert spoken(app, language, filters.day, date(2026, 11, 24)) == said


def test_moments_are_shown_as_belgium_sees_them(app):
    assert spoken(app, "en", filters.day, LATE) == "25 November 2026"
    assert spoken(app, "en", filters.clock, LATE) == "00:30"


@pytest.mark.parametrize(
    ("language", "whole", "cents"),
    [
        ("nl", "€ 1.250", "€ 12,50"),
        ("fr", "1 250 €", "12,50 €"),
        ("de", "1.250 €", "12,50 €"),
        ("en", "€1.250", "€12,50"),
    ],
)
def test_money_has_cents_only_where_there_are_any(app, language, whole, cents):
    assert spoken(app, language, filters.money, Decimal(1250)) == whole
    assert spoken(app, language, filters.money, Decimal("12.5")) == cents


def test_a_number_has_no_needless_decimals(app):
    assert spoken(app, "fr", filters.number, 7.50) == "7,5"
    assert spoken(app, "en", filters.number, 65.0) == "65"


def test_a_code_may_stand_in_an_id():
    assert filters.dash("digcomp-3.0/1.1") == "digcomp-3-0-1-1"


def test_the_address_of_a_static_file_changes_with_its_content(app):
    with app.test_request_context("/"):
        assert filters.asset("house.css") != filters.asset("house.js")
        assert filters.asset("house.css") == filters.asset("house.css")


def test_style_and_script_are_light():
    assert len(gzip.compress((STATIC / "house.css").read_bytes())) <= 12_000
    assert len(gzip.compress((STATIC / "house.js").read_bytes())) <= 5_000
