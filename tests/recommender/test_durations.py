"""Durations and prices as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.durations import Duration, duration_of
from recommender.prices import price_of


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("7", 7), ("7,5", 7.5), ("7 h", 7), ("7h30", 7.5), ("7:30", 7.5), ("7:30:00", 7.5), ("1000.0", 1000),
        ("450 Minutes", 7.5), ("3 uur 45 min", 3.75), ("2 jours et 3 heures", 17), ("1 dag, 2 uur", 9),
        ("20 Jours", 140), ("4 weken", 140), ("2 Semaines", 70), ("1 Mois", 140), ("2 Années", 2000),
        ("1 jaar", 1000), ("3 Tage", 21), ("10 Std.", 10), ("~18 uur", 18), ("env. 6 heures", 6),  # codespell:ignore
        ("4+2 uur", 6), ("2 x 3 uur", 6), ("10 × 1,5 h", 15), ("1 demi-journée", 3.5), ("2 halve dagen", 7),
        ("PT7H30M", 7.5), ("P2D", 14), ("800 Années", 800_000),
    ],
)  # fmt: skip
def test_a_duration_in_any_of_four_languages_is_hours(text, hours):
    assert duration_of(text) == Duration(hours)


@pytest.mark.parametrize(
    ("text", "hours"), [("60-75 minuten", 1.25), ("1 à 2 jours", 14), ("2 tot 3 uur", 3)]
)
def test_of_a_range_the_longer_end_counts(text, hours):
    assert duration_of(text) == Duration(hours, ranged=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "verschillend",
        "3 jours de 7h",
        "-3",
        "nan",
        "1e9",
        "inf",
        "45 min 3 uur",
        "7 h / semaine",
    ],
)
def test_other_phrases_are_no_duration(text):
    assert duration_of(text) is None


@settings(derandomize=True, max_examples=500)
@given(st.text(alphabet="0123456789.,-+x: hmudagjPTW~½/", max_size=24))
def test_no_phrase_breaks_the_reader(text):
    found = duration_of(text)
    assert found is None or found.hours >= 0
    price = price_of(text)
    assert price is None or price >= 0


@pytest.mark.parametrize(
    ("text", "euro"),
    [
        ("25", "25.00"), ("25,00", "25.00"), ("€ 25", "25.00"), ("25 EUR", "25.00"), ("25,- euro", "25.00"),
        ("1.250,00 €", "1250.00"), ("1,250.00", "1250.00"), ("1 250", "1250.00"), ("1.250", "1250.00"),
        ("25.5", "25.50"), ("0", "0.00"), ("gratuit", "0.00"), ("Gratis", "0.00"), ("kostenlos", "0.00"),
        ("free", "0.00"),
    ],
)  # fmt: skip
def test_a_price_is_euro_to_the_cent(text, euro):
    assert price_of(text) == Decimal(euro)


@pytest.mark.parametrize(
    "text", ["€350-€750", "$980", "£2300", "In overleg", "€133/€190", "-5", "25 per les"]
)
def test_a_range_or_another_currency_is_no_price(text):
    assert price_of(text) is None
