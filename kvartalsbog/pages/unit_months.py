"""A unit's months through two years beside its own last year's band → a figure with its table; a panel for each series."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from textwrap import shorten
from typing import TYPE_CHECKING

from kvartalsbog.content.blocks import Drawing, Table, text
from kvartalsbog.content.language import Language
from kvartalsbog.kinds.measures import NOTHING, Sum
from kvartalsbog.pages.canvas import Canvas, Panels, draw
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.lines import strokes
from kvartalsbog.pages.tables import columns, hidden_notes, named, plain_number
from kvartalsbog.pages.time_axis import name_months, two_years
from kvartalsbog.periods import Month
from kvartalsbog.plan.units import District
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.unit_figures import UnitFigures
from kvartalsbog.words.measuring import as_shown, shown
from kvartalsbog.words.numbers import DASH, MISSING, WITHHELD, month_name
from kvartalsbog.words.units import unit_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANELS = Panels(height=0.9, below=0.34, lines=0.66)


def months_chart(figures: Sequence[UnitFigures], months: Sequence[Month], language: Language) -> Drawing:
    """A panel a series, one below the other on one pair of axes: the months, last year's muted, over the band that they lie within
    when nothing has changed; the last value stands at its end. A month that is not shown is a gap.
    """

    def paint(canvas: Canvas) -> Figure:
        figure, axes = _PANELS.sheet(canvas, len(figures))
        for number, found in enumerate(figures):
            _panel(axes, canvas, found, -number - 1, months, language)
        name_months(axes, canvas, months, -len(figures), language)
        axes.set_xlim(-0.6, len(months) * (1.5 if canvas.narrow else 1.25))
        return figure

    return draw(paint)


def _panel(axes: Axes, canvas: Canvas, found: UnitFigures, bottom: int, months: Sequence[Month], language: Language) -> None:  # fmt: skip
    colours, values, band = canvas.palette, _values(found), _band(found, months)
    height = _PANELS.scale(bottom, [*values.values(), *(end for ends in band for end in ends)])
    begins = months[0].count
    if band:
        edges = [place - 0.5 for place in range(len(months) + 1)]
        lows, highs = ([height(ends[side]) for ends in (*band, band[-1])] for side in (0, 1))
        axes.fill_between(edges, lows, highs, step="post", color=colours.open, linewidth=0, zorder=0.5)
    axes.plot([11.5, 11.5], [bottom + 0.02, bottom + _PANELS.lines], color=colours.grid, linewidth=1, zorder=0.8)
    runs = strokes(
        sorted(values),
        lambda one, two: two.count == one.count + 1,
        lambda month: colours.accent if month >= months[12] else colours.muted,
    )
    for colour, run in runs:
        at = [height(values[month]) for month in run]
        axes.plot([month.count - begins for month in run], at, color=colour, linewidth=1.6)
    for colour, ours in ((colours.muted, False), (colours.accent, True)):
        own = [month for month in values if (month >= months[12]) is ours]
        at = [height(values[month]) for month in own]
        axes.plot([m.count - begins for m in own], at, linestyle="none", marker="o", markersize=2.6, color=colour)
    if values:
        last = max(values)
        axes.text(len(months), height(values[last]), _told(found, found.months[last], language), va="center", fontsize=9, color=colours.accent)  # fmt: skip
    title = shorten(f"{found.goal.id} {found.goal.series_title(found.series.name)}", 44 if canvas.narrow else 84, placeholder=" …")  # fmt: skip
    unit = unit_word(found.criterion.unit, language)
    axes.text(-0.5, bottom + 0.97, f"{title} ({unit})", va="top", fontsize=9, color=colours.ink)


def _values(found: UnitFigures) -> dict[Month, float]:
    """Each month that is shown → its value as the table has it."""
    values = {month: None if sums is None else found.criterion.value_of(sums) for month, sums in found.months.items()}
    return {month: float(as_shown(value, found.criterion)) for month, value in sorted(values.items()) if value is not None}  # fmt: skip


def _band(found: UnitFigures, months: Sequence[Month]) -> list[tuple[float, float]]:
    """Between what each month lies when nothing has changed: of one that is not shown by the cases of one on average."""
    if found.change is None or found.change.band is None:
        return []
    known = {month: sums.n for month, sums in found.months.items() if sums is not None and sums.n}
    usual = max(1, round(sum(known.values()) / len(known)))
    scale, possible = float(found.criterion.scale), found.criterion.possible
    least, most = (-inf if possible.least is None else float(possible.least)), (inf if possible.most is None else float(possible.most))  # fmt: skip
    ends = (found.change.band.limits(known.get(month, usual)) for month in months)
    return [(max(least, scale * low), min(most, scale * high)) for low, high in ends]


def _told(found: UnitFigures, sums: Sum | None, language: Language) -> str:
    value = None if sums is None else found.criterion.value_of(sums)
    if value is None:
        return MISSING if sums is None else DASH  # a month without a case is told
    return shown(value, found.criterion, language)


def months_table(findings: Findings, unit: District, figures: Sequence[UnitFigures], label: str, file: str) -> Table:
    """The months in rows, the unit's figures in columns."""
    language, say, months = findings.language, findings.language.say, two_years(findings.period.calendar)
    heads = (say("Måned"), *(say("Mål {goal} ({unit})", goal=found.goal.id, unit=unit_word(found.criterion.unit, language)) for found in figures))  # fmt: skip
    rows = tuple(
        (
            text(month_name(month, year=True, language=language)),
            # what nobody has reported is not withheld
            *(text(WITHHELD if found.months.get(month, NOTHING) is None else _told(found, found.months.get(month), language)) for found in figures),
        )
        for month in months
        if month <= findings.months[-1]
    )  # fmt: skip
    return Table(
        label=label, caption=say("{unit} måned for måned", unit=unit.name), columns=columns(heads, right=heads[1:]), rows=rows,
        notes=hidden_notes(rows, language), download=download(findings, file, _records(figures, unit)),
    )  # fmt: skip


def _records(figures: Sequence[UnitFigures], unit: District) -> list[dict[str, object]]:
    """As the open data's table of units' months has them."""
    several = any("series" in named(found.goal, found.series) for found in figures)
    return [
        {
            "goal": found.goal.id, **({"series": found.series.name} if several else {}), "month": str(month), "district": unit.id,
            "n": "" if sums is None else sums.n, "value": plain_number(None if sums is None else found.criterion.value_of(sums)),
            "note": "withheld" if sums is None else "",
        }
        for found in figures
        for month, sums in sorted(found.months.items())
    ]  # fmt: skip
