"""The brief and the units' pages of plans without weights, with assessed criteria, with levels and sums, and of other years."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest

from kvartalsbog.content.blocks import Drawing, Table
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages import brief
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.plan.contents import UNIT_PARTS, unit_chapters
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.narrowing import of_unit
from kvartalsbog.verdicts.unit_figures import unit_figures

PLANS = (
    ("land-registry", "2003-04K4"),
    ("rail-authority", "2023K4"),
    ("school", "2016-17K4"),
    ("university", "2022H2"),
)
Found = Callable[[str, str], Findings]


@pytest.mark.parametrize(("plan", "period"), PLANS)
def test_the_brief_tells_of_every_goal_under_its_seven_headings(found: Found, plan: str, period: str) -> None:
    findings = found(plan, period)
    parts = BRIEF.sections(findings)
    assert len(parts) == 7
    assert all(part.blocks for part in parts)
    (table, *_) = BRIEF.section(findings, "brief-status")
    assert isinstance(table, Table)
    told = [getattr(row[0][0], "target", "") for row in table.rows]
    goals = [goal.label for goal in findings.plan.goals]
    assert set(told) <= set(goals)
    assert len(told) == min(len(goals), brief.GOALS) or len(goals) > brief.GOALS


@pytest.mark.parametrize(("plan", "period"), PLANS)
def test_a_units_part_is_a_part_and_all_units_are_the_whole(
    found: Found, plan: str, period: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Drawing(light="", dark="", light_narrow="", dark_narrow="")
    monkeypatch.setattr("kvartalsbog.pages.unit_chart.draw", lambda _: nothing)
    findings = found(plan, period)
    chapters = unit_chapters(findings.plan)
    every = {unit.id: unit_figures(findings, unit.id) for chapter in chapters if (unit := chapter.unit)}
    for chapter in chapters:
        assert chapter.unit is not None
        shown = UnitChapter(of_unit(findings, chapter.unit.id), chapter.unit)
        assert all(getattr(shown, part).blocks for part in UNIT_PARTS[:1])
        assert bool(shown.goals.blocks) == bool(shown.history.blocks) == bool(every[chapter.unit.id])
    for name, series in findings.series.items():
        own = [f for figures in every.values() for f in figures if f.series.name == name]
        shares = [figures.share for figures in own if figures.share is not None]
        assert all(0 <= share <= 1 for share in shares)
        whole = len(series.published.districts) == len(shares)
        if whole and shares and len({f.goal.id for f in own}) == 1 and not series.gaps:
            assert sum(shares, Fraction(0)) == 1


def test_the_only_unit_of_a_level_has_what_all_have(found: Found) -> None:
    """450 cases at the end of each month: on average 450, of the unit and of all, and not three times that."""
    findings = found("rail-authority", "2023K1")
    told = {figures.series.name: figures.standings[-1] for figures in unit_figures(findings, "tilsyn")}
    assert told["beholdning"].unit == told["beholdning"].all_units == Sum(450, Decimal(450))
    assert told["alder"].unit == told["alder"].all_units


@pytest.mark.parametrize(("plan", "period"), PLANS)
def test_every_row_of_a_units_file_has_the_heads_columns(found: Found, plan: str, period: str) -> None:
    """Also where one goal has several series, and another its own."""
    findings = found(plan, period)
    for chapter in unit_chapters(findings.plan):
        assert chapter.unit is not None
        for block in UnitChapter(of_unit(findings, chapter.unit.id), chapter.unit).goals.blocks[:1]:
            download = getattr(block, "download", None)
            assert download is not None
            rows = list(csv.reader(io.StringIO(download.csv)))
            assert {len(row) for row in rows} == {len(rows[0])}


def test_the_brief_of_another_plan_is_a_page_too(plan_book: Callable[[str, str], Path]) -> None:
    book = plan_book("school", "2016-17K4")
    (alone,) = (book / "brief").glob("*.pdf")
    with pypdfium2.PdfDocument(alone) as document:
        assert len(document) == 1
