"""What comes next: items by the day that they are expected or are due, figures by their deadline, and what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from small_findings import DAYS, JUNE, PROJECTS, REPORT, Told, found, goal, plan_of

from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.coming import AHEAD, Coming, coming
from kvartalsbog.verdicts.findings import Findings

LAST = date(2024, 3, 31)
UNTIL = LAST + timedelta(days=AHEAD)
NEXT, BEFORE, PROMISED = date(2024, 4, 1), date(2024, 3, 30), date(2024, 4, 15)
COUNTED, REPORTED = plan_of(goal("1.2", PROJECTS, weight=100)), plan_of(goal("1.3", REPORT, weight=100))


def measured(deadline: date) -> Plan:
    return plan_of(goal("1.1", DAYS | {"deadline": deadline}, weight=100))


def told(findings: Findings) -> list[tuple[str, str, date, tuple[str, ...]]]:
    return [(one.goal.id, one.criterion.id, one.day, one.titles) for one in coming(findings)]


def test_a_hundred_days_are_looked_ahead() -> None:
    assert date(2024, 7, 9) == UNTIL


@pytest.mark.parametrize(
    ("expected", "there"),
    [
        (date(2024, 4, 15), True),
        (UNTIL, True),
        (UNTIL + timedelta(days=1), True),  # and it is due on 30 June
        (LAST, True),  # the quarter's last day, and it has not come
        (BEFORE, True),  # nobody has told what became of it, and it is due on 30 June
    ],
)
def test_an_item_comes_on_the_day_that_it_is_expected(expected: date, there: bool) -> None:
    findings = found(Told(items={"rapport": (None, expected)}), plan=REPORTED)
    assert told(findings) == ([("1.3", "report", expected, ("Rapport",))] if there else [])


def test_an_item_of_which_nobody_has_told_a_day_comes_by_its_deadline() -> None:
    findings = found(Told(items={"rapport": (None, None)}), plan=REPORTED)
    (one,) = coming(findings)
    assert (one.expected, one.deadline, one.day) == (None, JUNE, JUNE)


@pytest.mark.parametrize(
    ("deadline", "there"), [(JUNE, True), (UNTIL, True), (LAST, False), (date(2024, 7, 31), False)]
)
def test_what_nobody_has_told_of_comes_by_its_deadline(deadline: date, there: bool) -> None:
    """Both a report and a number of projects: that nothing is due would be false."""
    for criterion, title in ((REPORT, "Rapport"), (PROJECTS, "Projekter")):
        findings = found(Told(), plan=plan_of(goal("1.3", criterion | {"deadline": deadline}, weight=100)))
        assert told(findings) == ([("1.3", criterion["id"], deadline, (title,))] if there else [])
        assert all(one.expected is None and not one.tracks for one in coming(findings))


def test_a_number_that_nobody_has_dated_the_rest_of_comes_by_its_deadline_until_it_is_reached() -> None:
    plan = plan_of(goal("1.2", PROJECTS | {"deadline": JUNE}, weight=100))
    assert told(found(Told(items={"projekt-1": (NEXT, None)}), plan=plan)) == [
        ("1.2", "projects", JUNE, ("Projekter",))
    ]
    assert told(found(Told(items={"projekt-1": (NEXT, None), "projekt-2": (NEXT, None)}), plan=plan)) == []


def test_what_is_neither_expected_nor_due_does_not_come() -> None:
    later = plan_of(goal("1.3", REPORT | {"deadline": date(2024, 7, 31)}, weight=100))
    assert told(found(Told(items={"rapport": (None, UNTIL + timedelta(days=1))}), plan=later)) == []
    for day in (UNTIL, LAST):
        assert told(found(Told(items={"rapport": (None, day)}), plan=later)) == [("1.3", "report", day, ("Rapport",))]


def test_what_should_have_come_before_and_is_due_later_than_is_looked_ahead_does_not_come() -> None:
    findings = found(
        Told(items={"rapport": (None, BEFORE)}),
        plan=plan_of(goal("1.3", REPORT | {"deadline": date(2024, 7, 31)}, weight=100)),
    )
    assert told(findings) == []


@pytest.mark.parametrize("expected", [date(2024, 6, 29), JUNE, date(2024, 9, 30), None])
def test_an_item_whose_deadline_has_passed_comes_until_it_is_done(expected: date | None) -> None:
    """Of one that was expected the day before its deadline nobody has told since."""
    there = expected != date(2024, 6, 29)
    for before in (
        (Told(),),
        (Told(), Told()),
    ):  # the deadline is the last day of the newest quarter, or of the one before it
        late = found(*before, Told(items={"rapport": (None, expected)}), plan=REPORTED)
        assert told(late) == ([("1.3", "report", expected or JUNE, ("Rapport",))] if there else [])


@pytest.mark.parametrize(("expected", "there"), [(date(2024, 10, 8), True), (date(2024, 10, 9), False)])
def test_what_is_past_its_deadline_is_looked_ahead_for_as_far_as_anything_else(expected: date, there: bool) -> None:
    """A hundred days after 30 June, which was the deadline."""
    late = found(Told(), Told(items={"rapport": (None, expected)}), plan=REPORTED)
    assert told(late) == ([("1.3", "report", expected, ("Rapport",))] if there else [])


def test_what_is_completed_does_not_come() -> None:
    assert told(found(Told(items={"rapport": (date(2024, 2, 1), None)}), plan=REPORTED)) == []
    assert told(found(Told(items={"rapport": (PROMISED, None)}), plan=REPORTED)) == []


@pytest.mark.parametrize(
    ("deadline", "there"),
    [
        (date(2024, 4, 30), True),
        (date(2024, 6, 30), True),
        (date(2024, 7, 31), False),  # more than a hundred days
        (LAST, False),
        (date(2024, 2, 29), False),
    ],
)
def test_a_figure_comes_by_its_deadline(deadline: date, there: bool) -> None:
    findings = found(Told(), plan=measured(deadline))
    found_ = coming(findings)
    (own,) = findings.plan.goals
    assert found_ == ((Coming(own, own.measured[0], deadline, deadline),) if there else ())
    assert [one.titles for one in found_] == ([("Dage",)] if there else [])


def test_items_of_a_criterion_that_are_alike_come_together() -> None:
    items = {f"projekt-{number}": (None, PROMISED) for number in (1, 2, 3)}
    findings = found(Told(items=items), plan=COUNTED)
    assert told(findings) == [("1.2", "projects", PROMISED, ("Projekt 1", "Projekt 2", "Projekt 3"))]
    assert [track.day for one in coming(findings) for track in one.tracks] == [PROMISED] * 3


def test_items_that_have_moved_otherwise_come_by_themselves() -> None:
    """All three on one day: the first was expected a month before, the second two, and the third always then."""
    day = date(2024, 8, 1)
    first = {"projekt-1": date(2024, 7, 1), "projekt-2": date(2024, 6, 1), "projekt-3": day}
    findings = found(
        Told(items={name: (None, expected) for name, expected in first.items()}),
        Told(items=dict.fromkeys(first, (None, day))),
        plan=COUNTED,
    )
    assert [one.titles for one in coming(findings)] == [("Projekt 1",), ("Projekt 2",), ("Projekt 3",)]
    assert [track.moved for one in coming(findings) for track in one.tracks] == [31, 61, 0]


def test_items_that_moved_as_far_in_other_steps_come_by_themselves() -> None:
    days = {"projekt-1": ("2024-10-01", "2024-11-01", "2024-12-01"), "projekt-2": ("2024-10-01", "2024-10-01", "2024-12-01")}  # fmt: skip
    quarters = [Told(items={name: (None, date.fromisoformat(day[n])) for name, day in days.items()}) for n in range(3)]
    assert [one.titles for one in coming(found(*quarters, plan=COUNTED))] == [("Projekt 1",), ("Projekt 2",)]


def test_what_is_expected_on_a_deadline_is_another_matter_than_what_nobody_has_dated() -> None:
    """Both come on 30 June, and neither has moved as far as anybody knows."""
    plan = plan_of(goal("1.2", PROJECTS | {"deadline": JUNE}, weight=100))
    findings = found(Told(items={"projekt-1": (None, JUNE), "projekt-2": (None, None)}), plan=plan)
    assert [(one.expected, one.titles) for one in coming(findings)] == [(JUNE, ("Projekt 1",)), (None, ("Projekt 2",))]


def test_what_comes_stands_by_day_and_then_in_the_plans_order() -> None:
    """Two criteria of one goal, and two goals, never stand together, also where they come on one day."""
    other = REPORT | {"id": "other", "deliverable": "notat", "title": "Notat"}
    days = goal("1.1", DAYS | {"deadline": date(2024, 4, 30)})
    plan = plan_of(days, goal("1.2", PROJECTS), goal("1.3", REPORT), goal("1.4", other))
    day = date(2024, 5, 2)
    items = {"projekt-1": (None, day), "projekt-2": (None, NEXT), "rapport": (None, day)}
    assert told(found(Told(items=items), plan=plan)) == [
        ("1.2", "projects", NEXT, ("Projekt 2",)),
        ("1.1", "days", date(2024, 4, 30), ("Dage",)),
        ("1.2", "projects", day, ("Projekt 1",)),
        ("1.3", "report", day, ("Rapport",)),
        ("1.4", "other", JUNE, ("Notat",)),  # nobody has told of it, and it is due
    ]


def test_two_criteria_of_a_goal_come_by_themselves() -> None:
    note = REPORT | {"id": "note", "deliverable": "notat", "title": "Notat"}
    plan = plan_of(goal("1.2", PROJECTS | {"deadline": JUNE}, REPORT, note, weight=100))
    day = date(2024, 5, 2)
    findings = found(Told(items={"projekt-1": (None, day)}), plan=plan)
    (item,) = findings.items["1.2"]
    items = tuple(replace(item, deliverable=name) for name in ("projekt-1", "rapport", "notat"))
    told_of = coming(replace(findings, items={"1.2": items}))
    assert [one.titles for one in told_of] == [("Projekt 1",), ("Rapport",), ("Notat",)]
