"""Frameworks for programs: areas, competences and levels in the asked language."""

from dataclasses import asdict
from typing import Any

from app import content
from app.api.replies import FrameworkReply, FrameworksReply, QualityReply
from app.api.room import route
from app.api.shapes import Language
from app.db import reading
from app.i18n import language
from app.quality import Findings, quality_of
from competences import Framework
from competences.sentences import mark


@route(
    "GET",
    "/frameworks",
    mark("List the frameworks"),
    query=Language,
    gives=FrameworksReply,
)
def frameworks(query: dict[str, str]) -> dict[str, Any]:
    """Give all frameworks."""
    del query  # the language of the request follows it
    return {"frameworks": [record(content.framework(name)) for name in content.framework_ids()]}


@route(
    "GET",
    "/frameworks/<framework_id>",
    mark("Read a framework"),
    query=Language,
    gives=FrameworkReply,
)
def framework(query: dict[str, str], framework_id: str) -> dict[str, Any]:
    """Give one framework."""
    del query
    return record(content.framework(framework_id))


@route(
    "GET",
    "/frameworks/<framework_id>/quality",
    mark("Read how good the questions are"),
    gives=QualityReply,
)
def quality(framework_id: str) -> dict[str, Any]:
    """Give what the newest calibration found, null before the first; counts of people are rounded to tens."""
    with reading() as session:
        found = quality_of(session, framework_id)
    findings = found.findings
    return {
        "framework": framework_id,
        "items": found.items,
        "calibrated": found.calibrated,
        "provisional": found.provisional,
        "findings": None if findings is None else _findings(findings),
    }


def _findings(found: Findings) -> dict[str, Any]:
    """Give findings as JSON values."""
    return {**asdict(found), "made_at": found.made_at.isoformat()}


def record(given: Framework) -> dict[str, Any]:
    """Give a framework as JSON values in the language of the request."""
    asked = language()
    return {
        "id": given.id,
        "family": given.family,
        "version": given.version,
        "language": asked,
        "name": given.name[asked],
        "name_status": given.name_status[asked],
        "below": given.below[asked],
        "top": given.top,
        "areas": [
            {
                "code": area.code,
                "name": area.name[asked],
                "competences": [one.code for one in given.of_area(area.code)],
            }
            for area in given.areas
        ],
        "competences": [
            {
                "code": one.code,
                "area": one.area,
                "name": one.name[asked],
                "description": one.description[asked],
            }
            for one in given.competences
        ],
        "levels": [
            {"code": level.code, "name": level.name[asked], "start": level.start}
            for level in given.levels
        ],
    }
