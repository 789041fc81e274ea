"""What may be published of a series: no cell of few cases, and none that could be computed from what is shown.

A quarter publishes the country's months, the year to date after each month, and each district's year to date; never
a district's month. A reader keeps the earlier editions, so what counts is what an edition adds to the one before: a
month or a district whose sum, or whose addition, has few cases is withheld, stays withheld for the rest of the year,
and takes others with it until the additions of the withheld ones together are of enough cases to tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TypeVar

from kvartalsbog.plan import Ratio
from kvartalsbog.quarter import Month, Quarter
from kvartalsbog.readings import Readings, SeriesReading, Sum, add_up, by_district, by_month

_Part = TypeVar("_Part", Month, str)


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
    editions = [_year(readings, goal, q) for q in _editions(quarter)]
    rows = editions[-1]
    months = by_month(rows)
    withheld = withheld_months([by_month(edition) for edition in editions], threshold)
    running = {month: add_up(r for r in rows if r.month <= month) for month in months}
    districts = by_district(r for r in rows if r.district in criterion.districts)
    hidden = withheld_districts(
        [by_district(edition) for edition in editions],
        threshold,
        [
            by_district(r for r in rows if r.month < q.months[0])
            for q, rows in zip(_editions(quarter), editions, strict=True)
        ],
    )
    return Published(
        {month: None if month in withheld.months else total for month, total in months.items()},
        {month: None if month in withheld.to_date else total for month, total in running.items()},
        {name: None if name in hidden else total for name, total in districts.items()},
    )


def publish_year(goal: str, readings: Readings, quarter: Quarter, threshold: int) -> dict[Month, Sum | None]:
    """The months of the whole year before, for comparison, as the edition of a quarter may show them."""
    editions = [
        by_month(r for r in readings.as_of(q).series(goal) if r.month.year == quarter.year - 1)
        for q in _editions(quarter)
    ]
    withheld = withheld_months(editions, threshold).months
    return {month: None if month in withheld else total for month, total in editions[-1].items()}


@dataclass(frozen=True)
class WithheldMonths:
    """Months whose own sum is not shown, and months after which the year to date is not shown."""

    months: frozenset[Month] = frozenset()
    to_date: frozenset[Month] = frozenset()


def withheld_months(editions: Sequence[Mapping[Month, Sum]], threshold: int) -> WithheldMonths:
    """The months withheld in the last of a year's editions; each edition is its months' sums.

    The year to date is withheld from the first of the months that hide each other up to the last of them, where
    it shows their sum and no more. When an edition has too few cases to hide in, all that it adds is withheld, the
    year to date included, until a later edition adds enough.
    """
    hidden, to_date = frozenset[Month](), frozenset[Month]()
    before: Mapping[Month, Sum] = {}
    for months in editions:
        added = _added(months, before)
        few = _few_of(threshold, months, added)
        hidden, enough = _hide(hidden | few, months, added, threshold)
        own = sorted(month for month in hidden if month in added)
        if own:
            to_date |= {month for month in months if own[0] <= month and (month < own[-1] or not enough)}
        if enough:
            before = months
    return WithheldMonths(hidden, to_date)


def withheld_districts(
    editions: Sequence[Mapping[str, Sum]], threshold: int, earlier: Sequence[Mapping[str, Sum]] = ()
) -> frozenset[str]:
    """The districts withheld in the last of a year's editions; each edition is its districts' year to date.

    `earlier` is each edition's sums over the months of earlier quarters, where any of them were restated: a reader
    who knows what was restated, for the reason says so, can take it from the rest.
    """
    hidden = frozenset[str]()
    before: Mapping[str, Sum] = {}
    for sums, old in zip_longest(editions, earlier):
        added = _added(sums, before)
        restated, new = (_added(old, before), _added(sums, old)) if old is not None else ({}, {})
        few = _few_of(threshold, sums, added, restated, new)
        hidden, _ = _hide(hidden | few, sums, added, threshold)
        before = sums
    return hidden


def _few_of(threshold: int, *sums: Mapping[_Part, Sum]) -> frozenset[_Part]:
    return frozenset(part for each in sums for part, total in each.items() if _few(total.n, threshold))


def _hide(
    hidden: frozenset[_Part], sums: Mapping[_Part, Sum], added: Mapping[_Part, Sum], threshold: int
) -> tuple[frozenset[_Part], bool]:
    """Withhold also the smallest of the parts that changed, until the withheld ones hide each other.

    Tells whether they do; they cannot where an edition adds too little.
    """
    others = sorted((abs(total.n), part) for part, total in added.items() if part not in hidden and total.n)
    for _, part in others:
        if _hide_each_other(hidden, sums, added, threshold):
            break
        hidden |= {part}
    return hidden, _hide_each_other(hidden, sums, added, threshold)


def _hide_each_other(
    hidden: frozenset[_Part], sums: Mapping[_Part, Sum], added: Mapping[_Part, Sum], threshold: int
) -> bool:
    """Whether neither the withheld sums together nor what was added to them gives one of them away."""
    levels = [sums[part].n for part in hidden if part in sums and sums[part].n]
    steps = [added[part].n for part in hidden if part in added and added[part].n]
    return _tells_nothing(levels, threshold) and (
        not any(_few(step, threshold) for step in steps) or _tells_nothing(steps, threshold)
    )


def _tells_nothing(parts: Sequence[int], threshold: int) -> bool:
    return not parts or (len(parts) > 1 and abs(sum(parts)) >= threshold)


def _added(now: Mapping[_Part, Sum], before: Mapping[_Part, Sum]) -> dict[_Part, Sum]:
    """What an edition adds to each part of the one before; parts that stand as they stood are absent."""
    none = Sum(0, Decimal(0))
    return {
        part: Sum(total.n - before.get(part, none).n, total.total - before.get(part, none).total)
        for part, total in now.items()
        if total != before.get(part, none)
    }


def _few(cases: int, threshold: int) -> bool:
    return 0 < abs(cases) < threshold


def _year(readings: Readings, goal: str, quarter: Quarter) -> tuple[SeriesReading, ...]:
    return tuple(r for r in readings.as_of(quarter).series(goal) if r.month in quarter.year_to_date)


def _editions(quarter: Quarter) -> list[Quarter]:
    return [Quarter(quarter.year, number) for number in range(1, quarter.number + 1)]
