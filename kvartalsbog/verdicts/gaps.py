"""The months of a goal that units have not reported, of those that have passed."""

from __future__ import annotations

from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Goal
from kvartalsbog.verdicts.findings import Findings


def missing_months(findings: Findings, goal: Goal) -> dict[str, tuple[Month, ...]]:
    """Unit → the months that others have reported and it has not; units that lack none are left out."""
    found: dict[str, list[Month]] = {}
    for month, district in series_result(findings, goal).gaps:
        found.setdefault(district, []).append(month)
    return {district: tuple(months) for district, months in found.items()}


def units_missing(findings: Findings, goal: Goal) -> dict[Month, list[str]]:
    """Month → the units that have not reported it, of the months that others have, in the plan's order."""
    missing = missing_months(findings, goal)
    found: dict[Month, list[str]] = {
        month: [] for month in sorted({month for month, _ in series_result(findings, goal).gaps})
    }
    for district in findings.plan.districts:
        for month in missing.get(district.id, ()):
            found[month].append(district.id)
    return found


def series_result(findings: Findings, goal: Goal) -> CriterionResult:
    """The result of the goal's series; raises KeyError for a goal without one."""
    found = findings.result.goal(goal.id).series
    if found is None:
        raise KeyError(goal.id)
    return found
