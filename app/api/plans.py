"""Learning paths for programs: the functions behind `python -m recommender plan`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app import content, guard, interviews, words
from app.api.replies import PlanReply
from app.api.room import BEARER, route
from app.api.shapes import WantedPlan
from app.db import Session, reading
from competences.sentences import mark
from recommender import Constraints, Learner, goal_from_record, learner_from_record


@route(
    "POST",
    "/plans",
    mark("Ask for a learning path"),
    body=WantedPlan,
    gives=PlanReply,
    security=({}, *BEARER),
)
def plan(given: dict[str, Any]) -> dict[str, Any]:
    """Give a path for an assessment (with its token) or for a profile that is sent along."""
    with reading() as session:
        learner = _learner(session, given)
        offer = content.offer(session)
    goal = goal_from_record(given["goal"], learner.framework) if given.get("goal") else None
    constraints = _constraints(given.get("constraints") or {})
    found = interviews.path_of(offer, learner, goal, constraints)
    return words.plan_record(found, offer.index)


def _learner(session: Session, given: Mapping[str, Any]) -> Learner:
    """Give the learner: of the profile sent along, or of the assessment."""
    if "profile" in given:
        return learner_from_record(given["profile"])
    return interviews.learner_of(interviews.profile(session, guard.bearer(given["assessment"])))


def _constraints(given: Mapping[str, Any]) -> Constraints:
    """Give the limits, as of today."""
    return Constraints(
        hours=given.get("hours"),
        euro=given.get("euro"),
        languages=tuple(given.get("languages") or ()),
        region=given.get("region"),
        status=given.get("status"),
        today=interviews.today(datetime.now(UTC)),
    )
