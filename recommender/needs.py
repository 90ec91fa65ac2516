"""From a profile and a goal to weighted gaps: what a path may close, and which doors the learner can already open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import floor
from typing import Final

from competences import frameworks, load_framework
from competences.profile import Z95
from recommender.plans import Constraints

HAIR: Final = 1e-6
"""What a level may lack through rounding and still count as whole."""

TOPS: Final[Mapping[str, int]] = {"digcomp": 8, "digcompedu": 6, "e-cf": 5}
"""Highest level of each family of frameworks, for codes of a framework that has no pack here."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Where a person stands: per whole code the place and its SD on the level scale; SD 0 = taken as known."""

    levels: Mapping[str, tuple[float, float]]
    framework: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a person wants to go: whole levels and weights by whole code; a missing weight is 1.

    Without levels the goal is the next whole level everywhere, at the given weights.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """One competence of a learner on the level scale.

    Levels gained count from `current`, trainings open by levels up to `entry` (never above `current`); `target` is at
    or below `current` where nothing is wanted. Levels that the framework does not define for the competence are never
    gained: `current` and `entry` lie at least just below its first one. `weight` is what one level is worth; `read` is
    false where no level of this learner is known at all.
    """

    competence: str
    mean: float
    sd: float
    current: int
    entry: int
    target: int
    weight: float = 1.0
    read: bool = True

    @property
    def gap(self) -> int:
        """Give the number of levels that are wanted and not reached."""
        return max(0, self.target - self.current)

    @property
    def uncertain(self) -> bool:
        """Say whether the gap is smaller than the doubt of the reading."""
        return self.gap > 0 and self.target - self.mean < self.sd

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval of the reading, clipped to the levels that the competence has."""
        least, most = map(float, ends_of(self.competence))
        low, high = self.mean - Z95 * self.sd, self.mean + Z95 * self.sd
        return round(min(max(least, low), most), 1), round(max(least, min(most, high)), 1)


def needs_of(learner: Learner, goal: Goal | None = None) -> tuple[Need, ...]:
    """Give a need per competence that the learner or the goal names, sorted by code.

    Without a goal, or with one that names no levels, the target is the next whole level up everywhere. A competence
    that only the goal names is taken as level 0. A target at or below the current level, or of weight 0, is none; one
    at a level that the competence does not have is its next one that does exist, or its last.
    """
    goal = goal or Goal()
    codes = sorted({*learner.levels, *goal.levels})
    return tuple(
        _need(code, *learner.levels.get(code, (0.0, 0.0)), goal, read=code in learner.levels)
        for code in codes
    )


def certain(needs: Sequence[Need]) -> tuple[Need, ...]:
    """Give the needs with those gaps left out that are smaller than their doubt."""
    return tuple(replace(one, target=one.current) if one.uncertain else one for one in needs)


def counting(needs: Sequence[Need], constraints: Constraints) -> tuple[Need, ...]:
    """Give the needs that a plan under limits is made of: without unsure gaps where only sure ones count."""
    return certain(needs) if constraints.certain_only else tuple(needs)


def _need(code: str, mean: float, sd: float, goal: Goal, *, read: bool) -> Need:
    below, last = ends_of(code)  # what lies lower cannot be told apart: neither missing nor gained
    current = max(below, min(last, floor(mean + HAIR)))
    weight = float(goal.weights.get(code, 1.0))
    target = existing(code, goal.levels.get(code, 0) if goal.levels else current + 1)
    return Need(
        competence=code,
        mean=mean,
        sd=sd,
        current=current,
        entry=max(below, min(current, floor(mean - sd / 2 + 0.5 + HAIR))),
        target=max(current, target) if weight > 0 else current,
        weight=weight,
        read=read,
    )


def existing(code: str, level: int) -> int:
    """Give the level that somebody aims at who names one: the next that the competence has, or its last; 0 for 0."""
    above = (one for one in levels_of(code) if one >= level)
    return 0 if level <= 0 else next(above, ends_of(code)[1])


def ends_of(code: str) -> tuple[int, int]:
    """Give the place just below the first level of a whole code, and its last level; 0 and 0 where it has none."""
    levels = levels_of(code)
    return (levels[0] - 1, levels[-1]) if levels else (0, 0)


@cache
def levels_of(code: str) -> tuple[int, ...]:
    """Give the numbered levels that a whole code has, from low to high: those defined for it, else all there are.

    Raises `KeyError` for a framework that nobody knows.
    """
    framework, _, bare = code.partition("/")
    if framework in frameworks() and bare in (pack := load_framework(framework)).codes:
        defined = pack.competence(bare).levels
        if defined:
            return tuple(sorted(defined))
    return tuple(range(1, top_level(code) + 1))


@cache
def top_level(code: str) -> int:
    """Give the highest level of the framework of a whole code; `KeyError` for a framework that nobody knows."""
    framework = code.partition("/")[0]
    if framework in frameworks():
        return load_framework(framework).top
    return TOPS[framework.rpartition("-")[0] or framework]
