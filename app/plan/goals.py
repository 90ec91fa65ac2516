"""The goals that the page offers: the end of the next level, one level everywhere, a role, the way into the e-CF."""

from collections.abc import Sequence
from typing import Final

from app import content
from app.filters import phrase
from app.plan.forms import NEXT, OWN, ROLE, TRACK
from app.plan.levels import written
from competences import Framework, load_framework
from competences.role_profiles import RoleProfile, role_profiles
from recommender import Goal, Learner, needs_of
from recommender.goals import growth_goal, role_goal

HOLD: Final = 0
"""The target of a competence in which nothing more is wanted."""


def goal_of(
    framework: Framework, learner: Learner, wanted: str, role: RoleProfile | None = None
) -> Goal:
    """Give the goal of a learner, by the word of the address.

    `ROLE` is what the role of the check asks, `framework/role` what another one does; `NEXT` is the end of the next
    level, a level's code the end of that one; `TRACK` leads from DigComp into the e-CF; `OWN` asks nothing of itself.
    The end of a level is the last numbered level before the next begins (2, 4, 6, 8 for DigComp); a competence that
    does not reach a level aims at its own highest.
    """
    if wanted == TRACK:
        return growth_goal(learner)
    asked = role if wanted == ROLE else role_of(wanted)
    if asked is not None:
        return role_goal(asked)
    needs = needs_of(learner)
    if wanted == OWN:
        return Goal({one.competence: HOLD for one in needs})
    if wanted != NEXT:
        most, own = level_ends(framework)[wanted], f"{framework.id}/"
        return Goal(
            {
                one.competence: _up_to(framework, one.competence, most)
                for one in needs
                if one.competence.startswith(own)
            }
        )
    return Goal(
        {
            one.competence: next(
                (
                    end
                    for end in ends_of(_pack(one.competence), one.competence)
                    if end > one.current
                ),
                HOLD,
            )
            for one in needs
        }
    )


def role_of(wanted: str) -> RoleProfile | None:
    """Give the role that a goal of the address names as `framework/role`; None where it names none."""
    framework_id, _, role_id = wanted.rpartition("/")
    if framework_id not in content.framework_ids():
        return None
    return {one.id: one for one in role_profiles(framework_id)}.get(role_id)


def band_names(framework: Framework) -> list[str]:
    """Give each named level with its numbered ones, as the page writes them: “Not yet Basic 0”, “Basic 1–2” …."""
    ends = level_ends(framework)
    named = [_band(phrase(one.name), one.start, ends[one.code]) for one in framework.levels]
    return [f"{phrase(framework.below)} 0", *named]


def level_ends(framework: Framework) -> dict[str, int]:
    """Give the last numbered level of each named level, by its code."""
    starts = [level.start for level in framework.levels[1:]]
    ends = [*(start - 1 for start in starts), framework.top]
    return {level.code: end for level, end in zip(framework.levels, ends, strict=True)}


def ends_of(framework: Framework, competence: str) -> list[int]:
    """Give the last numbered level of each named level that a competence has, from low to high."""
    code, ends = competence.removeprefix(f"{framework.id}/"), level_ends(framework)
    levels = framework.levels_of(code) if code in framework.codes else framework.levels
    return [ends[level.code] for level in levels]


def weighted(frameworks: Sequence[Framework], areas: Sequence[str]) -> list[str]:
    """Give the whole codes of the competences of areas, or of competences, that somebody ticked."""
    return [
        f"{framework.id}/{one.code}"
        for framework in frameworks
        for one in framework.competences
        if {written(frameworks, framework, one.area), written(frameworks, framework, one.code)}
        & set(areas)
    ]


def _pack(competence: str) -> Framework:
    return load_framework(competence.partition("/")[0])


def _up_to(framework: Framework, competence: str, most: int) -> int:
    """Give the highest end of a competence's levels up to a bound; `HOLD` where all of them lie above it."""
    return max((end for end in ends_of(framework, competence) if end <= most), default=HOLD)


def _band(name: str, start: int, end: int) -> str:
    """Give a named level with the numbers it spans; one that is named by its only number needs none."""
    if start == end:
        return f"{name} {start}"
    return f"{name} {start}–{end}"
