"""A plan's goal by itself, of whatever criteria, and its result from theirs."""

from __future__ import annotations

from typing import Any

from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.verdicts.evaluation import GoalResult, evaluate_goal


def goal_of(*criteria: dict[str, Any], **more: Any) -> Goal:
    told = {"id": "1.1", "title": "Mål", "summary": "Mål.", "weight": 10, "responsible": "X", "criteria": criteria}
    return Goal.model_validate({**told, **more})


def result_of(goal: Goal, *criteria: CriterionResult) -> GoalResult:
    pillar = Pillar(id="1", title="S", weight=goal.weight, notebook="notebooks/x.ipynb", goals=(goal,))
    return evaluate_goal(goal, pillar, criteria, "point")
