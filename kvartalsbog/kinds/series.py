"""The shape of a series: reported by month and unit as cases and their total, and judged over its months or at the last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from kvartalsbog.kinds.base import Bound, CriterionResult, Outlook, Reason, State, Units
from kvartalsbog.kinds.limits import Relative
from kvartalsbog.kinds.measured import EVERY, OF_SERIES, Bounds, Measured, Range
from kvartalsbog.kinds.measures import Reported, SeriesReading, Sum, add_up
from kvartalsbog.periods import Month, Period

__all__ = ["EVERY", "OF_SERIES", "Bounds", "Range", "SeriesCriterion"]
_GRAVITY = (State.FAILED, State.NO_DATA, State.NOT_DUE, State.HOLDS)


class SeriesCriterion(Measured):
    """`scale` · Σ total / Σ n (of what adds up Σ total) over the months from its first day to the deadline, or in the last
    of them, within `limit`; known when the deadline's month is reported. What only grows is known when it has passed its
    limit.
    """

    def judge(self, reported: Reported, period: Period, units: Units | None = None) -> CriterionResult:
        """The value so far: never a mean of means.

        Known when every month up to the deadline is reported, or of a level the last. A month that has passed with nothing
        reported at all is missing data; a single unit's gap is told, but stops only the settlement.
        """
        if self.own_limits:
            return self._each(reported, period, units)
        window = [
            m for m in self.months(period.calendar.months) if units is None or not self.reporting.isdisjoint(units(m))
        ]
        passed = [month for month in window if month.last_day <= period.last_day]
        due = self.deadline <= period.last_day
        rows = [r for r in reported.series if r.month in passed and r.district in self.reporting]
        if self.latest:
            passed = self._last(rows, passed, due=due)
            rows = [r for r in rows if r.month in passed]
        seen = {r.month for r in rows}
        missing, gaps = self.lacking(rows, passed, units)
        sums, value = add_up(rows), self.value_of(add_up(rows)) if rows else None
        state = self._state(sums, due=due, complete=not missing, settled=not gaps and value is not None)
        left = len(window) - len(passed) + len(missing)
        if self.latest and passed:  # from the month whose level is known to the deadline's
            left = window[-1].count - passed[-1].count
        open_ = not due and state not in (State.HOLDS, State.FAILED)
        ahead = self._ahead(sums, value, len(seen), left) if open_ and self.bounds else (None,) * 5
        outlook, reason, required, expected, against = ahead
        return CriterionResult(
            self, state, outlook, reason, value, self.bound, required, expected, sums, missing=missing, gaps=gaps,
            months=tuple(sorted(seen)), against=against,
        )  # fmt: skip

    def known(
        self, rows: Sequence[SeriesReading], every: Iterable[Month], units: Units | None = None
    ) -> SeriesCriterion:
        """The criterion with its limit counted from what `rows` tell of the same months of the year before; itself where it
        is not counted from that, or they lack a month or a unit.
        """
        if not isinstance(self.limit, Relative) or not self.limit.counts_from_readings:
            return self
        months = [month.year_before for month in self.months(every)][-1 if self.latest else 0 :]
        own = [row for row in rows if row.month in months and row.district in self.reporting]
        value = self.value_of(add_up(own))
        if value is None or any(self.lacking(own, months, units)):
            return self
        up = (self.direction == "at_most") is not self.strict
        return self.model_copy(update={"limit": self.limit.after(value, self.places + 1, up=up)})

    def _last(self, rows: Sequence[SeriesReading], passed: Sequence[Month], *, due: bool) -> list[Month]:
        """The one month that a level is read in: the deadline's, until then the last that was reported."""
        found = passed if due else [r.month for r in rows]
        return [max(found)] if found else []

    def lacking(
        self, rows: Sequence[SeriesReading], months: Sequence[Month], units: Units | None = None
    ) -> tuple[tuple[Month, ...], tuple[tuple[Month, str], ...]]:
        """Of some months those that nobody has reported, and for the others the units that have not."""
        seen = {r.month for r in rows}
        missing = tuple(month for month in months if month not in seen)
        return missing, tuple(self._gaps(rows, [month for month in months if month in seen], units))

    def _gaps(
        self, rows: Sequence[SeriesReading], months: Sequence[Month], units: Units | None
    ) -> Iterator[tuple[Month, str]]:
        reported = {(r.month, r.district) for r in rows}
        for month in months:
            there: Collection[str] = self.districts if units is None else units(month)
            yield from ((month, d) for d in self.districts if d in there and (month, d) not in reported)

    def _state(self, sums: Sum, *, due: bool, complete: bool, settled: bool) -> State:
        if self.bounds and (early := self.early(sums)) is not None:
            return early
        if not complete:
            return State.NO_DATA
        if not due:
            return State.NOT_DUE
        if not settled or not self.bounds:
            return State.NO_DATA
        return State.HOLDS if self.within(sums) else State.FAILED

    def early(self, sums: Sum) -> State | None:
        """What is known before the deadline, whatever is still to come: a sum that only grows has passed its limit."""
        if not self.adds or self.latest or self.case.minimum < 0:
            return None
        if any(bound.side == "at_most" for bound in self.broken(sums)):
            return State.FAILED
        return State.HOLDS if self.direction == "at_least" and self.within(sums) else None

    def _ahead(
        self, sums: Sum, value: Decimal | None, seen: int, left: int
    ) -> tuple[Outlook | None, Reason | None, Decimal | None, Decimal | None, Bound | None]:
        """The outlook with its reason, what is required, the cases expected, and of which bound; None without anything to
        go by.
        """
        if value is None or not left:
            return (None,) * 5
        if self.latest:
            return self._level(sums, value, left)
        if self.adds:
            return self._pace(value, seen, left)
        return self._rest(sums, value, seen, left)

    def _nearest(self, value: Decimal) -> Bound:
        """The bound that a value is nearest to; of a range that it is outside of, that is the one it breaks."""
        return min(self.bounds, key=lambda bound: abs(bound.limit - value))

    def _rest(self, sums: Sum, value: Decimal, seen: int, left: int) -> tuple[Outlook, Reason, Decimal, Decimal, Bound]:
        """A figure for each case: what the rest of the time must average for the whole to hold, where as many cases a month
        are expected as the months seen had: (limit · (n + expected) − total) / expected. On track while it keeps the limit
        so far; out of reach when no possible average can mend it.
        """
        bound, expected = self._nearest(value), Decimal(sums.n) * left / seen
        required = (bound.limit * (sums.n + expected) - self.scale * sums.total) / expected
        edge = self.possible.least if bound.side == "at_most" else self.possible.most
        if self.within(sums):
            outlook, reason = Outlook.ON_TRACK, Reason.SO_FAR_WITHIN
        elif edge is not None and not bound.keeps(edge, required):
            outlook, reason = Outlook.OUT_OF_REACH, Reason.IMPOSSIBLE
        else:
            outlook, reason = Outlook.AT_RISK, Reason.MUST_IMPROVE
        return outlook, reason, required, expected, bound

    def _pace(self, value: Decimal, seen: int, left: int) -> tuple[Outlook, Reason, Decimal, Decimal | None, Bound]:
        """A sum: (limit − Σ) / months left is held against the pace so far, Σ / months seen; on track when as much a month
        as so far would keep the limit.
        """
        end = value + value * left / seen
        bound = self._nearest(end)
        kept = bound.keeps(end, bound.limit)
        outlook, reason = (Outlook.ON_TRACK, Reason.PACE_HOLDS) if kept else (Outlook.AT_RISK, Reason.PACE_FAILS)
        return outlook, reason, (bound.limit - value) / left, None, bound

    def _level(
        self, sums: Sum, value: Decimal, left: int
    ) -> tuple[Outlook, Reason, Decimal | None, Decimal | None, Bound]:
        """A level: on track while the latest keeps the limit, else the change a month that the deadline needs."""
        bound = self._nearest(value)
        if self.within(sums):
            return Outlook.ON_TRACK, Reason.LATEST_WITHIN, None, None, bound
        return Outlook.AT_RISK, Reason.LATEST_OUTSIDE, (bound.limit - value) / left, None, bound

    def _each(self, reported: Reported, period: Period, units: Units | None) -> CriterionResult:
        """Every unit held against its own limit: all must hold. The value is how many do, or do so far."""
        found = {unit: self.of_unit(unit).judge(reported, period, units) for unit in self.own_limits}
        states = {result.state for result in found.values()}
        state = next(state for state in _GRAVITY if state in states)
        kept = [r for r in found.values() if r.state is State.HOLDS or (r.state is State.NOT_DUE and r.outlook is Outlook.ON_TRACK)]  # fmt: skip
        outlooks = [r.outlook for r in found.values() if r.outlook is not None]
        worst = None if state in (State.HOLDS, State.FAILED) else max(outlooks, key=list(Outlook).index, default=None)
        rows = [r for r in reported.series if r.district in found]
        return CriterionResult(
            self, state, worst, value=Decimal(len(kept)) if rows else None, limit=Decimal(len(found)), sums=add_up(r for r in rows if r.month in _all_months(found.values())),
            missing=_union(r.missing for r in found.values()), months=_all_months(found.values()),
            by_unit=tuple(found.items()),
        )  # fmt: skip

    @property
    def is_of_cases(self) -> bool:
        """Whether it is a figure for each case, never negative and reported every month: then a year's cases and what they came to can be
        parted by month and by unit.
        """
        return not (self.adds or self.latest) and self.reported == "monthly" and self.case.minimum >= 0

    def of_unit(self, unit: str) -> SeriesCriterion:
        """The criterion as it is asked of one unit."""
        return self.model_copy(update={"limit": self.own_limits[unit], "districts": (unit,)})


def _all_months(results: Iterable[CriterionResult]) -> tuple[Month, ...]:
    return _union(result.months for result in results)


def _union(months: Iterable[Iterable[Month]]) -> tuple[Month, ...]:
    return tuple(sorted({month for own in months for month in own}))
