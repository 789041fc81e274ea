"""Equations over what a reader does not know: what a sum of unknowns can be at least and at most, and in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import highspy
import numpy as np
import numpy.typing as npt

INFINITY: float = highspy.kHighsInf
Terms = tuple[tuple[int, int], ...]  # unknowns, each with how many times it is added
_Ends = tuple[Decimal | None, Decimal | None]  # from and to; None is no bound
Floats = npt.NDArray[np.float64]
_NODES = 50_000  # branches that one question may take: the same answer on every machine
_NEAR = 1e-6  # answers are exact to less than this
_FAR = 2**62  # no bound
_WIDE = 101  # whole numbers beyond this are not remembered; a threshold is at most 100
_Number = TypeVar("_Number", np.float64, np.int64)
_Status = highspy.HighsModelStatus
_UNBOUNDED = (_Status.kUnbounded, _Status.kUnboundedOrInfeasible)


class Undecided(Exception):  # noqa: N818 - an answer that was not found in time, and no fault
    """The solver could not tell whether something is possible."""


@dataclass(frozen=True)
class Row:
    """What is told of a sum of unknowns: it is from `low` to `high`; None is no bound."""

    terms: Terms
    low: Decimal | None
    high: Decimal | None


class Programme:
    """Unknowns, each from `low` to `high`, rows, and the sums that are asked about, by their number.

    Every question is put to HiGHS. An answer »possible in whole numbers« is believed only with a solution that agrees
    with every row in exact arithmetic (rows of what is measured to a millionth); solutions are remembered, for each answers
    more questions than its own. The sums that are asked about are of the first `leading` unknowns, which count something;
    with `measured` the others need not be whole. The leading ones are looked at by themselves first.
    """

    def __init__(
        self,
        bounds: Sequence[_Ends],
        rows: Sequence[Row],
        asked: Sequence[Terms],
        truth: Sequence[Decimal] | None = None,
        leading: int | None = None,
        *,
        measured: bool = False,
    ) -> None:
        self._asked = tuple(asked)
        self._leading = self._whole = len(bounds)
        self._alone: Programme | None = None
        if leading is not None:
            own = [row for row in rows if all(place < leading for place, _ in row.terms)]
            # whoever has cases is first supposed to have some, so that a total has a place to be
            some = [min(Decimal(1), value) for value in (truth or ())[:leading]] or [Decimal(0)] * leading
            self._alone = Programme([(low, high) for low, (_, high) in zip(some, bounds, strict=False)], own, asked)
            self._leading, self._whole = leading, leading if measured else self._whole
        self._bounds = bounds
        self._every = np.arange(len(bounds), dtype=np.int32)
        self._solver = _solver(bounds, rows)
        own = [Row(((number, 1),), low, high) for number, (low, high) in enumerate(bounds)]
        self._limits = _Sums([row.terms for row in (*own, *rows)])
        every = (*own, *rows)
        counted = np.array([all(place < self._whole for place, _ in row.terms) for row in every], dtype=bool)
        low, high = ([getattr(row, end) for row in every] for end in ("low", "high"))
        self._low = np.where(
            counted, [_whole(b, math.ceil, -_FAR) for b in low], [_far(b, -_FAR) - _slack(b) for b in low]
        )
        self._high = np.where(
            counted, [_whole(b, math.floor, _FAR) for b in high], [_far(b, _FAR) + _slack(b) for b in high]
        )
        self._sums = _Sums(asked)
        self._least, self._most = np.full(len(asked), INFINITY), np.full(len(asked), -INFINITY)
        self._seen = np.zeros((len(asked), 2 * _WIDE + 1), dtype=bool)
        if truth is not None:
            self._learn(np.array([float(value) for value in truth]))

    def range(self, number: int) -> tuple[float, float]:
        """The least and the most that a sum can be; infinite where nothing bounds it."""
        return self._extreme(number, largest=False), self._extreme(number, largest=True)

    def reaches(self, number: int, low: float, high: float) -> bool:
        """Whether a sum can be as little as `low` and as much as `high`."""
        slack = 1e-6 * max(1.0, abs(low), abs(high))
        return (self._least[number] <= low + slack or self._extreme(number, largest=False) <= low + slack) and bool(
            self._most[number] >= high - slack or self._extreme(number, largest=True) >= high - slack
        )

    def is_few(self, number: int, threshold: int) -> bool:
        """Whether a sum must be a number of 1 … threshold - 1, or minus such a number, whatever else is true."""
        known = (self._least[number], self._most[number])
        if known[0] <= known[1] and not _few(*known, threshold):  # what is possible already tells
            return False
        low = self._extreme(number, largest=False)
        if low == -INFINITY or not _few(low, low, threshold):
            return False
        high = self._extreme(number, largest=True)
        return math.ceil(low - _NEAR) <= math.floor(min(high, _FAR) + _NEAR) and _few(low, high, threshold)

    def possible(self, number: int, value: int) -> bool:
        """Whether a sum can be a number when every unknown is whole. Raises Undecided when that takes too long."""
        if abs(value) <= _WIDE and self._seen[number, value + _WIDE]:
            return True
        if self._alone is not None:
            alone = self._alone.solution(number, value)
            if alone is not None and self._completes(alone):
                return True
        return self.solution(number, value) is not None

    def solution(self, number: int, value: int) -> Floats | None:
        """Whole numbers that agree with every row and give a sum a value; None where there are none. Raises Undecided."""
        places = np.array([place for place, _ in self._asked[number]], dtype=np.int32)
        factors = np.array([float(factor) for _, factor in self._asked[number]])
        self._price(())
        self._solver.addRow(float(value), float(value), len(places), places, factors)
        try:
            return self._whole_solution()
        finally:
            self._solver.deleteRows(1, np.array([self._solver.getNumRow() - 1], dtype=np.int32))

    def _whole_solution(self) -> Floats | None:
        if self._run() != _Status.kOptimal:
            return None
        point = np.array(self._solver.getSolution().col_value)
        if self._learn(point):
            return point
        number, kinds, whole = self._whole, highspy.HighsVarType, self._every[: self._whole]
        self._solver.changeColsIntegrality(number, whole, np.array([kinds.kInteger] * number))
        try:
            status = self._run()
            point = np.array(self._solver.getSolution().col_value)
            if status == _Status.kOptimal and self._learn(point):
                return point
            if status != _Status.kInfeasible:
                raise Undecided
            return None
        finally:
            self._solver.changeColsIntegrality(number, whole, np.array([kinds.kContinuous] * number))

    def _completes(self, leading: Floats) -> bool:
        """Whether a solution for the leading unknowns alone is at once one for all."""
        own, fixed = self._every[: self._leading], np.rint(leading)
        self._price(())
        self._solver.changeColsBounds(len(own), own, fixed, fixed)
        try:
            found = self._run() == _Status.kOptimal
            return found and self._learn(np.array(self._solver.getSolution().col_value))
        finally:
            self._solver.changeColsBounds(len(own), own, *_ends(self._bounds[: self._leading]))

    def _extreme(self, number: int, *, largest: bool) -> float:
        self._price(self._asked[number])
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize if largest else highspy.ObjSense.kMinimize)
        status = self._run()
        if status in _UNBOUNDED:
            return INFINITY if largest else -INFINITY
        if status != _Status.kOptimal:
            raise Undecided
        point = np.array(self._solver.getSolution().col_value)
        self._learn(point)
        return float(sum(factor * point[place] for place, factor in self._asked[number]))

    def _price(self, terms: Terms) -> None:
        cost = np.zeros(len(self._every))
        for place, factor in terms:
            cost[place] = factor
        self._solver.changeColsCost(len(cost), self._every, cost)

    def _run(self) -> highspy.HighsModelStatus:
        self._solver.run()
        if self._solver.getModelStatus() == _Status.kInfeasible:  # a warm start has misled it before, and presolve
            self._solver.clearSolver()
            self._solver.setOptionValue("presolve", "off")
            self._solver.run()
            self._solver.setOptionValue("presolve", "choose")
        status = self._solver.getModelStatus()
        if status in (_Status.kTimeLimit, _Status.kIterationLimit, _Status.kUnknown):
            raise Undecided
        return status

    def _learn(self, point: Floats) -> bool:
        """Remember what a solution gives; tells whether it is one in whole numbers, in exact arithmetic."""
        given = self._sums.of(point)
        np.minimum(self._least, given, out=self._least)
        np.maximum(self._most, given, out=self._most)
        whole = np.rint(point).astype(np.int64)
        if np.abs(whole - point)[: self._whole].max(initial=0.0) > 1e-5:
            return False
        near_whole = np.concatenate([whole[: self._whole].astype(np.float64), point[self._whole :]])
        told = self._limits.of(whole if self._whole == len(point) else near_whole)
        if (told < self._low).any() or (told > self._high).any():
            return False
        values = self._sums.of(whole)
        near = np.flatnonzero(np.abs(values) <= _WIDE)
        self._seen[near, values[near].astype(np.int64) + _WIDE] = True
        return True


class _Sums:
    """Many sums of the same unknowns at once, exact in whole numbers."""

    def __init__(self, every: Sequence[Terms]) -> None:
        # a sum of nothing would break `reduceat`: each ends with an unknown taken nought times
        self._places = np.array([p for terms in every for p, _ in (*terms, (0, 0))], dtype=np.int64)
        self._factors = np.array([k for terms in every for _, k in (*terms, (0, 0))], dtype=np.int64)
        self._starts = np.cumsum([0, *(len(terms) + 1 for terms in every)])[:-1].astype(np.int64)

    def of(self, point: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
        if not len(self._starts):
            return np.zeros(0, dtype=point.dtype)
        return np.add.reduceat(point[self._places] * self._factors.astype(point.dtype), self._starts)


def _few(low: float, high: float, threshold: int) -> bool:
    """Whether all the whole numbers from `low` to `high` are few and of one sign; there may be none."""
    least, most = math.ceil(low - _NEAR), math.floor(min(high, _FAR) + _NEAR)
    return least > most or 0 < least <= most < threshold or -threshold < least <= most < 0


def _whole(bound: Decimal | None, rounded: object, otherwise: int) -> int:
    """The whole number that bounds whole numbers as a bound does."""
    return otherwise if bound is None else int(rounded(bound))  # type: ignore[operator]


def _far(bound: Decimal | None, otherwise: float) -> float:
    return otherwise if bound is None else float(bound)


def _ends(bounds: Sequence[_Ends]) -> tuple[Floats, Floats]:
    return np.array([_far(low, -INFINITY) for low, _ in bounds]), np.array([_far(high, INFINITY) for _, high in bounds])


def _slack(bound: Decimal | None) -> float:
    return _NEAR * max(1.0, abs(_far(bound, 0)))


def _solver(bounds: Sequence[_Ends], rows: Sequence[Row]) -> highspy.Highs:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(bounds), len(rows)
    model.col_cost_ = np.zeros(len(bounds))
    model.col_lower_, model.col_upper_ = _ends(bounds)
    model.row_lower_ = np.array([-INFINITY if row.low is None else float(row.low) for row in rows])
    model.row_upper_ = np.array([INFINITY if row.high is None else float(row.high) for row in rows])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([v for row in rows for v, _ in row.terms], dtype=np.int32)
    model.a_matrix_.value_ = np.array([float(k) for row in rows for _, k in row.terms])
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_max_nodes", _NODES)
    solver.passModel(model)
    return solver
