"""The measured figures of a plan through two years, as small panels on its overview."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from kvartalsbog.content.blocks import Figure
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.pages.measured_chart import MOST, measured_figures
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.findings import Findings


@pytest.fixture(scope="module")
def k3(findings_of: Callable[[str], Findings]) -> Findings:
    return findings_of("2024K3")


def _of_many(findings: Findings, count: int) -> Findings:
    """The findings with the first series repeated under other names, for as many goals."""
    plan, first = findings.plan, findings.plan.goals[0]
    goals = tuple(first.model_copy(update={"id": f"1.{number}"}) for number in range(1, count + 1))
    pillar = plan.pillars[0].model_copy(update={"goals": goals})
    return replace(findings, plan=plan.model_copy(update={"pillars": (pillar,)}))


def test_every_series_has_a_panel_with_its_months_and_what_is_asked(k3: Findings) -> None:
    (figure,) = measured_figures(k3)
    assert figure.caption == "Mål 1.1, 1.2 og 4.2: måned for måned, med kravet til hvert"
    for title in (
        "Sagsbehandlingstid for alle sager",
        "Bidrag til Folketinget til tiden",
        "kravet er højst 165\u00a0dage",
    ):
        assert title in figure.alt
    assert figure.drawing.light != figure.drawing.light_narrow


def test_the_overview_says_of_a_figures_way_what_its_goal_says(k3: Findings) -> None:
    """The months of 1.2 and 4.2 lie within the swings of 2023: nowhere have they risen."""
    (figure,) = measured_figures(k3)
    for goal, usual in (("1.1", False), ("1.2", True), ("4.2", True)):
        section = GoalSection(k3, k3.result.goal(goal))
        own = next(block for block in section.development.blocks if isinstance(block, Figure))
        way = own.alt.partition(";")[0]
        assert ("inden for de vante udsving" in way) is usual
        assert f"{way};" in figure.alt


def test_a_month_that_is_withheld_is_not_drawn(k3: Findings) -> None:
    series, hidden = k3.series["1.2"], Month(2024, 5)
    published = replace(series.published, months={**series.published.months, hidden: None})
    found = replace(k3, series={**k3.series, "1.2": replace(series, published=published)})
    (before,), (after,) = measured_figures(k3), measured_figures(found)
    assert "Uden punkt i figuren: maj\u00a02024." in after.alt
    assert "Uden punkt" not in before.alt
    strokes = [re.findall(r'<path d="([^"]*)"[^>]*stroke-width="1.6"', one.drawing.light) for one in (before, after)]
    assert len(strokes[1]) == len(strokes[0]) + 1  # one until the month, and one from it
    assert [sum(len(re.findall("[ML]", path)) for path in each) for each in strokes] == [
        3 * (12 + 10),
        3 * (12 + 10) - 1,
    ]


@pytest.mark.parametrize(("count", "panels"), [(5, [5]), (6, [5, 1]), (MOST, [5, 5, 5, 5]), (MOST + 1, [])])
def test_panels_stand_five_together_and_too_many_nowhere(k3: Findings, count: int, panels: list[int]) -> None:
    figures = measured_figures(_of_many(k3, count))
    assert [figure.caption.partition(":")[0].replace(" og", ",").count(",") + 1 for figure in figures] == panels
    assert len({figure.label for figure in figures}) == len(figures)
