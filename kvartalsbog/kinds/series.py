"""The shape of a series: reported month by month and unit by unit as cases and their total, and judged over the year."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from kvartalsbog.files.fields import Identifier, Number, Words
from kvartalsbog.kinds.base import Asked, Criterion, CriterionResult, Outlook, Reason, Refusal, State, Units, Value
from kvartalsbog.kinds.measures import Reported, SeriesReading, Sum, add_up
from kvartalsbog.periods import Month, Period, months_of


class Bounds(Value):
    """The least and the most that something can be."""

    minimum: Number
    maximum: Number


class Range(NamedTuple):
    """Between what a value lies by its own nature or by the plan's word; None where nothing bounds it."""

    least: Decimal | None = None
    most: Decimal | None = None


class SeriesCriterion(Criterion):
    """`scale` · Σ total / Σ n over the year's months, within `limit`; known when the deadline's month is reported.

    `scale` makes a case's share of the total one of the criterion's unit; `whole` is whether a case adds nothing or one;
    `fed_by` are the measures of intake.yml that can give its total.
    """

    direction: Literal["at_most", "at_least"]
    limit: Number
    counted: Words
    districts: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    unit: str
    scale: ClassVar[int] = 1
    whole: ClassVar[bool] = False
    fed_by: ClassVar[tuple[str, ...]]

    @cached_property
    def reporting(self) -> frozenset[str]:
        """The units that report at any time."""
        return frozenset(self.districts)

    @property
    @abstractmethod
    def case(self) -> Bounds:
        """What one case can add to a total."""

    @property
    def possible(self) -> Range:
        """What the value can be, in the criterion's unit: never a bound of the book's own, for this decides an outlook."""
        return Range()

    @property
    def own_bounds(self) -> Bounds | None:
        """Where a reading's value must lie by bounds of the book's own; None where it has none."""
        return None

    @property
    def asked(self) -> Asked:
        return Asked(self.limit, self.direction, self.unit, self.counted)

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        """What is wrong with the total of a unit's month of `n` cases."""
        if n == 0 and total != 0:
            yield Refusal(("total",), "Uden sager skal summen være 0.", allowed="0")

    def value_of(self, sums: Sum) -> Decimal | None:
        """The value of some sums in the criterion's unit; None when there were no cases."""
        return None if sums.mean is None else self.scale * sums.mean

    def within(self, sums: Sum) -> bool:
        """Whether the sums keep the limit, compared exactly: no rounding comes before a verdict."""
        scaled, bound = self.scale * sums.total, self.limit * sums.n
        return scaled <= bound if self.direction == "at_most" else scaled >= bound

    def judge(self, reported: Reported, period: Period, units: Units | None = None) -> CriterionResult:
        """The year so far: Σ total / Σ n, never a mean of means.

        Known when every month up to the deadline is reported. A month that has passed with nothing reported at all is
        missing data; a single unit's gap is told, but stops only the settlement.
        """
        in_year = [month for month in months_of(period.year) if month.first_day <= self.deadline]
        passed = [month for month in in_year if month.last_day <= period.last_day]
        rows = [r for r in reported.series if r.month in passed]
        seen = {r.month for r in rows}
        missing = tuple(m for m in passed if m not in seen)
        gaps = tuple(self._gaps(rows, [m for m in passed if m not in missing], units))
        sums = add_up(rows)
        due = self.deadline <= period.last_day
        left = len(in_year) - len(passed)
        required, expected_n = self.required_rest(sums, len(passed) - len(missing), left + len(missing))
        outlook, reason = (None, None) if due else self.outlook(sums, required)
        return CriterionResult(
            self, self._state(sums, due=due, complete=not missing, settled=not gaps), outlook, reason, self.value_of(sums),
            self.limit, None if due else required, None if due else expected_n, sums, missing=missing, gaps=gaps,
        )  # fmt: skip

    def _gaps(
        self, rows: Sequence[SeriesReading], months: Sequence[Month], units: Units | None
    ) -> Iterator[tuple[Month, str]]:
        reported = {(r.month, r.district) for r in rows}
        for month in months:
            there = self.districts if units is None else units(month)
            yield from ((month, d) for d in self.districts if d in there and (month, d) not in reported)

    def _state(self, sums: Sum, *, due: bool, complete: bool, settled: bool) -> State:
        if not complete:
            return State.NO_DATA
        if not due:
            return State.NOT_DUE
        if not settled or sums.n == 0:
            return State.NO_DATA
        return State.HOLDS if self.within(sums) else State.FAILED

    def required_rest(self, sums: Sum, months_seen: int, months_left: int) -> tuple[Decimal | None, Decimal | None]:
        """What the rest of the year must average for the year to hold, and the number of cases expected in it.

        Expected are as many cases a month as the months seen had on average:
        (limit · (n + expected) − total) / expected, in the criterion's unit. None when there is nothing to go by.
        """
        if not (sums.n and months_seen and months_left):
            return None, None
        expected = Decimal(sums.n) * months_left / months_seen
        return (self.limit * (sums.n + expected) - self.scale * sums.total) / expected, expected

    def outlook(self, sums: Sum, required: Decimal | None) -> tuple[Outlook | None, Reason | None]:
        """On track while the year so far keeps the limit; out of reach when no possible average can mend it."""
        if required is None:
            return None, None
        if self.within(sums):
            return Outlook.ON_TRACK, Reason.SO_FAR_WITHIN
        edge = self.possible.least if self.direction == "at_most" else self.possible.most
        impossible = edge is not None and (required < edge if self.direction == "at_most" else required > edge)
        return (Outlook.OUT_OF_REACH, Reason.IMPOSSIBLE) if impossible else (Outlook.AT_RISK, Reason.MUST_IMPROVE)
