"""Frameworks for programs: areas, competences and levels in the asked language."""

from dataclasses import asdict
from typing import Any

from app import content
from app.access import NotFound
from app.api.replies import (
    CompetenceReply,
    CrosswalkReply,
    FrameworkReply,
    FrameworksReply,
    QualityReply,
    RolesReply,
)
from app.api.room import route
from app.api.shapes import Language
from app.db import reading
from app.i18n import language
from app.quality import Findings, quality_of
from app.stores import official_texts
from competences import Framework
from competences.crosswalks import crossings_of, crosswalk_record
from competences.framework import Competence
from competences.problems import NoCrosswalk
from competences.role_profiles import RoleProfile, role_profiles
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


@route(
    "GET",
    "/frameworks/<framework_id>/competences/<code>",
    mark("Read a competence"),
    query=Language,
    gives=CompetenceReply,
)
def competence(query: dict[str, str], framework_id: str, code: str) -> dict[str, Any]:
    """Give a competence: what its levels mean, the official texts, and where it lies in other frameworks."""
    del query
    asked, known = language(), content.framework(framework_id)
    if code not in known.codes:
        raise NotFound
    found = known.competence(code)
    with reading() as session:
        official = official_texts.of_competence(session, framework_id, code)
    return {
        **_competence(found, asked),
        "bands": [
            {"level": level, "means": band.means[asked], "next": band.next[asked]}
            for level, band in found.bands.items()
        ],
        "official": [asdict(one) for one in official],
        "elsewhere": [
            {**asdict(one.end), "relation": one.relation, "state": one.state}
            for one in crossings_of(framework_id, code)
        ],
    }


@route(
    "GET",
    "/frameworks/<framework_id>/roles",
    mark("List the role profiles of a framework"),
    query=Language,
    gives=RolesReply,
)
def roles(query: dict[str, str], framework_id: str) -> dict[str, Any]:
    """Give the role profiles of a framework."""
    del query
    return {"roles": [_role(one, language()) for one in role_profiles(framework_id)]}


@route(
    "GET",
    "/frameworks/<framework_id>/crosswalks/<other>",
    mark("Read how one framework maps to another"),
    gives=CrosswalkReply,
)
def crossing(framework_id: str, other: str) -> dict[str, Any]:
    """Give which codes of another framework answer to those of this one; either may be an edition without a pack."""
    try:
        return crosswalk_record(framework_id, other)
    except NoCrosswalk as error:
        raise NotFound from error


def _competence(one: Competence, asked: str) -> dict[str, Any]:
    """Give a competence as JSON values; `levels` is empty where it has all of the framework."""
    return {
        "code": one.code,
        "area": one.area,
        "name": one.name[asked],
        "description": one.description[asked],
        "levels": list(one.levels),
        "levels_status": one.levels_status,
    }


def _role(one: RoleProfile, asked: str) -> dict[str, Any]:
    """Give a role profile as JSON values."""
    return {
        "id": one.id,
        "framework": one.framework,
        "purpose": one.purpose,
        "origin": one.origin,
        "state": one.state,
        "name": one.name[asked],
        "reason": one.reason[asked],
        "demands": [asdict(demand) for demand in one.demands],
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
        "audience": given.audience[asked],
        "purposes": list(given.purposes),
        "items": len(content.bank(given.id).items),
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
        "competences": [_competence(one, asked) for one in given.competences],
        "levels": [
            {"code": level.code, "name": level.name[asked], "start": level.start}
            for level in given.levels
        ],
    }
