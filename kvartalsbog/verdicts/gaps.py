"""The months of a goal that units have not reported, of those that have passed."""

from __future__ import annotations

from collections import Counter

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


def incomplete_months(findings: Findings, goal: Goal) -> dict[Month, int]:
    """Month → how many units have not reported it, of the months that others have."""
    return dict(sorted(Counter(month for month, _ in series_result(findings, goal).gaps).items()))


def series_result(findings: Findings, goal: Goal) -> CriterionResult:
    """The result of the goal's series; raises KeyError for a goal without one."""
    found = findings.result.goal(goal.id).series
    if found is None:
        raise KeyError(goal.id)
    return found
