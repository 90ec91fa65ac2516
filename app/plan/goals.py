"""The goals that the page offers: the end of the next level in each competence, or one level everywhere."""

from typing import Final

from app.filters import phrase
from app.plan.forms import NEXT
from competences import Framework
from recommender import Goal, Learner, needs_of

HOLD: Final = 0
"""The target of a competence that is at the top already: none."""


def goal_of(framework: Framework, learner: Learner, wanted: str) -> Goal:
    """Give the goal of a learner: `wanted` is a level's code, or `NEXT` for the end of the next level.

    The end of a level is the last numbered level before the next begins (2, 4, 6, 8 for DigComp).
    """
    ends = level_ends(framework)
    if wanted != NEXT:
        return Goal(levels=dict.fromkeys(learner.levels, ends[wanted]))
    return Goal(
        levels={
            need.competence: next((end for end in ends.values() if end > need.current), HOLD)
            for need in needs_of(learner, None)
        }
    )


def band_names(framework: Framework) -> list[str]:
    """Give each named level with its numbered ones, as the page writes them: “Not yet Basic 0”, “Basic 1–2” …."""
    ends = level_ends(framework)
    named = [f"{phrase(one.name)} {one.start}–{ends[one.code]}" for one in framework.levels]
    return [f"{phrase(framework.below)} 0", *named]


def level_ends(framework: Framework) -> dict[str, int]:
    """Give the last numbered level of each named level, by its code."""
    starts = [level.start for level in framework.levels[1:]]
    ends = [*(start - 1 for start in starts), framework.top]
    return {level.code: end for level, end in zip(framework.levels, ends, strict=True)}
