"""Role profiles: named goals as data. A role asks a level of a few competences, and says who found that and how sure.

They stand in `roles.toml` of a pack. A role narrows a check to its competences and can be the goal of a path.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from competences.framework import PURPOSES, Framework, Purpose
from competences.loading import PACKS, load_framework, read_toml
from competences.problems import Problem, UnknownRole
from competences.text import LANGUAGES, Text

State = Literal["verified", "partial", "single-source", "editorial"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""How sure a pair of competence and level is: seen in the role's own source, in two sources that agree in part, in one
that nobody confirmed, or thought out by us."""
FILE: Final = "roles.toml"
ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""The id of a role: a part of an address."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a role asks: a numbered level of a competence, and how sure that is."""

    competence: str
    level: int
    state: State


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """A role and what it asks; `origin` is a key of `sources.md`, `reason` says why where the role is ours."""

    id: str
    framework: str
    purpose: Purpose
    origin: str
    name: Text
    reason: Text
    demands: tuple[Demand, ...]

    @property
    def scope(self) -> tuple[str, ...]:
        """Give the codes of the competences that the role asks, in its order."""
        return tuple(one.competence for one in self.demands)

    @property
    def levels(self) -> dict[str, int]:
        """Give the level asked of each competence."""
        return {one.competence: one.level for one in self.demands}

    @property
    def state(self) -> State:
        """Give the least sure state among its demands."""
        return max((one.state for one in self.demands), key=STATES.index)


@cache
def role_profiles(framework_id: str) -> tuple[RoleProfile, ...]:
    """Give the roles of a framework that can be used, in the order of its file; raises `UnknownFramework`."""
    return tuple(read_roles(load_framework(framework_id), PACKS / framework_id)[0])


def role_profile(framework_id: str, role_id: str) -> RoleProfile:
    """Give a role of a framework; raises `UnknownRole` and `UnknownFramework`."""
    for role in role_profiles(framework_id):
        if role.id == role_id:
            return role
    raise UnknownRole(role=role_id, framework=framework_id)


def read_roles(framework: Framework, folder: Path) -> tuple[list[RoleProfile], list[Problem]]:
    """Give the roles of a pack's folder that can be used, and what is wrong in others; none where it has no file."""
    problems: list[Problem] = []
    path = folder / FILE
    record = read_toml(path, problems) if path.is_file() else {}
    rows = (record or {}).get("roles", [])
    if not isinstance(rows, list):
        where: dict[str, str | int] = {"file": FILE, "row": 1}
        problems.append(Problem("not-a-list", "error", where, {"field": "roles"}))
        rows = []
    roles: dict[str, RoleProfile] = {}
    for row in rows:
        role = _role(row if isinstance(row, dict) else {}, framework, problems)
        if role is not None and role.id in roles:
            _fault(problems, role.id, "repeated-id")
        elif role is not None:
            roles[role.id] = role
    return list(roles.values()), problems


def _role(
    row: Mapping[str, Any], framework: Framework, problems: list[Problem]
) -> RoleProfile | None:
    """Give a role, or None where it has a fault."""
    before, role_id = len(problems), str(row.get("id", ""))
    if not ID.fullmatch(role_id):
        _fault(problems, role_id, "bad-role-id", value=role_id)
    purpose = row.get("purpose")
    if purpose not in PURPOSES:
        among = ", ".join(PURPOSES)
        _fault(problems, role_id, "bad-choice", field="purpose", value=str(purpose), among=among)
    texts = {}
    for field in ("name", "reason"):
        given = row.get(field, {})
        texts[field] = Text.from_mapping(given if isinstance(given, dict) else {})
        missing = texts[field].missing()
        if field == "name" or len(missing) < len(LANGUAGES):
            for language in missing:
                _fault(problems, role_id, "missing-language", field=field, language=language)
    demands = _demands(row.get("demands"), role_id, framework, problems)
    if len(problems) > before:
        return None
    return RoleProfile(
        id=role_id,
        framework=framework.id,
        purpose=purpose,  # type: ignore[arg-type]  # one of PURPOSES, looked at above
        origin=str(row.get("origin", "")),
        name=texts["name"],
        reason=texts["reason"],
        demands=demands,
    )


def _demands(
    given: object, role_id: str, framework: Framework, problems: list[Problem]
) -> tuple[Demand, ...]:
    """Give what a role asks; a code, level or state that cannot be is a problem."""
    found: dict[str, Demand] = {}
    for one in given if isinstance(given, list) else []:
        code, level, state = (
            (one.get("code"), one.get("level"), one.get("state"))
            if isinstance(one, dict)
            else ("", 0, "")
        )
        if str(code) not in framework.codes or str(code) in found:
            _fault(problems, role_id, "bad-role-competence", code=str(code))
        elif type(level) is not int or level not in _defined(framework, str(code)):
            _fault(problems, role_id, "level-not-defined", code=str(code), value=str(level))
        elif str(state) not in STATES:
            among = ", ".join(STATES)
            _fault(problems, role_id, "bad-choice", field="state", value=str(state), among=among)
        else:
            # a state that is none of ours went away above
            found[str(code)] = Demand(str(code), level, cast("State", state))
    if not found:
        _fault(problems, role_id, "empty-role")
    return tuple(found.values())


def _defined(framework: Framework, code: str) -> tuple[int, ...]:
    """Give the numbered levels of a competence."""
    return framework.competence(code).levels or tuple(range(1, framework.top + 1))


def _fault(problems: list[Problem], role_id: str, code: str, /, **values: str) -> None:
    """Note what is wrong in a role."""
    where: dict[str, str | int] = {"file": FILE, "item": role_id}
    problems.append(Problem(code, "error", where, values))
