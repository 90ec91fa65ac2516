from datetime import UTC, date, datetime

import pytest

from app import content, interviews
from app.db import reading
from recommender import Constraints, learner_from_record, needs_of, plan
from tests.builders import publish, training

LEARNER = {"framework": "digcomp-3.0", "levels": {"1.1": 0.5}}


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_the_day_in_belgium(now, day):
    assert interviews.today(now) == day


@pytest.mark.usefixtures("context")
def test_a_path_is_what_the_planner_gives():
    publish(training("a"), training("b", hours=60.0))
    with reading() as session:
        offer = content.offer(session)
    learner = learner_from_record(LEARNER)
    limits = Constraints(hours=10, today=date(2026, 11, 24))
    found = interviews.path_of(offer, learner, None, limits)
    assert [step.training.id for step in found.steps] == ["a"]
    assert found.to_json() == plan(offer.index, needs_of(learner, None), limits).to_json()
