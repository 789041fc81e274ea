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


FEW = 5


def _units_told(
    sensitive: bool, parts: dict[str, int | None], *, shown: bool = True
) -> tuple[tuple[str, CriterionResult], ...]:
    """How those units are told to stand whose part of the time has so many cases (None where nothing is counted); syd's sum is withheld,
    or nothing of the series is `shown`.
    """
    quarter, every = quarter_of(2024, 1), Sum(70, Decimal(7000))
    plan = plan_of(("nord", "syd"), 2024, "1", FEW, sensitive=sensitive)
    whole = evaluate(plan, readings_of(1, {(0, "nord", Month(2024, 1)): 40}), quarter)
    (goal,), (own,) = whole.goals, whole.goals[0].criteria
    by_unit = tuple(
        (
            unit,
            replace(own, value=Decimal(100), sums=None if n is None else Sum(n, Decimal(n * 100)), limit=Decimal(100)),
        )
        for unit, n in parts.items()
    )
    given = replace(whole, goals=(replace(goal, criteria=(replace(own, by_unit=by_unit),)),))
    assert isinstance(own.criterion, SeriesCriterion)
    units = {"nord": Sum(40, Decimal(4000)), "syd": None}
    published = Published({Month(2024, 1): every}, {Month(2024, 1): every}, units, {})
    (result,) = without_withheld(given, {own.criterion.series: published} if shown else {}).goals[0].criteria
    return result.by_unit


@pytest.mark.parametrize(("n", "told"), [(None, True), (0, True), (1, False), (FEW - 1, False), (FEW, True)])
def test_how_a_unit_stands_in_a_part_of_the_time_is_told_unless_that_is_of_few_cases(n: int | None, told: bool) -> None:
    assert [unit for unit, _ in _units_told(True, {"nord": n})] == ["nord"] * told
    assert [unit for unit, _ in _units_told(False, {"nord": n})] == ["nord"]


def test_how_a_unit_stands_whose_sum_is_withheld_or_not_there_is_not_told_and_no_figure_is() -> None:
    ((unit, own),) = _units_told(True, {"syd": 40, "nord": 40, "vest": 40})
    assert unit == "nord"
    assert (own.value, own.sums, own.limit) == (None, None, Decimal(100))
    assert _units_told(True, {"syd": 40, "nord": 40}, shown=False) == ()


def test_a_goal_of_which_nothing_is_taken_away_is_the_same_and_another_keeps_its_place(
    report: Callable[[str], Report],
) -> None:
    own = report("2024K4")
    whole = evaluate(own.plan, own.readings, own.period)
    told = without_withheld(whole, {})
    for before, after in zip(whole.goals, told.goals, strict=True):
        assert (after.goal, after.pillar, after.points, after.verdict) == (
            before.goal,
            before.pillar,
            before.points,
            before.verdict,
        )
        if not any(isinstance(criterion.criterion, SeriesCriterion) for criterion in before.criteria):
            assert after is before
