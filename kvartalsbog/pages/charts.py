"""A series' months → a figure: one line through the year before and the plan's, with the band, what is asked, and where it is going."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.content.language import Language
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.pages.canvas import Canvas, draw
from kvartalsbog.pages.lines import strokes
from kvartalsbog.pages.month_values import Drawn, scale_of
from kvartalsbog.pages.time_axis import month_ticks, two_years
from kvartalsbog.periods import Calendar, Month

if TYPE_CHECKING:  # who only asks for chapters draws nothing
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_APART = 0.09  # of the scale, between two labels at the right


def months_chart(drawn: Drawn, criterion: SeriesCriterion, calendar: Calendar, language: Language) -> Drawing:
    """The months one by one, hollow where they may still move; last year's band behind them; each limit with its words at the end; what the rest
    must be as a hatched step, what it is expected to be as dots, and where the whole is expected to end with its interval.
    """
    months = two_years(calendar)
    low, high, step = scale_of(drawn, calendar.months, (criterion.possible.least, criterion.possible.most))

    def paint(canvas: Canvas) -> Figure:
        figure, axes = canvas.sheet(3.2, 3.3)
        painting = _Painting(axes, canvas, drawn, months, (low, high), criterion.places, language)
        painting.behind()
        painting.line()
        painting.ahead()
        painting.labels()
        places, names = month_ticks(months, language, narrow=canvas.narrow)
        axes.set_xticks([place - 0.5 for place in places], names, ha="left")
        axes.set_xlim(-0.8, len(months) * (1.04 if canvas.narrow else 1.42))
        ends = [low + step * place for place in range(round((high - low) / step) + 1)]
        axes.set_yticks(ends)
        axes.set_ylim(low, high)
        axes.yaxis.set_major_formatter(lambda value, _: tick_label(value, ends, language))
        axes.hlines(ends, -0.8, len(months) - 0.5, color=canvas.palette.grid, linewidth=0.6, zorder=0.7)
        return figure

    return draw(paint)


@dataclass(frozen=True)
class _Painting:
    axes: Axes
    canvas: Canvas
    drawn: Drawn
    months: Sequence[Month]
    span: tuple[float, float]
    places: int
    language: Language

    def at(self, month: Month) -> int:
        return month.count - self.months[0].count

    def colour(self, month: Month) -> str:
        """The plan's months in the accent, those before it muted."""
        return self.canvas.palette.accent if month >= self.months[12] else self.canvas.palette.muted

    def behind(self) -> None:
        """Last year's band, and a line where the plan begins."""
        band, colours = self.drawn.band, self.canvas.palette
        self.axes.axvline(11.5, color=colours.grid, linewidth=1, zorder=0.8)
        if not band:
            return
        at = [self.at(month) for month, *_ in band]
        lows = [*(low for _, low, _ in band), band[-1][1]]
        highs = [*(high for *_, high in band), band[-1][2]]
        edges = [*(place - 0.5 for place in at), at[-1] + 0.5]
        self.axes.fill_between(edges, lows, highs, step="post", color=colours.open, linewidth=0, zorder=0.5)

    def line(self) -> None:
        """The months, joined where none between them is hidden, and the values of the first and the last."""
        values, known = self.drawn.values, sorted(self.drawn.values)
        step = min((two.count - one.count for one, two in pairwise(known)), default=1)

        def joined(one: Month, two: Month) -> bool:
            anew = self.drawn.restarts and one < self.months[12] <= two
            return two.count - one.count == step and not anew

        for colour, run in strokes(known, joined, self.colour):
            heights = [float(values[month]) for month in run]
            self.axes.plot([self.at(month) for month in run], heights, color=colour, linewidth=1.6)
        for month in known:
            face = self.canvas.palette.paper if month in self.drawn.provisional else self.colour(month)
            self.axes.plot(
                self.at(month),
                float(values[month]),
                marker="o",
                markersize=4.4,
                color=self.colour(month),
                markerfacecolor=face,
                clip_on=False,
                zorder=3,
            )
        for month in dict.fromkeys((*known[:1], *known[-1:])):
            beside = known[:2] if month == known[0] else known[-2:]
            below = values[month] < max(values[other] for other in beside)
            words = self.language.number(values[month], max(0, -int(values[month].as_tuple().exponent)))
            self.axes.annotate(
                words, (self.at(month), float(values[month])), xytext=(0, -12 if below else 6), textcoords="offset points",
                ha="center", fontsize=9, color=self.colour(month), weight="semibold", zorder=4,
            )  # fmt: skip

    def ahead(self) -> None:
        """The limits, and the months that are left."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - see above

        drawn, colours, (low, high) = self.drawn, self.canvas.palette, self.span
        for limit, _, first, last in drawn.limits:
            self.axes.plot(
                [self.at(first) - 0.5, self.at(last) + 0.5],
                [limit, limit],
                color=colours.worse,
                linewidth=1.2,
                dashes=(5, 3),
            )
        if not drawn.left:
            return
        begun, ended = self.at(drawn.left[0]) - 0.5, self.at(drawn.left[-1]) + 0.5
        if drawn.required is not None:
            thick = 0.035 * (high - low)
            self.axes.add_patch(
                Rectangle(
                    (begun, drawn.required - thick / 2),
                    ended - begun,
                    thick,
                    facecolor="none",
                    edgecolor=colours.worse,
                    hatch="/////",
                    linewidth=0.8,
                )
            )
        if drawn.rest is not None and drawn.values:
            known = max(drawn.values)
            at = [self.at(known), *map(self.at, drawn.left)]
            path = [float(drawn.values[known]), *[drawn.rest] * len(drawn.left)]
            self.axes.plot(at, path, color=colours.accent, linewidth=1.6, linestyle=(0, (1, 1.4)))
        if drawn.end is not None:
            value, least, most = drawn.end
            self.axes.plot([ended + 0.4] * 2, [least, most], color=colours.ink, linewidth=1.8, solid_capstyle="butt")
            self.axes.plot(ended + 0.4, value, marker="D", markersize=5, color=colours.ink)

    def labels(self) -> None:
        """What lines and marks are, at their right end, moved apart where they would cover each other; on a phone above the plot."""
        told, (low, high) = sorted(self._told()), self.span
        if self.canvas.narrow:
            for index, (_, words, colour) in enumerate(told):
                self.axes.text(
                    1, 1.03 + 0.08 * index, words, transform=self.axes.transAxes, ha="right", fontsize=9, color=colour
                )
            return
        height, gap = low - high, _APART * (high - low)
        for value, words, colour in told:
            height = max(min(high, max(low, value)), height + gap)
            self.axes.text(len(self.months) + 0.3, height, words, va="center", fontsize=9, color=colour)

    def _told(self) -> list[tuple[float, str, str]]:
        drawn, colours, say = self.drawn, self.canvas.palette, self.language.say
        limits = {words: limit for limit, words, *_ in drawn.limits}
        told = [(limit, say("krav: {wanted}", wanted=words), colours.worse) for words, limit in limits.items()]
        if drawn.band:
            begun, least, most = drawn.band[0]
            told.append(((least + most) / 2, say("udsving i {year}", year=str(begun.year)), colours.muted))
        if drawn.left and drawn.required is not None:
            told.append((drawn.required, say("nødvendigt: {value}", value=self._number(drawn.required)), colours.worse))
        if drawn.left and drawn.end is not None:
            value, low, high = map(self._number, drawn.end)
            told.append(
                (drawn.end[0], say("ventet: {value} ({low}–{high})", value=value, low=low, high=high), colours.ink)
            )
        return told

    def _number(self, value: float) -> str:
        """As in the sentences: with the criterion's decimals, and more where it has been rounded with care."""
        exact = Decimal(f"{value:.9g}").normalize()
        return self.language.number(exact, max(self.places, -int(exact.as_tuple().exponent)))


def tick_label(value: float, ticks: Sequence[float], language: Language) -> str:
    """A value on an axis in Danish, with the decimals that its finest neighbour needs: two ticks never look alike."""
    exact = [Decimal(f"{tick:.6g}").normalize() for tick in ticks]
    return language.number(Decimal(f"{value:.6g}"), max((0, *(-int(tick.as_tuple().exponent) for tick in exact))))
