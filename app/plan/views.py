"""The learning path: limits in the address, a plan computed anew each time, nothing kept."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import content, guard, interviews
from app.db import reading
from app.filters import PLACE, phrase
from app.i18n import language, lazy
from app.plan.forms import BLOCKING, LIMITS, NEXT, ROLE, PathForm
from app.plan.goals import band_names, goal_of
from competences import Framework
from competences.role_profiles import RoleProfile

blueprint = Blueprint("plan", __name__, url_prefix=f"{PLACE}/check")


@blueprint.get("/<attempt>/path")
def path(attempt: str) -> ResponseReturnValue:
    """Show the learning path of a check under the limits of the address."""
    stored = guard.holder(attempt)
    framework, role = content.framework(stored.framework), content.role_of(stored)
    form = _form(framework, role)
    with reading() as database:
        profile = interviews.profile(database, stored)
        offer = content.offer(database)
    learner = interviews.learner_of(profile)
    goal = goal_of(framework, learner, form.goal.data, role)
    constraints = form.constraints(interviews.today(datetime.now(UTC)))
    found = interviews.path_of(offer, learner, goal, constraints)
    return render_template(
        "plan/path.html",
        stored=stored,
        form=form,
        framework=framework,
        offer=offer,
        plan=found,
        bands=band_names(framework),
        shortfall=100 * (1 - found.value / found.bound) if found.bound else 0.0,
        lifted=_lifted(attempt, form),
        blocking=BLOCKING,
    ), 422 if form.errors else 200


def _form(framework: Framework, role: RoleProfile | None) -> PathForm:
    """Give the form as the address fills it; a field that cannot be read is marked and counts as no limit.

    Somebody who has chosen nothing yet sees trainings in the language of the page, towards the role of the check if it
    has one.
    """
    usual = ROLE if role else NEXT
    form = PathForm(request.args or None, data={"languages": [language()], "goal": usual})
    form.goal.choices = [
        *([(ROLE, phrase(role.name))] if role else []),
        (NEXT, lazy("The end of the next level, in each competence")),
        *((level.code, phrase(level.name)) for level in framework.levels),
    ]
    form.validate()
    if form.goal.errors:
        form.goal.data = usual
    return form


def _lifted(attempt: str, form: PathForm) -> dict[str, str]:
    """Give the address of this page without one of its limits, for each limit that is set."""
    given = {name: form.chosen(name) for name in ("goal", *LIMITS)}
    own = url_for(".path", attempt=attempt)
    return {
        name: f"{own}?{urlencode({**given, name: []}, doseq=True)}"
        for name in LIMITS
        if any(given[name])
    }
