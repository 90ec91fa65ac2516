"""The pages about frameworks: all of them, one, one competence, the role profiles of one."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import content
from app.access import NotFound
from app.db import reading
from app.filters import PLACE, by_name
from app.stores import official_texts
from competences.crosswalks import called, crossings_of
from competences.role_profiles import role_profiles

blueprint = Blueprint("frameworks", __name__, url_prefix=f"{PLACE}/frameworks")


@blueprint.get("/")
def shelf() -> ResponseReturnValue:
    """Show all frameworks: what each is for, and whether a check can be taken on it."""
    found = [content.bank(one) for one in content.framework_ids()]
    return render_template("frameworks/shelf.html", found=found)


@blueprint.get("/<framework_id>")
def framework(framework_id: str) -> ResponseReturnValue:
    """Show a framework: its areas, competences, levels and roles."""
    return render_template(
        "frameworks/framework.html",
        framework=content.framework(framework_id),
        roles=by_name(role_profiles(framework_id)),
        bank=content.bank(framework_id),
    )


@blueprint.get("/<framework_id>/competences/<code>")
def competence(framework_id: str, code: str) -> ResponseReturnValue:
    """Show a competence: what each level means and what comes next, and the official texts where they were imported."""
    known = content.framework(framework_id)
    if code not in known.codes:
        raise NotFound
    with reading() as session:
        official = official_texts.of_competence(session, framework_id, code)
    return render_template(
        "frameworks/competence.html",
        framework=known,
        competence=known.competence(code),
        official=official,
        elsewhere=[(called(one.end.framework), one) for one in crossings_of(framework_id, code)],
    )


@blueprint.get("/<framework_id>/roles/<role_id>")
def role(framework_id: str, role_id: str) -> ResponseReturnValue:
    """Show a role profile: what it asks, why, and how sure that is."""
    known = content.framework(framework_id)
    found = {one.id: one for one in role_profiles(framework_id)}.get(role_id)
    if found is None:
        raise NotFound
    return render_template("frameworks/role.html", framework=known, role=found)
