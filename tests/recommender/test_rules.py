import pytest

from recommender import case, reasons, tags, turns, variety
from recommender.rules import parameters, version


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("order", case.ORDER),
        ("precision", case.PRECISION),
        ("least_probability", tags.LEAST_PROBABILITY),
        ("relevance", variety.RELEVANCE),
        ("most_of_provider", variety.MOST_OF_PROVIDER),
        ("alike", turns.ALIKE),
        ("more", reasons.MORE),
    ],
)
def test_a_rule_is_the_number_that_the_program_goes_by(name, value):
    assert parameters()[name] == value


@pytest.mark.parametrize("name", parameters())
def test_another_rule_makes_another_version(name):
    rules = parameters()
    assert version({**rules, name: "another"}) != version(rules)
    assert version({key: rules[key] for key in rules if key != name}) != version(rules)


def test_the_order_in_which_rules_are_told_makes_no_other_version():
    rules = parameters()
    assert version(dict(reversed(rules.items()))) == version(rules)
