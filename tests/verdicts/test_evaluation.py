"""Goal verdicts, points and the plan's sum, by hand and as properties."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_goal import goal_of, result_of

from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import CriterionResult, Outlook, State
from kvartalsbog.kinds.credit import LOST, OPEN, WON, Credit, lowest
from kvartalsbog.kinds.measures import SeriesReading, Sum, add_up, by_month
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.goals import Pillar
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Remark
from kvartalsbog.verdicts.evaluation import deadlines, evaluate, evaluate_goal
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.verdict import Verdict, verdict_of

HOLDS, FAILED, NOT_DUE, NO_DATA = State.HOLDS, State.FAILED, State.NOT_DUE, State.NO_DATA


@pytest.mark.parametrize(("states", "verdict"), [
    ([HOLDS], Verdict.MET), ([HOLDS, HOLDS], Verdict.MET),
    ([FAILED], Verdict.NOT_MET), ([FAILED, FAILED], Verdict.NOT_MET), ([FAILED, NOT_DUE], Verdict.NOT_MET),
    ([HOLDS, FAILED], Verdict.PARTLY_MET), ([HOLDS, FAILED, NOT_DUE], Verdict.PARTLY_MET), ([HOLDS, FAILED, NO_DATA], Verdict.PARTLY_MET),
    ([NOT_DUE], Verdict.NOT_DUE), ([HOLDS, NOT_DUE], Verdict.NOT_DUE),
    ([NO_DATA], Verdict.NO_DATA), ([NO_DATA, NOT_DUE, HOLDS], Verdict.NO_DATA),
])  # fmt: skip
def test_a_goals_verdict_follows_from_the_states_of_its_criteria(states: list[State], verdict: Verdict) -> None:
    by_state = {HOLDS: WON, FAILED: LOST, NOT_DUE: OPEN, NO_DATA: OPEN}
    assert verdict_of(lowest(by_state[state] for state in states), states) is verdict


@pytest.mark.parametrize(("quarter", "won", "open_", "lost"), [("2024K1", 0, 100, 0), ("2024K2", 0, 90, 10), ("2024K3", 10, 85, 5), ("2024K4", 80, 0, 20)])  # fmt: skip
def test_the_example_years_points(
    report: Callable[[str], Report], quarter: str, won: int, open_: int, lost: int
) -> None:
    found = report(quarter)
    points = evaluate(found.plan, found.readings, found.period).points
    assert (points.won, points.open, points.lost) == (won, open_, lost)


def test_the_example_years_verdicts(report: Callable[[str], Report]) -> None:
    found = report("2024K4")
    verdicts = {g.goal.id: g.verdict.value for g in evaluate(found.plan, found.readings, found.period).goals}
    assert verdicts == {
        "1.1": "met", "1.2": "not_met", "2.1": "met", "2.2": "partly_met", "2.3": "met", "2.4": "met",
        "3.1": "met", "3.2": "met", "4.1": "met", "4.2": "met", "5.1": "not_met",
    }  # fmt: skip


def test_a_partly_met_goal_gives_no_points_and_shows_what_it_would_give(report: Callable[[str], Report]) -> None:
    found = report("2024K4")
    result = evaluate(found.plan, found.readings, found.period).goal("2.2")
    assert (result.points.won, result.points.lost, result.pro_rata) == (0, 5, Decimal("2.5"))


def test_a_goal_completed_late_is_not_met_and_says_so(report: Callable[[str], Report]) -> None:
    found = report("2024K4")
    result = evaluate(found.plan, found.readings, found.period).goal("5.1")
    assert (result.verdict, result.late) == (Verdict.NOT_MET, True)


def test_a_goals_outlook_is_its_gravest_open_criterions(report: Callable[[str], Report]) -> None:
    found = report("2024K3")
    result = evaluate(found.plan, found.readings, found.period).goal("2.2")
    assert [c.outlook for c in result.criteria] == [Outlook.ON_TRACK, Outlook.UNLIKELY]
    assert result.outlook is Outlook.UNLIKELY


@pytest.mark.parametrize("outlooks", [
    (Outlook.ON_TRACK, Outlook.AT_RISK), (Outlook.AT_RISK, Outlook.UNLIKELY), (Outlook.UNLIKELY, Outlook.OUT_OF_REACH), (None, Outlook.ON_TRACK),
])  # fmt: skip
def test_the_gravest_outlook_is_the_goals_wherever_it_stands(outlooks: tuple[Outlook | None, Outlook]) -> None:
    goal = goal_of(item("a"), item("b"))
    for first, second in (outlooks, outlooks[::-1]):
        criteria = [CriterionResult(c, NOT_DUE, o) for c, o in zip(goal.criteria, (first, second), strict=True)]
        assert result_of(goal, *criteria).outlook is outlooks[1]


def item(name: str, deadline: date = date(2024, 6, 30)) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "deliverable",
        "title": name,
        "deliverable": name,
        "done": "sendt",
        "deadline": deadline,
    }


def test_a_goals_credit_and_points_are_its_criterias_in_the_plans_unit() -> None:
    goal = goal_of(item("a"), item("b"), credit="by_criteria")
    criteria = (CriterionResult(goal.criteria[0], HOLDS), CriterionResult(goal.criteria[1], NOT_DUE))
    pillar = Pillar(id="1", title="S", weight=goal.weight, notebook="notebooks/x.ipynb", goals=(goal,))
    result = evaluate_goal(goal, pillar, criteria, "procentpoint")
    assert result.credit == Credit(Fraction(1, 2), Fraction(1))
    assert result.points == Points(Decimal(5), Decimal(5), Decimal(0), "procentpoint")
    assert evaluate_goal(goal, pillar, criteria, None).points is None


def test_a_goals_deadlines_are_told_once_each_and_in_order() -> None:
    days = [date(2024, month, 1) for month in (9, 3, 9)]
    assert deadlines(goal_of(*(item(name, day) for name, day in zip("abc", days, strict=True)))) == (days[1], days[0])


def test_an_outlook_never_moves_points(report: Callable[[str], Report]) -> None:
    found = report("2024K3")
    result = evaluate(found.plan, found.readings, found.period).goal("2.2")
    assert (result.points.open, result.points.lost) == (5, 0)


def test_a_quarter_judges_only_what_was_known_then(report: Callable[[str], Report]) -> None:
    whole_year, then = report("2024K4"), report("2024K2")
    assert evaluate(then.plan, whole_year.readings, then.period) == evaluate(then.plan, then.readings, then.period)


def test_a_plans_result_is_of_its_day_and_each_goals_of_its_pillar(report: Callable[[str], Report]) -> None:
    found = report("2024K3")
    result = evaluate(found.plan, found.readings, found.period)
    assert result.period == found.period
    assert [(g.pillar, g.goal) for g in result.goals] == [(p, g) for p in found.plan.pillars for g in p.goals]
    first = found.plan.pillars[0]
    assert [g.goal for g in result.of(first)] == list(first.goals)
    assert result.of(first.model_copy(update={"id": "of-another-plan"})) == ()
    assert result.pillar_points(first).total == first.weight


def test_a_plan_without_weights_has_no_points(report: Callable[[str], Report]) -> None:
    found = report("2024K4")
    pillars = tuple(
        pillar.model_copy(update={"goals": tuple(goal.model_copy(update={"weight": None}) for goal in pillar.goals)})
        for pillar in found.plan.pillars
    )
    result = evaluate(found.plan.model_copy(update={"pillars": pillars}), found.readings, found.period)
    assert (result.points, {goal.points for goal in result.goals}) == (None, {None})


def test_a_criterion_is_judged_by_the_series_that_it_names(report: Callable[[str], Report]) -> None:
    """Goal 1.1 as another plan would have it: judged by the series of 1.2, 175.5 days and not 179.6."""
    found = report("2024K4")
    pillar = found.plan.pillars[0]
    goal = pillar.goals[0]
    (criterion,) = goal.criteria
    other = goal.model_copy(update={"criteria": (criterion.model_copy(update={"series": pillar.goals[1].id}),)})
    pillars = (pillar.model_copy(update={"goals": (other, *pillar.goals[1:])}), *found.plan.pillars[1:])
    result = evaluate(found.plan.model_copy(update={"pillars": pillars}), found.readings, found.period)
    assert [round(result.goals[number].headline.value, 1) for number in (0, 1)] == [Decimal("175.5")] * 2


def test_a_unit_that_the_plan_has_only_later_is_not_waited_for(report: Callable[[str], Report]) -> None:
    """Goal 1.1 without its first unit's rows: missing as long as the plan has that unit, and not when it begins in 2025."""
    found = report("2024K4")
    late, *others = found.plan.districts
    vintages = (
        replace(vintage, series=tuple(row for row in vintage.series if row.district != late.id))
        for vintage in found.readings.vintages
    )
    readings = Readings(tuple(vintages))
    assert evaluate(found.plan, readings, found.period).goal("1.1").criteria[0].state is NO_DATA
    begins = late.model_copy(update={"begins": date(2025, 1, 1)})
    later = found.plan.model_copy(update={"districts": (begins, *others)})
    assert evaluate(later, readings, found.period).goal("1.1").criteria[0].state in (HOLDS, FAILED)


