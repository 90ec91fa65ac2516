"""The exact plan: a case solved to proven optimality by HiGHS, and greedy where that takes too long."""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np

from recommender.case import Case, Solution
from recommender.greedy import Greedy
from recommender.ordering import walk
from recommender.rows import Programme, Row, cuts, programme

MOST_NODES: Final = 5000
MOST_CUTS: Final = 200
SCALE: Final = 1000.0
"""What the smallest weight is in the solver's objective, so that its tolerances (1e-6) stay far below every tie."""

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
    """Solves to the optimum within a number of branching nodes, the same on every machine."""

    nodes: int = MOST_NODES

    def solve(self, case: Case, *, seconds: float | None = None) -> Solution:
        """Give the best choice; where nodes or seconds run out, the better of the incumbent and the greedy choice.

        Of plans of equal value it takes the one with surer gaps, lower levels, fewer hours, less euro, fewer trainings.
        """
        if not case.candidates:
            return Solution((), 0.0, 0.0, optimal=True)
        run = _Run(case, self.nodes, seconds)
        exact = run.best()
        if exact.optimal:
            return exact
        greedy = Greedy().solve(case)
        bound = max(exact.value, greedy.value, min(exact.bound, greedy.bound))
        best = greedy if greedy.value > exact.value else exact
        return Solution(best.chosen, best.value, bound, optimal=False)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one run of the solver gave: trainings, its bound on the objective, and whether it finished."""

    chosen: tuple[int, ...]
    bound: float
    finished: bool


class _Run:
    """One case in the solver: rows are added until the choice can be walked."""

    def __init__(self, case: Case, nodes: int, seconds: float | None) -> None:
        self.case = case
        self.made: Programme = programme(case)
        self.options = {**OPTIONS, "mip_max_nodes": nodes}
        if seconds is not None:
            self.options["time_limit"] = seconds
        self.scale = SCALE / self.made.smallest

    def best(self) -> Solution:
        """Give the best choice; with ties in the same run where they cannot outweigh worth, else in a second run."""
        worth, ties = np.array(self.made.worth), np.array(self.made.ties)
        share = self.made.tie_share()
        first = self._walkable(self.scale * (worth + (share or 0.0) * ties))
        if first is None or share is not None or not first.optimal:
            return first or Solution((), 0.0, self._most(), optimal=False)
        floor = tuple(-self.scale * worth)
        least = Row(tuple(range(len(worth))), floor, -self.scale * first.value + 1e-6)
        self.made.rows.append(least)
        second = self._walkable(SCALE * ties)
        if second is None or second.value < first.value - 1e-9:
            return first
        return Solution(second.chosen, second.value, second.value, optimal=True)

    def _walkable(self, objective: np.ndarray) -> Solution | None:
        """Give the solver's choice once it can be walked; None where it found none."""
        for _ in range(MOST_CUTS):
            answer = _run(self.made, len(self.case.candidates), objective, self.options)
            if answer is None:
                return None
            walked = walk(self.case, answer.chosen)
            if not walked.left:
                return self._solution(answer, walked.reached)
            if not answer.finished:
                kept = walk(self.case, walked.order)
                rest = _Answer(walked.order, answer.bound, finished=False)
                return self._solution(rest, kept.reached)
            self.made.rows += cuts(self.case, walked)
        return None

    def _solution(self, answer: _Answer, reached: tuple[int, ...]) -> Solution:
        value = self.case.value(reached, answer.chosen)
        if answer.finished:
            return Solution(answer.chosen, value, value, optimal=True)
        slack = (self.made.tie_share() or 0.0) * -sum(tie for tie in self.made.ties if tie < 0)
        bound = min(self._most(), answer.bound / self.scale + slack)
        return Solution(answer.chosen, value, round(max(value, bound), 9), optimal=False)

    def _most(self) -> float:
        """Give what all levels together would be worth."""
        return round(sum(self.made.worth), 9)


class _Silent(highspy.Highs):
    """The solver without its callbacks, of which we use none: setting them up writes a line to standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.silent()


def _run(
    made: Programme, trainings: int, objective: np.ndarray, options: dict[str, bool | int | float]
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
        return _Answer((), bound, finished=False)
    taken = np.array(solver.getSolution().col_value[:trainings]) > 0.5
    return _Answer(tuple(int(i) for i in np.flatnonzero(taken)), bound, finished=finished)


def _model(made: Programme, trainings: int, objective: np.ndarray) -> highspy.HighsLp:
    columns, rows = len(made.worth), made.rows
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
