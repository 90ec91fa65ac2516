"""One programme in HiGHS: a bound by its relaxation, whole answers by branching, and what may be left out after."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from recommender.deadline import Deadline
from recommender.rows import HAIR, Programme, Row

Numbers = NDArray[np.float64]

SCALE: Final = 1000.0
"""What the unit of an aim is in the solver's objective, so that its tolerances (1e-6) stay far below every step."""

MARGIN: Final = 1e-3
"""By how many units more than the gap a column must cost to be left out: far above what duals may err by."""

OPTIONS: Final[dict[str, bool | int | float]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_allow_restart": False,
    "mip_detect_symmetry": False,
    "mip_allow_cut_separation_at_nodes": False,
    "mip_pscost_minreliable": 0,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""One thread, one seed, no gap; searches for a first answer are off: branching is faster on cases this small."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best of an aim where trainings may be taken in part: columns, their duals, and the bound, in units."""

    columns: Numbers
    duals: Numbers
    bound: float

    @property
    def whole(self) -> Numbers | None:
        """Give the columns if all are whole."""
        rounded = np.round(self.columns)
        return rounded if np.all(np.abs(self.columns - rounded) < HAIR) else None


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice as columns, a bound on the aim in units, and whether the choice is proven to reach it."""

    columns: Numbers
    bound: float
    finished: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a solver stops: branching nodes a run, steps of the simplex method after which no run begins, the time."""

    nodes: int
    work: int
    deadline: Deadline


class Solver:
    """A programme under one aim after the other; `low` and `high` hold what each column may still be."""

    def __init__(self, made: Programme, trainings: int, limits: Limits) -> None:
        self.limits, self.work = limits, 0
        self.columns = np.arange(len(made.aims["value"]), dtype=np.int32)
        self.low, self.high = np.zeros(len(self.columns)), np.ones(len(self.columns))
        self.highs = _Silent()
        for name, value in {**OPTIONS, "mip_max_nodes": limits.nodes}.items():
            self.highs.setOptionValue(name, value)
        self.highs.passModel(_model(made, trainings))

    def relaxed(self, aim: Numbers) -> Relaxed | None:
        """Give the best where columns need not be whole; None where there is none, or no time."""
        if self._run(aim, relaxation=True) != highspy.HighsModelStatus.kOptimal:
            return None
        found = self.highs.getSolution()
        return Relaxed(
            columns=np.array(found.col_value),
            duals=np.array(found.col_dual) / SCALE,
            bound=self.highs.getInfo().objective_function_value / SCALE,
        )

    def whole(self, aim: Numbers) -> Answer | None:
        """Give the best whole answer, or what was found within the nodes; None where there is none.

        "Infeasible" is asked again without presolving, which has once said so of a programme that had an answer.
        """
        status = self._run(aim, relaxation=False)
        if status == highspy.HighsModelStatus.kInfeasible:
            self.highs.setOptionValue("presolve", "off")
            status = self._run(aim, relaxation=False)
            self.highs.setOptionValue("presolve", "choose")
        info = self.highs.getInfo()
        finished = status == highspy.HighsModelStatus.kOptimal
        limits = {highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit}
        if not finished and status not in limits:
            return None
        bound = info.mip_dual_bound / SCALE if np.isfinite(info.mip_dual_bound) else np.inf
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Answer(np.zeros(len(self.columns)), bound, finished=False)
        return Answer(np.round(self.highs.getSolution().col_value), bound, finished=finished)

    def leave_out(self, relaxed: Relaxed, reached: float) -> None:
        """Fix the columns that no answer as good as `reached` could have otherwise than the relaxation has them."""
        room = max(0.0, relaxed.bound - reached) + MARGIN
        far = np.abs(relaxed.duals) > room
        self.high[far & (relaxed.columns < HAIR)] = 0.0
        self.low[far & (relaxed.columns > 1 - HAIR)] = 1.0

    def keep(self, aim: Numbers, reached: float) -> None:
        """Forbid all that falls below what was reached of an aim."""
        used = np.flatnonzero(aim)
        if np.any(self.low[used] < self.high[used]):
            self._add(used, aim[used], reached - HAIR, highspy.kHighsInf)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        for row in rows:
            self._add(row.columns, row.factors, -highspy.kHighsInf, row.upper)

    def _add(self, columns: object, factors: object, lower: float, upper: float) -> None:
        index, values = np.array(columns, dtype=np.int32), np.array(factors, dtype=np.float64)
        self.highs.addRow(lower, upper, len(index), index, values)

    def _run(self, aim: Numbers, *, relaxation: bool) -> highspy.HighsModelStatus:
        if self.work >= self.limits.work:
            return highspy.HighsModelStatus.kIterationLimit
        if (left := self.limits.deadline.left) is not None:
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + left)
        count = len(self.columns)
        self.highs.changeColsCost(count, self.columns, aim * SCALE)
        self.highs.changeColsBounds(count, self.columns, self.low, self.high)
        self.highs.setOptionValue("solve_relaxation", relaxation)
        self.highs.run()
        self.work += max(0, self.highs.getInfo().simplex_iteration_count)
        return self.highs.getModelStatus()


class _Silent(highspy.Highs):
    """The solver without its callbacks, of which we use none: setting them up writes a line to standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.silent()


def _model(made: Programme, trainings: int) -> highspy.HighsLp:
    """Give the programme as a model without an aim."""
    columns, rows = len(made.aims["value"]), made.rows
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.zeros(columns)
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
