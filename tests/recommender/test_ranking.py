"""The list of next best trainings: what stands in it, in which order, and what never decides."""

import ast
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import pytest

import recommender
from recommender import (
    Catalogue,
    Constraints,
    Need,
    Outcome,
    Plan,
    Training,
    plan,
)
from recommender.case import Candidate, Case
from recommender.catalogue import Requirement
from recommender.mapping import FIELDS
from recommender.offers import CatalogueIndex, Columns
from recommender.prospects import Prospect, prospects
from recommender.ranking import Listed, Listing, next_best
from recommender.turns import ALIKE, Turn
from recommender.variety import FIRST, MOST_OF_PROVIDER
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

FREE = Constraints()


def ids(listing):
    return [one.training.id for one in listing.trainings]


def listed(trainings, needs, limits=FREE, **how):
    return ids(next_best(offer(*trainings), needs, limits, **how))


@pytest.mark.parametrize("seed", range(40))
def test_the_gain_is_the_value_of_a_path_of_that_training_alone(seed):
    random = Random(seed)
    trainings, needs = random_trainings(random, 12), random_needs(random)
    limits = random_limits(random)
    found = {one.training.id: one.gain for one in prospects(offer(*trainings), needs, limits)}
    groups = {one.id for one in trainings if one.group}
    for one in trainings:
        value = plan(offer(one), needs, limits, explain=False).value
        if one.id in found or one.id not in groups:
            assert found.get(one.id, 0.0) == pytest.approx(value)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_offer_does_not_matter(seed):
    random = Random(seed)
    trainings, needs = random_trainings(random, 14), random_needs(random)
    trainings = [replace(one, provider=random.choice("abc")) for one in trainings]
    turn = Turn("2027-W09", "anna")
    asked = next_best(offer(*trainings), needs, FREE, turn=turn).to_json()
    random.shuffle(trainings)
    assert next_best(offer(*trainings), needs, FREE, turn=turn).to_json() == asked


def test_what_gains_more_for_its_cost_stands_higher():
    short, long = training("short", ("1.1", 0, 2), hours=4), training("long", ("1.2", 0, 2))
    dear = training("dear", ("1.3", 0, 2), price=200)
    needs = [need("1.1"), need("1.2"), need("1.3")]
    assert listed([dear, replace(long, hours=30.0), short], needs) == ["short", "long", "dear"]


def test_weights_and_targets_count():
    one, other = training("one", ("1.1", 0, 2)), training("other", ("1.2", 0, 2))
    assert listed([one, other], [need("1.1"), need("1.2", weight=3.0)])[0] == "other"
    found = next_best(offer(one), [need("1.1", target=1)], FREE).trainings[0]
    assert (found.gain, dict(found.closes)) == (1.0, {"digcomp-3.0/1.1": 1})


def test_a_machines_word_is_worth_less_and_is_said():
    told, guessed = training("told", ("1.1", 0, 2)), training("guessed", ("1.2", 0, 2, "lexicon"))
    found = next_best(offer(told, guessed), [need("1.1"), need("1.2")], FREE)
    assert ids(found) == ["told", "guessed"]
    assert found.trainings[1].gain == pytest.approx(1.2)
    assert "suggested" in {one.code for one in found.trainings[1].reasons}


def test_a_sure_gap_comes_before_one_in_doubt_where_all_else_is_equal():
    doubtful = need("1.1", 1.0, 2, sd=1.6, entry=1)
    trainings = [training("a", ("1.1", 1, 2)), training("b", ("1.2", 1, 2))]
    assert listed(trainings, [doubtful, need("1.2", 1.0, 2)]) == ["b", "a"]


def test_sure_gaps_only_leaves_the_others_out():
    doubtful = need("1.1", 1.0, 2, sd=1.6, entry=1)
    trainings = [training("a", ("1.1", 1, 2)), training("b", ("1.2", 1, 2))]
    asked = Constraints(certain_only=True)
    assert listed(trainings, [doubtful, need("1.2", 1.0, 2)], asked) == ["b"]
    assert next_best(offer(*trainings), [doubtful], asked).reason == "uncertain-only"


