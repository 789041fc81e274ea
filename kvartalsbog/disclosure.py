"""What may be published of a series: no cell of few cases, and none that could be computed from what is shown.

A quarter publishes the country's months, the year to date after each month, and each district's year to date; never
a district's month. A district is withheld when its year to date, or what one quarter added to it, is under the
threshold, and stays withheld for the rest of the year. The withheld districts together must hold enough cases, now
and in what the quarter added, that the difference to the total tells nothing; otherwise the smallest of the others
joins them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.plan import Ratio
from kvartalsbog.quarter import Month, Quarter
from kvartalsbog.readings import Readings, SeriesReading, Sum, add_up, by_district, by_month


@dataclass(frozen=True)
class Published:
    """The sums that may be shown; None where one is withheld. Months that nobody reported are absent."""

    months: dict[Month, Sum | None]
    year_to_date: dict[Month, Sum | None]
    districts: dict[str, Sum | None]

    @property
    def latest(self) -> Sum | None:
        """The year to date after the last month, if it may be shown."""
        return self.year_to_date[max(self.year_to_date)] if self.year_to_date else None


def publish(criterion: Ratio, goal: str, readings: Readings, quarter: Quarter, threshold: int) -> Published:
    """What the edition of a quarter may show of a goal's series, given what the year's earlier editions showed."""
    rows = _year(readings, goal, quarter)
    months = by_month(rows)
    withheld = withheld_months(months, threshold)
    running = {month: add_up(r for r in rows if r.month <= month) for month in months}
    shown = {month for month in months if month not in withheld.months and month not in withheld.after}
    ends = {month for month in months if month in withheld.ends}
    districts = by_district(r for r in rows if r.district in criterion.districts)
    hidden = withheld_districts([by_district(_year(readings, goal, q)) for q in _editions(quarter)], threshold)
    return Published(
        {month: total if month in shown else None for month, total in months.items()},
        {month: total if month in shown | ends else None for month, total in running.items()},
        {name: None if name in hidden else total for name, total in districts.items()},
    )


def publish_year(goal: str, readings: Readings, year: int, threshold: int) -> dict[Month, Sum | None]:
    """The months of a whole earlier year, for comparison."""
    months = by_month(r for r in readings.series(goal) if r.month.year == year)
    withheld = withheld_months(months, threshold)
    return {m: None if m in withheld.months or m in withheld.after else total for m, total in months.items()}


@dataclass(frozen=True)
class WithheldMonths:
    """Months that are not shown: runs of `months`, of which `ends` are the last (the year to date may be shown
    there), and every month `after` a quarter too small to be shown at all.
    """

    months: frozenset[Month]
    ends: frozenset[Month]
    after: frozenset[Month]


def withheld_months(months: dict[Month, Sum], threshold: int) -> WithheldMonths:
    """Months with too few cases, each with as many of its neighbours as it takes to hide it.

    Neighbours are taken within the same quarter, for the months of an earlier quarter are out already. After a
    quarter that has too few cases as a whole nothing more of the year is shown.
    """
    withheld: set[Month] = set()
    ends: set[Month] = set()
    for quarter in sorted({month.quarter for month in months}):
        ordered = [month for month in quarter.months if month in months]
        small = [index for index, month in enumerate(ordered) if _few(months[month], threshold)]
        if not small:
            continue
        run = ordered[min(small[0], max(0, len(ordered) - 2)) :]
        if _few(_together(months[m] for m in run), threshold):
            run = ordered
        if len(run) < 2 or _few(_together(months[m] for m in run), threshold):
            return WithheldMonths(frozenset(withheld), frozenset(ends), frozenset(m for m in months if m >= ordered[0]))
        withheld.update(run)
        ends.add(run[-1])
    return WithheldMonths(frozenset(withheld), frozenset(ends), frozenset())


def withheld_districts(editions: list[dict[str, Sum]], threshold: int) -> frozenset[str]:
    """The districts withheld in the last of a year's editions; each edition is its districts' year to date."""
    hidden: frozenset[str] = frozenset()
    before: dict[str, Sum] = {}
    for sums in editions:
        small = {
            name
            for name, total in sums.items()
            if _few(total, threshold) or _small_step(total, before.get(name), threshold)
        }
        hidden = _complete(hidden | small, sums, before, threshold)
        before = sums
    return hidden


def _complete(hidden: frozenset[str], sums: dict[str, Sum], before: dict[str, Sum], threshold: int) -> frozenset[str]:
    """Withhold the smallest of the others until the withheld ones hide each other."""
    by_size = sorted(
        (name for name in sums if name not in hidden and sums[name].n), key=lambda name: (sums[name].n, name)
    )
    for name in by_size:
        if not hidden or _hide_each_other(hidden, sums, before, threshold):
            break
        hidden |= {name}
    return hidden


def _hide_each_other(hidden: frozenset[str], sums: dict[str, Sum], before: dict[str, Sum], threshold: int) -> bool:
    together = _together(sums[name] for name in hidden if name in sums)
    earlier = _together(before[name] for name in hidden if name in before)
    several = sum(name in sums and sums[name].n > 0 for name in hidden) > 1
    return several and together.n >= threshold and not _small_step(together, earlier if before else None, threshold)


def _together(sums: Iterable[Sum]) -> Sum:
    parts = tuple(sums)
    return Sum(sum(part.n for part in parts), sum((part.total for part in parts), Decimal(0)))


def _few(total: Sum, threshold: int) -> bool:
    return 0 < total.n < threshold


def _small_step(now: Sum, before: Sum | None, threshold: int) -> bool:
    """Whether the difference to the edition before would show a cell under the threshold."""
    return before is not None and now != before and abs(now.n - before.n) < threshold


def _year(readings: Readings, goal: str, quarter: Quarter) -> tuple[SeriesReading, ...]:
    return tuple(r for r in readings.as_of(quarter).series(goal) if r.month in quarter.year_to_date)


def _editions(quarter: Quarter) -> list[Quarter]:
    return [Quarter(quarter.year, number) for number in range(1, quarter.number + 1)]
