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
_WITHOUT = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_JUMP = "mip_heuristic_run_feasibility_jump"  # finds nothing here that the others do not find sooner
_TIGHT = 1e-9  # a dual beyond this: the row holds the answer where it is


@dataclass(frozen=True)
class Answer:
    """How far a sum of unknowns can go, a point where it goes so far, and the rows that stop it there."""

    value: float
    point: Floats | None
    rows: tuple[int, ...]


Sums = Sequence[tuple[Integers, Floats]]  # unknowns and their factors


class _Programme:
    """Unknowns with bounds and costs, and rows that add them up, each without an end until it is bound."""

    def __init__(self, lower: Floats, upper: Floats, rows: Sums, costs: Floats) -> None:
        programme = highspy.HighsLp()
        self._columns, self._rows = len(lower), len(rows)
        programme.num_col_, programme.num_row_ = self._columns, self._rows
        programme.col_cost_ = costs
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

    def bound(self, row: int, low: float, high: float) -> None:
        """Let a row add up to between `low` and `high`."""
        self._highs.changeRowBounds(row, low, high)

    def _is_solved(self) -> bool:
        """Whether there is a best point; if not, there is none at all, or none is the best."""
        status = self._run()
        if status == highspy.HighsModelStatus.kInfeasible:
            # what it begins with has misled it before, and so has what it leaves out beforehand
            self._highs.clearSolver()
            _, presolve = self._highs.getOptionValue("presolve")
            self._highs.setOptionValue("presolve", "off")
            status = self._run()
            self._highs.setOptionValue("presolve", presolve)
        if status not in (highspy.HighsModelStatus.kOptimal, *_WITHOUT):
            raise RuntimeError(f"HiGHS: {self._highs.modelStatusToString(status)}")
        return bool(status == highspy.HighsModelStatus.kOptimal)

    def _run(self) -> highspy.HighsModelStatus:
        self._highs.run()
        return self._highs.getModelStatus()

    def _point(self) -> Floats:
        return np.array(self._highs.getSolution().col_value)


class Solver(_Programme):
    """Questions about sums of unknowns that have bounds and add up in rows. `whole` are those that count something."""

    def __init__(self, lower: Floats, upper: Floats, rows: Sums, whole: Integers) -> None:
        super().__init__(lower, upper, rows, np.zeros(len(lower)))
        self._every, self._whole = np.arange(len(lower), dtype=np.int32), whole
        self._lower, self._upper = lower, upper

    def extreme(self, unknowns: Integers, signs: Floats, *, largest: bool) -> Answer:
        """The largest or the smallest that a signed sum of unknowns can be."""
        costs = np.zeros(self._columns)
        costs[unknowns] = signs
        self._highs.changeColsCost(self._columns, self._every, costs)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize if largest else highspy.ObjSense.kMinimize)
        if not self._is_solved():  # the truth is a point
            return Answer(INFINITY if largest else -INFINITY, None, ())
        point, duals = self._point(), np.array(self._highs.getSolution().row_dual)
        rows = tuple(int(row) for row in np.nonzero(np.abs(duals) > _TIGHT)[0])
        return Answer(float(signs @ point[unknowns]), point, rows)

    def point_with(self, unknowns: Integers, signs: Floats, value: float) -> Floats | None:
        """A point where a signed sum of unknowns is `value`, and in whole numbers what counts; None where there is none."""
        self._highs.addRow(value, value, len(unknowns), unknowns, signs)
        self._highs.changeColsCost(self._columns, self._every, np.zeros(self._columns))
        self._integral(highspy.HighsVarType.kInteger)
        try:
            return self._point() if self._is_solved() else None
        finally:
            self._integral(highspy.HighsVarType.kContinuous)
            self._highs.deleteRows(1, np.array([self._rows], dtype=np.int32))

    def completed(self, unknowns: Integers, values: Floats) -> Floats | None:
        """A point where some unknowns have these values; None where there is none."""
        self._highs.changeColsBounds(len(unknowns), unknowns, values, values)
        self._highs.changeColsCost(self._columns, self._every, np.zeros(self._columns))
        try:
            return self._point() if self._is_solved() else None
        finally:
            self._highs.changeColsBounds(len(unknowns), unknowns, self._lower[unknowns], self._upper[unknowns])

    def _integral(self, kind: highspy.HighsVarType) -> None:
        self._highs.setOptionValue("presolve", "on" if kind == highspy.HighsVarType.kInteger else "off")
        self._highs.changeColsIntegrality(len(self._whole), self._whole, np.array([kind] * len(self._whole)))


class Nearest(_Programme):
    """The points nearest to the truth, by all that the unknowns that are `moved` differ from it, where one of the sums that are
    `asked` for is what it is not in truth. Each of them stands as what is added to the truth and what is taken from it; the
    others stay as they are, and rows that hold any of them are left out.
    """

    def __init__(self, truth: Floats, bounds: tuple[Floats, Floats], rows: Sums, asked: Sums, moved: Integers) -> None:
        self._truth, self._moved, count = truth, moved, len(moved)
        place = np.full(len(truth), -1, dtype=np.int32)
        place[moved] = np.arange(count, dtype=np.int32)
        every = [(number, place[own], factors) for number, (own, factors) in enumerate((*rows, *asked))]
        kept = [(number, own, factors) for number, own, factors in every if (own >= 0).all()]
        self._place = {number: row for row, (number, _, _) in enumerate(kept)}
        self._true = [float(factors @ truth[moved[own]]) for _, own, factors in kept]
        self._first = len(rows)
        either = [(np.append(own, own + np.int32(count)), np.append(factors, -factors)) for _, own, factors in kept]
        farthest = np.append((bounds[1] - truth)[moved], (truth - bounds[0])[moved])
        super().__init__(np.zeros(2 * count), farthest, either, np.ones(2 * count))

    def bound(self, row: int, low: float, high: float) -> None:
        """Let a row add up to between `low` and `high`."""
        if (own := self._place.get(row)) is not None:
            super().bound(own, low - self._true[own], high - self._true[own])

    def point_with(self, asked: int, value: float) -> Floats | None:
        """The point where the sum of that number is `value`; None where there is none."""
        self.bound(self._first + asked, value, value)
        try:
            if not self._is_solved():
                return None
            more, less = np.split(self._point(), 2)
            found = self._truth.copy()
            found[self._moved] += more - less
            return found
        finally:
            self.bound(self._first + asked, -INFINITY, INFINITY)
