"""What one pillar's chapter may read of a quarter: the plan, and of all that was reported what is of its own goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from kvartalsbog.verdicts.findings import Findings

_Value = TypeVar("_Value")


def of_pillar(findings: Findings, pillar: str) -> Findings:
    """The findings of the goals that a pillar has at any time of the year, with the whole plan; of the quarters before too."""
    plans = (findings.plan, findings.agreed.with_every_goal())
    return _of(findings, frozenset(g.id for plan in plans for p in plan.pillars if p.id == pillar for g in p.goals))


def _of(findings: Findings, goals: frozenset[str]) -> Findings:
    return replace(
        findings,
        result=replace(findings.result, goals=tuple(r for r in findings.result.goals if r.goal.id in goals)),
        previous=_of(findings.previous, goals) if findings.previous is not None else None,
        series=_chosen(findings.series, goals),
        items=_chosen(findings.items, goals),
        comments=_chosen(findings.comments, goals),
        restated=tuple(found for found in findings.restated if found.goal in goals),
        rejected=tuple(found for found in findings.rejected if found.goal in goals),
    )


def _chosen(values: Mapping[str, _Value], goals: Iterable[str]) -> dict[str, _Value]:
    return {goal: value for goal, value in values.items() if goal in goals}
