"""What a page of the plan was asked: whose levels count, towards which goal, under which limits; from the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from flask import request
from wtforms.validators import ValidationError

from app import content, guard, interviews
from app.db import Session, reading
from app.filters import by_name, day, phrase
from app.i18n import gettext, language, lazy
from app.plan.forms import NEXT, OWN, ROLE, TRACK, PathForm
from app.plan.goals import goal_of, role_of, weighted
from app.plan.levels import Choice, called, choices, offered, written
from app.records import StoredAttempt
from app.stores import attempts
from competences import Framework
from competences.role_profiles import RoleProfile, role_profiles
from recommender import Constraints, Goal, Learner
from recommender.goals import DIGCOMP, growth_links, merged, with_base, with_levels, with_weight
from recommender.turns import Turn

NO_BASE: Final = lazy("There is no finished check of DigComp here, so no base can be added.")
Others = Mapping[str, StoredAttempt]
"""The newest finished check of the same folder on each other framework, by its id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A check, the form as the address fills it, and what the two ask of the offer.

    `frameworks` are those whose levels count, the check's own first; `preset` is the goal without what is set by hand.
    """

    stored: StoredAttempt
    frameworks: tuple[Framework, ...]
    form: PathForm
    offer: content.Offer
    learner: Learner
    preset: Goal
    goal: Goal
    constraints: Constraints

    @property
    def framework(self) -> Framework:
        """Give the framework of the check itself."""
        return self.frameworks[0]

    def levels(self) -> list[tuple[str, list[Choice]]]:
        """Give the choices of levels by area."""
        return choices(self.frameworks, self.learner, self.preset, self.form.levels.given)

    @property
    def turn(self) -> Turn:
        """Give whose turn it is among providers for this visitor this week."""
        return interviews.turn_of(self.stored, self.constraints.today or date.min)


def asked_of(attempt: str) -> Asked:
    """Give what this request asks about a check of the visitor's; raises `NotFound` for a foreign one."""
    stored, now = guard.holder(attempt), datetime.now(UTC)
    own, role = content.framework(stored.framework), content.role_of(stored)
    with reading() as database:
        others = _others(database, stored, now)
        form = _form(own, role, others)
        form.also.data = _counted(form, others)
        counted = [stored, *(others[one] for one in form.also.data)]
        learner = merged(
            interviews.learner_of(interviews.profile(database, one)) for one in counted
        )
        offer = content.offer(database)
    frameworks = [content.framework(one.framework) for one in counted]
    form.matters.choices = _areas(frameworks, form.matters.data)
    preset = goal_of(own, learner, form.goal.data, role)
    if form.base.data:
        preset = with_base(preset, learner)
    goal = with_weight(
        with_levels(preset, form.levels.data), weighted(frameworks, form.matters.data)
    )
    return Asked(
        stored=stored,
        frameworks=tuple(frameworks),
        form=form,
        offer=offer,
        learner=learner,
        preset=preset,
        goal=goal,
        constraints=form.constraints(interviews.today(now)),
    )


def _others(database: Session, stored: StoredAttempt, now: datetime) -> Others:
    """Give the checks that can count beside one: finished, on other frameworks, the newest of each."""
    found: dict[str, StoredAttempt] = {}
    for one in attempts.of_folder(database, stored.folder, now):
        if one.finished and one.framework in content.takeable():
            found.setdefault(one.framework, one)
    return {name: one for name, one in found.items() if name != stored.framework}


def _form(own: Framework, role: RoleProfile | None, others: Others) -> PathForm:
    """Give the form as the address fills it; a field that cannot be read is marked and counts as no limit.

    Somebody who has chosen nothing yet sees trainings in the language of the page, towards the role of the check if it
    has one.
    """
    usual = ROLE if role else NEXT
    form = PathForm(request.args or None, data={"languages": [language()], "goal": usual})
    frameworks = [own, *map(content.framework, others)]
    form.goal.choices = _goals(frameworks, role)
    form.also.choices = [(name, _called(one)) for name, one in others.items()]
    form.matters.choices = _areas(frameworks, form.matters.data or ())
    form.levels.offered = offered(frameworks)
    # another check may be erased by now: an address that counts it says the rest all the same
    form.also.data = [one for one in form.also.data or () if one in others]
    form.matters.data = [
        one for one in form.matters.data or () if one in dict(form.matters.choices)
    ]
    form.validate({"base": [_has_base]} if not _with_base(frameworks) else {})
    if form.goal.errors:
        form.goal.data = usual
    form.base.data = form.base.data and not form.base.errors
    form.role = role if form.goal.data == ROLE else role_of(form.goal.data)
    return form


def _goals(frameworks: Sequence[Framework], role: RoleProfile | None) -> dict[str, list[Any]]:
    """Give the goals of the menu: the plain ones without a group, then the roles of each framework by name."""
    track = any(one.id == DIGCOMP for one in frameworks)
    groups: dict[str, list[Any]] = {
        "": [
            *([(ROLE, phrase(role.name))] if role else []),
            (NEXT, lazy("The end of the next level, in each competence")),
            *((level.code, phrase(level.name)) for level in frameworks[0].levels),
            *([(TRACK, lazy("Towards a job in ICT"))] if track else []),
            (OWN, lazy("Only the levels that I set myself")),
        ]
    }
    for framework in frameworks:
        roles = [one for one in role_profiles(framework.id) if one != role]
        if roles:
            label = gettext("Roles: {framework}").format(framework=phrase(framework.name))
            groups[label] = [
                (f"{framework.id}/{one.id}", phrase(one.name)) for one in by_name(roles)
            ]
    return groups


def _called(stored: StoredAttempt) -> str:
    """Give what the tick of another check says."""
    return gettext("Count my check of {day} too: {framework}").format(
        day=day(stored.last_answer_at or stored.started_at),
        framework=phrase(content.framework(stored.framework).name),
    )


def _counted(form: PathForm, others: Others) -> list[str]:
    """Give the ids of the other frameworks that count: those ticked, and those that the goal cannot do without."""
    role = role_of(form.goal.data)
    wanted = {
        *form.also.data,
        *([role.framework] if role else []),
        *([DIGCOMP] if form.base.data else []),
        *(form.levels.offered.get(one, "").partition("/")[0] for one in form.levels.given),
    }
    if form.goal.data == TRACK:
        wanted |= {code.partition("/")[0] for link in growth_links() for code in link}
    return [name for name in others if name in wanted]


def _areas(frameworks: Sequence[Framework], ticked: Sequence[str]) -> list[tuple[str, str]]:
    """Give what can matter most: the areas of frameworks, and the competences that the address ticks."""
    found = []
    for framework in frameworks:
        named = [(True, one.code, one.name) for one in framework.areas]
        named += [(False, one.code, one.name) for one in framework.competences]
        for always, code, name in named:
            address = written(frameworks, framework, code)
            if always or address in ticked:
                found.append((address, called(frameworks, framework, name)))
    return found


def _with_base(frameworks: Sequence[Framework]) -> bool:
    """Say whether a base in DigComp can be told."""
    return any(one.id == DIGCOMP for one in frameworks)


def _has_base(form: PathForm, field: Any) -> None:  # noqa: ANN401  (the library's own)
    """Refuse the tick for a base that nobody can tell."""
    del form
    if field.data:
        raise ValidationError(NO_BASE)
