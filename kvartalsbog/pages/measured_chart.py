"""Every measured figure of the plan through two years, a small panel each: what an overview shows of where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from kvartalsbog.content.blocks import Drawing, Figure
from kvartalsbog.content.language import Language
from kvartalsbog.pages.canvas import Canvas, Panels, draw
from kvartalsbog.pages.lines import strokes
from kvartalsbog.pages.measured import measured_series
from kvartalsbog.pages.month_values import Drawn, drawn_of
from kvartalsbog.pages.time_axis import name_months, two_years
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.expecting import is_usual
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.words.descriptions import describe_series
from kvartalsbog.words.kinds import requirements
from kvartalsbog.words.numbers import enumeration
from kvartalsbog.words.units import unit_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

_TOGETHER = 5  # panels of a figure: what is seen at once
MOST = 20  # series; more of them are not looked through, and each has its figure in its chapter
_PANELS = Panels(height=0.78, below=0.42, lines=0.6)


@dataclass(frozen=True)
class _Row:
    goal: Goal
    series: Series
    drawn: Drawn

    @property
    def name(self) -> str:
        return f"{self.goal.id} {self.goal.series_title(self.series.name)}"


def measured_figures(findings: Findings) -> tuple[Figure, ...]:
    """The series of every goal, some in a figure; none of a plan that measures nothing or too much. The months stand as tables in the goals' chapters."""
    period, language = findings.period, findings.language
    rows = [
        _Row(goal, series, drawn_of(series, (), None, period.months, period.calendar, language))
        for goal, series in measured_series(findings)
    ]
    shown = [row for row in rows if row.drawn.values]
    if len(rows) > MOST:
        return ()
    groups = [shown[begun : begun + _TOGETHER] for begun in range(0, len(shown), _TOGETHER)]
    return tuple(
        _figure(findings, group, f"-{number}" if len(groups) > 1 else "")
        for number, group in enumerate(groups, start=1)
    )


def _figure(findings: Findings, rows: Sequence[_Row], part: str) -> Figure:
    language = findings.language
    return Figure(
        label=f"fig-measured{part}",
        caption=language.say(
            "Mål {goals}: måned for måned, med kravet til hvert",
            goals=enumeration(dict.fromkeys(row.goal.id for row in rows), language),
        ),
        alt=" ".join(_described(row, findings) for row in rows),
        drawing=_chart(rows, two_years(findings.period.calendar), language),
    )


def _described(row: _Row, findings: Findings) -> str:
    usual = is_usual(row.series.criteria, findings.told)
    return describe_series(row.goal, row.series, row.series.months, findings.language, usual=usual)


def _chart(rows: Sequence[_Row], months: Sequence[Month], language: Language) -> Drawing:
    """Panels below one another on one pair of axes: each has a scale of its own, from its lowest to its highest value or limit."""

    def paint(canvas: Canvas) -> Sheet:
        figure, axes = _PANELS.sheet(canvas, len(rows))
        for number, row in enumerate(rows):
            _panel(axes, canvas, row, -number - 1, months, language)
        name_months(axes, canvas, months, -len(rows), language)
        axes.set_xlim(-0.6, len(months) * (1.75 if canvas.narrow else 1.45))
        return figure

    return draw(paint)


def _panel(axes: Axes, canvas: Canvas, row: _Row, bottom: int, months: Sequence[Month], language: Language) -> None:
    colours, values = canvas.palette, row.drawn.values
    heights = {month: float(value) for month, value in values.items()}
    height = _PANELS.scale(bottom, [*heights.values(), *(limit for limit, *_ in row.drawn.limits)])
    ends = (bottom + 0.02, bottom + _PANELS.lines)
    axes.plot([11.5, 11.5], ends, color=colours.grid, linewidth=1, zorder=0.5)
    known = sorted(values)

    def joined(one: Month, two: Month) -> bool:
        return two.count == one.count + 1 and not (row.drawn.restarts and one < months[12] <= two)

    for colour, run in strokes(known, joined, lambda month: colours.accent if month >= months[12] else colours.muted):
        at = [month.count - months[0].count for month in run]
        axes.plot(at, [height(heights[month]) for month in run], color=colour, linewidth=1.6)
    last = known[-1]
    axes.plot(last.count - months[0].count, height(heights[last]), marker="o", markersize=4.4, color=colours.accent)
    for limit, _, first, end in row.drawn.limits:
        places = [first.count - months[0].count - 0.5, end.count - months[0].count + 0.5]
        axes.plot(places, [height(limit)] * 2, color=colours.worse, linewidth=1.2, dashes=(5, 3))
    wanted = requirements(row.series.criteria, language)
    beside = len(months) + 0.2
    value = language.number(values[last], max(0, -int(values[last].as_tuple().exponent)))
    unit = unit_word(row.series.criterion.unit, language)
    axes.text(
        beside, bottom + 0.42, f"{value} {unit}", va="center", fontsize=9, color=colours.accent, weight="semibold"
    )
    axes.text(
        beside, bottom + 0.16, shorten(wanted, 26, placeholder=" …"), va="center", fontsize=9, color=colours.worse
    )
    title = shorten(row.name, 46 if canvas.narrow else 90, placeholder=" …")
    axes.text(-0.5, bottom + 0.95, title, va="top", fontsize=9, color=colours.ink)
