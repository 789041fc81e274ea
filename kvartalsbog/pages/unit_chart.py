"""A unit's year beside that of all units, a panel for each series → a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.content.language import Language
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.canvas import Canvas, Panels, draw
from kvartalsbog.periods import Calendar, Period
from kvartalsbog.verdicts.unit_figures import UnitFigures
from kvartalsbog.words.measuring import as_shown, shown
from kvartalsbog.words.units import unit_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANELS = Panels(height=1.25, below=0.3, lines=0.62)
_GAP = 0.19  # of a panel, between the labels of two lines


def unit_chart(figures: Sequence[UnitFigures], calendar: Calendar, language: Language) -> Drawing:
    """A panel a series, one below the other: the unit as a thick line, all units as a thin one, the limits dashed; each line is named at its
    end, with its value.
    """
    last = len(calendar.months)

    def paint(canvas: Canvas) -> Figure:
        figure, axes = _PANELS.sheet(canvas, len(figures))
        for number, found in enumerate(figures):
            _panel(axes, canvas, found, -number - 1, calendar, language)
        for period in _named([standing.period for standing in figures[0].standings], narrow=canvas.narrow):
            words = language.shown(period).removesuffix(f"\u00a0{calendar.years}")
            place, foot = calendar.place(period.last), -len(figures) - 0.06
            axes.text(place, foot, words, ha="center", va="top", fontsize=8, color=canvas.palette.muted)
        axes.set_xlim(0, last * (1.85 if canvas.narrow else 1.35))
        return figure

    return draw(paint)


def _named(periods: Sequence[Period], *, narrow: bool) -> Sequence[Period]:
    """The periods that there is room to name: all, or the first and the last."""
    return periods if len(periods) < (3 if narrow else 5) else (periods[0], periods[-1])


def _panel(axes: Axes, canvas: Canvas, found: UnitFigures, bottom: int, calendar: Calendar, language: Language) -> None:
    colours, criterion = canvas.palette, found.asked
    limits = [float(bound.limit) for bound in criterion.bounds]
    every = _values(found, calendar, [standing.all_units for standing in found.standings])
    own = _values(found, calendar, [standing.unit for standing in found.standings])
    height = _PANELS.scale(bottom, [*limits, *every.values(), *own.values()])
    last, labels = len(calendar.months), list[tuple[float, str, str]]()
    for bound in criterion.bounds:
        at = height(float(bound.limit))
        axes.plot([0.4, last + 0.2], [at, at], color=colours.worse, linewidth=1.2, dashes=(5, 3))
        labels.append((at, language.say("krav {value}", value=shown(bound.limit, criterion, language)), colours.worse))
    for values, colour, width, words in (
        (every, colours.muted, 1.0, language.say("alle")),
        (own, colours.accent, 2.4, language.say("enheden")),
    ):
        at_ends = [height(value) for value in values.values()]
        axes.plot(list(values), at_ends, color=colour, linewidth=width, marker="o", markersize=2 + width)
        sums = found.standings[-1].all_units if values is every else found.to_date
        value = None if sums is None else found.criterion.value_of(sums)
        if value is not None:
            labels.append((at_ends[-1], f"{words} {shown(value, found.criterion, language)}", colour))
    _name(axes, labels, bottom, last + 0.5)
    title = f"{found.goal.id} {found.goal.series_title(found.series.name)}"
    unit = unit_word(found.criterion.unit, language)
    lines = wrap(title, 44 if canvas.narrow else 84)
    words = lines[0] if len(lines) == 1 else f"{lines[0]} …"
    axes.text(0, bottom + 0.96, f"{words} ({unit})", va="top", fontsize=9, color=colours.ink)


def _name(axes: Axes, labels: Sequence[tuple[float, str, str]], bottom: float, place: float) -> None:
    """Name the lines at their ends, in the order of their values, moved apart where they would cover each other."""
    at = bottom - _GAP
    room = bottom + _PANELS.lines + 0.1 - _GAP * (len(labels) - 1)
    for number, (height, words, colour) in enumerate(sorted(labels)):
        at = max(min(height, room + number * _GAP), at + _GAP)
        axes.text(place, at, words, va="center", fontsize=9, color=colour)


def _values(found: UnitFigures, calendar: Calendar, sums: Sequence[Sum | None]) -> dict[int, float]:
    """The place of each period's end → what the year to date was then, as the table has it."""
    values = {}
    for standing, told in zip(found.standings, sums, strict=True):
        value = None if told is None else found.criterion.value_of(told)
        if value is not None:
            values[calendar.place(standing.period.last)] = float(as_shown(value, found.criterion))
    return values
