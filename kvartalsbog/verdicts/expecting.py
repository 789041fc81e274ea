"""Outlooks from what a year's editions have shown of every month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kvartalsbog.kinds.base import Bound, CriterionResult
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Period
from kvartalsbog.steering.noise import Signal
from kvartalsbog.verdicts.ahead import Ahead, Shown, expected, foreseen, look_ahead
from kvartalsbog.verdicts.evaluation import PlanResult, evaluate_goal


@dataclass(frozen=True)
class Told:
    """What an edition shows of every month of this year and the year before, by series."""

    period: Period
    months: Mapping[str, Shown]


def with_expectations(result: PlanResult, told: Sequence[Told]) -> PlanResult:
    """The result with the outlooks that the projections of what is shown give; `told` are the year's editions, the newest last."""
    goals = []
    for goal in result.goals:
        criteria = tuple(_projected(criterion, told) for criterion in goal.criteria)
        again = criteria != goal.criteria
        goals.append(evaluate_goal(goal.goal, goal.pillar, criteria, result.plan.points_in) if again else goal)
    return replace(result, goals=tuple(goals))


def _projected(result: CriterionResult, told: Sequence[Told]) -> CriterionResult:
    criterion = result.criterion
    if not isinstance(criterion, SeriesCriterion) or result.outlook is None or criterion.series not in told[-1].months:
        return result
    bound = foreseen(criterion)
    projection = None if bound is None else ahead_of(criterion, bound, told).projection
    return result if projection is None else expected(result, projection)


def ahead_of(criterion: SeriesCriterion, bound: Bound, told: Sequence[Told]) -> Ahead:
    """Where a criterion's figure is going, held against one of its bounds."""
    known = [
        (edition.months[criterion.series], edition.period.months)
        for edition in told
        if criterion.series in edition.months
    ]
    shown, periods = zip(*known, strict=True)
    return look_ahead(criterion, bound, criterion.months(told[-1].period.calendar.months), shown, periods)


def first_ahead(
    criteria: Sequence[SeriesCriterion], told: Sequence[Told]
) -> tuple[SeriesCriterion, Bound, Ahead] | None:
    """The first of the criteria that can be foreseen, its bound, and where its figure is going; None where none can."""
    for criterion in criteria:
        bound = foreseen(criterion)
        if bound is not None:
            return criterion, bound, ahead_of(criterion, bound, told)
    return None


def is_usual(criteria: Sequence[SeriesCriterion], told: Sequence[Told]) -> bool:
    """Whether the newest period's months lie within the swings of the year before, so that what they do may be chance."""
    found = first_ahead(criteria, told)
    return found is not None and found[2].signal is Signal.NOISE
