"""What a book shows, as another is compared with it: every goal's place, the months with their values, the items, and what amendments did."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_findings import APR, DAYS, FEB, JAN, JUN, JUNE, MAR, MAY, PROJECTS, REPORT, Told, found, goal, plan_of

from kvartalsbog.content.prose import inline_of
from kvartalsbog.kinds.base import Asked, Outlook
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.units import Happening, UnitEvent
from kvartalsbog.readings.values import Remark
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.states import (
    Figure,
    GoalState,
    ItemState,
    SeriesState,
    Step,
    by_event,
    state_of,
    steps,
    unit_of,
)
from kvartalsbog.verdicts.verdict import Verdict

FIRST = Told(
    {(month, unit): (10, 1000) for month in (JAN, FEB, MAR) for unit in ("nord", "syd")},
    {"projekt-1": (None, date(2024, 5, 1)), "rapport": (None, date(2024, 6, 1))},
)
# March is told again, with 100 days more: 2100 of 20 cases are 105, and the half-year 11500 of 120, which is 95.833333
SECOND = Told(
    {(month, unit): (10, 900) for month in (APR, MAY, JUN) for unit in ("nord", "syd")} | {(MAR, "nord"): (10, 1100)},
    {
        "projekt-1": (date(2024, 5, 3), None),
        "projekt-2": (None, date(2024, 9, 1)),
        "rapport": (None, date(2024, 7, 1)),
    },
    {"1.1": Remark(revision=inline_of("En *sag* er rettet."))},
)
MEASURED = ("days", "Dage", "mean", Unit.DAYS, "at_most")


@pytest.fixture(scope="module")
def shown() -> Findings:
    return found(FIRST, SECOND)


def days(value: str | None, **told: Any) -> Figure:
    return Figure(None if value is None else Decimal(value), Unit.DAYS, **told)


def points(**parts: int) -> Points:
    return Points(**{name: Decimal(part) for name, part in parts.items()})


def test_a_goal_stands_with_all_that_two_books_may_tell_otherwise(shown: Findings) -> None:
    state = state_of(shown)
    assert (state.name, state.plan) == ("2.\u00a0kvartal\u00a02024", "2024")
    assert state.goals == {
        "1.1": GoalState("1.1", "Mål 1.1", Verdict.MET, None, days("95.833333"), Decimal(50), Decimal(100), "Kontor 1.1", points(won=50), (SeriesState("1.1", "", MEASURED),)),
        "1.2": GoalState("1.2", "Mål 1.2", Verdict.NOT_DUE, Outlook.ON_TRACK, Figure(Decimal(1), "projekter"), Decimal(25), Decimal(2), "Kontor 1.2", points(open=25)),
        "1.3": GoalState("1.3", "Mål 1.3", Verdict.NOT_MET, None, None, Decimal(25), None, "Kontor 1.3", points(lost=25)),
    }  # fmt: skip
    assert [one.label for one in state.goals.values()] == ["goal-1-1", "goal-1-2", "goal-1-3"]


def test_each_series_of_a_goal_with_several_has_its_own_title() -> None:
    other = DAYS | {"id": "other", "title": "Svar", "series": "1.1-andre"}
    state = state_of(found(FIRST, plan=plan_of(goal("1.1", DAYS, other, weight=100))))
    assert [(series.name, series.title) for series in state.goals["1.1"].series] == [("1.1", "Dage"), ("1.1-andre", "Svar")]  # fmt: skip


def test_a_count_is_of_as_many_as_are_asked_for_and_nothing_else_is(shown: Findings) -> None:
    results = [one.result for one in state_of(shown).goals.values()]
    assert [result and (result.of, result.withheld) for result in results] == [(None, False), (Decimal(2), False), None]


def test_the_months_that_are_shown_have_their_sums_and_their_values(shown: Findings) -> None:
    state = state_of(shown)
    sums = {JAN: 2000, FEB: 2000, MAR: 2100, APR: 1800, MAY: 1800, JUN: 1800}
    values = {JAN: "100", FEB: "100", MAR: "105", APR: "90", MAY: "90", JUN: "90"}
    assert state.months == {("1.1", month): Sum(20, Decimal(total)) for month, total in sums.items()}
    assert state.values == {("1.1", month): days(value) for month, value in values.items()}
    assert state.reasons == {("1.1", MAR): (quarter_of(2024, 2), "En sag er rettet.")}


def test_a_month_that_is_withheld_is_none_of_them(shown: Findings) -> None:
    series = shown.series["1.1"]
    hidden = replace(series, published=replace(series.published, months={**series.published.months, FEB: None}))
    state = state_of(replace(shown, series={"1.1": hidden}))
    assert state.months.keys() == state.values.keys() == {("1.1", month) for month in (JAN, MAR, APR, MAY, JUN)}


def test_the_items_stand_with_their_days_and_what_done_is_called(shown: Findings) -> None:
    told = {key: (item.title, item.completed, item.expected, item.done, item.degree) for key, item in state_of(shown).items.items()}  # fmt: skip
    assert told == {
        ("1.2", "projekt-1"): ("Projekt 1", date(2024, 5, 3), None, "sat i drift", ""),
        ("1.2", "projekt-2"): ("Projekt 2", None, date(2024, 9, 1), "sat i drift", ""),
        ("1.3", "rapport"): ("Rapport", None, date(2024, 7, 1), "sendt", ""),
    }


def test_an_assessment_stands_with_its_degree(shown: Findings) -> None:
    (item,) = shown.items["1.3"]
    assessed = replace(shown, items={"1.3": (replace(item, degree="delvist"),)})
    assert state_of(assessed).items == {("1.3", "rapport"): ItemState("", None, date(2024, 7, 1), "", "delvist")}


def test_a_value_that_is_withheld_is_told_as_one_that_there_is() -> None:
    """Two cases in all are too few; that nobody has answered of the projects withholds nothing."""
    few = found(Told({(JAN, "nord"): (2, 100)}), plan=plan_of(goal("1.1", DAYS | {"sensitive": True}), goal("1.2", PROJECTS)))  # fmt: skip
    state = state_of(few)
    assert state.goals["1.1"].result == days(None, withheld=True)
    assert (state.months, state.values) == ({}, {})
    assert state.goals["1.2"].result == Figure(None, "projekter", Decimal(2))


def test_a_value_has_six_decimals() -> None:
    """200 days of three cases: few, but nothing of them is sensitive."""
    third = found(Told({(JAN, "nord"): (3, 200)}))
    assert state_of(third).goals["1.1"].result == days("66.666667")


def test_a_series_that_an_edition_does_not_have_withholds_nothing(shown: Findings) -> None:
    result = state_of(replace(shown, series={})).goals["1.1"].result
    assert result == days("95.833333")


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        (Asked(Decimal(6), None, Unit.ITEMS, "projekter"), "projekter"),
        (Asked(Decimal(180), "at_most", Unit.DAYS, "sager"), Unit.DAYS),
        (Asked(Decimal(3), "at_least", "træer"), "træer"),
    ],
)
def test_a_number_is_in_a_code_or_in_the_plans_own_word(asked: Asked, unit: str) -> None:
    assert unit_of(asked) == unit


def amendment(effective: date, **parts: Any) -> dict[str, Any]:
    return {"effective": effective, "decided": date(2024, 2, 1), "by": "Rådet", "reason": "Nyt.", **parts}


UNITS = [
    {"id": "nord", "name": "Nord", "names": [{"since": date(2024, 4, 1), "name": "Nordvest"}]},
    {"id": "syd", "name": "Syd"},
    {"id": "vest", "name": "Vest", "begins": date(2024, 4, 1)},
]
AMENDED = plan_of(
    goal("1.1", DAYS, weight=50), goal("1.2", PROJECTS), goal("1.3", REPORT),
    districts=UNITS,
    amendments=[
        amendment(date(2024, 5, 1), changes=[
            {"goal": "1.1", "criterion": "days", "field": "districts", "old": ["nord", "syd"], "new": ["nord", "vest"]},
            {"goal": "1.1", "criterion": "days", "field": "limit", "old": 100, "new": 90},
            {"pillar": "1", "field": "title", "old": "s", "new": "t"},
        ]),
        amendment(date(2024, 6, 1),
            drops=["1.3"], adds=[{"pillar": "1", "goal": goal("1.4", REPORT | {"deliverable": "notat"})}],
            changes=[{"goal": "1.2", "criterion": "projects", "field": "deadline", "old": "2024-12-31", "new": "2024-11-30"}]),
        amendment(date(2024, 8, 1), changes=[{"goal": "1.2", "field": "title", "old": "Mål 1.2", "new": "Andet"}]),
    ],
)  # fmt: skip


def step(effective: date, pillar: str | None, of: str | None, criterion: str | None, field: str, old: object, new: object) -> Step:  # fmt: skip
    return Step(effective, date(2024, 2, 1), "Rådet", "Nyt.", pillar, of, criterion, field, old, new)


# units are called what they are called on the day, and a day is one; of an amendment changes come first, then what went and what came
MAY_FIRST = {
    (1, 1): step(date(2024, 5, 1), None, "1.1", "days", "districts", ("Nordvest", "Syd"), ("Nordvest", "Vest")),
    (1, 2): step(date(2024, 5, 1), None, "1.1", "days", "limit", 100, 90),
    (1, 3): step(date(2024, 5, 1), "1", None, None, "title", "s", "t"),
}
JUNE_FIRST = {
    (2, 1): step(date(2024, 6, 1), None, "1.2", "projects", "deadline", date(2024, 12, 31), date(2024, 11, 30)),
    (2, 2): step(date(2024, 6, 1), None, "1.3", None, "goal", "Mål 1.3", None),
    (2, 3): step(date(2024, 6, 1), None, "1.4", None, "goal", None, "Mål 1.4"),
}


@pytest.mark.parametrize(
    ("until", "told"),
    [(date(2024, 4, 30), {}), (date(2024, 5, 1), MAY_FIRST), (JUNE, MAY_FIRST | JUNE_FIRST)],
)
def test_an_amendments_steps_are_told_from_the_day_it_takes_effect(until: date, told: dict[tuple[int, int], Step]) -> None:  # fmt: skip
    assert steps(AMENDED, until) == told


def test_a_day_from_which_something_counts_is_told_as_a_day() -> None:
    start = {"goal": "1.1", "criterion": "days", "field": "from", "old": None, "new": "2024-04-01"}
    later = plan_of(amendments=[amendment(date(2024, 3, 1), changes=[start])])
    assert [(told.old, told.new) for told in steps(later, JUNE).values()] == [(None, date(2024, 4, 1))]


def test_a_book_shows_the_amendments_and_what_happened_to_units_until_its_last_day() -> None:
    state = state_of(found(Told(), Told(), plan=AMENDED))
    assert state.steps == MAY_FIRST | JUNE_FIRST
    assert state.units.keys() == {(date(2024, 4, 1), "nord", "renamed"), (date(2024, 4, 1), "vest", "began")}
    before = state_of(found(Told(), plan=AMENDED))
    assert (before.steps, before.units) == ({}, {})


def test_events_are_known_by_day_unit_and_what_it_was() -> None:
    events = [UnitEvent(JUNE, "nord", what, "Nord") for what in (Happening.ENDED, Happening.RENAMED)]
    assert by_event(events) == {(JUNE, "nord", "ended"): events[0], (JUNE, "nord", "renamed"): events[1]}
