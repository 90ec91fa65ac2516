"""Learning paths for programs: the functions behind `python -m recommender plan`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from app import content, guard, interviews, words
from app.api.replies import PlanReply
from app.api.room import BEARER, route
from app.api.shapes import WantedPlan
from app.db import Session, reading
from competences.sentences import mark
from recommender import Constraints, goal_from_record, learner_from_record, needs_of
from recommender import plan as plan_of

SECONDS: Final = 0.15
"""How long a request may look for the proven best before the better of what is found stands."""


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
        learner = learner_from_record(_profile(session, given))
        offer = content.offer(session)
    goal = goal_from_record(given["goal"], learner.framework) if given.get("goal") else None
    needs = needs_of(learner, goal)
    constraints = _constraints(given.get("constraints") or {})
    return words.plan_record(plan_of(offer.index, needs, constraints, seconds=SECONDS))


def _profile(session: Session, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the profile's record: the one sent along, or that of the assessment."""
    if "profile" in given:
        sent: Mapping[str, Any] = given["profile"]
        return sent
    return interviews.profile(session, guard.bearer(given["assessment"])).to_record()


def _constraints(given: Mapping[str, Any]) -> Constraints:
    """Give the limits; sessions that began before today are no offer."""
    return Constraints(
        hours=given.get("hours"),
        euro=given.get("euro"),
        languages=tuple(given.get("languages") or ()),
        region=given.get("region"),
        status=given.get("status"),
        today=datetime.now(UTC).date(),
    )