def test_with_sure_gaps_only_no_training_claims_to_close_another():
    doubtful = need("1.1", 1.0, 2, sd=1.6, entry=1)
    both = offer(training("a", ("1.1", 1, 2), ("1.2", 1, 2)))
    (one,) = next_best(
        both, [doubtful, need("1.2", 1.0, 2)], Constraints(certain_only=True)
    ).trainings
    assert (one.gain, sum(one.closes.values())) == (1, 1)
    assert "uncertain-gap" not in [reason.code for reason in one.reasons]


def test_a_training_that_cannot_be_begun_now_is_not_in_the_list():
    later = training("later", ("1.1", 2, 4))
    asking = training("asking", ("1.1", 0, 2), requires=[("1.2", 1)])
    now = training("now", ("1.1", 0, 2))
    assert listed([later, asking, now], [need("1.1", target=4), need("1.2", target=0)]) == ["now"]


def test_leaving_the_price_out_lifts_nobody():
    needs = [need("1.1"), need("1.2")]
    silent = training("silent", ("1.1", 0, 2), price=None)
    cheap = training("cheap", ("1.2", 0, 2), price=100)
    found = next_best(offer(silent, cheap), needs, FREE)
    assert ids(found) == ["cheap", "silent"]
    assert "price-usual" in {one.code for one in found.trainings[1].reasons}


def test_another_subject_comes_before_more_of_the_same():
    same = [training(f"same-{n}", ("1.1", 0, 2), hours=4.0 + n / 10) for n in range(3)]
    other = training("other", ("1.2", 0, 2), hours=4.5)
    needs = [need("1.1"), need("1.2")]
    assert listed([*same, other], needs)[:2] == ["same-0", "other"]


def test_no_provider_fills_the_first_places_while_there_is_another():
    best = [training(f"big-{n}", ("1.1", 0, 2), provider="big") for n in range(9)]
    rest = [
        training(f"small-{n}", ("1.1", 0, 2), hours=80.0, provider=f"small {n}") for n in range(9)
    ]
    found = listed(best + rest, [need("1.1")])
    assert sum(one.startswith("big") for one in found) == MOST_OF_PROVIDER
    assert len(listed(best, [need("1.1")])) == 9


def test_of_a_course_with_several_sessions_one_stands_for_all():
    sessions = [
        training(f"s{n}", ("1.1", 0, 2), provider="house", group="course") for n in range(4)
    ]
    found = next_best(offer(*sessions), [need("1.1")], FREE)
    assert (len(found.trainings), found.found) == (1, 1)


def test_cheapest_and_shortest_put_what_is_not_known_last():
    needs = [need("1.1", target=4)]
    a = training("a", ("1.1", 0, 1), price=0, hours=9)
    b = training("b", ("1.1", 0, 4), price=50, hours=2)
    c = training("c", ("1.1", 0, 4), price=None, hours=None)
    assert listed([c, b, a], needs, order="cheapest") == ["a", "b", "c"]
    assert listed([c, a, b], needs, order="shortest") == ["b", "a", "c"]


def test_filters_are_limits():
    trainings = [
        training("online", ("1.1", 0, 2), mode="online", provider="one"),
        training("near", ("1.1", 0, 2), mode="on-site", provider="two"),
        training("french", ("1.1", 0, 2), mode="online", language="fr", provider="three"),
    ]
    needs = [need("1.1")]
    assert set(listed(trainings, needs, Constraints(online=True))) == {"online", "french"}
    assert listed(trainings, needs, Constraints(languages=("fr",))) == ["french"]
    assert set(listed(trainings, needs, Constraints(hidden=("one",)))) == {"near", "french"}
    assert set(listed(trainings, needs, Constraints(without=("near",)))) == {"online", "french"}


def test_a_list_is_as_long_as_asked_and_tells_how_many_there_are():
    trainings = [training(f"t{n}", ("1.1", 0, 2), provider=f"p{n}") for n in range(14)]
    assert len(next_best(offer(*trainings), [need("1.1")], FREE).trainings) == FIRST
    found = next_best(offer(*trainings), [need("1.1")], FREE, most=12)
    assert ([one.number for one in found.trainings], found.found) == (list(range(1, 13)), 14)
    assert len(next_best(offer(*trainings), [need("1.1")], FREE, most=-4).trainings) == 1


