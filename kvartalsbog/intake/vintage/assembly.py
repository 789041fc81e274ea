"""Sums and answers → the rows that a vintage gets: what is new, and what differs from the quarters before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kvartalsbog.intake.forms.answers import Answer
from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.outcome import Outcome
from kvartalsbog.kinds.measures import SeriesReading, Sum
from kvartalsbog.kinds.series import EVERY, SeriesCriterion
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings
from kvartalsbog.readings.vintage_text import Item, Items, Row


@dataclass(frozen=True)
class Gap:
    """A month and unit without records: never reported, or reported earlier and now gone from the extract."""

    series: str
    month: Month
    district: str
    reported: Sum | None


@dataclass(frozen=True)
class Figures:
    """One series' part of a vintage."""

    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    totals: Mapping[Month, Sum]


def figures(
    plan: Plan, series: str, outcome: Outcome, mapping: SeriesMapping, before: Readings, period: Period
) -> Figures:
    """The rows for the year's months up to the period, held against what stood before it."""
    criterion, every = plan.series[series], period.calendar.months
    sums = (
        _closing(outcome.sums, criterion, every) if any(not c.latest for c in plan.on_series[series]) else outcome.sums
    )
    earlier = {(r.month, r.district): r for r in before.series(series)} if before.vintages else {}
    seen = {month for month, _ in sums}
    rows, gaps = [], []
    totals: dict[Month, Sum] = {}
    for month in (month for month in period.to_date if criterion.reports(month, every)):
        there = plan.reporting(criterion, (month,))
        for district in criterion.districts:
            found = sums.get((month, district))
            if district not in there:
                continue
            if found is None and month in seen and district in mapping.may_have_none:
                found = Sum(0, Decimal(0))
            stood = earlier.get((month, district))
            if found is None:
                gaps += list(_gap(series, month, district, stood, seen))
                continue
            total = totals.get(month, Sum(0, Decimal(0)))
            totals[month] = Sum(total.n + found.n, total.total + found.total)
            if stood is None or (stood.n, stood.total) != (found.n, found.total):
                rows.append((series, str(month), district, str(found.n), str(found.total)))
    return Figures(tuple(rows), tuple(gaps), totals)


def _closing(
    sums: Mapping[tuple[Month, str], Sum], criterion: SeriesCriterion, every: Sequence[Month]
) -> Mapping[tuple[Month, str], Sum]:
    """The sums by the months that are reported: a period's records belong to its last month."""
    step, found = EVERY[criterion.reported], dict[tuple[Month, str], Sum]()
    for (month, unit), own in sums.items():
        closing = Month.counted(month.count + (step - 1 - (month.count - every[0].count) % step))
        before = found.get((closing, unit), Sum(0, Decimal(0)))
        found[closing, unit] = Sum(before.n + own.n, before.total + own.total)
    return found


def _gap(series: str, month: Month, district: str, stood: SeriesReading | None, seen: set[Month]) -> Iterator[Gap]:
    """An extract may hold the newest months only: then the earlier ones are no gap."""
    if stood is None:
        yield Gap(series, month, district, None)
    elif month in seen:
        yield Gap(series, month, district, Sum(stood.n, stood.total))


def changed_items(answer: Answer, before: Items) -> tuple[Row, ...]:
    """The rows of the items whose state is new or otherwise than before."""
    return tuple(
        (answer.goal, name, item.completed, item.expected, item.evidence, item.degree, item.by)
        for name, item in answer.items.items()
        if item != before.get((answer.goal, name), Item())
    )


def words(answer: Answer, goal: Goal) -> dict[str, Any]:
    """What commentary.yml gets; of the items' names those that are others than the `goal` has already."""
    names = {item: name for item, name in answer.names.items() if name != goal.item_title(item)}
    told = {"comment": answer.comment, "revision": answer.reason, **answer.account, "names": names}
    return {key: said for key, said in told.items() if said}


def control_differences(answer: Answer, series: str, totals: Mapping[Month, Sum]) -> Iterator[tuple[Month, int, int]]:
    """Months in which the owner counts otherwise than the extract: month, the owner's number, the extract's."""
    for (own, month), counted in answer.control.items():
        if own == series and month in totals and totals[month].n != counted:
            yield month, counted, totals[month].n
