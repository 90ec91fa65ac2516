"""Goals that are made, not typed: what a role asks and its base, the growth track, what matters; several checks as one.

Which competences of DigComp lead to which of the e-CF stands in `packs/growth.csv`. No framework says it: it is our own
suggestion, and no panel has looked at it.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from competences.role_profiles import RoleProfile
from recommender.needs import Goal, Learner, existing, needs_of
from recommender.vocabulary import PACKS

DIGCOMP: Final = "digcomp-3.0"
BASE: Final = 4
"""The level of DigComp that work in ICT builds on: the end of Intermediate."""
STRONG: Final = 5
"""The level of DigComp from which on a competence leads the way into the e-CF: Advanced."""
FIRST: Final = (1, 2)
"""The levels of the e-CF that the growth track leads to, one after the other."""
TRACK: Final = "digcomp-to-e-cf"
"""The word for the growth track in a `G.json`."""
MATTERS: Final = 3.0
"""What a level is worth where it matters most to the learner now; elsewhere it is worth 1."""


@cache
def growth_links() -> tuple[tuple[str, str], ...]:
    """Give the pairs of whole codes of which the first leads to the second, in the order of the file."""
    with (PACKS / "growth.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["from"], row["to"]) for row in csv.DictReader(file))


def merged(learners: Iterable[Learner]) -> Learner:
    """Give one learner of the levels of several checks; the first that names a competence counts, and its framework."""
    levels: dict[str, tuple[float, float]] = {}
    frameworks = []
    for one in learners:
        levels = {**one.levels, **levels}
        frameworks.append(one.framework)
    return Learner(levels, next(iter(frameworks), ""))


def role_goal(role: RoleProfile) -> Goal:
    """Give the levels that a role asks as a goal."""
    return Goal({f"{role.framework}/{code}": level for code, level in role.levels.items()})


def with_base(goal: Goal, learner: Learner, level: int = BASE) -> Goal:
    """Give a goal with a level of DigComp beside it, in each competence of DigComp that the learner has a reading of.

    Levels that the goal names itself stay. Without a reading nobody knows where the base lacks, so nothing is added.
    """
    base = {code: level for code in learner.levels if _is_digcomp(code)}
    return replace(goal, levels={**base, **goal.levels})


def has_base(learner: Learner) -> bool:
    """Say whether a learner has readings of DigComp, so that a base or the growth track can be told."""
    return any(map(_is_digcomp, learner.levels))


def growth_goal(learner: Learner) -> Goal:
    """Give the next goal on the way from DigComp into the e-CF: first a base, then the first levels of the e-CF.

    Of the competences of DigComp that lead on, those count that the learner has readings of. Where they stand below
    `BASE` on average, the goal is `BASE` in each. From there on it is e-1 in what the strong ones lead to (`STRONG`;
    where none is strong, those at `BASE`), and e-2 where e-1 is reached or not defined. Without readings of DigComp the
    goal names no levels.
    """
    needs = {one.competence: one for one in needs_of(learner)}
    held = {start: needs[start].current for start, _ in growth_links() if start in learner.levels}
    if not held:
        return Goal()
    if sum(held.values()) < BASE * len(held):
        return Goal(dict.fromkeys(held, BASE))
    least = STRONG if max(held.values()) >= STRONG else BASE
    reached = {code: one.current for code, one in needs.items()}
    ahead = [end for start, end in growth_links() if held.get(start, 0) >= least]
    return Goal({end: _next_step(end, reached.get(end, 0)) for end in ahead})


def with_levels(goal: Goal, levels: Mapping[str, int]) -> Goal:
    """Give a goal in which the levels of some competences are set by hand; 0 = nothing more is wanted there."""
    return replace(goal, levels={**goal.levels, **levels})


def with_weight(goal: Goal, codes: Iterable[str], weight: float = MATTERS) -> Goal:
    """Give a goal in which the levels of some competences are worth so much."""
    return replace(goal, weights={**goal.weights, **dict.fromkeys(codes, weight)})


def _next_step(code: str, reached: int) -> int:
    """Give the first level of the track that is not reached; the last of them where all are."""
    return next(
        (level for step in FIRST if (level := existing(code, step)) > reached),
        existing(code, FIRST[-1]),
    )


def _is_digcomp(code: str) -> bool:
    return code.startswith(f"{DIGCOMP}/")
