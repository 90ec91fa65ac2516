"""What a check can be for: daily life, a job, a role in ICT, teaching; and the role profiles that fit each."""

from dataclasses import dataclass
from typing import Any, Final

from app import content
from app.filters import by_name, phrase
from app.i18n import lazy
from competences.framework import PURPOSES, Purpose
from competences.role_profiles import RoleProfile, role_profiles

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
OURS: Final = ("digcomp-3.0", "e-cf-4.0", "digcompedu")
"""The packs that come first where several serve a purpose."""
WHOLE: Final = ""
"""In place of a role: all competences of the framework."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check asks about: a framework, and a role profile of it, empty for all competences."""

    framework: str
    role: str = ""


def offered() -> dict[Purpose, str]:
    """Give the framework that serves each purpose; a pack of an organisation serves what none of ours does."""
    serving: dict[Purpose, str] = {}
    for framework_id in sorted(content.takeable(), key=lambda one: (one not in OURS, one)):
        for purpose in PURPOSES:
            if purpose in content.framework(framework_id).purposes:
                serving.setdefault(purpose, framework_id)
    return {purpose: serving[purpose] for purpose in PURPOSES if purpose in serving}


def roles() -> tuple[RoleProfile, ...]:
    """Give the role profiles of all frameworks that have questions."""
    return tuple(role for one in content.takeable() for role in role_profiles(one))


def subject_of(purpose: str, role: str) -> Subject:
    """Give the subject of a purpose and of a role as the form sends it (`framework/role`); a role goes before."""
    framework, _, role_id = role.rpartition("/")
    if role:
        return Subject(framework, role_id)
    served = {str(one): framework_id for one, framework_id in offered().items()}
    return Subject(served.get(purpose or USUAL, OURS[0]))


def purpose_of(role: str) -> str:
    """Give the purpose of a role as the form sends it."""
    return next(one.purpose for one in roles() if address(one) == role)


def address(role: RoleProfile) -> str:
    """Give what the form sends for a role."""
    return f"{role.framework}/{role.id}"


def grouped_roles() -> dict[str, list[tuple[str, Any]]]:
    """Give the roles as choices by purpose, by name within it; the choice of no role stands first, without a group.

    Where roles of several frameworks meet, each says which it is of.
    """
    groups: dict[str, list[tuple[str, Any]]] = {
        "": [(WHOLE, lazy("No role: ask about everything"))]
    }
    for purpose in PURPOSES:
        found = by_name(one for one in roles() if one.purpose == purpose)
        if found:
            several = len({one.framework for one in found}) > 1
            named = [(address(one), _called(one, several=several)) for one in found]
            groups[str(NAMES[purpose])] = named
    return groups


def _called(role: RoleProfile, *, several: bool) -> str:
    """Give the name of a role, with its framework where that tells roles apart."""
    name = phrase(role.name)
    return f"{name} ({phrase(content.framework(role.framework).name)})" if several else name
