"""What is measured: a month's cases in a unit, an item's state, and how they add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from kvartalsbog.content.blocks import Inline
from kvartalsbog.periods import Month, Period


@dataclass(frozen=True)
class SeriesReading:
    """A month's aggregate of a series in one district: `n` cases and their `total` (days, or how many were in time)."""

    series: str
    month: Month
    district: str
    n: int
    total: Decimal
    vintage: Period

    @property
    def key(self) -> tuple[str, Month, str]:
        return (self.series, self.month, self.district)


@dataclass(frozen=True)
class DeliverableReading:
    """An item's state: when it was completed, or when its owner expects it, and the owner's words. Of an assessment also the
    degree that was given, or is expected, and by whom.
    """

    goal: str
    deliverable: str
    completed: date | None
    expected: date | None
    evidence: Inline
    vintage: Period
    degree: str = ""
    by: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.goal, self.deliverable)


@dataclass(frozen=True)
class Reported:
    """What is known of what a criterion asks: for each month and unit, and for each item, what was reported last."""

    series: tuple[SeriesReading, ...] = ()
    deliverables: tuple[DeliverableReading, ...] = ()


@dataclass(frozen=True)
class Sum:
    """Cases and total added up; the mean is exact at any level because both add."""

    n: int
    total: Decimal

    @property
    def mean(self) -> Decimal | None:
        """Total per case; None when there were no cases."""
        return self.total / self.n if self.n else None


NOTHING = Sum(0, Decimal(0))


def add_up(readings: Iterable[SeriesReading | Sum]) -> Sum:
    """The sum of n and total over any readings or sums, whatever their order."""
    rows = tuple(readings)
    return Sum(sum(r.n for r in rows), sum((r.total for r in rows), Decimal(0)))


def by_month(readings: Iterable[SeriesReading]) -> dict[Month, Sum]:
    """n and total of each month over all districts, months in order; months without a reading are absent."""
    rows = tuple(readings)
    return {month: add_up(r for r in rows if r.month == month) for month in sorted({r.month for r in rows})}


def added_up(months: Sequence[Month], shown: Mapping[Month, Sum | None]) -> dict[Month, Sum]:
    """Month → what it and those before it come to, of `months` in order, as far as every one of them is shown."""
    known = takewhile(lambda one: one[1] is not None, ((month, shown.get(month)) for month in months))
    found, whole = dict[Month, Sum](), NOTHING
    for month, sums in known:
        found[month] = whole = add_up((whole, sums or NOTHING))
    return found


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts `krav-2` before `krav-10`."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in name.split("-"))
