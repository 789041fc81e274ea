"""Results by unit → a schematic map: a tile for each unit, where the plan places it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from kvartalsbog.content.blocks import Drawing, Figure
from kvartalsbog.content.language import Language
from kvartalsbog.pages.canvas import Canvas, draw
from kvartalsbog.pages.tables import cells_of
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.units import District
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.words.unit_map import Mapped, Place, describe_map, key_words, map_caption

if TYPE_CHECKING:  # who only asks for chapters draws nothing
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Sheet

_TILE, _LETTER = 0.68, 0.52  # the height of a tile in inches; how wide a letter is of its height
_EMPTY = 0.3  # how high a row without units is, of one that has some
_LINE = 9  # letters that a line has room for, where a name is not divided by the plan
_FEWEST = 4  # columns that a map is wide at the least: fewer would make giants of its tiles


class Tile(NamedTuple):
    """Where a unit stands, what it is called there, its value or the mark that stands for it ("" where it has no part in the figure), and how it
    stands; None where that cannot be said.
    """

    row: int
    column: int
    name: str
    value: str
    place: Place | None


def unit_map(findings: Findings, goal: Goal, series: Series) -> tuple[Figure, ...]:
    """The map of a series, the year to date; none where the plan gives its units no places, or fewer than two are shown."""
    told = Mapped(findings, goal, series)
    tiles = tiles_of(told)
    if not tiles or len(told.shown) < 2:
        return ()
    return (
        Figure(
            label=f"fig-{goal.series_label(series.name)}-map",
            caption=map_caption(told),
            alt=describe_map(told),
            drawing=_chart(tiles, findings.language),
        ),
    )


def tiles_of(told: Mapped) -> tuple[Tile, ...]:
    """The units that there are in the last month, each in its place."""
    findings, series, places = told.findings, told.series, told.places
    there = findings.plan.units_in(findings.months[-1])
    asked = findings.plan.reporting(series.criterion, findings.months)
    sums = series.of_units
    tiles = []
    for unit in findings.plan.districts:
        if unit.tile is None or unit.id not in there:
            continue
        value = cells_of(series, sums, unit.id, findings.language)[1] if unit.id in asked else ""
        place = places.get(unit.id) if unit.id in asked else Place.ABSENT
        tiles.append(Tile(*unit.tile, _called(unit), value, place))
    return tuple(tiles)


def _called(unit: District) -> str:
    words = wrap(unit.name, _LINE, break_long_words=False) if unit.short is None else unit.short.split()
    return "\n".join(words)


def _chart(tiles: Sequence[Tile], language: Language) -> Drawing:
    columns, used = max(_FEWEST, *(tile.column for tile in tiles)), {tile.row for tile in tiles}
    tops, deep = dict[int, float](), 0.0
    for row in range(min(used), max(used) + 1):
        tops[row] = deep
        deep += 1.0 if row in used else _EMPTY
    keys = [place for place in Place if place in {tile.place for tile in tiles}]
    below = 0.5 if keys else 0.0

    def paint(canvas: Canvas) -> Sheet:
        figure, axes = canvas.sheet(_TILE * (deep + below))
        axes.set_axis_off()
        figure.set_layout_engine("none")  # there is nothing around the axes that room must be found for
        axes.set_position((0.0, 0.0, 1.0, 1.0))
        wide = columns if canvas.narrow else max(columns, 8)  # on a broad page tiles need not be broad
        axes.set_xlim(0, wide)
        axes.set_ylim(-deep - below, 0)
        points = float(figure.get_size_inches()[0]) * 72 / wide
        for tile in tiles:
            _paint(axes, canvas, tile, tops[tile.row], points)
        for number, place in enumerate(keys):
            left = number * columns / len(Place)
            _box(axes, canvas, (left + 0.03, -deep - 0.36, 0.2, 0.22), place)
            words = key_words(place, language)
            axes.text(left + 0.33, -deep - 0.25, words, va="center", fontsize=9, color=canvas.palette.muted)
        return figure

    return draw(paint)


def _paint(axes: Axes, canvas: Canvas, tile: Tile, top: float, points: float) -> None:
    """A tile of so many points' width: its name at the top, its value below."""
    colours, middle = canvas.palette, tile.column - 0.5
    _box(axes, canvas, (middle - 0.47, -top - 0.96, 0.94, 0.92), tile.place)
    lines = tile.name.split("\n")
    fits = 0.9 * points / (_LETTER * max(map(len, lines))), 0.58 * _TILE * 72 / (1.1 * len(lines))
    inks: dict[Place | None, str] = {Place.OUTSIDE: colours.paper, Place.ABSENT: colours.muted}
    ink = inks.get(tile.place, colours.ink)
    size = min(8.5, *fits)
    axes.text(middle, -top - 0.1, tile.name, ha="center", va="top", fontsize=size, color=ink, linespacing=1)
    axes.text(middle, -top - 0.81, tile.value, ha="center", va="center", fontsize=10, weight="semibold", color=ink)


def _box(axes: Axes, canvas: Canvas, at: tuple[float, float, float, float], place: Place | None) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - see above

    colours, (left, bottom, width, height) = canvas.palette, at
    styles: dict[Place | None, tuple[str, str]] = {
        Place.WITHIN: (colours.open, colours.accent), Place.OUTSIDE: (colours.worse, colours.worse),
    }  # fmt: skip
    face, edge = styles.get(place, (colours.paper, colours.muted))
    dashes = (0, (3, 2)) if place is Place.ABSENT else "solid"
    axes.add_patch(
        Rectangle((left, bottom), width, height, facecolor=face, edgecolor=edge, linewidth=0.8, linestyle=dashes)
    )
