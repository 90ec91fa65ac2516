from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from recommender import index, plan
from recommender.simulation import DAY, simulated_catalogue, simulated_people


@pytest.fixture(scope="module")
def offer():
    return simulated_catalogue(4000, seed=3)


def share(trainings, says):
    return sum(map(says, trainings)) / len(trainings)


def test_the_same_seed_gives_the_same_offer_and_the_same_people(offer):
    assert simulated_catalogue(4000, seed=3) == offer
    assert simulated_catalogue(4000, seed=4) != offer
    assert simulated_people(20, seed=3) == simulated_people(20, seed=3)
    assert simulated_people(20, seed=3) == simulated_people(40, seed=3)[:20]


def test_an_offer_has_as_many_trainings_as_asked_each_under_its_own_id(offer):
    assert [len(simulated_catalogue(size, seed=1)) for size in (0, 1, 7, 200)] == [0, 1, 7, 200]
    assert len({one.id for one in offer}) == 4000


def test_its_shares_are_those_of_a_real_list(offer):
    shares = {
        "free": share(offer, lambda one: one.price == 0),
        "price unknown": share(offer, lambda one: one.price is None),
        "on site": share(offer, lambda one: one.mode == "on-site"),
        "dated": share(offer, lambda one: one.start is not None),
        "sessions": share(offer, lambda one: bool(one.group)),
        "requires": share(offer, lambda one: bool(one.requires)),
        "machine": share(offer, lambda one: not one.outcomes[0].trusted),
        "full": share(offer, lambda one: one.capacity == 0),
        "German": share(offer, lambda one: one.language == "de"),
    }
    wanted = {
        "free": 0.35,
        "price unknown": 0.1,
        "on site": 0.65,
        "dated": 0.3,
        "sessions": 0.15,
        "requires": 0.14,
        "machine": 0.2,
        "full": 0.02,
        "German": 0.03,
    }
    assert shares == pytest.approx(wanted, abs=0.03)


def test_its_outcomes_lie_on_the_scale_and_its_dates_within_a_year(offer):
    for one in offer:
        assert 1 <= len(one.outcomes) <= 3
        assert all(0 <= o.entry <= 6 and o.entry < o.exit <= 8 for o in one.outcomes)
        assert not {o.competence for o in one.outcomes} & {r.competence for r in one.requires}
        if one.start:
            assert -timedelta(days=30) <= one.start - DAY <= timedelta(days=365)
            assert one.start <= one.end


def test_sessions_of_a_course_differ_only_in_their_days(offer):
    courses = {}
    for one in offer:
        if one.group:
            bare = replace(one, id="", start=None, end=None)
            assert courses.setdefault(one.group, bare) == bare
    assert len(courses) > 100


def test_providers_differ_in_size_as_towns_do(offer):
    sizes = [n for _, n in Counter(one.provider for one in offer).most_common()]
    assert len(sizes) == 100
    assert sizes[0] / sizes[9] == pytest.approx(10, rel=0.5)


def test_levels_of_a_person_hang_together():
    means = [[need.mean for need in needs] for needs, _ in simulated_people(300, seed=5)]
    persons = [sum(row) / len(row) for row in means]
    whole = sum(persons) / len(persons)
    between = sum((one - whole) ** 2 for one in persons) / len(persons)
    values = [value for row in means for value in row]
    total = sum((value - whole) ** 2 for value in values) / len(values)
    assert between / total > 0.4


def test_most_simulated_people_have_a_path():
    offered = index([simulated_catalogue(1000, seed=3)])
    plans = [plan(offered, *one, explain=False) for one in simulated_people(20, seed=6)]
    assert sum(bool(one.steps) for one in plans) >= 16
