"""What a role asks beside what a check showed: reached, open or still ahead, and how sure the demand itself is."""

from dataclasses import dataclass
from typing import Literal

from competences import Framework, Profile, Text
from competences.framework import Level
from competences.role_profiles import RoleProfile
from competences.scales import normal_cdf

Course = Literal["reached", "open", "ahead"]


@dataclass(frozen=True, slots=True)
class Met:
    """One demand: the competence's name, the level asked, by number and name, how far it is reached, and its state."""

    code: str
    name: Text
    number: int
    asked: Level
    course: Course
    state: str


def demands_of(role: RoleProfile, profile: Profile, framework: Framework) -> tuple[Met, ...]:
    """Give a role's demands in its order; those that the check did not ask about are left out.

    A demand is a numbered level, finer than the named ones: someone may be at Basic, and its upper half still ahead. It
    counts as reached from the probability on that the framework asks of a floor.
    """
    asked = set(profile.scope or framework.codes)
    sure = framework.rules.floor
    found = []
    for one in role.demands:
        level = framework.level_of(one.level)
        if one.competence in asked and one.level <= framework.top and level is not None:
            reading = profile.readings[one.competence]
            share = 1 - normal_cdf((framework.doors[one.level - 1] - reading.mean) / reading.sd)
            name = framework.competence(one.competence).name
            course: Course = (
                "reached" if share >= sure else "ahead" if share <= 1 - sure else "open"
            )
            found.append(Met(one.competence, name, one.level, level, course, one.state))
    return tuple(found)
