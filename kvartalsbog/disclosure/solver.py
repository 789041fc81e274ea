"""Linear programmes over what a reader does not know, with HiGHS kept warm between questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]
INFINITY = float("inf")
_UNBOUNDED = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
_JUMP = "mip_heuristic_run_feasibility_jump"  # finds nothing here that the others do not find sooner
_TIGHT = 1e-9  # a dual beyond this: the row holds the answer where it is


@dataclass(frozen=True)
class Answer:
    """How far a sum of unknowns can go, a point where it goes so far, and the rows that stop it there."""

    value: float
    point: Floats | None
    rows: tuple[int, ...]


class Solver:
    """Unknowns with bounds, rows of unknowns and their factors, and questions about sums of unknowns. `whole` are the unknowns
    that count something.
    """

    def __init__(self, lower: Floats, upper: Floats, rows: Sequence[tuple[Integers, Floats]], whole: Integers) -> None:
        programme = highspy.HighsLp()
        self._columns = len(lower)
        programme.num_col_, programme.num_row_ = len(lower), len(rows)
        programme.col_cost_ = np.zeros(len(lower))
        programme.col_lower_, programme.col_upper_ = lower, upper
        programme.row_lower_, programme.row_upper_ = np.full(len(rows), -INFINITY), np.full(len(rows), INFINITY)
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = np.cumsum([0, *(len(unknowns) for unknowns, _ in rows)])
        programme.a_matrix_.index_ = np.concatenate([*(own for own, _ in rows), np.zeros(0)]).astype(np.int32)
        programme.a_matrix_.value_ = np.concatenate([*(factors for _, factors in rows), np.zeros(0)])
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("random_seed", 0),
            (_JUMP, False),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.passModel(programme)
        self._lower, self._upper = lower, upper
        self._every, self._whole = np.arange(len(lower), dtype=np.int32), whole

    def bound(self, row: int, low: float, high: float) -> None:
        """Let a row add up to between `low` and `high`."""
        self._highs.changeRowBounds(row, low, high)

    def extreme(self, unknowns: Integers, signs: Floats, *, largest: bool) -> Answer:
        """The largest or the smallest that a signed sum of unknowns can be."""
        costs = np.zeros(self._columns)
        costs[unknowns] = signs
        self._highs.changeColsCost(self._columns, self._every, costs)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize if largest else highspy.ObjSense.kMinimize)
        status = self._run()
        if status in _UNBOUNDED:
            return Answer(INFINITY if largest else -INFINITY, None, ())
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS: {self._highs.modelStatusToString(status)}")
        solution = self._highs.getSolution()
        point, duals = np.array(solution.col_value), np.array(solution.row_dual)
        return Answer(
            float(signs @ point[unknowns]), point, tuple(int(r) for r in np.nonzero(np.abs(duals) > _TIGHT)[0])
        )

    def point_with(self, unknowns: Integers, signs: Floats, value: float, *, whole: bool) -> Floats | None:
        """A point where a signed sum of unknowns is `value`, what counts in whole numbers if wanted; None where there is none."""
        self._highs.addRow(value, value, len(unknowns), unknowns, signs)
        self._highs.changeColsCost(self._columns, self._every, np.zeros(self._columns))
        if whole:
            self._integral(highspy.HighsVarType.kInteger)
        try:
            status = self._run()
            if status == highspy.HighsModelStatus.kInfeasible or status in _UNBOUNDED:
                return None
            if status != highspy.HighsModelStatus.kOptimal:
                raise RuntimeError(f"HiGHS: {self._highs.modelStatusToString(status)}")
            return np.array(self._highs.getSolution().col_value)
        finally:
            if whole:
                self._integral(highspy.HighsVarType.kContinuous)
            self._highs.deleteRows(1, np.array([self._highs.getNumRow() - 1], dtype=np.int32))

    def completed(self, first: Floats) -> Floats | None:
        """A point that begins with those numbers; None where there is none."""
        count = len(first)
        self._highs.changeColsCost(self._columns, self._every, np.zeros(self._columns))
        self._highs.changeColsBounds(count, self._every[:count], first, first)
        try:
            found = self._run() == highspy.HighsModelStatus.kOptimal
            return np.array(self._highs.getSolution().col_value) if found else None
        finally:
            self._highs.changeColsBounds(count, self._every[:count], self._lower[:count], self._upper[:count])

    def _integral(self, kind: highspy.HighsVarType) -> None:
        self._highs.setOptionValue("presolve", "on" if kind == highspy.HighsVarType.kInteger else "off")
        self._highs.changeColsIntegrality(len(self._whole), self._whole, np.array([kind] * len(self._whole)))

    def _run(self) -> highspy.HighsModelStatus:
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            # what it begins with has misled it before, and so has what it leaves out beforehand
            self._highs.clearSolver()
            _, presolve = self._highs.getOptionValue("presolve")
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
            self._highs.setOptionValue("presolve", presolve)
        return self._highs.getModelStatus()
