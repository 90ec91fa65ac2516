from datetime import date, timedelta
from random import Random

import pytest

from recommender import Constraints, ProblemsError
from recommender.candidates import eligible
from recommender.eligibility import obstacles, week_loads
from recommender.plans import MOST
from tests.recommender.builders_planning import DAY, offer, training


def one(**fields):
    return training(fields.pop("id", "t"), ("1.1", 0, 2), **fields)


@pytest.mark.parametrize(
    ("fields", "limits", "expected"),
    [
        ({"language": "fr"}, {"languages": ("nl",)}, ("language",)),
        ({"language": "fr"}, {"languages": ("nl", "fr")}, ()),
        ({"language": ""}, {"languages": ("nl",)}, ("language",)),
        ({"language": ""}, {}, ()),
        ({"region": "BE-WAL"}, {"region": "BE-VLG"}, ("region",)),
        ({"region": "BE-WAL", "mode": "online"}, {"region": "BE-VLG"}, ()),
        ({"region": "BE-WAL", "mode": "self-paced"}, {"region": "BE-VLG"}, ()),
        ({"region": "BE-WAL", "mode": "hybrid"}, {"region": "BE-VLG"}, ("region",)),
        ({"region": "BE-VLG"}, {"region": "BE-VLG"}, ()),
        ({"region": ""}, {"region": "BE-VLG"}, ("region",)),
        ({"region": ""}, {}, ()),
        ({"audience": frozenset({"worker"})}, {"status": "jobseeker"}, ("status",)),
        ({"audience": frozenset({"worker"})}, {"status": "worker"}, ()),
        ({"audience": frozenset({"worker"})}, {}, ()),
        ({"audience": frozenset({"worker", "citizen"})}, {"status": "jobseeker"}, ()),
        ({"audience": frozenset()}, {"status": "jobseeker"}, ()),
        ({"audience": frozenset({"worker"})}, {"status": "citizen"}, ("status",)),
        ({"hours": None}, {"hours": 40}, ("hours",)),
        ({"hours": None}, {}, ()),
        ({"hours": 8.0}, {"hours": 8}, ()),
        ({"hours": 8.5}, {"hours": 8}, ("hours",)),
        ({"price": None}, {"euro": 10}, ()),
        ({"price": None}, {"euro": 0}, ("price",)),
        ({"price": "10.01"}, {"euro": 10}, ("price",)),
        ({"price": 0}, {"euro": 0}, ()),
        ({"start": DAY - timedelta(days=1)}, {"today": DAY}, ("dates",)),
        ({"start": DAY}, {"today": DAY}, ()),
        ({"end": DAY - timedelta(days=1)}, {"today": DAY}, ("dates",)),
        ({"start": date(2026, 1, 1), "mode": "self-paced"}, {"today": DAY}, ()),
        ({"start": date(2026, 1, 1)}, {}, ()),
        ({"capacity": 0}, {}, ("full",)),
        ({"capacity": 0}, {"with_full": True}, ()),
        ({"mode": "hybrid"}, {"online": True}, ("mode",)),
        ({"mode": "self-paced"}, {"online": True}, ()),
        ({"accessibility": ("wheelchair",)}, {"accessibility": ("wheelchair",)}, ()),
        ({}, {"accessibility": ("wheelchair",)}, ("accessibility",)),
        ({"id": "t"}, {"without": ("t",)}, ("ruled-out",)),
        ({"provider": "House"}, {"hidden": ("House",)}, ("ruled-out",)),
        ({"provider": "House"}, {"hidden": ("house",)}, ()),
        ({"start": DAY, "end": DAY + timedelta(days=9)}, {"deadline": DAY}, ("deadline",)),
        (
            {"start": DAY, "end": DAY + timedelta(days=9), "mode": "self-paced"},
            {"deadline": DAY},
            (),
        ),
        ({}, {"deadline": DAY}, ()),
        ({"start": DAY, "hours": 12.0}, {"weekly": 10}, ("weekly",)),
        ({"start": DAY, "end": DAY + timedelta(days=11), "hours": 20.0}, {"weekly": 10}, ()),
        (
            {"start": DAY, "end": DAY + timedelta(days=4), "hours": 20.0},
            {"weekly": 10},
            ("weekly",),
        ),
        ({"hours": 12.0}, {"weekly": 1}, ()),
        ({"hours": 12.0}, {"weekly": 4, "today": DAY, "deadline": DAY + timedelta(days=20)}, ()),
        (
            {"hours": 12.5},
            {"weekly": 4, "today": DAY, "deadline": DAY + timedelta(days=20)},
            ("hours",),
        ),
        (
            {"hours": None},
            {"weekly": 4, "today": DAY, "deadline": DAY + timedelta(days=20)},
            ("hours",),
        ),
    ],
)
def test_each_limit_is_named(fields, limits, expected):
    assert obstacles(one(**fields), Constraints(**limits)) == expected


