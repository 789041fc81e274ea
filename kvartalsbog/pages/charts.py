"""Results → figures: monthly series, and timelines of deliverables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from textwrap import fill
from typing import TYPE_CHECKING

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.content.language import Language
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.measures import DeliverableReading, Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.pages.canvas import Canvas, draw
from kvartalsbog.pages.time_axis import ticks_of, year_before
from kvartalsbog.periods import Calendar, Month, Period
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Series
from kvartalsbog.words.descriptions import known_values
from kvartalsbog.words.limits import BoundWords
from kvartalsbog.words.measuring import as_shown
from kvartalsbog.words.units import unit_word

if TYPE_CHECKING:  # who only asks for chapters draws nothing
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def series_chart(series: Series, calendar: Calendar, language: Language) -> Drawing:
    """Monthly points, the year to date as a line, the limit, and the year before behind them."""

    def paint(canvas: Canvas) -> Figure:
        figure, axes = canvas.sheet(3.3, 3.4)
        _series_lines(axes, canvas, series, calendar, language)
        ticks, names = ticks_of(calendar, language)
        axes.set_xticks(
            [calendar.place(m) for m in ticks],
            [name[:1] if canvas.narrow and len(ticks) == 12 else name for name in names],
        )
        last = len(calendar.months)
        axes.set_xlim(0.6, last + 0.4 if canvas.narrow else last + 2.1 * last / 12)
        axes.yaxis.set_major_formatter(lambda value, _: tick_label(value, list(axes.get_yticks()), language))
        axes.grid(axis="y", color=canvas.palette.grid, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_title(unit_word(series.criterion.unit, language), loc="left", fontsize=9, color=canvas.palette.muted)
        return figure

    return draw(paint)


def _series_lines(axes: Axes, canvas: Canvas, series: Series, calendar: Calendar, language: Language) -> None:
    colours, criterion = canvas.palette, series.criterion
    before = drawn_values(criterion, series.year_before)
    own = drawn_values(criterion, series.published.months)
    running = {} if series.is_level else drawn_values(criterion, series.published.year_to_date)
    labels: list[tuple[float, str, str]] = []
    limits = list(_limits(series, calendar, language))
    for limit, _, reach in limits:
        axes.plot(reach, [limit, limit], color=colours.worse, linewidth=1.2, dashes=(5, 3))
    if before:
        axes.plot(*_points(before, calendar), color=colours.muted, linewidth=1, alpha=0.75)
        labels.append((float(before[max(before)]), year_before(calendar, language), colours.muted))
    if own:
        axes.plot(
            *_points(own, calendar),
            color=colours.accent,
            linestyle="none",
            marker="o",
            markersize=5,
            markerfacecolor="none",
        )
    if running:
        axes.plot(*_points(running, calendar), color=colours.accent, linewidth=2.4)
    everything = [
        *(limit for limit, _, _ in limits),
        *(float(v) for values in (before, own, running) for v in values.values()),
    ]
    low, high = min(everything, default=0.0), max(everything, default=1.0)
    axes.set_ylim(low - 0.12 * (high - low or 1), high + 0.12 * (high - low or 1))
    labels += [(limit, words, colours.worse) for words, limit in {words: limit for limit, words, _ in limits}.items()]
    if running:
        labels.append(
            (float(running[max(running)]), language.say("{year} til dato", year=calendar.years), colours.accent)
        )
    _direct_labels(axes, canvas, labels, (low, high), len(calendar.months) + 0.35)


def _limits(series: Series, calendar: Calendar, language: Language) -> Iterator[tuple[float, str, list[float]]]:
    """Each limit of the criteria with its words, from the month that it begins with to its deadline; a level's at that."""
    words = BoundWords(language)
    for criterion in series.criteria:
        first, last = criterion.begins, calendar.place(Month.of(criterion.deadline))
        start = 0.6 if first is None else calendar.place(Month.of(first)) - 0.4
        end = last + (0.2 if last == len(calendar.months) else 0.4)
        reach = [last - 0.4 if criterion.latest else start, end]
        for bound in criterion.bounds:
            yield float(bound.limit), words.plainly(criterion), reach


