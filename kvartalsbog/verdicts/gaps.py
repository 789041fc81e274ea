"""What is told of a series unit by unit: the months that it has not reported, and how it keeps a limit."""

from __future__ import annotations

from collections.abc import Iterable

from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series


def reported_months(series: Series) -> tuple[Month, ...]:
    """The months that anybody has reported; all of them where nobody has any."""
    return tuple(month for month in series.months if month not in series.missing) or series.months


def missing_months(series: Series) -> dict[str, tuple[Month, ...]]:
    """Unit → the months that others have reported and it has not; units that lack none are left out."""
    found: dict[str, list[Month]] = {}
    for month, district in series.gaps:
        found.setdefault(district, []).append(month)
    return {district: tuple(months) for district, months in found.items()}


def units_missing(series: Series, order: Iterable[str]) -> dict[Month, list[str]]:
    """Month → the units that have not reported it, of the months that others have, in an order."""
    missing = missing_months(series)
    found: dict[Month, list[str]] = {month: [] for month in sorted({month for month, _ in series.gaps})}
    for district in order:
        for month in missing.get(district, ()):
            found[month].append(district)
    return found


def own_limits(findings: Findings, goal: Goal, series: Series) -> dict[str, CriterionResult]:
    """Unit → how it stands against its own limit; empty where a goal gives the units of a series none."""
    return {
        unit: found
        for result in findings.result.goal(goal.id).measured
        if result.criterion.reads == series.name
        for unit, found in result.by_unit
    }


def held_against(findings: Findings, goal: Goal, series: Series) -> dict[str, SeriesCriterion]:
    """Unit → what its year to date can be held against: its own limit, or that of all units. A part of a sum, of a level or of other
    months than the year's until now cannot be held against any.
    """
    there, own = list(series.published.districts), own_limits(findings, goal, series)
    asked = (
        {unit: found.criterion for unit, found in own.items()}
        if own
        else dict.fromkeys(there, _whole(findings, series))
    )
    return {
        unit: criterion
        for unit, criterion in asked.items()
        if unit in there and isinstance(criterion, SeriesCriterion) and _is_of_the_year(findings, criterion)
    }


def _whole(findings: Findings, series: Series) -> SeriesCriterion | None:
    return next((criterion for criterion in series.criteria if _is_of_the_year(findings, criterion)), None)


def _is_of_the_year(findings: Findings, criterion: SeriesCriterion) -> bool:
    """Whether the year to date of a unit is of the months that the criterion judges, and of the size of its limit."""
    sized = bool(criterion.bounds) and not (criterion.adds or criterion.latest)
    return sized and criterion.begins is None and criterion.deadline >= findings.period.last_day
