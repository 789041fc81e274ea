"""What one pillar's or one unit's chapter may read of a quarter: the plan, and of all that was reported what is its own."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings


def of_pillar(findings: Findings, pillar: str) -> Findings:
    """The findings of the goals that a pillar has at any time of the year, with the whole plan; of the quarters before too."""
    plans = (findings.plan, findings.agreed.with_every_goal())
    return _of(findings, frozenset(g.id for plan in plans for p in plan.pillars if p.id == pillar for g in p.goals))


def of_unit(findings: Findings, unit: str) -> Findings:
    """The findings of the series that a unit reports to, with the whole plan: of what is shown unit by unit its own; of the quarters before
    too. Nothing of items and of owners' words.
    """
    series = {
        name: replace(
            own,
            published=replace(own.published, districts={unit: own.published.districts[unit]}),
            gaps=tuple(gap for gap in own.gaps if gap[1] == unit),
            merged=tuple(merged for merged in own.merged if unit in merged.units),
            units_before={unit: own.units_before[unit]} if unit in own.units_before else {},
            unit_months={unit: own.unit_months[unit]} if unit in own.unit_months else {},
        )
        for name, own in findings.series.items()
        if unit in own.published.districts
    }
    goals = tuple(
        _of_one(result, unit) for result in findings.result.goals if not series.keys().isdisjoint(result.goal.series)
    )
    return replace(
        findings, series=series, result=replace(findings.result, goals=goals), items={}, comments={}, accounts={}, restated=(),
        rejected=(), given=(), previous=of_unit(findings.previous, unit) if findings.previous is not None else None,
    )  # fmt: skip


def _of_one(result: GoalResult, unit: str) -> GoalResult:
    own = (replace(c, by_unit=tuple(found for found in c.by_unit if found[0] == unit)) for c in result.criteria)
    return replace(result, criteria=tuple(own))


def _of(findings: Findings, goals: frozenset[str]) -> Findings:
    """Whatever is told by goal or series, now and in time to come, is told of these goals alone."""
    series = {name for goal in findings.agreed.with_every_goal().goals if goal.id in goals for name in goal.series}
    series |= {name for goal in findings.plan.goals if goal.id in goals for name in goal.series}
    told: dict[str, Any] = {field.name: getattr(findings, field.name) for field in fields(findings)}
    for name, value in told.items():
        if isinstance(value, dict):
            kept = series if name == "series" else goals
            told[name] = {own: value[own] for own in value if own in kept}
        elif isinstance(value, tuple):
            told[name] = tuple(own for one in value if (own := one.among(goals)) is not None)
    told["result"] = replace(findings.result, goals=tuple(r for r in findings.result.goals if r.goal.id in goals))
    told["previous"] = _of(findings.previous, goals) if findings.previous is not None else None
    return Findings(**told)
