"""What two books show otherwise: each aspect of a goal, points, months, items, amendments and units, and two plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.goals import Judged
from kvartalsbog.plan.units import Happening, UnitEvent
from kvartalsbog.verdicts.changes import (
    Aspect,
    GoalCame,
    GoalChanged,
    GoalWent,
    ItemChanged,
    MonthRestated,
    OtherPlan,
    PlanAmended,
    PointsChanged,
    UnitMoved,
    changes,
)
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.states import Figure, GoalState, ItemState, SeriesState, State, Step
from kvartalsbog.verdicts.verdict import Verdict

JAN, FEB, LAST_DECEMBER = Month(2024, 1), Month(2024, 2), Month(2023, 12)
MEASURED = ("days", "Dage", "mean", "days", "at_most")
OTHERWISE = (*MEASURED[:4], "at_least")
ITEM = ItemState("Rapport", None, date(2024, 6, 1), "sendt")
AMENDED = Step(date(2024, 6, 1), date(2024, 5, 1), "Rådet", "Nyt.", "1", None, None, "title", "s", "t")
ENDED = UnitEvent(date(2024, 6, 30), "nord", Happening.ENDED, "Nord")


def days(value: str) -> Figure:
    return Figure(Decimal(value), Unit.DAYS)


def weight(**parts: int) -> Points:
    return Points(**{name: Decimal(part) for name, part in parts.items()})


def goal(number: str, **told: Any) -> GoalState:
    one = GoalState(
        number, f"Mål {number}", Verdict.NOT_DUE, Outlook.ON_TRACK, days("99"), Decimal(10), Decimal(100), "Kontoret",
        weight(open=10), (SeriesState(number, "", MEASURED),),
    )  # fmt: skip
    return replace(one, **told)


def state(*goals: GoalState, months: dict[tuple[str, Month], str] | None = None, **told: Any) -> State:
    """A book of some goals; each of its months has one case, of so many days."""
    values = {key: days(value) for key, value in (months or {}).items()}
    sums = {key: Sum(1, Decimal(value)) for key, value in (months or {}).items()}
    own: dict[str, Any] = {"name": "1. kvartal", "plan": "2024", "reasons": {}, "items": {}, "steps": {}} | told
    return State(goals={one.id: one for one in goals}, months=sums, values=values, **own)


FULL: dict[str, Any] = {
    "months": {("1.1", JAN): "90", ("1.1", FEB): "95"}, "items": {("1.2", "rapport"): ITEM}, "steps": {(1, 1): AMENDED},
    "units": {(ENDED.day, "nord", "ended"): ENDED},
}  # fmt: skip


def test_two_books_that_say_the_same_differ_in_nothing() -> None:
    assert changes(state(goal("1.1"), goal("1.2"), **FULL), state(goal("1.1"), goal("1.2"), **FULL)) == ()


@pytest.mark.parametrize(
    ("aspect", "told"),
    [
        (Aspect.TITLE, "Andet"),
        (Aspect.VERDICT, Verdict.MET),
        (Aspect.OUTLOOK, None),
        (Aspect.RESULT, days("98")),
        (Aspect.WEIGHT, Decimal(5)),
        (Aspect.LIMIT, Decimal(90)),
        (Aspect.RESPONSIBLE, "Rådet"),
    ],
)
def test_what_is_other_than_before_of_a_goal_is_told_with_both(aspect: Aspect, told: Any) -> None:
    was, now = goal("1.1"), goal("1.1", **{aspect.value: told})
    assert changes(state(was), state(now)) == (GoalChanged(now, aspect, getattr(was, aspect.value), told, was),)


def test_a_goal_that_is_settled_has_lost_its_outlook_which_is_not_told_for_itself() -> None:
    was, now = goal("1.1"), goal("1.1", verdict=Verdict.MET, outlook=None, responsible="Rådet")
    told = changes(state(was), state(now))
    assert [one.aspect for one in told if isinstance(one, GoalChanged)] == [Aspect.VERDICT, Aspect.RESPONSIBLE]
    assert len(told) == 2


def test_goals_come_and_go_in_the_order_of_the_new_book_and_then_of_the_old() -> None:
    """What went had no points, and what came has none."""
    kept, went, came = goal("1.1"), goal("1.2", points=None), goal("1.3", points=None)
    assert changes(state(went, kept), state(kept, came)) == (GoalCame(came), GoalWent(went))
    assert changes(state(kept, came), state(went, kept)) == (GoalCame(went), GoalWent(came))


def test_points_are_those_of_all_goals() -> None:
    was, now = goal("1.1"), goal("1.1", points=weight(won=10))
    other, without = goal("1.2", points=weight(lost=5)), goal("1.3", points=None)
    assert changes(state(was, other, without), state(now, other, without)) == (
        PointsChanged(weight(open=10, lost=5), weight(won=10, lost=5)),
    )


def test_a_month_that_both_show_and_not_alike_is_told_with_its_reason() -> None:
    reason = (quarter_of(2024, 2), "En sag er rettet.")
    own = goal("1.1"), goal("1.2")
    before = state(*own, months={("1.1", JAN): "90", ("1.1", FEB): "95", ("1.2", JAN): "7"})
    after = state(*own, months={("1.1", JAN): "91", ("1.1", FEB): "96", ("1.1", Month(2024, 3)): "9"}, reasons={("1.1", FEB): reason})  # fmt: skip
    assert changes(before, after) == (
        MonthRestated((Judged("1.1"),), JAN, days("90"), days("91"), None),
        MonthRestated((Judged("1.1"),), FEB, days("95"), days("96"), reason),
    )


STOCK, AGE, QUEUE = SeriesState("stock", "Sager", MEASURED), SeriesState("age", "Alder", MEASURED), SeriesState("queue")


def test_each_series_of_a_goal_has_its_own_months_and_its_reason() -> None:
    reason = (quarter_of(2024, 2), "En sag er rettet.")
    own = goal("2.1", series=(STOCK, AGE))
    months = {("stock", JAN): "400", ("age", JAN): "300"}
    after = state(own, months=months | {("age", JAN): "310"}, reasons={("age", JAN): reason})
    assert changes(state(own, months=months), after) == (
        MonthRestated((Judged("2.1", "Alder"),), JAN, days("300"), days("310"), reason),
    )


def test_a_month_of_a_series_that_several_goals_are_judged_by_is_told_once_for_all_of_them() -> None:
    own = goal("1.2", series=(STOCK, replace(QUEUE, title="Kø"))), goal("1.3", series=(QUEUE,))
    told = changes(state(*own, months={("queue", JAN): "7"}), state(*own, months={("queue", JAN): "8"}))
    assert told == (MonthRestated((Judged("1.2", "Kø"), Judged("1.3")), JAN, days("7"), days("8"), None),)


def test_an_item_is_told_when_its_days_or_its_degree_are_others() -> None:
    done, graded = replace(ITEM, completed=date(2024, 5, 1), expected=None), replace(ITEM, degree="delvist")
    before = {("1.1", "a"): ITEM, ("1.1", "b"): ITEM, ("1.1", "c"): ITEM, ("1.1", "gone"): ITEM}
    named = replace(ITEM, title="Ny", done="færdig")
    after = {("1.1", "a"): done, ("1.1", "b"): named, ("1.1", "c"): graded, ("1.1", "new"): ITEM}
    assert changes(state(items=before), state(items=after)) == (ItemChanged("1.1", ITEM, done), ItemChanged("1.1", ITEM, graded))  # fmt: skip


def test_amendments_and_units_are_told_once() -> None:
    new, began = replace(AMENDED, field="weight"), replace(ENDED, what=Happening.BEGAN)
    later = state(steps={(1, 1): AMENDED, (1, 2): new}, units=FULL["units"] | {(ENDED.day, "nord", "began"): began})
    first = state(steps=FULL["steps"], units=FULL["units"])
    assert changes(first, later) == (PlanAmended(new), UnitMoved(began))
    assert changes(later, first) == ()


def next_year(*goals: GoalState, **told: Any) -> State:
    return state(*goals, plan="2025", **told)


def test_of_two_plans_only_goals_that_are_measured_alike_are_compared() -> None:
    """1.1 is the same; 1.2 has another title, 1.3 is measured otherwise, 1.4 is not measured at all, 1.5 is new."""
    goals = [goal("1.1"), goal("1.2"), goal("1.3"), goal("1.4", series=())]
    other = (SeriesState("1.3", "", OTHERWISE),)
    now = [goal("1.1", limit=Decimal(90), points=None), goal("1.2", title="Andet"), goal("1.3", series=other), goal("1.4", series=()), goal("1.5")]  # fmt: skip
    before, after = state(*goals, **FULL), next_year(*now)
    assert changes(before, after) == (OtherPlan(before, after, ((now[0], now[0].series[0]),), (), 0),)


def test_of_two_plans_the_months_of_both_are_told_with_the_years_they_share() -> None:
    """Of a goal that is measured otherwise neither the months nor the years are; one that is the same has one of three told again."""
    months = {("1.1", JAN): "90", ("1.1", FEB): "95", ("1.1", LAST_DECEMBER): "80", ("1.2", Month(2022, 1)): "1"}
    before = state(goal("1.1"), goal("1.2"), months=months)
    changed = months | {("1.1", FEB): "96", ("1.2", Month(2022, 1)): "2", ("1.1", Month(2025, 1)): "70"}
    reason = (quarter_of(2025, 1), "En sag er rettet.")
    alike = goal("1.1")
    after = next_year(alike, goal("1.2", title="Andet"), months=changed, reasons={("1.1", FEB): reason})
    assert changes(before, after) == (
        OtherPlan(before, after, ((alike, alike.series[0]),), (2023, 2024), 1),
        MonthRestated((Judged("1.1"),), FEB, days("95"), days("96"), reason),
    )


def test_of_two_plans_a_series_is_the_same_where_it_measures_the_same_whatever_it_is_called() -> None:
    """Last year the goal had the age alone, called as the goal; now it has the stock too. Another goal on the age is new."""
    before = state(goal("2.1", series=(SeriesState("2.1", "", MEASURED),)), months={("2.1", LAST_DECEMBER): "300", ("2.1", JAN): "310"})  # fmt: skip
    now = goal("2.1", series=(replace(STOCK, measured=OTHERWISE), AGE))
    months = {("stock", JAN): "400", ("age", LAST_DECEMBER): "301", ("age", JAN): "310"}
    after = next_year(now, goal("2.2", series=(replace(AGE, title=""),)), months=months)
    assert changes(before, after) == (
        OtherPlan(before, after, ((now, AGE),), (2023, 2024), 1),
        MonthRestated((Judged("2.1", "Alder"),), LAST_DECEMBER, days("300"), days("301"), None),
    )
