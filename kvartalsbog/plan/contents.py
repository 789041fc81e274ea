"""What each chapter of a plan's book must show, part by part: the one list that notebooks are written from and held to."""

from __future__ import annotations

from kvartalsbog.plan.values import Goal, Pillar, Plan

OVERVIEW = ("summary", "points", "scorecard", "changes", "due")


def goal_parts(goal: Goal) -> tuple[str, ...]:
    """The parts of a goal's section, in their order."""
    series = ("development", "districts") if goal.series is not None else ()
    dated = ("deliverables",) if goal.dated else ()
    return ("status", *series, *dated, "comment")


def pillar_parts(pillar: Pillar) -> tuple[str, ...]:
    """The parts of a pillar's chapter, in their order; a goal's part is named with the goal: `1.1 status`."""
    goals = (f"{goal.id} {part}" for goal in pillar.goals for part in goal_parts(goal))
    return ("summary", *goals)


def chapters(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Notebook → the parts that it must show."""
    return {plan.overview: OVERVIEW, **{pillar.notebook: pillar_parts(pillar) for pillar in plan.pillars}}
