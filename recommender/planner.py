"""The exact plan: a case solved to proven optimality by HiGHS, and greedy where that takes too long."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from recommender.case import ORDER, Case, Solution
from recommender.deadline import Deadline
from recommender.greedy import Greedy, needed
from recommender.ordering import walk
from recommender.rows import Programme, cuts, programme

Numbers = NDArray[np.float64]

MOST_NODES: Final = 5000
MOST_CUTS: Final = 200
SCALE: Final = 1000.0
"""What the unit of an aim is in the solver's objective, so that its tolerances (1e-6) stay far below every step."""

OPTIONS: Final[dict[str, bool | int | float]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_allow_restart": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""One thread, one seed, no gap; searches for a first answer are off: branching is faster on cases this small."""


@dataclass(frozen=True, slots=True)
class Exact:
    """Solves to the optimum within a number of branching nodes a run, the same on every machine."""

    nodes: int = MOST_NODES

    def solve(self, case: Case, *, seconds: float | None = None, settle: bool = True) -> Solution:
        """Give the best choice; where nodes or seconds run out, the better of the incumbent and the greedy choice.

        Of plans of equal value it takes the first in the order of `case.ORDER`, one run an aim; where a run does not
        end, what was settled so far. `settle` false takes any of equal value. `seconds` are for all runs together.
        """
        if not case.candidates:
            return Solution((), 0.0, 0.0, optimal=True)
        deadline = Deadline(seconds)
        exact = _Runs(case, self.nodes, deadline).best(settle=settle)
        if exact.optimal:
            return exact
        greedy = Greedy().solve(case, seconds=deadline.left)
        bound = max(exact.value, greedy.value, min(exact.bound, greedy.bound))
        best = greedy if greedy.value > exact.value else exact
        return Solution(needed(case, best.chosen), best.value, bound, optimal=False)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one run of the solver gave: its columns, its bound on the aim, and whether it finished."""

    columns: Numbers
    bound: float
    finished: bool

    def chosen(self, trainings: int) -> tuple[int, ...]:
        """Give the trainings that it takes."""
        return tuple(int(i) for i in np.flatnonzero(self.columns[:trainings]))


class _Runs:
    """One case in the solver, an aim after the other: rows are added until the choice can be walked."""

    def __init__(self, case: Case, nodes: int, deadline: Deadline) -> None:
        self.case, self.deadline = case, deadline
        self.made: Programme = programme(case)
        self.options = {**OPTIONS, "mip_max_nodes": nodes}

    def best(self, *, settle: bool) -> Solution:
        """Give the best choice, and with `settle` the first among those of its value."""
        found = self._walkable("value")
        if found is None:
            return Solution((), 0.0, self._most(), optimal=False)
        best = self._solution(found)
        aims = [name for name in ORDER[1:] if not self.made.settled(name)]
        for before, name in pairwise(["value", *aims] if settle and best.optimal else []):
            self.made.keep(before, float(found.columns @ np.array(self.made.aims[before])))
            answer = self._walkable(name)
            after = best if answer is None else self._solution(answer)
            if answer is None or not after.optimal or after.value < best.value - 1e-9:
                return replace(best, chosen=needed(self.case, best.chosen))
            found, best = answer, after
        return best

    def _walkable(self, aim: str) -> _Answer | None:
        """Give the solver's answer once it can be walked, of one cut short what can be; None where it found none."""
        trainings = len(self.case.candidates)
        for _ in range(MOST_CUTS):
            answer = self._run(aim)
            if answer is None:
                return None
            walked = walk(self.case, answer.chosen(trainings))
            if not walked.left:
                return answer
            if not answer.finished:
                columns = np.zeros_like(answer.columns)
                columns[list(walked.order)] = 1.0
                return replace(answer, columns=columns)
            self.made.rows += cuts(self.case, walked)
        return None

    def _run(self, aim: str) -> _Answer | None:
        unit = self.made.unit(aim) / SCALE
        options = self.options
        if self.deadline.left is not None:
            options = {**options, "time_limit": self.deadline.left}
        objective = np.array(self.made.aims[aim]) / unit
        answer = _run(self.made, len(self.case.candidates), objective, options)
        return None if answer is None else replace(answer, bound=answer.bound * unit)

    def _solution(self, answer: _Answer) -> Solution:
        chosen = answer.chosen(len(self.case.candidates))
        value = self.case.value(walk(self.case, chosen).reached, chosen)
        if answer.finished:
            return Solution(chosen, value, value, optimal=True)
        bound = min(self._most(), round(answer.bound, 9))
        return Solution(chosen, value, max(value, bound), optimal=False)

    def _most(self) -> float:
        """Give what all levels together would be worth."""
        return round(sum(self.made.aims["value"]), 9)


class _Silent(highspy.Highs):
    """The solver without its callbacks, of which we use none: setting them up writes a line to standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.silent()


def _run(
    made: Programme, trainings: int, objective: Numbers, options: dict[str, bool | int | float]
) -> _Answer | None:
    """Give the solver's answer to the programme with an objective to be made as large as can be."""
    solver = _Silent()
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(made, trainings, objective))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    limits = {highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit}
    finished = status == highspy.HighsModelStatus.kOptimal
    if not finished and status not in limits:
        return None
    bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else float("inf")
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return _Answer(np.zeros(len(objective)), bound, finished=False)
    return _Answer(np.round(solver.getSolution().col_value), bound, finished=finished)


def _model(made: Programme, trainings: int, objective: Numbers) -> highspy.HighsLp:
    columns, rows = len(objective), made.rows
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = objective
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    model.row_upper_ = np.array([row.upper for row in rows])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)])
    model.a_matrix_.index_ = np.array([column for row in rows for column in row.columns])
    model.a_matrix_.value_ = np.array([factor for row in rows for factor in row.factors])
    kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [kinds[0]] * trainings + [kinds[1]] * (columns - trainings)
    return model