def test_an_owners_words_are_the_goals_own(report: Callable[[str], Report]) -> None:
    readings = report("2024K4").readings
    assert readings.remark("1.1") == readings.newest.remarks["1.1"] != Remark()
    assert readings.remark("9.9") == Remark()


# -- properties ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(quarter=st.integers(1, 4), drop=st.sets(st.integers(0, 900), max_size=300), seed=st.integers(0, 9))
def test_points_sum_to_100_and_the_order_of_rows_does_not_matter(
    report: Callable[[str], Report], quarter: int, drop: set[int], seed: int
) -> None:
    found = report("2024K4")
    vintages, at = [], 0
    for vintage in found.readings.vintages:
        rows = [r for i, r in enumerate(vintage.series, start=at) if i not in drop]
        at += len(vintage.series)
        shuffled = random.Random(seed).sample(rows, len(rows))
        vintages.append((replace(vintage, series=tuple(rows)), replace(vintage, series=tuple(shuffled))))
    in_order, mixed = (Readings(tuple(pair[side] for pair in vintages)) for side in (0, 1))
    at_quarter = quarter_of(2024, quarter)
    first, second = evaluate(found.plan, in_order, at_quarter), evaluate(found.plan, mixed, at_quarter)
    assert first == second
    assert first.points.total == 100


