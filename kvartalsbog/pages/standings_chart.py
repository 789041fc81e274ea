"""Where the plan's points stand, as one bar sorted from what is won to what is lost, and each part's number below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from textwrap import fill
from typing import TYPE_CHECKING, Any

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.content.language import Language
from kvartalsbog.pages.canvas import Canvas, Palette, draw
from kvartalsbog.verdicts.evaluation import PlanResult
from kvartalsbog.verdicts.standing import Standing, portions
from kvartalsbog.words.standings import standing_word, told_places
from kvartalsbog.words.weights import tidy

if TYPE_CHECKING:  # who only asks for chapters draws nothing
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BAR = (0.62, 1.0)  # from where to where the bar reaches upwards
_COLUMNS = 6  # what the words below the bar have room for at their usual width; on a phone more stand in two rows
_ROW = 0.85  # from one row to the next
_NAMED = {False: 4.0, True: 7.5}  # per cent of the bar's length that a goal's number takes; on a phone


def pieces(result: PlanResult) -> Iterator[tuple[Standing, str, float, float]]:
    """The bar piece by piece, from what is won to what is lost and within that in the plan's order: where it stands, of which goal, where it begins
    and how long it is, both in per cent.
    """
    parts = [
        (place, goal.goal.id, found[place])
        for place in Standing
        for goal in result.goals
        if place in (found := portions(goal))
    ]
    whole, start = float(sum(part for *_, part in parts)), 0.0
    for place, goal, part in parts:
        length = 100 * float(part) / whole
        yield place, goal, start, length
        start += length


def standings_chart(result: PlanResult, language: Language) -> Drawing:
    """A piece for each goal's part, with the goal's number where there is room for it; below it what stands in each place."""
    told = told_places(result)

    def paint(canvas: Canvas) -> Figure:
        rows = 2 if canvas.narrow and len(told) > _COLUMNS else 1
        columns = ceil(len(told) / rows)
        signs = int((11 if canvas.narrow else 18) * min(1, _COLUMNS / columns))
        figure, axes = canvas.sheet(1.35, 1.6 + rows - 1)
        axes.set_xticks([])
        axes.set_yticks([])
        for piece in pieces(result):
            _piece(axes, canvas, *piece)
        for number, (place, part) in enumerate(told.items()):
            row, column = divmod(number, columns)
            word = standing_word(place, language, weighed=result.points is not None)
            at = (100 * column / columns, -_ROW * row)
            _key(axes, canvas, place, at, language.number(tidy(part)), fill(word, signs, break_long_words=False))
        axes.set_xlim(-0.5, 100.5)
        axes.set_ylim((-0.32 if canvas.narrow else -0.12) - _ROW * (rows - 1), 1.03)
        return figure

    return draw(paint)


def _style(place: Standing, colours: Palette) -> Mapping[str, Any]:
    """How a place is painted: what is in danger is hatched, the denser the worse, so that no colour is needed to tell them apart."""
    face, hatch, edge = {
        Standing.WON: (colours.accent, "", colours.accent),
        Standing.ON_TRACK: (colours.open, "", colours.accent),
        Standing.AT_RISK: (colours.paper, "//", colours.worse),
        Standing.UNLIKELY: (colours.paper, "xxxx", colours.worse),
        Standing.REDUCED: (colours.paper, "xx", colours.worse),
        Standing.OUT_OF_REACH: (colours.paper, "xxxxxx", colours.worse),
        Standing.UNKNOWN: (colours.paper, "..", colours.muted),
        Standing.PARTLY: (colours.paper, "++", colours.worse),
        Standing.LOST: (colours.worse, "", colours.worse),
    }[place]
    return {"facecolor": face, "hatch": hatch, "edgecolor": edge, "linewidth": 0.8}


def _piece(axes: Axes, canvas: Canvas, place: Standing, goal: str, start: float, length: float) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - see above

    gap, (low, high) = min(0.35, length / 4), _BAR
    axes.add_patch(Rectangle((start + gap / 2, low), length - gap, high - low, **_style(place, canvas.palette)))
    if length < _NAMED[canvas.narrow]:
        return
    full = place in (Standing.WON, Standing.LOST)
    ink = canvas.palette.paper if full else canvas.palette.ink
    box = (
        None
        if full or place is Standing.ON_TRACK
        else {"facecolor": canvas.palette.paper, "edgecolor": "none", "pad": 1.5}
    )
    axes.text(
        start + length / 2,
        (low + high) / 2,
        goal,
        ha="center",
        va="center",
        fontsize=9,
        color=ink,
        weight="semibold",
        bbox=box,
    )


def _key(axes: Axes, canvas: Canvas, place: Standing, at: tuple[float, float], value: str, word: str) -> None:
    """A place's pattern, how much stands there, and its name."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - see above

    (left, up), colours, width = at, canvas.palette, 3.4 if canvas.narrow else 1.8
    axes.add_patch(Rectangle((left + 0.2, up + 0.27), width, 0.2, **_style(place, colours)))
    axes.text(left + width + 1.4, up + 0.36, value, va="center", fontsize=13, weight="semibold", color=colours.ink)
    axes.text(
        left + 0.2,
        up + 0.2,
        word,
        va="top",
        fontsize=8.5 if canvas.narrow else 9,
        color=colours.muted,
        linespacing=1.05,
    )