def drawn_values(criterion: SeriesCriterion, sums: dict[Month, Sum | None]) -> dict[Month, Decimal]:
    """The months' values as the figure's table has them: the path of a line holds many more digits than a text."""
    return {month: as_shown(value, criterion) for month, value in known_values(criterion, sums).items()}


def tick_label(value: float, ticks: Sequence[float], language: Language) -> str:
    """A value on an axis in Danish, with the decimals that its finest neighbour needs: two ticks never look alike."""
    exact = [Decimal(f"{tick:.6g}").normalize() for tick in ticks]
    return language.number(Decimal(f"{value:.6g}"), max((0, *(-int(tick.as_tuple().exponent) for tick in exact))))


def _points(values: dict[Month, Decimal], calendar: Calendar) -> tuple[list[int], list[float]]:
    return [calendar.place(month) for month in values], [float(value) for value in values.values()]


def _direct_labels(
    axes: Axes, canvas: Canvas, labels: list[tuple[float, str, str]], span: tuple[float, float], right: float
) -> None:
    """Name the lines at their right end, moved apart where they would cover each other; on a phone above the plot."""
    if canvas.narrow:
        for index, (_, words, colour) in enumerate(labels):
            axes.text(1, 1.02 + 0.075 * index, words, transform=axes.transAxes, ha="right", fontsize=9, color=colour)
        return
    gap = 0.085 * (span[1] - span[0] or 1)
    height = float("-inf")
    for value, words, colour in sorted(labels):
        height = max(value, height + gap)
        box = {"facecolor": canvas.palette.paper, "edgecolor": "none", "pad": 2}
        axes.text(right, height, words, va="center", fontsize=9, color=colour, bbox=box)


def timeline_chart(
    result: GoalResult, items: Sequence[DeliverableReading], period: Period, language: Language
) -> Drawing:
    """A line a criterion over the year: the deadline as a bar, completed items as discs, expected ones as rings."""
    dated = [criterion for criterion, _ in result.dated]
    calendar = period.calendar

    def paint(canvas: Canvas) -> Figure:
        figure, axes = canvas.sheet(0.75 + 0.62 * len(dated), 0.8 + 0.75 * len(dated))
        late = [d for i in items for d in (i.completed, i.expected) if d is not None]
        first, end = calendar.first_day, calendar.last_day
        last = max([end, *late])
        for row, criterion in enumerate(dated):
            own = [item for item in items if item.deliverable in criterion.names]
            _timeline_row(axes, canvas, criterion, own, -row, (first, last))
        axes.axvline(_day(period.last_day), color=canvas.palette.muted, linewidth=0.8, dashes=(2, 2))
        axes.set_xlim(_day(first) - 4, _day(last) + 8)
        axes.set_ylim(-len(dated) + 0.5, 0.75)
        ticks, names = ticks_of(calendar, language)
        starts = [month.first_day for month in ticks]
        step = 3 if canvas.narrow and len(ticks) == 12 else 1
        axes.set_xticks([_day(d) for d in starts[::step]], names[::step], ha="left")
        axes.set_yticks([])
        return figure

    return draw(paint)


def _timeline_row(
    axes: Axes,
    canvas: Canvas,
    criterion: DatedCriterion,
    items: list[DeliverableReading],
    height: int,
    span: tuple[date, date],
) -> None:
    colours, deadline = canvas.palette, criterion.deadline
    title = criterion.title
    axes.plot([_day(span[0]), _day(span[1])], [height, height], color=colours.grid, linewidth=3, solid_capstyle="round")
    axes.plot([_day(deadline)] * 2, [height - 0.17, height + 0.17], color=colours.ink, linewidth=2.2)
    words = fill(title, 40) if canvas.narrow else title
    axes.text(_day(span[0]), height + 0.18, words, fontsize=9, color=colours.ink, va="bottom")
    for item in items:
        day = item.completed or item.expected
        if day is None:
            continue
        colour = colours.worse if criterion.is_late(day) else colours.accent
        face = colour if item.completed else "none"
        axes.plot(_day(day), height, marker="o", markersize=8, color=colour, markerfacecolor=face, markeredgewidth=1.6)


def _day(day: date) -> float:
    from matplotlib.dates import date2num  # noqa: PLC0415 - see above

    return float(date2num(day))
