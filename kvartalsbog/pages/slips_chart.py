"""Items → a figure: a row each, from the day that was expected first to the day that is expected now or was kept, against the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.content.language import Language
from kvartalsbog.pages.canvas import Canvas, draw
from kvartalsbog.pages.time_axis import ticks_of
from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.slips import Track
from kvartalsbog.words.numbers import day_and_month

if TYPE_CHECKING:  # who only asks for chapters draws nothing
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW, _ROW_NARROW, _AROUND = 0.42, 0.52, 0.55  # inches


class _Row(NamedTuple):
    """Items that stand alike: their name or names, how many, the first and the latest day, whether they are completed, and the deadline. `late` is whether what
    is asked for is missed by them, and not only that they came after the deadline of a goal that was met all the same.
    """

    name: str
    items: int
    first: date | None
    day: date | None
    completed: bool
    deadline: date
    late: bool


def slips_chart(
    goal: Goal, tracks: Sequence[Track], missed: frozenset[str], period: Period, language: Language
) -> Drawing:
    """The items in the plan's order, those that share criterion, days and state as one row with their number; `missed` are the ids of the criteria that are or
    look like being missed.
    """
    rows = rows_of(goal, tracks, missed, language)
    room = _room(max((len(row.name) for row in rows), default=0))
    days = [day for row in rows for day in (row.first, row.day, row.deadline) if day is not None]
    first, last = min([period.calendar.first_day, *days]), max([period.calendar.last_day, *days])

    def paint(canvas: Canvas) -> Figure:
        each = _ROW_NARROW if canvas.narrow else _ROW
        figure, axes = canvas.sheet(_AROUND + each * len(rows))
        span = _day(last) - _day(first)
        axes.axvline(_day(period.last_day), color=canvas.palette.muted, linewidth=0.8, dashes=(2, 2), zorder=0.6)
        for place, row in enumerate(rows):
            _paint(axes, canvas, row, -place, (_day(first), span, room), language)
        axes.set_xlim(_day(first) - span * (0.02 if canvas.narrow else room), _day(last) + 0.17 * span)
        axes.set_ylim(-len(rows) + 0.35, 0.75 if canvas.narrow else 0.6)
        ticks, names = ticks_of(period.calendar, language)
        step = 3 if len(ticks) == 12 else 1
        axes.set_xticks([_day(month.first_day) for month in ticks[::step]], names[::step], ha="left")
        axes.set_yticks([])
        return figure

    return draw(paint)


def rows_of(goal: Goal, tracks: Sequence[Track], missed: frozenset[str], language: Language) -> list[_Row]:
    """The items in the plan's order, those of one criterion that have the same days and stand alike as one."""
    alike: dict[tuple[int, date | None, date | None, bool], list[Track]] = {}
    for track in tracks:
        place = goal.place_of(track.item.deliverable)
        alike.setdefault((place, track.first, track.day, track.item.completed is not None), []).append(track)
    rows = []
    for (place, first, day, completed), own in alike.items():
        criterion, names = goal.dated[place], [goal.item_title(track.item.deliverable) for track in own]
        name = names[0] if len(own) == 1 else language.say("{first} og {n} til", first=names[0], n=len(own) - 1)
        late = criterion.id in missed and day is not None and criterion.is_late(day)
        rows.append(_Row(name, len(own), first, day, completed, criterion.deadline, late))
    return rows


def _paint(
    axes: Axes, canvas: Canvas, row: _Row, height: int, span: tuple[float, float, float], language: Language
) -> None:
    """A row: its name, the deadline as a tick, and what is known of its days."""
    colours, (first, length, room) = canvas.palette, span
    words = fill(row.name, 46 if canvas.narrow else 34)
    if canvas.narrow:
        axes.text(first, height + 0.3, words.partition("\n")[0], fontsize=8.5, color=colours.ink, va="bottom")
    else:
        axes.text(first - room * length, height, words, fontsize=8.5, color=colours.ink, va="center", linespacing=1)
    axes.plot([first, first + length], [height, height], color=colours.grid, linewidth=0.8, zorder=0.5)
    axes.plot([_day(row.deadline)] * 2, [height - 0.24, height + 0.24], color=colours.ink, linewidth=2)
    box = {"facecolor": colours.paper, "edgecolor": "none", "pad": 0.5}
    if row.day is None:
        axes.text(first, height, language.say("ingen dato"), fontsize=8.5, color=colours.muted, va="center", bbox=box)
        return
    _marks(axes, canvas, row, height)
    ahead = _day(row.deadline) - _day(row.day)  # a tick that is near would cut the date, which then stands behind it
    beside, away = (row.deadline, 6) if 0 < ahead < 0.15 * length else (row.day, 8)
    axes.annotate(
        day_and_month(row.day, language), (_day(beside), height), xytext=(away, 0), textcoords="offset points", fontsize=8.5,
        color=_colour(canvas, row), va="center", bbox=box,
    )  # fmt: skip


def _marks(axes: Axes, canvas: Canvas, row: _Row, height: int) -> None:
    """A faint ring where the item was expected first, a line to where it is now, filled where it is done, and how many there are."""
    colours, colour, day = canvas.palette, _colour(canvas, row), row.day or row.deadline

    def ring(at: date, size: float, edge: str, face: str, width: float) -> None:
        axes.plot(
            _day(at), height, marker="o", markersize=size, color=edge, markerfacecolor=face, markeredgewidth=width
        )

    if row.first is not None and row.first != day:
        axes.plot([_day(row.first), _day(day)], [height, height], color=colour, linewidth=1.4)
        ring(row.first, 7, colours.muted, colours.paper, 1)
    ring(day, 11 if row.items > 1 else 8, colour, colour if row.completed else colours.paper, 1.6)
    if row.items > 1:
        ink = colours.paper if row.completed else colours.ink
        axes.text(
            _day(day),
            height,
            str(row.items),
            fontsize=7.5,
            color=ink,
            ha="center",
            va="center_baseline",
            weight="semibold",
        )


def _colour(canvas: Canvas, row: _Row) -> str:
    return canvas.palette.worse if row.late else canvas.palette.accent


def _room(signs: int) -> float:
    """How much of the time's length the names before it take, as the widest is up to 34 signs a line."""
    inches = 0.066 * min(signs, 34) + 0.12
    return 1.19 * inches / (6.5 - inches)


def _day(day: date) -> float:
    from matplotlib.dates import date2num  # noqa: PLC0415 - see above

    return float(date2num(day))
