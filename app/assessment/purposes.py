"""What a check can be for: daily life, a job, a role in ICT, teaching; and the role profiles that fit each."""

from dataclasses import dataclass
from typing import Any, Final

from app import content
from app.filters import phrase
from app.i18n import lazy
from competences.role_profiles import PURPOSES, Purpose, RoleProfile, role_profiles

NAMES: Final = {
    "life": lazy("Daily life"),
    "job": lazy("A job"),
    "ict": lazy("A role in ICT"),
    "teaching": lazy("Teaching"),
}
HINTS: Final = {
    "life": lazy("The digital skills that everybody needs."),
    "job": lazy("The same skills, for the work that you do or look for."),
    "ict": lazy("For people who work in ICT or train for it."),
    "teaching": lazy("For people who teach at school or train adults."),
}
USUAL: Final[Purpose] = "life"
"""What a check is for where nobody says."""
WHOLE: Final = ""
"""In place of a role: all competences of the framework."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check asks about: a framework, and a role profile of it, empty for all competences."""

    framework: str
    role: str = ""


def framework_for(purpose: str) -> str:
    """Give the framework that serves a purpose: the first that has questions and says so."""
    return next(one for one in content.takeable() if purpose in content.framework(one).purposes)


def roles() -> tuple[RoleProfile, ...]:
    """Give the role profiles of all frameworks that have questions."""
    return tuple(role for one in content.takeable() for role in role_profiles(one))


def subject_of(purpose: str, role: str) -> Subject:
    """Give the subject of a purpose and of a role as the form sends it (`framework/role`); a role goes before."""
    framework, _, role_id = role.rpartition("/")
    return Subject(framework, role_id) if role else Subject(framework_for(purpose or USUAL))


def purpose_of(role: str) -> str:
    """Give the purpose of a role as the form sends it."""
    return next(one.purpose for one in roles() if address(one) == role)


def address(role: RoleProfile) -> str:
    """Give what the form sends for a role."""
    return f"{role.framework}/{role.id}"


def grouped_roles() -> dict[str, list[tuple[str, Any]]]:
    """Give the roles as choices by purpose, by name within it; the choice of no role stands first, without a group."""
    groups: dict[str, list[tuple[str, Any]]] = {
        "": [(WHOLE, lazy("No role: ask about everything"))]
    }
    for purpose in PURPOSES:
        named = [(address(one), phrase(one.name)) for one in roles() if one.purpose == purpose]
        if named:
            groups[str(NAMES[purpose])] = sorted(named, key=lambda one: one[1].casefold())
    return groups
