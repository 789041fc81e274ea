"""Readings against the plan: verdict, outlook and points. Pure functions over frozen values.

A verdict is a fact on the quarter's last day. An outlook is a judgement about what is not yet due. Points follow
verdicts only. The rules of the plan are in its criteria; what the plan leaves open is decided in docs/decisions/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from kvartalsbog.kinds.base import CriterionResult, Outlook, State
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.steps import judged
from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings
from kvartalsbog.verdicts.points import Points, add_points, credit_of, points_of, pro_rata
from kvartalsbog.verdicts.verdict import Verdict, verdict_of


@dataclass(frozen=True)
class GoalResult:
    """How a goal stands. `pro_rata` is the weight that its held criteria would give by their number; it and the points are
    None in a plan without weights.
    """

    goal: Goal
    pillar: Pillar
    verdict: Verdict
    outlook: Outlook | None
    criteria: tuple[CriterionResult, ...]
    credit: Credit
    points: Points | None
    pro_rata: Decimal | None

    @property
    def headline(self) -> CriterionResult | None:
        """The first result of which a number is asked; None when there is none."""
        return next((c for c in self.criteria if c.criterion.asked is not None), None)

    @property
    def measured(self) -> tuple[CriterionResult, ...]:
        """The results of the criteria that are reported as series."""
        return tuple(c for c in self.criteria if isinstance(c.criterion, SeriesCriterion))

    @property
    def dated(self) -> tuple[tuple[DatedCriterion, CriterionResult], ...]:
        """The criteria of items with days, each with its result."""
        return tuple((c.criterion, c) for c in self.criteria if isinstance(c.criterion, DatedCriterion))

    @property
    def criteria_met(self) -> int:
        """How many of the goal's criteria hold."""
        return sum(c.state is State.HOLDS for c in self.criteria)

    @property
    def reduced(self) -> bool:
        """Whether only a part of the goal can still be met: of criteria that give each their own, any can give it, and else all must."""
        enough = all if self.goal.credit is None else any
        return self.outlook is Outlook.OUT_OF_REACH and enough(criterion.gives for criterion in self.criteria)

    @property
    def late(self) -> bool:
        """Whether something that missed its deadline has been completed since."""
        return any(c.late for c in self.criteria)


@dataclass(frozen=True)
class PlanResult:
    """How the plan stands at the end of a quarter."""

    period: Period
    plan: Plan
    goals: tuple[GoalResult, ...]

    @property
    def points(self) -> Points | None:
        """The plan's points, which sum to the plan's weights; None in a plan without weights."""
        return _added(self.goals)

    def pillar_points(self, pillar: Pillar) -> Points | None:
        return _added(self.of(pillar))

    def of(self, pillar: Pillar) -> Sequence[GoalResult]:
        """The results of a pillar's goals, in the plan's order."""
        return self._by_pillar.get(pillar.id, ())

    @cached_property
    def _by_pillar(self) -> dict[str, list[GoalResult]]:
        found: dict[str, list[GoalResult]] = {}
        for result in self.goals:
            found.setdefault(result.pillar.id, []).append(result)
        return found

    def goal(self, goal_id: str) -> GoalResult:
        """The result of the goal of that id; raises KeyError."""
        return self._by_id[goal_id]

    @cached_property
    def _by_id(self) -> dict[str, GoalResult]:
        return {result.goal.id: result for result in self.goals}


def evaluate(plan: Plan, readings: Readings, period: Period) -> PlanResult:
    """The result of every goal on the quarter's last day, from the readings known as of that quarter."""
    known = readings.as_of(period)
    results = []
    for pillar in plan.pillars:
        for goal in pillar.goals:
            criteria = (judged(c, known.reported(goal.id, c.reads), period, plan.units_in) for c in goal.criteria)
            results.append(evaluate_goal(goal, pillar, tuple(criteria), plan.points_in))
    return PlanResult(period, plan, tuple(results))


def evaluate_goal(
    goal: Goal, pillar: Pillar, criteria: tuple[CriterionResult, ...], points_in: str | None
) -> GoalResult:
    """A goal's verdict from the states of its criteria, and what follows from it; points are in the unit `points_in`."""
    credit = credit_of(goal, criteria)
    verdict = verdict_of(credit, (c.state for c in criteria))
    points = None if goal.weight is None or points_in is None else points_of(goal.weight, credit, points_in)
    outlook = _outlook(verdict, credit, criteria)
    return GoalResult(goal, pillar, verdict, outlook, criteria, credit, points, pro_rata(goal, criteria))


def _added(results: Iterable[GoalResult]) -> Points | None:
    weighted = [result.points for result in results if result.points is not None]
    return add_points(weighted) if weighted else None


def deadlines(goal: Goal) -> tuple[date, ...]:
    """Every deadline of a goal's criteria, once each and in order."""
    return tuple(sorted({c.deadline for c in goal.criteria}))


def _outlook(verdict: Verdict, credit: Credit, criteria: tuple[CriterionResult, ...]) -> Outlook | None:
    """The gravest outlook among the criteria that are still open; a settled goal has none. What has lost a part of its
    credit cannot be met any more, however the rest goes.
    """
    if verdict not in (Verdict.NOT_DUE, Verdict.NO_DATA):
        return None
    if credit.possible < 1:
        return Outlook.OUT_OF_REACH
    gravity = list(Outlook)
    open_outlooks = [c.outlook for c in criteria if c.outlook is not None]
    return max(open_outlooks, key=gravity.index, default=None)