def test_the_index_says_the_same_as_one_by_one():
    random = Random(5)
    pick = random.choice
    trainings = [
        training(
            f"t{number}",
            ("1.1", 0, 2),
            language=pick(("", "nl", "fr")),
            mode=pick(("", "online", "on-site", "self-paced", "hybrid")),
            region=pick(("", "BE-VLG", "BE-WAL")),
            audience=frozenset(random.sample(("citizen", "worker", "jobseeker"), pick((0, 1, 2)))),
            hours=pick((None, 3.0, 30.0)),
            price=pick((None, 0, 99)),
            start=pick((None, DAY - timedelta(days=3), DAY + timedelta(days=3))),
            end=pick((None, DAY - timedelta(days=1), DAY + timedelta(days=9))),
            capacity=pick((None, 0, 5)),
            provider=pick(("a", "b")),
            accessibility=pick(((), ("lift",), ("lift", "captions"))),
        )
        for number in range(400)
    ]
    made = offer(*trainings)
    for _ in range(200):
        limits = Constraints(
            hours=pick((None, 0, 10, 50)),
            euro=pick((None, 0, 50)),
            languages=pick(((), ("nl",), ("fr", "nl"))),
            region=pick((None, "BE-VLG", "BE-OST")),
            status=pick((None, "worker", "teacher")),
            today=pick((None, DAY)),
            weekly=pick((None, 2, 12)),
            deadline=pick((None, DAY + timedelta(days=5))),
            online=pick((False, False, True)),
            accessibility=pick(((), (), ("lift",))),
            without=pick(((), ("t3", "t4", "elsewhere"))),
            hidden=pick(((), ("b",), ("nobody",))),
        )
        scanned = [not obstacles(training, limits) for training in trainings]
        assert eligible(made, limits).tolist() == scanned


@pytest.mark.parametrize(
    "limits",
    [
        {"hours": -1},
        {"weekly": 0},
        {"euro": float("nan")},
        {"hours": float("inf")},
        {"euro": 2 * MOST},
    ],
)
def test_a_limit_that_cannot_be_one_is_named(limits):
    with pytest.raises(ProblemsError) as caught:
        Constraints(**limits)
    assert [problem.code for problem in caught.value.problems] == ["impossible-limit"]


def test_the_most_that_a_limit_may_be_is_one():
    assert Constraints(hours=MOST, euro=MOST).euro == MOST


def test_the_hours_of_a_week_are_spread_over_its_weekdays():
    monday = date(2027, 3, 1)
    loads = week_loads(one(start=date(2027, 3, 4), end=date(2027, 3, 9), hours=8.0))
    assert loads == ((monday.toordinal(), 4.0), (monday.toordinal() + 7, 4.0))


def test_from_a_weekday_to_the_same_it_is_held_once_a_week():
    tuesday = date(2027, 3, 2)
    evenings = week_loads(one(start=tuesday, end=tuesday + timedelta(days=14), hours=9.0))
    assert [hours for _, hours in evenings] == [3.0, 3.0, 3.0]
    full = week_loads(one(start=tuesday, end=tuesday + timedelta(days=7), hours=42.0))
    assert [hours for _, hours in full] == [28.0, 14.0]


def test_without_an_end_a_session_fills_long_days_from_its_start():
    friday = date(2027, 3, 5)
    loads = week_loads(one(start=friday, hours=20.0))
    assert [hours for _, hours in loads] == pytest.approx([20 / 3, 40 / 3])


def test_a_session_at_the_weekend_counts_in_its_week():
    saturday = date(2027, 3, 6)
    assert [hours for _, hours in week_loads(one(start=saturday, end=saturday))] == [4.0]


def test_what_has_no_date_or_goes_at_ones_own_pace_fixes_no_hours():
    assert week_loads(one()) == ()
    assert week_loads(one(start=DAY, mode="self-paced")) == ()
    assert week_loads(one(start=DAY, hours=None)) == ()


def test_empty_limits_are_no_limits():
    assert Constraints(languages=(), region="", status="") == Constraints()
