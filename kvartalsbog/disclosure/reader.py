"""What a reader of every publication cannot rule out, and the secrets for which that is too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kvartalsbog.disclosure.solver import INFINITY, Floats, Integers, Solver

_NEAR = 1e-6  # solutions are exact to less than this


@dataclass(frozen=True)
class Row:
    """A sum of unknowns, each times its factor, that lies from `low` to `high`. Where a publication shows it, it is `value`."""

    unknowns: Integers
    factors: Floats
    low: float
    high: float
    value: float = 0.0


@dataclass(frozen=True)
class Guarded:
    """A signed sum of unknowns which must be able to be anything from `low` to `high` in the eyes of the reader."""

    unknowns: Integers
    signs: Floats
    low: float
    high: float


@dataclass(frozen=True)
class Breach:
    """A guarded sum, by its number, that is known too well, and the rows that tell it."""

    guarded: int
    rows: tuple[int, ...]


class Reader:
    """The unknowns of a history with all that is shown of them.

    `sums` are what some publication shows or withholds, each with the rows that showing it tells; `always` holds whatever is
    shown. Points that agree with what is shown are remembered: they prove that what they give is possible for as long as
    no more is shown. Where there are unknowns that are `whole`, every whole number in a guarded range must be possible with
    them in whole numbers, for a range without gaps can hold even numbers only. The first `alone` unknowns are also looked at
    by themselves.
    """

    def __init__(
        self,
        truth: Floats,
        bounds: tuple[Floats, Floats],
        sums: Sequence[Sequence[Row]],
        always: Sequence[Row],
        guarded: Sequence[Guarded],
        whole: Integers,
        alone: int = 0,
    ) -> None:
        self._rows, self.guarded, self._whole = (*(r for rows in sums for r in rows), *always), tuple(guarded), whole
        self._owner = [number for number, rows in enumerate(sums) for _ in rows]
        self._of = [[place for place, own in enumerate(self._owner) if own == number] for number in range(len(sums))]
        self._bounds = bounds
        self._low, self._high = (np.array([getattr(row, end) for row in self._rows]) for end in ("low", "high"))
        self._solver = Solver(*bounds, [(row.unknowns, row.factors) for row in self._rows], whole)
        inner = [place for place, row in enumerate(self._rows) if (row.unknowns < alone).all()]
        self._place_alone = {place: number for number, place in enumerate(inner)}
        own = [(self._rows[place].unknowns, self._rows[place].factors) for place in inner]
        # whoever has cases is first supposed to have some: a total has then a place to be
        some = np.maximum(bounds[0], np.minimum(truth, 1.0))[:alone]
        self._alone = Solver(some, bounds[1][:alone], own, whole[whole < alone]) if alone else None
        self._points = [truth]
        self._sums = _Sums([(g.unknowns, g.signs) for g in guarded])
        self._row_sums = _Sums([(row.unknowns, row.factors) for row in self._rows])
        # what is counted is held exactly, what is measured as closely as the solver does
        counted = [set(row.unknowns) <= set(whole.tolist()) for row in self._rows]
        self._row_slack = np.where(counted, 0.0, _NEAR)
        self._forget()
        for place, row in enumerate(self._rows):
            self._bound(place, row.low, row.high)

    def show(self, number: int) -> None:
        """Show a sum: only the points that agree with it are remembered."""
        for place in self._of[number]:
            row = self._rows[place]
            self._bound(place, row.value, row.value)
            slack = _slack(row.value)
            self._points = [p for p in self._points if abs(row.factors @ p[row.unknowns] - row.value) < slack]
        self._forget()

    def withhold(self, number: int) -> None:
        """Withhold a sum."""
        for place in self._of[number]:
            self._bound(place, self._rows[place].low, self._rows[place].high)

    def _bound(self, row: int, low: float, high: float) -> None:
        self._low[row], self._high[row] = low, high
        self._solver.bound(row, low, high)
        if self._alone is not None and row in self._place_alone:
            self._alone.bound(self._place_alone[row], low, high)

    def breach(self, among: Sequence[int]) -> Breach | None:
        """The first of the guarded sums that is known too well, for its range or for a whole number in it."""
        return next((b for b in map(self._ranged, among) if b), None) or (
            next((b for b in map(self._counted, among) if b), None) if len(self._whole) else None
        )

    def breaches(self, among: Sequence[int]) -> tuple[Breach, ...]:
        """Every one of the guarded sums that is known too well."""
        found = (self._ranged(number) or (self._counted(number) if len(self._whole) else None) for number in among)
        return tuple(breach for breach in found if breach)

    def _ranged(self, number: int) -> Breach | None:
        """Whether the sum's range reaches as low and as high as it must."""
        guarded = self.guarded[number]
        rows: tuple[int, ...] = ()
        if self._least[number] > guarded.low + _slack(guarded.low):
            answer = self._solver.extreme(guarded.unknowns, guarded.signs, largest=False)
            self._learn(answer.point)
            if answer.value > guarded.low + _slack(guarded.low):
                rows += answer.rows or (-1,)
        if self._most[number] < guarded.high - _slack(guarded.high):
            answer = self._solver.extreme(guarded.unknowns, guarded.signs, largest=True)
            self._learn(answer.point)
            if answer.value < guarded.high - _slack(guarded.high):
                rows += answer.rows or (-1,)
        owners = (self._owner[row] for row in rows if 0 <= row < len(self._owner))
        return Breach(number, tuple(dict.fromkeys(owners))) if rows else None

    def _counted(self, number: int) -> Breach | None:
        """Whether every whole number of the range is possible in whole numbers."""
        guarded, first = self.guarded[number], int(self._first[number])
        for value in range(first, int(np.floor(guarded.high + _NEAR)) + 1):
            if not self._met[number, value - first]:
                self._learn(self._completed(guarded, float(value)))
            for whole in (False, True):
                if self._met[number, value - first]:
                    break
                point = self._solver.point_with(guarded.unknowns, guarded.signs, float(value), whole=whole)
                if point is None:
                    return Breach(number, ())
                self._learn(point)
            if not self._met[number, value - first]:
                return Breach(number, ())
        return None

    def _completed(self, guarded: Guarded, value: float) -> Floats | None:
        """A point found among the first unknowns alone, where it is found sooner, with the others to it; None may be wrong."""
        if self._alone is None:
            return None
        for whole in (False, True):
            point = self._alone.point_with(guarded.unknowns, guarded.signs, value, whole=whole)
            if point is None:
                return None
            nearest = np.rint(point)
            if np.abs(nearest - point).max(initial=0) < _NEAR:
                return self._solver.completed(nearest)
        return None

    def _forget(self) -> None:
        count = len(self.guarded)
        self._least, self._most = np.full(count, INFINITY), np.full(count, -INFINITY)
        self._first = np.array([np.ceil(g.low - _NEAR) for g in self.guarded])
        widest = max((int(g.high - g.low) + 1 for g in self.guarded), default=0) if len(self._whole) else 0
        self._met = np.zeros((count, widest), dtype=bool)
        for point in self._points:
            self._note(point)

    def _learn(self, point: Floats | None) -> None:
        if point is not None:
            self._points.append(point)
            self._note(point)

    def _note(self, point: Floats) -> None:
        """What a point proves possible of every guarded sum."""
        sums = self._sums.of(point)
        np.minimum(self._least, sums, out=self._least)
        np.maximum(self._most, sums, out=self._most)
        whole = point.copy()
        whole[self._whole] = np.rint(point[self._whole])
        if len(self._whole) and np.abs(whole - point).max(initial=0) < _NEAR and self._agrees(whole):
            place = self._sums.of(whole) - self._first
            met = np.nonzero((place >= 0) & (place < self._met.shape[1]))[0]
            self._met[met, place[met].astype(np.int64)] = True

    def _agrees(self, whole: Floats) -> bool:
        """In whole numbers, exactly: within the bounds, every shown sum as shown, every withheld one within its own."""
        lower, upper = self._bounds
        sums = self._row_sums.of(whole)
        slack = self._row_slack * np.maximum(1.0, np.abs(sums))
        inside = (whole >= lower - _NEAR).all() and (whole <= upper + _NEAR).all()
        return bool(inside and (sums >= self._low - slack).all() and (sums <= self._high + slack).all())


class _Sums:
    """Many signed sums of a point at once."""

    def __init__(self, sums: Sequence[tuple[Integers, Floats]]) -> None:
        nothing = np.zeros(0, dtype=np.int32)
        self._index = np.concatenate([*(unknowns for unknowns, _ in sums), nothing]).astype(np.int64)
        self._signs = np.concatenate([*(signs for _, signs in sums), np.zeros(0)])
        self._starts = np.cumsum([0, *(len(unknowns) for unknowns, _ in sums)])[:-1]

    def of(self, point: Floats) -> Floats:
        """Each sum."""
        if not len(self._starts):
            return np.zeros(0)
        return np.add.reduceat(self._signs * point[self._index], self._starts)


def _slack(bound: float) -> float:
    return _NEAR * max(1.0, abs(bound))
