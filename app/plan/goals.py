"""The goals that the page offers: what a role asks, the end of the next level everywhere, or one level everywhere."""

from typing import Final

from app.filters import phrase
from app.plan.forms import NEXT, ROLE
from competences import Framework
from competences.role_profiles import RoleProfile
from recommender import Goal, Learner, needs_of

HOLD: Final = 0
"""The target of a competence in which nothing more is wanted."""


def goal_of(
    framework: Framework, learner: Learner, wanted: str, role: RoleProfile | None = None
) -> Goal:
    """Give the goal of a learner: `ROLE` for what a role asks, `NEXT` for the end of the next level, or a level's code.

    The end of a level is the last numbered level before the next begins (2, 4, 6, 8 for DigComp); a competence that
    does not reach a level aims at its own highest.
    """
    if wanted == ROLE and role is not None:
        return Goal(levels={f"{framework.id}/{code}": at for code, at in role.levels.items()})
    needs = needs_of(learner, None)
    if wanted != NEXT:
        most = level_ends(framework)[wanted]
        return Goal(
            levels={one.competence: _up_to(framework, one.competence, most) for one in needs}
        )
    return Goal(
        levels={
            one.competence: next(
                (end for end in ends_of(framework, one.competence) if end > one.current), HOLD
            )
            for one in needs
        }
    )


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


def _up_to(framework: Framework, competence: str, most: int) -> int:
    """Give the highest end of a competence's levels up to a bound; `HOLD` where all of them lie above it."""
    return max((end for end in ends_of(framework, competence) if end <= most), default=HOLD)


def _band(name: str, start: int, end: int) -> str:
    """Give a named level with the numbers it spans; one that is named by its only number needs none."""
    if start == end:
        return f"{name} {start}"
    return f"{name} {start}–{end}"
