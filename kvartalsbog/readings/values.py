"""What was reported: the rows of every vintage, the view as of a quarter, and what later vintages revised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvartalsbog.content.blocks import BulletList, Inline, Paragraph
from kvartalsbog.periods import Month, Quarter


@dataclass(frozen=True)
class SeriesReading:
    """A month's aggregate in one district: `n` cases and their `total` (days, or how many were in time)."""

    goal: str
    month: Month
    district: str
    n: int
    total: Decimal
    vintage: Quarter

    @property
    def key(self) -> tuple[str, Month, str]:
        return (self.goal, self.month, self.district)


@dataclass(frozen=True)
class DeliverableReading:
    """An item's state: when it was completed, or when its owner expects it, and the owner's words."""

    goal: str
    deliverable: str
    completed: date | None
    expected: date | None
    evidence: Inline
    vintage: Quarter

    @property
    def key(self) -> tuple[str, str]:
        return (self.goal, self.deliverable)


@dataclass(frozen=True)
class Remark:
    """The owner's words about a goal in one quarter, and why earlier figures were restated, if they were."""

    comment: tuple[Paragraph | BulletList, ...] = ()
    revision: Inline = ()


@dataclass(frozen=True)
class Extract:
    """What one goal's extract or sheet held: `sources` are its files' names and SHA-256 (None for a database)."""

    goal: str
    received: date
    sources: dict[str, str | None]
    rows_read: int
    rows_kept: int
    rows_left_out: int
    rows_rejected: int
    rows_empty: int = 0
    rows_hidden: int = 0


@dataclass(frozen=True)
class SourceFile:
    """Where one file of a vintage came from. Rows read are kept, left out by a goal's own rule, rejected, empty, or hidden."""

    sha256: str
    source: str
    rows_read: int
    rows_kept: int
    rows_left_out: int
    rows_rejected: int
    rows_empty: int = 0
    rows_hidden: int = 0
    extracts: tuple[Extract, ...] = ()


@dataclass(frozen=True)
class Vintage:
    """What was reported in one quarter, and nothing else."""

    quarter: Quarter
    series: tuple[SeriesReading, ...]
    deliverables: tuple[DeliverableReading, ...]
    remarks: dict[str, Remark]
    extracted: date
    sources: dict[str, SourceFile]


@dataclass(frozen=True)
class Revision:
    """One reading that a later vintage changed."""

    before: SeriesReading
    after: SeriesReading
    reason: Inline


@dataclass(frozen=True)
class Readings:
    """Every vintage up to some quarter, oldest first; the newest gives the name of the view."""

    vintages: tuple[Vintage, ...]

    def as_of(self, quarter: Quarter) -> Readings:
        """Only what had been reported by the end of that quarter's reporting."""
        return Readings(tuple(v for v in self.vintages if v.quarter <= quarter))

    @property
    def newest(self) -> Vintage:
        return self.vintages[-1]

    def series(self, goal: str) -> tuple[SeriesReading, ...]:
        """The goal's readings, for each month and district the latest vintage's, ordered by month and district."""
        latest = {r.key: r for v in self.vintages for r in v.series if r.goal == goal}
        return tuple(sorted(latest.values(), key=lambda r: (r.month, r.district)))

    def deliverables(self, goal: str) -> tuple[DeliverableReading, ...]:
        """The goal's items, each as the latest vintage told it, in natural order of their names."""
        latest = {r.key: r for v in self.vintages for r in v.deliverables if r.goal == goal}
        return tuple(sorted(latest.values(), key=lambda r: natural_order(r.deliverable)))

    def remark(self, goal: str) -> Remark:
        """What the owner wrote in the newest vintage."""
        return self.newest.remarks.get(goal, Remark())

    def revisions(self) -> tuple[Revision, ...]:
        """Every reading that a later vintage changed, in the order of vintage, goal, month and district."""
        return tuple(revision for vintage in self.vintages for revision in self.revisions_in(vintage))

    def revisions_in(self, vintage: Vintage) -> tuple[Revision, ...]:
        """What one vintage changed of what stood before it."""
        earlier = {r.key: r for v in self.vintages if v.quarter < vintage.quarter for r in v.series}
        changed = ((earlier[r.key], r) for r in vintage.series if r.key in earlier)
        found = [
            Revision(before, after, vintage.remarks.get(after.goal, Remark()).revision)
            for before, after in changed
            if (before.n, before.total) != (after.n, after.total)
        ]
        return tuple(sorted(found, key=lambda r: r.after.key))


@dataclass(frozen=True)
class Sum:
    """Cases and total added up; the mean is exact at any level because both add."""

    n: int
    total: Decimal

    @property
    def mean(self) -> Decimal | None:
        """Total per case; None when there were no cases."""
        return self.total / self.n if self.n else None


def add_up(readings: Iterable[SeriesReading]) -> Sum:
    """The sum of n and total over any readings, whatever their order."""
    rows = tuple(readings)
    return Sum(sum(r.n for r in rows), sum((r.total for r in rows), Decimal(0)))


def by_month(readings: Iterable[SeriesReading]) -> dict[Month, Sum]:
    """n and total of each month over all districts, months in order; months without a reading are absent."""
    rows = tuple(readings)
    return {month: add_up(r for r in rows if r.month == month) for month in sorted({r.month for r in rows})}


def by_district(readings: Iterable[SeriesReading]) -> dict[str, Sum]:
    """n and total of each district over all months."""
    rows = tuple(readings)
    return {name: add_up(r for r in rows if r.district == name) for name in sorted({r.district for r in rows})}


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts `krav-2` before `krav-10`."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in name.split("-"))
