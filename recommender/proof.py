"""Walks a finished plan anew from the trainings themselves, trusting nothing that the planner derived.

A plan that breaks a limit or cannot be walked is a fault of ours, not an answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import floor, isclose
from typing import Final

from recommender.case import PRECISION, SLACK
from recommender.catalogue import Training
from recommender.eligibility import fills_its_days, first_day, obstacles, week_loads
from recommender.errors import BrokenPlan
from recommender.needs import Need
from recommender.plans import Constraints, Plan
from recommender.tags import counted, doors

LONGEST: Final = 100_000
"""Days beyond which no date is looked at."""


def prove(plan: Plan, needs: Sequence[Need], constraints: Constraints) -> None:
    """Raise `BrokenPlan` unless each step suits the limits and opens in its turn, and all sums are right."""
    trainings = [step.training for step in plan.steps]
    _keeps_limits(trainings, constraints)
    entry = {need.competence: need.entry for need in needs}
    levels = _walked(trainings, entry, constraints)
    value = _value(trainings, needs, levels)
    if not isclose(value, plan.value, abs_tol=1e-6) or plan.value > plan.bound + 1e-6:
        raise BrokenPlan(what="value", training="")
    _closes_add_up(plan, needs, levels)


def _keeps_limits(trainings: Sequence[Training], constraints: Constraints) -> None:
    for one in trainings:
        for what in obstacles(one, constraints):
            raise BrokenPlan(what=what, training=one.id)
    hours = sum(one.hours or 0.0 for one in trainings)
    euro = sum(float(one.price or 0) for one in trainings)
    if constraints.room is not None and hours > constraints.room + SLACK:
        raise BrokenPlan(what="hours", training="")
    if constraints.weekly is not None:
        weeks = Counter[int]()
        for one in trainings:
            if first_day(one, constraints.today) is not None:
                weeks.update(dict(week_loads(one)))
        if any(load > constraints.weekly + SLACK for load in weeks.values()):
            raise BrokenPlan(what="weekly", training="")
    if constraints.euro is not None and euro > constraints.euro + SLACK:
        raise BrokenPlan(what="price", training="")
    sessions = Counter((one.provider, one.group) for one in trainings if one.group)
    if any(times > 1 for times in sessions.values()):
        raise BrokenPlan(what="group", training="")
    _share_no_full_day(trainings, constraints.today)


def _share_no_full_day(trainings: Sequence[Training], today: date | None) -> None:
    """Check that of sessions that fill their days each begins after those before it are over."""
    full = [
        (start, max(start, one.end or start), one.id)
        for one in trainings
        if (start := first_day(one, today)) is not None and fills_its_days(one)
    ]
    for (_, end, _), (start, _, later) in pairwise(sorted(full)):
        if start <= end:
            raise BrokenPlan(what="overlap", training=later)


def _walked(
    trainings: Sequence[Training], entry: Mapping[str, int], constraints: Constraints
) -> dict[str, int]:
    """Give the levels after all steps, each opened by levels that earlier steps reached in time."""
    today = constraints.today
    ready: dict[tuple[str, int], date] = {}
    levels = dict(entry)
    for one in trainings:
        needed = [
            (code, level)
            for code, top in doors(one)
            for level in range(entry.get(code, 0) + 1, top + 1)
        ]
        if any(pair not in ready for pair in needed):
            raise BrokenPlan(what="entry", training=one.id)
        opened = max((ready[pair] for pair in needed), default=None)
        start = first_day(one, today)
        if start is not None and opened is not None and opened >= start:
            raise BrokenPlan(what="dates", training=one.id)
        alone = _alone(one, constraints)
        ended = max(start, one.end or start) if start else max(opened or alone, alone)
        for outcome in counted(one):
            levels[outcome.competence] = max(levels.get(outcome.competence, 0), outcome.exit)
            for level in range(outcome.entry + 1, outcome.exit + 1):
                pair = (outcome.competence, level)
                ready[pair] = min(ended, ready.get(pair, ended))
    return levels


def _alone(training: Training, constraints: Constraints) -> date:
    """Give the day on which somebody who does nothing else has done a training without a date."""
    begin = constraints.today or date.min
    if constraints.weekly is None:
        return begin
    days = floor(7 * (training.hours or 0.0) / constraints.weekly)
    return begin + timedelta(days=min(days, LONGEST, (date.max - begin).days))


def _value(
    trainings: Sequence[Training], needs: Sequence[Need], levels: Mapping[str, int]
) -> float:
    trusted = {
        (outcome.competence, level)
        for one in trainings
        for outcome in counted(one)
        if outcome.trusted
        for level in range(outcome.entry + 1, outcome.exit + 1)
    }
    return sum(
        need.weight * (1.0 if (need.competence, level) in trusted else PRECISION)
        for need in needs
        for level in range(need.current + 1, min(need.target, levels[need.competence]) + 1)
    )


def _closes_add_up(plan: Plan, needs: Sequence[Need], levels: Mapping[str, int]) -> None:
    """Check that what the steps close and what remains are the gaps."""
    closed = Counter[str]()
    for step in plan.steps:
        closed.update(step.closes)
    left = {one.competence: one.levels for one in plan.remaining}
    for need in needs:
        reached = max(0, min(need.target, levels[need.competence]) - need.current)
        if (
            closed[need.competence] != reached
            or reached + left.get(need.competence, 0) != need.gap
        ):
            raise BrokenPlan(what="closes", training=need.competence)