@settings(deadline=None)
@given(st.data())
def test_splitting_a_month_over_districts_changes_nothing(report: Callable[[str], Report], data: st.DataObject) -> None:
    found = report("2024K4")
    plan: Plan = found.plan
    split = [
        replace(v, series=tuple(part for r in v.series for part in _split(r, data)))
        for v in found.readings.vintages[1:2]
    ]
    before = by_month(found.readings.vintages[1].series)
    assert by_month(split[0].series) == before
    names = {d.id for d in plan.districts}
    assert add_up(split[0].series) == add_up(r for r in split[0].series if r.district in names)


def _split(reading: SeriesReading, data: st.DataObject) -> tuple[SeriesReading, ...]:
    """A reading as two that add up to it, in two districts."""
    if reading.n < 2 or reading.series != "1.2":
        return (reading,)
    n = data.draw(st.integers(0, reading.n))
    total = data.draw(st.integers(0, int(reading.total)))
    here, there = reading.district, "nsk" if reading.district != "nsk" else "fyn"
    return (
        replace(reading, district=here, n=n, total=Decimal(total)),
        replace(reading, district=there, n=reading.n - n, total=reading.total - total),
    )


readings = st.lists(
    st.builds(
        SeriesReading, st.just("g"), st.sampled_from(quarter_of(2024, 4).to_date), st.sampled_from("abc"),
        st.integers(0, 500), st.decimals(0, 90_000, places=2), st.just(quarter_of(2024, 4)),
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None)
@given(readings)
def test_sums_are_exact_at_every_level(rows: list[SeriesReading]) -> None:
    whole = add_up(rows)
    units = {r.district for r in rows}
    for parts in (by_month(rows).values(), [add_up(r for r in rows if r.district == unit) for unit in units]):
        together = Sum(sum(p.n for p in parts), sum((p.total for p in parts), Decimal(0)))
        assert together == whole
