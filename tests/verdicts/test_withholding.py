"""A value that is withheld takes with it all that is worked out from it, whatever a result comes to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from small_series import plan_of, readings_of

from kvartalsbog.disclosure.published import Published
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.verdicts.evaluation import PlanResult, evaluate
from kvartalsbog.verdicts.withholding import without_withheld

# What may be told of a withheld value: what the plan says, the verdict that decision 60 holds as an equation, dates, and
# which months there are. A new field is withheld until it is put here.
TOLD = {"criterion", "state", "limit", "completed", "expected", "expected_in_time", "late", "missing", "gaps", "months", "by_unit", "part", "degree", "by"}  # fmt: skip


def _held(result: PlanResult) -> dict[str, set[str]]:
    """The fields that a series' criteria have something in, by goal and criterion."""
    return {
        f"{goal.goal.id} {own.criterion.id}": {f.name for f in fields(CriterionResult) if getattr(own, f.name) != f.default}
        for goal in result.goals
        for own in goal.criteria
        if isinstance(own.criterion, SeriesCriterion)
    }  # fmt: skip


def _in_steps(result: PlanResult) -> PlanResult:
    """The result as if what is open could be met in part: the plan that is shipped has no steps."""
    goals = [
        replace(goal, criteria=tuple(replace(own, rest=own.outlook) for own in goal.criteria)) for goal in result.goals
    ]
    return replace(result, goals=tuple(goals))


def test_nothing_is_held_of_a_withheld_value_but_what_may_be_told(report: Callable[[str], Report]) -> None:
    seen: set[str] = set()
    for quarter in ("2024K1", "2024K2", "2024K3", "2024K4"):
        own = report(quarter)
        whole = _in_steps(evaluate(own.plan, own.readings, own.period))
        before, after = _held(whole), _held(without_withheld(whole, {}))
        assert after == {name: held & TOLD for name, held in before.items()}
        seen |= set().union(*before.values()) - TOLD
    assert seen == {f.name for f in fields(CriterionResult)} - TOLD  # each has been there to take away


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ({"nord": Sum(40, Decimal(4000)), "syd": Sum(30, Decimal(3000))}, True),
        ({"nord": Sum(40, Decimal(4000))}, True),  # syd has reported nothing, and so nothing is withheld of it
        ({"nord": Sum(40, Decimal(4000)), "syd": None}, False),
    ],
)
def test_how_many_units_keep_their_own_limits_is_told_where_no_unit_is_withheld(
    units: dict[str, Sum | None], told: bool
) -> None:
    january, quarter = Month(2024, 1), quarter_of(2024, 1)
    plan = plan_of(("nord", "syd"), 2024, "1", 5, limit={"units": {"nord": 100, "syd": 100}}, sensitive=False)
    readings = readings_of(1, {(0, "nord", january): 40} | ({(0, "syd", january): 30} if "syd" in units else {}))
    whole = evaluate(plan, readings, quarter)
    (criterion,) = plan.goals[0].criteria
    assert isinstance(criterion, SeriesCriterion)
    every = Sum(70, Decimal(7000))
    shown = {criterion.series: Published({january: every}, {january: every}, units, {})}
    (result,) = without_withheld(whole, shown).goals[0].criteria
    assert (result.value is not None) is told
