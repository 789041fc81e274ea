"""Results → figures: monthly series, timelines of deliverables, and the plan's weights as one bar."""

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
from kvartalsbog.plan.goals import Pillar
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult
from kvartalsbog.verdicts.findings import Series
from kvartalsbog.verdicts.points import Points, points_of
from kvartalsbog.words.descriptions import known_values
from kvartalsbog.words.limits import BoundWords
from kvartalsbog.words.measuring import as_shown
from kvartalsbog.words.numbers import points
from kvartalsbog.words.statuses import verdict_word
from kvartalsbog.words.units import unit_word
from kvartalsbog.words.weights import of_weight

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


def points_chart(result: PlanResult, language: Language) -> Drawing:
    """The plan's weights as one bar, goal by goal within its pillar: won filled, open pale, lost hatched. Without weights
    every goal is as wide as another.
    """
    whole = sum((_width(goal) for goal in result.goals), Decimal(0))

    def paint(canvas: Canvas) -> Figure:
        figure, axes = canvas.sheet(1.55, 5.2)
        axes.set_xticks([])
        axes.set_yticks([])
        start = Decimal(0)
        for pillar in result.plan.pillars:
            goals = result.of(pillar)
            end = start + sum((_width(goal) for goal in goals), Decimal(0))
            _pillar_name(axes, canvas, pillar, (float(100 * start / whole), float(100 * end / whole)), language)
            for goal in goals:
                after = start + _width(goal)
                _segment(axes, canvas, goal, (float(100 * start / whole), float(100 * after / whole)), language)
                start = after
        axes.set_xlim(*((-16, 100) if canvas.narrow else (-0.5, 100.5)))
        axes.set_ylim(*((100.5, -0.5) if canvas.narrow else (-0.62, 1.08)))
        return figure

    return draw(paint)


def _width(result: GoalResult) -> Decimal:
    return Decimal(1) if result.points is None else result.points.total


def _segment(axes: Axes, canvas: Canvas, result: GoalResult, span: tuple[float, float], language: Language) -> None:
    """A goal's weight, in as many pieces as its points have, and the goal's number upon it."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - see above

    colours, gap, start, weight = canvas.palette, 0.35, span[0], span[1] - span[0]
    of = result.points or points_of(Decimal(1), result.credit)
    looks = {"won": (colours.accent, colours.accent, ""), "lost": ("none", colours.worse, "////"), "open": (colours.open, colours.muted, "")}  # fmt: skip
    for piece, place, share in pieces(of):
        face, edge, hatch = looks[piece]
        at, width = start + gap + (weight - 2 * gap) * place, (weight - 2 * gap) * share
        corner, size = ((0.0, at), (22.0, width)) if canvas.narrow else ((at, 0.0), (width, 1.0))
        axes.add_patch(Rectangle(corner, *size, facecolor=face, edgecolor=edge, hatch=hatch, linewidth=0.9))
    middle, divided = start + weight / 2, of.divided
    if canvas.narrow:
        words = f"{result.goal.id}  {verdict_word(result.verdict, language)}"
        if result.points is not None:
            told = of_weight(result, of.won, language) if divided else points(of.total, language)
            words = f"{words}, {told}"
        axes.text(25, middle, words, va="center", fontsize=9.5, color=colours.ink)
    else:
        won, lost = (bool(part) and not divided for part in (of.won, of.lost))
        ink = colours.paper if won else colours.worse if lost else colours.ink
        box = {"facecolor": colours.paper if lost or divided else "none", "edgecolor": "none", "pad": 1.5}
        name = result.goal.id
        axes.text(middle, 0.5, name, ha="center", va="center", fontsize=9.5, color=ink, weight="semibold", bbox=box)


def pieces(of: Points) -> Iterator[tuple[str, float, float]]:
    """The parts of some points that are not nothing: which, where it begins and how much it is, both of the whole."""
    start = Decimal(0)
    for name, part in (("won", of.won), ("lost", of.lost), ("open", of.open)):
        if part:
            yield name, float(start / of.total), float(part / of.total)
            start += part


def _pillar_name(axes: Axes, canvas: Canvas, pillar: Pillar, span: tuple[float, float], language: Language) -> None:
    colours, (first, last) = canvas.palette, span
    words = (
        language.say("Søjle {pillar}", pillar=pillar.id) if last - first > 4 else pillar.id
    )  # 4 pct. are what the words take
    if canvas.narrow:
        axes.plot([-2, -2], [first + 0.5, last - 0.5], color=colours.muted, linewidth=1)
        axes.text(-4, (first + last) / 2, pillar.id, ha="right", va="center", fontsize=10, color=colours.muted)
    else:
        axes.plot([first + 0.5, last - 0.5], [-0.12, -0.12], color=colours.muted, linewidth=1)
        axes.text((first + last) / 2, -0.24, words, ha="center", va="top", fontsize=9, color=colours.muted)
        axes.text(
            (first + last) / 2,
            -0.5,
            points(len(pillar.goals) if pillar.weighs is None else pillar.weighs, language),
            ha="center",
            va="top",
            fontsize=8,
            color=colours.muted,
        )
