"""From “take this one instead” to what has to be ruled out, so that the best path is the one that takes it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from recommender.candidates import select
from recommender.case import Case
from recommender.deadline import Deadline
from recommender.needs import Need, counting
from recommender.offers import CatalogueIndex
from recommender.paths import plan
from recommender.plans import Constraints
from recommender.reruns import Reruns
from recommender.turns import Turn

MOST_RIVALS: Final = 12
"""How many trainings are ruled out for one before it is given up."""


def rivals(
    index: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    *,
    step: str,
    taken: str,
    turn: Turn | None = None,
    seconds: float | None = None,
) -> tuple[str, ...] | None:
    """Give the ids to rule out, the step's first, so that the best path takes `taken`; None where no path does.

    The path is then worth as much as the best one with `taken` in and the step out: what that one holds is never ruled
    out, only what stands in a better path without `taken`. None also where nothing can be proven in `seconds`.
    """
    needs = counting(needs, constraints)
    deadline = Deadline(seconds)
    out = [step]
    while len(out) <= MOST_RIVALS:
        limits = replace(constraints, without=(*constraints.without, *out))
        found = plan(index, needs, limits, seconds=deadline.left, explain=False, turn=turn)
        there = [one.training.id for one in found.steps]
        if taken in there:
            return tuple(out)
        case = select(index, needs, limits, depths=(found.depth,))
        before = _before(case, taken)
        if before is None or deadline.over:
            return None
        if case.candidates[before].training.id != taken:
            out.append(case.candidates[before].training.id)
            continue
        runs = Reruns(found, index, needs, limits, deadline)
        instead = runs.with_one(case, before)
        if instead is None:
            return None
        kept = {one.id for one in instead.trainings}
        news = [one for one in there if one not in kept]
        if not news:
            return None
        out += news
    return None


def _before(case: Case, taken: str) -> int | None:
    """Give the number of a candidate, or of the one that stands for it as its equal; None where there is neither."""
    for i, one in enumerate(case.candidates):
        if taken in {one.training.id, *(other.id for other in one.equals)}:
            return i
    return None
