"""The measured figures of a plan through two years, as small panels on its overview."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.disclosure.published import Published
from kvartalsbog.pages.measured_chart import MOST, measured_figures
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.findings import Findings


@pytest.fixture(scope="module")
def k3(findings_of: Callable[[str], Findings]) -> Findings:
    return findings_of("2024K3")


def _rows(figure: Figure) -> list[list[str]]:
    assert isinstance(figure.table, Table)
    return [["".join(getattr(run, "text", "") for run in cell) for cell in row] for row in figure.table.rows]


def _records(figure: Figure) -> list[dict[str, str]]:
    assert isinstance(figure.table, Table)
    assert figure.table.download is not None
    return list(csv.DictReader(io.StringIO(figure.table.download.csv)))


def _of_many(findings: Findings, count: int) -> Findings:
    """The findings with the first series repeated under other names, for as many goals."""
    plan, first = findings.plan, findings.plan.goals[0]
    goals = tuple(first.model_copy(update={"id": f"1.{number}"}) for number in range(1, count + 1))
    pillar = plan.pillars[0].model_copy(update={"goals": goals})
    return replace(findings, plan=plan.model_copy(update={"pillars": (pillar,)}))


def test_every_series_has_a_panel_with_its_months_and_what_is_asked(k3: Findings) -> None:
    (figure,) = measured_figures(k3)
    assert figure.caption == "1.1, 1.2 og 4.2 måned for måned, med kravet til hvert"
    rows = _rows(figure)
    assert [row[0] for row in rows] == [
        *(f"{name} 2023" for name in ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]),
        *(f"{name} 2024" for name in ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september"]),
    ]  # fmt: skip
    series = k3.series["1.1"]
    sums = series.every_month[Month(2024, 9)]
    assert sums is not None
    shown = series.criterion.value_of(sums)
    assert shown is not None
    assert rows[-1][1] == f"{shown:.1f}".replace(".", ",")
    for title in (
        "Sagsbehandlingstid for alle sager",
        "Bidrag til Folketinget til tiden",
        "kravet er højst 165\u00a0dage",
    ):
        assert title in figure.alt
    assert figure.drawing.light != figure.drawing.light_narrow


def test_a_month_that_is_withheld_is_neither_drawn_nor_told(k3: Findings) -> None:
    series = k3.series["1.2"]
    hidden = Month(2024, 5)
    published = replace(series.published, months={**series.published.months, hidden: None})
    assert isinstance(published, Published)
    found = replace(k3, series={**k3.series, "1.2": replace(series, published=published)})
    (before,), (after,) = measured_figures(k3), measured_figures(found)
    row = next(row for row in _rows(after) if row[0] == "maj 2024")
    assert row[2] == "[f]"
    assert next(r for r in _records(after) if r["goal"] == "1.2" and r["month"] == "2024-05")["value"] == ""
    assert [r["note"] for r in _records(after) if r["goal"] == "1.2" and r["month"] == "2024-05"] == ["withheld"]
    assert after.drawing.light != before.drawing.light  # a gap


@pytest.mark.parametrize(("count", "panels"), [(5, [5]), (6, [5, 1]), (MOST, [5, 5, 5, 5]), (MOST + 1, [])])
def test_panels_stand_five_together_and_too_many_nowhere(k3: Findings, count: int, panels: list[int]) -> None:
    figures = measured_figures(_of_many(k3, count))
    assert [len(_rows(figure)[0]) - 1 for figure in figures] == panels
    assert len({figure.label for figure in figures}) == len(figures)
    assert len({figure.table.label for figure in figures if figure.table}) == len(figures)
