"""Results without what is withheld: values, all that is worked out from them, and how units stand whose sums are not shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kvartalsbog.disclosure.published import Published
from kvartalsbog.kinds.base import Criterion, CriterionResult
from kvartalsbog.kinds.measures import NOTHING
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult, evaluate_goal

_Shown = Mapping[str, Published]  # by series


def without_withheld(result: PlanResult, shown: _Shown) -> PlanResult:
    """The result with the values and sums of those criteria only whose values may be shown."""
    plan = result.plan
    goals = tuple(_told(goal, shown, plan.points_in, plan.suppression_threshold) for goal in result.goals)
    return replace(result, goals=goals)


def _told(result: GoalResult, shown: _Shown, points_in: str | None, few: int) -> GoalResult:
    """An outlook would tell where a withheld value lies; a verdict is told, and taken into account where it is chosen what is shown."""
    own = tuple(_bare(c) if _is_withheld(c.criterion, shown) else c for c in result.criteria)
    criteria = tuple(_of_shown_units(c, shown, few) for c in own)
    if criteria == result.criteria:
        return result
    return evaluate_goal(result.goal, result.pillar, criteria, points_in)


def _is_withheld(criterion: Criterion, shown: _Shown) -> bool:
    if not isinstance(criterion, SeriesCriterion):
        return False
    found = shown.get(criterion.series)
    if found is None or found.value_is_withheld(criterion):
        return True
    # how many units keep their own limits is worked out from those of the withheld ones too
    return any(found.districts.get(unit, NOTHING) is None for unit in criterion.own_limits)


def _of_shown_units(result: CriterionResult, shown: _Shown, few: int) -> CriterionResult:
    """The result with how those units stand whose sums are shown, and without their figures, which are the series'. How a unit
    stands in a part of the time is told where that part is not of few cases.
    """
    criterion = result.criterion
    if not isinstance(criterion, SeriesCriterion) or not result.by_unit:
        return result
    units = shown[criterion.series].districts if criterion.series in shown else {}
    told = tuple(
        (unit, _bare(own))
        for unit, own in result.by_unit
        if units.get(unit) is not None and not (criterion.sensitive and own.sums is not None and 0 < own.sums.n < few)
    )
    return replace(result, by_unit=told)


def _bare(result: CriterionResult) -> CriterionResult:
    return replace(
        result, value=None, required_rest_of_year=None, expected_rest_of_year=None, sums=None, outlook=None, reason=None,
        against=None, rest=None,
    )  # fmt: skip
