"""Findings → rows of the numeric goals: months, the year to date, districts, revisions. Only what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.opendata.tables.definitions import DISTRICTS, MONTHS, REVISIONS, YEAR_TO_DATE
from kvartalsbog.opendata.tables.occasional import MERGED_UNITS, UNIT_MONTHS, UNITS_BEFORE
from kvartalsbog.opendata.tables.schema import Definition, Mark, Table, Value
from kvartalsbog.opendata.tables.standing import edition_cells
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import missing_months, own_limits, units_missing
from kvartalsbog.verdicts.revisions import RevisedMonth
from kvartalsbog.words.units import unit_code

_Cells = tuple[Value, ...]
_Sums = Mapping[Month, Sum | None]
_Key = TypeVar("_Key", Month, str)


def _of_series(
    definition: Definition, findings: Findings, rows: Callable[[Findings, Goal, Series], Iterator[_Cells]]
) -> Table:
    """The rows of every goal that has a series, in the plan's order: each begins with its goal and series, and ends with the edition."""
    edition, plan = edition_cells(findings), findings.plan
    found = ((goal, findings.series[name]) for goal in plan.goals for name in goal.series if name in findings.series)
    return Table(
        definition,
        tuple((goal.id, series.name, *row, *edition) for goal, series in found for row in rows(findings, goal, series)),
    )


def months(findings: Findings) -> Table:
    """One row a month of the year before and of this year, the whole country."""
    return _of_series(MONTHS, findings, _months)


def _months(findings: Findings, _goal: Goal, series: Series) -> Iterator[_Cells]:
    missing = units_missing(series, (district.id for district in findings.plan.districts))
    for month, sums in _before_and_now(series):
        lacking = " ".join(missing.get(month, ())) or None
        yield (month, *_figures(series, sums, month), lacking, series.since.get(month))


def _before_and_now(series: Series) -> Iterator[tuple[Month, _Sums]]:
    """The months of the year before that were reported, then those of this year that have passed."""
    yield from ((month, series.year_before) for month in sorted(series.year_before))
    yield from ((month, series.published.months) for month in series.months)


def year_to_date(findings: Findings) -> Table:
    """One row a month of this year: everything from January to it, the whole country."""
    return _of_series(YEAR_TO_DATE, findings, _to_date)


def _to_date(findings: Findings, _goal: Goal, series: Series) -> Iterator[_Cells]:
    missing = missing_months(series)
    order = [district.id for district in findings.plan.districts if district.id in missing]
    for month in () if series.is_level else series.months:
        lacking = " ".join(unit for unit in order if missing[unit][0] <= month) or None
        yield (month, *_figures(series, series.published.year_to_date, month), lacking)


def districts(findings: Findings) -> Table:
    """One row a unit that reports, in the plan's order: its year to date."""
    return _of_series(DISTRICTS, findings, _districts)


def _districts(findings: Findings, goal: Goal, series: Series) -> Iterator[_Cells]:
    plan, missing, nobody = findings.plan, missing_months(series), series.missing
    there, own = frozenset(plan.reporting(series.criterion, findings.months)), own_limits(findings, goal, series)
    shown = series.of_units
    for district in plan.districts:
        if district.id in there:
            n, total, _, unit = _figures(series, series.published.districts, district.id)
            lacking = sorted((*missing.get(district.id, ()), *nobody))
            limit = (found.limit, found.state.value) if (found := own.get(district.id)) else (None, None)
            yield (
                district.id, district.name, n, total, _figures(series, shown, district.id)[2], unit, *limit,
                " ".join(map(str, lacking)) or None,
            )  # fmt: skip


def merged_units(findings: Findings) -> Table:
    """Two rows a unit that others have gone into: all of them until now, and in the same months of the year before."""
    return _of_series(MERGED_UNITS, findings, _merged)


def _merged(findings: Findings, _goal: Goal, series: Series) -> Iterator[_Cells]:
    for merged in series.merged:
        name, units = findings.plan.district_name(merged.unit), " ".join(merged.units)
        for month in (findings.months[-1].year_before, findings.months[-1]):
            yield (month, merged.unit, name, units, *_figures(series, merged.sums, month))


def units_before(findings: Findings) -> Table:
    """One row a unit that can be compared with the year before: what it had then in the same months."""
    return _of_series(UNITS_BEFORE, findings, _before)


def _before(findings: Findings, _goal: Goal, series: Series) -> Iterator[_Cells]:
    for district in findings.plan.districts:
        if district.id in series.units_before:
            month = max(series.published.months).year_before
            yield (month, district.id, district.name, *_figures(series, series.units_before, district.id))


def unit_months(findings: Findings) -> Table:
    """One row a month that a unit has reported, of the year before and of this year."""
    return _of_series(UNIT_MONTHS, findings, _unit_months)


def _unit_months(findings: Findings, _goal: Goal, series: Series) -> Iterator[_Cells]:
    for district in findings.plan.districts:
        own = series.unit_months.get(district.id, {})
        yield from ((month, district.id, district.name, *_figures(series, own, month)) for month in own)


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


def _figures(series: Series, sums: Mapping[_Key, Sum | None], key: _Key) -> tuple[Value, Value, Value, str]:
    """Cases, total and mean, or three times the mark of what is withheld or was never reported; and the unit of the mean."""
    unit, found = unit_code(series.criterion.unit), sums.get(key)
    if found is None:
        mark = Mark.WITHHELD if key in sums else Mark.MISSING
        return (mark, mark, mark, unit)
    return (found.n, found.total, series.criterion.value_of(found), unit)
