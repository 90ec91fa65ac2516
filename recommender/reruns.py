"""Runs of the solver beside a plan, at its own depth: without a training, with one in its place, under other limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from recommender.candidates import select
from recommender.case import Case, Solution, Teaching
from recommender.catalogue import Training
from recommender.deadline import Deadline
from recommender.greedy import needed
from recommender.needs import Need
from recommender.offers import CatalogueIndex
from recommender.ordering import walk
from recommender.planner import Exact
from recommender.plans import Constraints, Plan

MUST: Final = ""
"""The code of a need that one training alone meets, so that no best path is without it."""

HAIR: Final = 1e-4
"""Differences in hours, euro or weighted levels below which two paths are equal."""

Standing = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Rerun:
    """A proven run: its case, what it chose by candidate number, and its value."""

    case: Case
    chosen: tuple[int, ...]
    value: float

    @property
    def trainings(self) -> tuple[Training, ...]:
        """Give the trainings that it takes."""
        return tuple(self.case.candidates[i].training for i in self.chosen)

    @property
    def standing(self) -> Standing:
        """Give what it comes to in each of `case.ORDER`; `lower` is the sum of the levels' worth times their height."""
        return self.case.standing(walk(self.case, self.chosen).reached, self.chosen)


class Reruns:
    """Runs beside a plan. None where the plan or a run is not proven optimal, or where no time is left."""

    def __init__(
        self,
        plan: Plan,
        index: CatalogueIndex,
        needs: Sequence[Need],
        constraints: Constraints,
        deadline: Deadline,
    ) -> None:
        self.plan, self.index, self.needs = plan, index, needs
        self.constraints, self.deadline = constraints, deadline

    def case_without(self, training: str) -> Case | None:
        """Give the planning problem without a training."""
        without = (*self.constraints.without, training)
        return self._case(replace(self.constraints, without=without))

    def without(self, training: str) -> Rerun | None:
        """Give a best path without a training, any of its value, with nothing in it that adds nothing."""
        found = self._run(self.case_without(training), settle=False)
        return found and replace(found, chosen=needed(found.case, found.chosen))

    def settled(self, found: Rerun) -> Rerun | None:
        """Give, of the best paths of a run's case, the first in the order of plans."""
        again = self._run(found.case, settle=True)
        return None if self.deadline.over else again

    def value(self, limits: Constraints) -> float | None:
        """Give the best value under other limits."""
        found = self._run(self._case(limits), settle=False)
        return None if found is None else found.value

    def with_one(self, case: Case, i: int) -> Rerun | None:
        """Give the best path of a case that takes one candidate; None also where no path can.

        It is settled by the order of plans where it is worth as much as the plan.
        """
        must = sum(need.weight * need.gap for need in case.needs) * 2
        forced = _with_need(case, i, must)
        found = self._run(forced, settle=False)
        if found is None or i not in found.chosen:
            return None
        if found.value - must >= self.plan.value - HAIR:
            found = self._run(forced, settle=True)
            if found is None or self.deadline.over:
                return None
        return Rerun(case, found.chosen, round(found.value - must, 9))

    def _case(self, limits: Constraints) -> Case | None:
        if self.deadline.over or not self.plan.optimal:
            return None
        return select(self.index, self.needs, limits, depths=(self.plan.depth,))

    def _run(self, case: Case | None, *, settle: bool) -> Rerun | None:
        if case is None or self.deadline.over:
            return None
        found: Solution = Exact().solve(case, seconds=self.deadline.left, settle=settle)
        return Rerun(case, found.chosen, found.value) if found.optimal else None


def _with_need(case: Case, i: int, weight: float) -> Case:
    """Give the case with a need beside the others that one candidate alone meets."""
    place = len(case.needs)
    need = Need(MUST, mean=0.0, sd=0.0, current=0, entry=0, target=1, weight=weight)
    one = case.candidates[i]
    taught = replace(one, teaches=(*one.teaches, Teaching(place, 0, 1, trusted=True)))
    candidates = (*case.candidates[:i], taught, *case.candidates[i + 1 :])
    return replace(case, needs=(*case.needs, need), candidates=candidates)
