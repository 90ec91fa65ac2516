"""Learning paths and lists for programs: the functions behind `python -m recommender plan` and `list`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app import content, guard, interviews, words
from app.api.replies import ListReply, PlanReply
from app.api.room import BEARER, route
from app.api.shapes import WantedList, WantedPlan
from app.db import Session, reading
from competences.sentences import mark
from recommender import Constraints, Goal, Learner, Training, goal_from_record, learner_from_record
from recommender.turns import Turn


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
    offer, learner, goal, constraints = _asked(given)
    found = interviews.path_of(
        offer, learner, goal, constraints, known=_known(given, offer), turn=_turn(given)
    )
    return words.plan_record(found)


@route(
    "POST",
    "/recommendations",
    mark("Ask for the next best trainings"),
    body=WantedList,
    gives=ListReply,
    security=({}, *BEARER),
)
def recommendations(given: dict[str, Any]) -> dict[str, Any]:
    """Give trainings, each by itself, for an assessment (with its token) or for a profile that is sent along."""
    offer, learner, goal, constraints = _asked(given)
    found = interviews.list_of(
        offer,
        learner,
        goal,
        constraints,
        known=_known(given, offer),
        order=given["order"],
        turn=_turn(given),
    )
    return words.list_record(found)


def _asked(given: Mapping[str, Any]) -> tuple[content.Offer, Learner, Goal | None, Constraints]:
    """Give what is asked for: over which offer, whose levels, towards what, within which limits."""
    with reading() as session:
        learner = _learner(session, given)
        offer = content.offer(session)
    wanted = given.get("goal")
    goal = goal_from_record(wanted, learner.framework, learner) if wanted else None
    return offer, learner, goal, _constraints(given.get("constraints") or {})


def _known(given: Mapping[str, Any], offer: content.Offer) -> list[Training]:
    """Give the trainings that are said to be known; ids that nobody offers are none."""
    found = (offer.index.training(one) for one in given.get("known") or ())
    return [one for one in found if one is not None]


def _turn(given: Mapping[str, Any]) -> Turn | None:
    """Give whose turn it is for an assessment; a profile that is sent along has none, so equal ones get the same."""
    if "profile" in given:
        return None
    return interviews.turn_of(
        guard.bearer(given["assessment"]), interviews.today(datetime.now(UTC))
    )


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
        weekly=given.get("weekly"),
        deadline=given.get("deadline"),
        online=bool(given.get("online")),
        accessibility=tuple(given.get("accessibility") or ()),
        without=tuple(given.get("without") or ()),
        hidden=tuple(given.get("hidden") or ()),
        certain_only=bool(given.get("certain_only")),
        today=interviews.today(datetime.now(UTC)),
    )
