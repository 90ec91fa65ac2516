"""The exact plan: a case solved to proven optimality by HiGHS, and greedy where that takes too long.

Aim by aim: the relaxation, in which trainings may be taken in part, bounds what any choice reaches. Often the choice in
hand, or a quick dive for one, reaches that bound; else all that costs more than the gap is left out, and what is left
is branched on.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recommender.case import ORDER, Case, Solution
from recommender.deadline import Deadline
from recommender.greedy import Greedy, filled, needed
from recommender.ordering import Walk, walk
from recommender.rows import HAIR, cuts, programme
from recommender.solver import Answer, Limits, Numbers, Solver

MOST_NODES: Final = 5000
MOST_CUTS: Final = 200
MOST_WORK: Final = 60_000
"""Steps of the simplex method in all runs of a case together, beyond which none begins any more."""

NARROWED: Final = 10
"""How many times fewer nodes and steps a case gets that was narrowed: no optimum can be claimed of it anyway."""

DIVES: Final = 12
"""Most relaxations in a dive for a first choice."""

TILT: Final = 0.4
"""How much of a step of the aims before it all of a later aim may add to the one in work."""

NARROW: Final = 5e-4
"""The least step, in units of the aim in work, that is surely told apart from what the solver may err by."""

FINE: Final = 10_000
"""Parts of a unit in which a common step of an aim is looked for."""


@dataclass(frozen=True, slots=True)
class Exact:
    """Solves to the optimum within a number of branching nodes a run and of steps in all, the same on every machine."""

    nodes: int = MOST_NODES

    def solve(self, case: Case, *, seconds: float | None = None, settle: bool = True) -> Solution:
        """Give the best choice; where nodes or seconds run out, the better of the incumbent and the greedy choice.

        Of plans of equal value it takes the first in the order of `case.ORDER`, aim by aim; where one is not proven,
        what was settled so far. `settle` false takes any of equal value. `seconds` are for all runs together. Of a
        narrowed case no optimum is claimed.
        """
        if not case.candidates:
            return Solution((), 0.0, 0.0, optimal=True).among_all(case)
        deadline = Deadline(seconds)
        if deadline.over:
            return replace(Greedy().solve(case, seconds=0), optimal=False)
        exact = _Runs(case, self.nodes, deadline).best(settle=settle)
        if exact.optimal:
            return exact.among_all(case)
        greedy = Greedy().solve(case, seconds=deadline.left)
        bound = max(exact.value, greedy.value, min(exact.bound, greedy.bound))
        chosen = min(
            (needed(case, one.chosen) for one in (exact, greedy)),
            key=lambda choice: _order(case, choice),
        )
        value = case.value(walk(case, chosen).reached, chosen)
        return Solution(chosen, value, bound, optimal=False).among_all(case)


class _Runs:
    """One case in the solver, an aim after the other: rows are added until the choice can be walked."""

    def __init__(self, case: Case, nodes: int, deadline: Deadline) -> None:
        self.case, self.made = case, programme(case)
        share = 1 if case.most is None else NARROWED
        limits = Limits(nodes // share, MOST_WORK // share, deadline)
        self.solver = Solver(self.made, len(case.candidates), limits)
        self.names = [one for one in ORDER if one == "value" or not self.made.settled(one)]
        self.aims = {
            name: np.array(self.made.aims[name]) / self.made.unit(name) for name in self.names
        }
        self.proven: set[str] = set()

    def best(self, *, settle: bool) -> Solution:
        """Give the best choice, and with `settle` the first among those of its value."""
        found = self._best_of("value", None)
        best = self._solution(found)
        if not (settle and best.optimal):
            return best
        for name in self.names[1:]:
            if name in self.proven:
                self._kept(self.aims[name], found.columns)
                continue
            answer = self._best_of(name, found.columns)
            after = self._solution(answer)
            if not answer.finished or after.value < best.value - 1e-9:
                return replace(best, chosen=needed(self.case, best.chosen))
            found, best = answer, after
        return best

    def _best_of(self, name: str, held: Numbers | None) -> Answer:
        """Give the best choice in an aim that can be walked, and keep it; of a run cut short the best that can be.

        `held` is a choice that is as good as can be in the aims before.
        """
        aim = self.aims[name]
        step, may_dive = _step(aim), held is None
        tilted, also = self._tilted(name, step)
        bound = float(np.sum(aim[aim > 0]))
        for _ in range(MOST_CUTS):
            relaxed = self.solver.relaxed(aim)
            if relaxed is None:
                break
            bound = min(bound, _whole_steps(relaxed.bound, step))
            choice = None if _reaches(aim, held, bound) else relaxed.whole
            if choice is None and may_dive:
                choice, may_dive = self._dive(tilted), False
            if choice is not None:
                walked = self._walk(choice)
                if walked.left:
                    self.solver.add(cuts(self.case, walked))
                    continue
                if held is None or aim @ choice > aim @ held:
                    held = choice
            if held is not None:
                self.solver.leave_out(relaxed, float(aim @ held))
            if held is not None and _reaches(aim, held, bound):
                return self._kept(aim, held)
            answer = self.solver.whole(tilted)
            if answer is None:
                break
            walked = self._walk(answer.columns)
            if answer.finished and not walked.left:
                self.solver.leave_out(relaxed, float(aim @ answer.columns))
                self.proven.update(also)
                return self._kept(aim, answer.columns)
            if not answer.finished:
                bound = min(bound, answer.bound + step)
                held = self._better(held, walked)
                break
            self.solver.add(cuts(self.case, walked))
        columns = np.zeros_like(aim) if held is None else held
        return Answer(columns, bound, finished=False)

    def _kept(self, aim: Numbers, columns: Numbers) -> Answer:
        reached = float(aim @ columns)
        self.solver.keep(aim, reached)
        return Answer(columns, reached, finished=True)

    def _better(self, held: Numbers | None, walked: Walk) -> Numbers:
        """Give the choice that is worth more: the one in hand, or what could be walked of another."""
        columns = np.zeros_like(self.aims["value"])
        columns[list(walked.order)] = 1.0
        if held is None:
            return columns
        worth = [self.case.value(one.reached, one.order) for one in (self._walk(held), walked)]
        return held if worth[0] >= worth[1] else columns

    def _tilted(self, name: str, step: float) -> tuple[Numbers, list[str]]:
        """Give an aim with a little of the later ones, and which of these are then settled with it.

        What is added of an aim stays below one step of those before it, so that no rank changes; it is settled while
        its own steps are wide enough for the solver to tell them apart.
        """
        aim, settled = self.aims[name].copy(), list[str]()
        for later in self.names[self.names.index(name) + 1 :]:
            adds = self.aims[later]
            most = float(np.sum(np.abs(adds)))
            if not most:
                continue
            share = TILT * step / most
            aim += share * adds
            step = share * _step(adds)
            if step < NARROW:
                break
            settled.append(later)
        return aim, settled

    def _dive(self, aim: Numbers) -> Numbers | None:
        """Give a whole choice near a relaxation, by taking for good what it takes most of, and filled up at the end."""
        trainings = len(self.case.candidates)
        before = self.solver.low.copy(), self.solver.high.copy()
        found: Numbers | None = None
        for _ in range(DIVES):
            near = self.solver.relaxed(aim)
            if near is None or (found := near.whole) is not None:
                break
            self._take_one(near.columns[:trainings])
        if found is None:
            sure = self._walk(self.solver.low).order
            self.solver.low[:trainings] = self.solver.high[:trainings] = 0.0
            for i in filled(self.case, sure):
                self.solver.low[i] = self.solver.high[i] = 1.0
            near = self.solver.relaxed(aim)
            found = None if near is None else near.whole
        self.solver.low, self.solver.high = before
        return found

    def _take_one(self, shares: Numbers) -> None:
        """Take for good what a relaxation takes wholly, and of the rest what it takes most of and the limits allow."""
        taken = [int(i) for i in np.flatnonzero(shares > 1 - HAIR)]
        self.solver.low[taken] = 1.0
        parts = np.flatnonzero((shares > HAIR) & (shares < 1 - HAIR))
        for i in sorted((int(i) for i in parts), key=lambda i: (-shares[i], i)):
            if self.case.affordable((*taken, i)):
                self.solver.low[i] = 1.0
                return
            self.solver.high[i] = 0.0

    def _walk(self, columns: Numbers) -> Walk:
        return walk(self.case, _chosen(columns, len(self.case.candidates)))

    def _solution(self, answer: Answer) -> Solution:
        """Give the choice of an answer in the value aim, or of one that keeps its value."""
        chosen = _chosen(answer.columns, len(self.case.candidates))
        value = self.case.value(walk(self.case, chosen).reached, chosen)
        if answer.finished:
            return Solution(chosen, value, value, optimal=True)
        most = round(sum(self.made.aims["value"]), 9)
        bound = min(most, round(answer.bound * self.made.unit("value"), 9))
        return Solution(chosen, value, max(value, bound), optimal=False)


def _chosen(columns: Numbers, trainings: int) -> tuple[int, ...]:
    """Give the trainings that columns take."""
    return tuple(int(i) for i in np.flatnonzero(columns[:trainings] > 0.5))


def _order(case: Case, chosen: tuple[int, ...]) -> tuple[float, ...]:
    """Give what orders choices by `case.ORDER`, the best first."""
    value, sure, *costs = case.standing(walk(case, chosen).reached, chosen)
    return -value, -sure, *costs


def _reaches(aim: Numbers, held: Numbers | None, bound: float) -> bool:
    return held is not None and bool(aim @ held >= bound - HAIR)


def _step(aim: Numbers) -> float:
    """Give the step of which everything that counts for an aim is a multiple; 0 where none is found."""
    parts = np.round(aim * FINE)
    if np.any(np.abs(aim * FINE - parts) > 1e-6 * FINE * HAIR):
        return 0.0
    return float(np.gcd.reduce(parts.astype(np.int64))) / FINE


def _whole_steps(bound: float, step: float) -> float:
    """Give the highest sum of steps that a bound allows."""
    return float(np.floor((bound + HAIR) / step) * step) if step else bound
