"""What a role asks beside what a check showed: reached, open or still ahead, and how sure the demand itself is."""

from dataclasses import dataclass
from typing import Final, Literal

from competences import Framework, Profile, Text
from competences.framework import Level
from competences.role_profiles import RoleProfile
from competences.scales import normal_cdf

SURE: Final = 0.80
"""From this probability on a demand counts as reached, and up to its complement as still ahead."""
Course = Literal["reached", "open", "ahead"]


@dataclass(frozen=True, slots=True)
class Met:
    """One demand: the competence's name, the level asked, where the person stands towards it, and its state."""

    code: str
    name: Text
    asked: Level
    course: Course
    state: str


def demands_of(role: RoleProfile, profile: Profile, framework: Framework) -> tuple[Met, ...]:
    """Give a role's demands in its order; those on competences that the framework has lost are left out."""
    found = []
    for one in role.demands:
        level = framework.level_of(one.level)
        if one.competence in profile.readings and level is not None:
            reading = profile.readings[one.competence]
            door = framework.doors[one.level - 1]
            share = 1 - normal_cdf((door - reading.mean) / reading.sd)
            name = framework.competence(one.competence).name
            found.append(Met(one.competence, name, level, _course(share), one.state))
    return tuple(found)


def _course(share: float) -> Course:
    """Give where a person stands who reaches a level with a probability."""
    if share >= SURE:
        return "reached"
    return "ahead" if share <= 1 - SURE else "open"
