"""How the day of an item has moved, edition by edition, and what readers are told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.pages.item_tables import items_table
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import Track, tracks
from kvartalsbog.words.slips import moved, standing


def track_of(findings: Findings, item: str) -> Track:
    goal = next(goal for goal in findings.plan.goals if goal.has_item(item))
    return next(track for track in tracks(findings, goal) if track.item.deliverable == item)


@pytest.mark.parametrize(
    ("item", "quarter", "first", "day", "times", "days", "told"),
    [
        ("model-ivaerksat", "2024K1", date(2024, 10, 1), date(2024, 10, 1), 0, 0, "–"),
        ("model-ivaerksat", "2024K3", date(2024, 10, 1), date(2024, 12, 16), 2, 76, "to gange, 76 dage senere"),
        ("model-ivaerksat", "2024K4", date(2024, 10, 1), date(2024, 12, 13), 2, 73, "to gange, 73 dage senere"),
        ("polsas-faeroeerne", "2024K4", date(2024, 11, 15), date(2025, 2, 17), 3, 94, "tre gange, 94 dage senere"),
        ("projekt-2", "2024K4", date(2024, 5, 15), date(2024, 5, 21), 0, 6, "6 dage senere"),
        ("legacy-orientering", "2024K4", date(2024, 12, 13), date(2024, 12, 12), 0, -1, "1 dag tidligere"),
        ("projekt-1", "2024K4", None, date(2024, 2, 26), 0, None, "–"),
    ],
)
def test_the_dates_that_moved_in_the_example_year(
    item: str, quarter: str, first: date | None, day: date, times: int, days: int | None, told: str,
    findings_of: Callable[[str], Findings],
) -> None:  # fmt: skip
    found = track_of(findings_of(quarter), item)
    assert (found.first, found.day, found.moves, found.moved) == (first, day, times, days)
    assert moved(found).replace("\u00a0", " ") == told


def test_of_a_goal_that_came_in_the_year_no_day_is_known_from_before(findings_of: Callable[[str], Findings]) -> None:
    """The quarters before have no items of it."""
    findings = findings_of("2024K3")
    assert findings.previous is not None
    come = replace(findings, previous=replace(findings.previous, items={}, previous=None))
    found = track_of(come, "model-ivaerksat")
    assert found.expected == ((findings.period, date(2024, 12, 16)),)
    assert (found.first, found.moves, found.moved) == (date(2024, 12, 16), 0, 0)


def test_a_goal_on_figures_has_no_days_that_move(findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of("2024K3")
    assert tracks(findings, findings.plan.goal("1.1")) == ()


@pytest.mark.parametrize(
    ("item", "quarter", "told"),
    [
        ("projekt-6", "2024K3", "Ventes den 16. december 2024, 15 dage før fristen"),
        ("polsas-faeroeerne", "2024K4", "Ventes den 17. februar 2025, 48 dage efter fristen"),
        ("projekt-1", "2024K1", "Sat i drift den 26. februar 2024"),
        ("baeredygtighedsstrategi", "2024K4", "Udarbejdet den 29. oktober 2024, 29 dage efter fristen"),
    ],
)
def test_where_an_item_stands(item: str, quarter: str, told: str, findings_of: Callable[[str], Findings]) -> None:
    findings = findings_of(quarter)
    goal = next(goal for goal in findings.plan.goals if goal.has_item(item))
    criterion: DatedCriterion = goal.dated[goal.place_of(item)]
    said = standing(track_of(findings, item), criterion, findings.period.last_day)
    assert said.replace("\u00a0", " ") == told


def test_the_table_of_items_tells_first_and_now_and_has_the_same_as_data(
    findings_of: Callable[[str], Findings],
) -> None:
    findings = findings_of("2024K4")
    table = items_table(findings, findings.plan.goal("2.2"))
    assert [column.title for column in table.columns[:5]] == ["Leverance", "Frist", "Først ventet", "Nu", "Flyttet"]
    cells = [plain_text(cell).replace("\u00a0", " ") for cell in table.rows[1]]
    assert cells[1:3] == ["31. dec. 2024", "15. nov. 2024"]
    assert table.download is not None
    row = table.download.csv.splitlines()[2].split(",")
    assert row[2:8] == ["2024-12-31", "", "2025-02-17", "2024-11-15", "3", "94"]