def test_an_empty_list_says_why():
    one = training("one", ("1.1", 0, 2), language="fr")
    assert next_best(offer(one), [need("1.1", 3.0, 2)], FREE).reason == "goal-reached"
    blocked = next_best(offer(one), [need("1.1")], Constraints(languages=("nl",)))
    assert blocked.reason == "blocked"
    assert [reason.code for reason in blocked.blocked_by] == ["blocked-language"]
    assert next_best(offer(), [need("1.1")], FREE).reason == "no-offer"


def test_where_only_a_path_of_several_helps_the_list_says_so():
    opener, later = training("opener", ("1.2", 0, 1)), training("later", ("1.1", 0, 2))
    later = replace(later, requires=(Requirement("digcomp-3.0/1.2", 1),))
    found = next_best(offer(opener, later), [need("1.1"), need("1.2", target=0)], FREE)
    assert (found.trainings, found.reason) == ((), "path-only")


@pytest.mark.parametrize("seed", range(20))
def test_turns_put_nothing_first_that_is_worth_clearly_less(seed):
    random = Random(seed)
    trainings = [
        replace(one, provider=random.choice("abcdef")) for one in random_trainings(random, 20)
    ]
    needs = random_needs(random)
    found = prospects(offer(*trainings), needs, FREE)
    for person in "uvwxyz":
        shown = listed(trainings, needs, turn=Turn("2027-W09", person))
        first = (
            next((one for one in found if one.training.id == shown[0]), None) if shown else None
        )
        assert first is None or first.relevance >= (1 - ALIKE) * found[0].relevance - 1e-9


def test_equal_providers_come_first_about_equally_often():
    trainings = [training(name, ("1.1", 0, 2), provider=name) for name in "abc"]
    people = [Turn("2027-W09", str(number)) for number in range(450)]
    firsts = [listed(trainings, [need("1.1")], turn=turn)[0] for turn in people]
    assert all(120 <= firsts.count(name) <= 180 for name in "abc")


def test_a_name_decides_nothing():
    random = Random(7)
    trainings = [
        replace(one, provider=random.choice("abcdef")) for one in random_trainings(random, 20)
    ]
    needs = random_needs(random)
    renamed = [
        replace(one, provider=f"{'zyxwvu'['abcdef'.index(one.provider)]}") for one in trainings
    ]
    assert listed(trainings, needs) == listed(renamed, needs)


PAID = ("sponsor", "boost", "priority", "bid", "promot", "paid", "advert", "rank", "position")


@pytest.mark.parametrize(
    "record",
    [
        Training, Outcome, Requirement, Catalogue, CatalogueIndex, Columns, Constraints, Need,
        Candidate, Case, Plan, Listed, Listing, Prospect,
    ],
)  # fmt: skip
def test_no_record_has_a_field_by_which_a_place_could_be_bought(record):
    assert not [one.name for one in fields(record) if any(word in one.name for word in PAID)]


def test_no_field_of_the_template_can_buy_a_place():
    assert not [name for name in FIELDS if any(word in name for word in PAID)]


def test_names_of_providers_are_read_only_for_variety_turns_and_sessions():
    allowed = {
        "prospects": {"prospects"},
        "ranking": {"arranged", "key"},
        "variety": {"_may_come", "_precedence", "_likeness"},
        "turns": {"_first"},
        **{name: set() for name in ("case", "rows", "planner", "greedy", "chains", "ordering")},
    }
    room = Path(recommender.__file__).parent
    for module, functions in allowed.items():
        assert _readers(room / f"{module}.py") <= functions


def _readers(path):
    """Give the names of the functions of a module that read a provider's name."""
    return {
        function.name
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr == "provider"
    }


def test_dates_in_the_past_are_not_listed():
    past = training("past", ("1.1", 0, 2), start=DAY.replace(month=1))
    assert listed([past], [need("1.1")], Constraints(today=DAY)) == []
