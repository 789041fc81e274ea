"""What a reader of every publication cannot rule out, and the secrets for which that is too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kvartalsbog.disclosure.solver import INFINITY, Floats, Integers, Nearest, Solver

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


Remembered = tuple[
    list[Floats], Floats, Floats, npt.NDArray[np.bool_]
]  # points, and of each guarded sum what they prove


class Reader:
    """The unknowns of a history with all that is shown of them.

    `sums` are what some publication shows or withholds, each with the rows that showing it tells; `always` holds whatever is
    shown. Points that agree with what is shown are remembered: they prove that what they give is possible for as long as
    no more is shown. Where there are unknowns that are `whole`, every whole number in a guarded range must be possible with
    them in whole numbers, for a range without gaps can hold even numbers only. Such points are looked for near the truth,
    which is one: there whole numbers agree with all that is shown where those far from it seldom do. First those that are
    `moved` alone: in sums of nothing else a nearest point is nearly always in whole numbers, and the rest follow.
    """

    def __init__(
        self,
        truth: Floats,
        bounds: tuple[Floats, Floats],
        sums: Sequence[Sequence[Row]],
        always: Sequence[Row],
        guarded: Sequence[Guarded],
        whole: Integers,
        moved: Integers,
    ) -> None:
        self._rows, self.guarded, self._whole = (*(r for rows in sums for r in rows), *always), tuple(guarded), whole
        self._owner = [number for number, rows in enumerate(sums) for _ in rows]
        self._of = [list[int]() for _ in sums]
        for place, owner in enumerate(self._owner):
            self._of[owner].append(place)
        self._bounds = bounds
        self._low, self._high = (np.array([getattr(row, end) for row in self._rows]) for end in ("low", "high"))
        every, asked = [(row.unknowns, row.factors) for row in self._rows], [(g.unknowns, g.signs) for g in guarded]
        self._solver = Solver(*bounds, every, whole)
        self._nearest = Nearest(truth, bounds, every, asked, moved) if len(whole) else None
        self._moved = moved
        self._points = [truth]
        self._sums, self._row_sums = _Sums(asked), _Sums(every)
        # what is counted is held exactly, what is measured as closely as the solver does
        counted = [set(row.unknowns) <= set(whole.tolist()) for row in self._rows]
        self._row_slack = np.where(counted, 0.0, _NEAR)
        self._forget()
        for place, row in enumerate(self._rows):
            self._bound(place, row.low, row.high)

    def show(self, *numbers: int) -> None:
        """Show sums: only the points that agree with them are remembered."""
        for row in (place for number in numbers for place in self._of[number]):
            told = self._rows[row]
            self._bound(row, told.value, told.value)
            slack = _slack(told.value)
            self._points = [p for p in self._points if abs(told.factors @ p[told.unknowns] - told.value) < slack]
        self._forget()

    def withhold(self, number: int) -> None:
        """Withhold a sum."""
        for place in self._of[number]:
            self._bound(place, self._rows[place].low, self._rows[place].high)

    def remembered(self) -> Remembered:
        """What is known to be possible."""
        return list(self._points), self._least.copy(), self._most.copy(), self._met.copy()

    def recall(self, remembered: Remembered) -> None:
        """Know again what was known when the same was shown."""
        self._points, self._least, self._most, self._met = remembered

    def _bound(self, row: int, low: float, high: float) -> None:
        self._low[row], self._high[row] = low, high
        self._solver.bound(row, low, high)
        if self._nearest is not None:
            self._nearest.bound(row, low, high)

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
        guarded, rows = self.guarded[number], dict[int, None]()
        for known, end, largest in ((self._least, guarded.low, False), (self._most, guarded.high, True)):
            if not _reaches(known[number], end, largest=largest):
                self._learn(self._near(number, end))  # sooner found than how far it goes, and it proves more
            if not _reaches(known[number], end, largest=largest):
                answer = self._solver.extreme(guarded.unknowns, guarded.signs, largest=largest)
                self._learn(answer.point)
                if not _reaches(answer.value, end, largest=largest):
                    rows |= dict.fromkeys(answer.rows or (-1,))
        owners = (self._owner[row] for row in rows if 0 <= row < len(self._owner))
        return Breach(number, tuple(dict.fromkeys(owners))) if rows else None

    def _counted(self, number: int) -> Breach | None:
        """Whether every whole number of the range is possible in whole numbers."""
        guarded, first = self.guarded[number], int(self._first[number])
        for value in range(first, int(np.floor(guarded.high + _NEAR)) + 1):
            for look in (self._near, self._in_whole):
                if not self._met[number, value - first]:
                    self._learn(look(number, float(value)))
            if not self._met[number, value - first]:
                return Breach(number, ())
        return None

    def _near(self, number: int, value: float) -> Floats | None:
        """A point near the truth where the sum is `value`; None where none is found so, or no whole numbers are asked for."""
        point = self._nearest.point_with(number, value) if self._nearest is not None else None
        if point is None or len(self._moved) == len(point):
            return point
        moved = np.rint(point[self._moved])
        is_whole = np.abs(moved - point[self._moved]).max() < _NEAR
        return self._solver.completed(self._moved, moved) if is_whole else None

    def _in_whole(self, number: int, value: float) -> Floats | None:
        """A point in whole numbers where the sum is `value`; None where there is none."""
        return self._solver.point_with(self.guarded[number].unknowns, self.guarded[number].signs, value)

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
        """What a point proves possible of every guarded sum: what is between it and the truth is as possible as they are."""
        sums = self._sums.of(point)
        np.minimum(self._least, sums, out=self._least)
        np.maximum(self._most, sums, out=self._most)
        whole = point.copy()
        whole[self._whole] = np.rint(point[self._whole])
        if len(self._whole) and np.abs(whole - point).max(initial=0) < _NEAR and self._agrees(whole):
            truth = self._points[0]
            steps = int(np.gcd.reduce((whole - truth)[self._whole].astype(np.int64))) or 1
            first, last = self._sums.of(truth) - self._first, self._sums.of(whole) - self._first
            place = np.rint(first + np.arange(steps + 1)[:, None] * (last - first) / steps).astype(np.int64)
            step, met = np.nonzero((place >= 0) & (place < self._met.shape[1]))
            self._met[met, place[step, met]] = True

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


def _reaches(value: float, end: float, *, largest: bool) -> bool:
    return value >= end - _slack(end) if largest else value <= end + _slack(end)


def _slack(bound: float) -> float:
    return _NEAR * max(1.0, abs(bound))
