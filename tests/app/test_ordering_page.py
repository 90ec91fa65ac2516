import pytest
from babel.numbers import format_decimal

from app.interviews import SECONDS
from competences import LANGUAGES
from recommender import calendar, candidates, case, planner, reasons, tags, turns, variety
from recommender.rules import parameters, version
from tests.visitor import Visitor


def number(value):
    """Give a number as it is written in Belgium."""
    return format_decimal(value, locale="en_BE")


@pytest.fixture
def page(app):
    return Visitor(app).get("/en/how-we-order-trainings")


def test_each_number_is_the_one_that_the_program_goes_by(page):
    said = [
        f"counts for {100 * case.PRECISION:g} % of one that the provider states",
        f"with a chance of {100 * tags.LEAST_PROBABILITY:g} % or more",
        f"an unknown price counts as €{case.EURO_UNKNOWN:g}",
        f"an unknown duration as {case.HOURS_UNKNOWN:g} hours",
        f"When more than {candidates.MOST_CANDIDATES} trainings may help you",
        f"after {number(planner.MOST_NODES)} attempts, or after {number(SECONDS)} seconds",
        f"we try {100 * (reasons.MORE - 1):g} % more hours or money, and {reasons.LATER} weeks more",
        f"more than {reasons.OLD} days ago",
        f"counts with {calendar.USUAL_WEEKLY:g} hours a week",
        f"what a training is worth counts for {100 * variety.RELEVANCE:g} %",
        f"The same provider adds {number(variety.SAME_PROVIDER)},",
        f"the same form adds {number(variety.SAME_MODE)}.",
        f"Among the first {variety.FIRST}, no provider",
        f"stands more than {variety.MOST_OF_PROVIDER} times",
        f"Trainings that differ by less than {100 * turns.ALIKE:g} % take turns",
    ]
    assert [one for one in said if one not in page.main] == []


def test_the_aims_stand_in_the_order_in_which_plans_are_compared(page):
    (aims,) = page.tree.findall(".//main/ol/li/ol")
    assert len(aims.findall("li")) == len(case.ORDER)


def test_the_page_names_the_version_of_the_rules(page):
    assert f"Version of these rules: {version(parameters())}" in page.main


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_version_is_the_same_in_every_language(app, language):
    page = Visitor(app).get(f"/{language}/how-we-order-trainings")
    assert version(parameters()) in page.main


def test_a_plan_names_the_rules_by_which_it_was_made(client):
    profile = {"framework": "digcomp-3.0", "levels": {"1.1": 0.0}}
    plan = client.post("/api/v1/plans", json={"profile": profile}).json
    assert plan["rules"] == version(parameters())
