"""What one pillar's chapter may read of a quarter: the plan, and of all that was reported what is of its own goals."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from kvartalsbog.verdicts.findings import Findings


def of_pillar(findings: Findings, pillar: str) -> Findings:
    """The findings of the goals that a pillar has at any time of the year, with the whole plan; of the quarters before too."""
    plans = (findings.plan, findings.agreed.with_every_goal())
    return _of(findings, frozenset(g.id for plan in plans for p in plan.pillars if p.id == pillar for g in p.goals))


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
            told[name] = tuple(own for own in value if own.goal in goals)
    told["result"] = replace(findings.result, goals=tuple(r for r in findings.result.goals if r.goal.id in goals))
    told["previous"] = _of(findings.previous, goals) if findings.previous is not None else None
    return Findings(**told)
