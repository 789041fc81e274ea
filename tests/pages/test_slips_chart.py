"""The rows of the figure of items: what stands alike is one row with its number, and orange is only what is missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from kvartalsbog.content.language import DANISH
from kvartalsbog.pages.slips_chart import rows_of
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import tracks


@pytest.mark.parametrize("quarter", ["2024K1", "2024K3", "2024K4"])
def test_every_item_is_in_one_row(findings_of: Callable[[str], Findings], quarter: str) -> None:
    findings = findings_of(quarter)
    for goal in findings.plan.goals:
        if goal.id in findings.items:
            found = tracks(findings, goal)
            rows = rows_of(goal, found, frozenset(), DANISH)
            assert sum(row.items for row in rows) == len(found)
            assert len({(row.name, row.day) for row in rows}) == len(rows)


def test_items_of_one_day_are_counted_in_one_mark(findings_of: Callable[[str], Findings]) -> None:
    """Most of the 15 initiatives of 4.1 were presented on one day."""
    findings = findings_of("2024K3")
    goal = findings.plan.goal("4.1")
    found = tracks(findings, goal)
    rows = rows_of(goal, found, frozenset(), DANISH)
    alike = Counter((goal.place_of(t.item.deliverable), t.first, t.day) for t in found)
    assert max(row.items for row in rows) == max(alike.values()) > 1
    assert any(row.name.endswith(" til") for row in rows)


def test_a_spare_item_after_the_deadline_of_a_met_goal_is_no_failure(findings_of: Callable[[str], Findings]) -> None:
    """2.1 asks for six of its projects: a seventh that comes in February misses nothing, and in 2.2 the late one does."""
    findings = findings_of("2024K3")
    for id_, is_late in (("2.1", False), ("2.2", True)):
        goal, result = findings.plan.goal(id_), findings.result.goal(id_)
        found = tracks(findings, goal)
        late = [t for t in found if t.day is not None and goal.dated[goal.place_of(t.item.deliverable)].is_late(t.day)]
        assert late
        every = frozenset(criterion.id for criterion, _ in result.dated)
        rows = rows_of(goal, found, every if is_late else frozenset(), DANISH)
        assert any(row.late for row in rows) is is_late
