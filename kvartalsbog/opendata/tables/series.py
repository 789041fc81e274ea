"""Findings → rows of the numeric goals: months, the year to date, districts, revisions. Only what is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.opendata.tables.definitions import DISTRICTS, MONTHS, REVISIONS, YEAR_TO_DATE
from kvartalsbog.opendata.tables.occasional import MERGED_UNITS, UNIT_MONTHS, UNITS_BEFORE
from kvartalsbog.opendata.tables.schema import Mark, Table, Value
from kvartalsbog.opendata.tables.standing import edition_cells
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import missing_months, own_limits, units_missing
from kvartalsbog.verdicts.revisions import RevisedMonth
from kvartalsbog.words.units import unit_code

_Cells = tuple[Value, ...]
_Sums = Mapping[Month, Sum | None]


def months(findings: Findings) -> Table:
    """One row a month of the year before and of this year, the whole country."""
    return Table(MONTHS, tuple(row for goal, series in _numeric(findings) for row in _months(findings, goal, series)))


def _months(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    missing = units_missing(series, (district.id for district in findings.plan.districts))
    for month, sums in _before_and_now(series):
        yield (
            goal.id,
            series.name,
            month,
            *_figures(series.criterion, sums, month),
            unit_code(series.criterion.unit),
            " ".join(missing.get(month, ())) or None,
            series.since.get(month),
            *edition_cells(findings),
        )


def _before_and_now(series: Series) -> Iterator[tuple[Month, _Sums]]:
    """The months of the year before that were reported, then those of this year that have passed."""
    yield from ((month, series.year_before) for month in sorted(series.year_before))
    yield from ((month, series.published.months) for month in series.months)


def year_to_date(findings: Findings) -> Table:
    """One row a month of this year: everything from January to it, the whole country."""
    rows = (row for goal, series in _numeric(findings) for row in _to_date(findings, goal, series))
    return Table(YEAR_TO_DATE, tuple(rows))


def _to_date(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    missing = missing_months(series)
    order = [district.id for district in findings.plan.districts if district.id in missing]
    for month in () if series.is_level else series.months:
        figures = _figures(series.criterion, series.published.year_to_date, month)
        lacking = " ".join(unit for unit in order if missing[unit][0] <= month) or None
        yield (
            goal.id,
            series.name,
            month,
            *figures,
            unit_code(series.criterion.unit),
            lacking,
            *edition_cells(findings),
        )


def districts(findings: Findings) -> Table:
    """One row a unit that reports, in the plan's order: its year to date."""
    rows = (row for goal, series in _numeric(findings) for row in _districts(findings, goal, series))
    return Table(DISTRICTS, tuple(rows))


def _districts(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    plan, missing, nobody = findings.plan, missing_months(series), series.missing
    there, own = frozenset(plan.reporting(series.criterion, findings.months)), own_limits(findings, goal, series)
    for district in plan.districts:
        if district.id in there:
            lacking = sorted((*missing.get(district.id, ()), *nobody))
            yield (
                goal.id,
                series.name,
                district.id,
                district.name,
                *_figures(series.criterion, series.published.districts, district.id)[:2],
                _unit_value(series, district.id),
                unit_code(series.criterion.unit),
                *((found.limit, found.state.value) if (found := own.get(district.id)) else (None, None)),
                " ".join(map(str, lacking)) or None,
                *edition_cells(findings),
            )


def _unit_value(series: Series, unit: str) -> Value:
    return _figures(series.criterion, {unit: series.of_unit(unit)} if unit in series.published.districts else {}, unit)[
        2
    ]


def merged_units(findings: Findings) -> Table:
    """Two rows a unit that others have gone into: all of them until now, and in the same months of the year before."""
    rows = (row for goal, series in _numeric(findings) for row in _merged(findings, goal, series))
    return Table(MERGED_UNITS, tuple(rows))


def _merged(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    for merged in series.merged:
        for month in (findings.months[-1].year_before, findings.months[-1]):
            yield (
                goal.id, series.name, month, merged.unit, findings.plan.district_name(merged.unit), " ".join(merged.units),
                *_figures(series.criterion, merged.sums, month), unit_code(series.criterion.unit), *edition_cells(findings),
            )  # fmt: skip


def units_before(findings: Findings) -> Table:
    """One row a unit that can be compared with the year before: what it had then in the same months."""
    rows = (row for goal, series in _numeric(findings) for row in _before(findings, goal, series))
    return Table(UNITS_BEFORE, tuple(rows))


def _before(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    for district in findings.plan.districts:
        if district.id in series.units_before:
            yield (
                goal.id, series.name, max(series.published.months).year_before, district.id, district.name,
                *_figures(series.criterion, series.units_before, district.id), unit_code(series.criterion.unit), *edition_cells(findings),
            )  # fmt: skip


def unit_months(findings: Findings) -> Table:
    """One row a month that a unit has reported, of the year before and of this year."""
    rows = (row for goal, series in _numeric(findings) for row in _unit_months(findings, goal, series))
    return Table(UNIT_MONTHS, tuple(rows))


def _unit_months(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    unit, edition = unit_code(series.criterion.unit), edition_cells(findings)
    for district in findings.plan.districts:
        own = series.unit_months.get(district.id, {})
        for month in own:
            figures = _figures(series.criterion, own, month)
            yield (goal.id, series.name, month, district.id, district.name, *figures, unit, *edition)


def revisions(findings: Findings) -> Table:
    """One row a goal and month that a later vintage changed, where both editions could show it."""
    told = ((own, found) for found in findings.revisions for own in found.judged)
    return Table(REVISIONS, tuple((*_revision(own.goal, found), *edition_cells(findings)) for own, found in told))


def _revision(goal: str, found: RevisedMonth) -> _Cells:
    before, after = found.before, found.after
    old, new = found.values
    difference = None if old is None or new is None else new - old
    return (
        goal, found.series, found.month, found.vintage, before.n, before.total, old, after.n, after.total, new,
        difference, unit_code(found.criterion.unit), plain_text(found.reason) or None,
    )  # fmt: skip


def _figures(
    criterion: SeriesCriterion, sums: Mapping[Month, Sum | None] | Mapping[str, Sum | None], key: Month | str
) -> tuple[Value, Value, Value]:
    """Cases, total and mean, or three times the mark of what is withheld or was never reported."""
    if key not in sums:
        return (Mark.MISSING, Mark.MISSING, Mark.MISSING)
    found: Sum | None = sums[key]  # type: ignore[index]
    if found is None:
        return (Mark.WITHHELD, Mark.WITHHELD, Mark.WITHHELD)
    return (found.n, found.total, criterion.value_of(found))


def _numeric(findings: Findings) -> Iterator[tuple[Goal, Series]]:
    """The goals that have a series, in the plan's order."""
    for goal in findings.plan.goals:
        yield from ((goal, findings.series[name]) for name in goal.series if name in findings.series)
