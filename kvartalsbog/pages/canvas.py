"""The sheet a figure is drawn on: size, colours and type, in the variants that a page may need."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kvartalsbog.content.blocks import Drawing

SETTINGS: dict[Any, Any] = {
    "font.family": "Source Sans Pro",
    "svg.hashsalt": "kvartalsbog",
    "svg.fonttype": "path",
    "text.parse_math": False,  # a title with two dollar signs is a title
    "axes.unicode_minus": True,
}


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. Better is blue and worse is orange; neither carries meaning alone."""

    paper: str
    ink: str
    muted: str
    grid: str
    accent: str
    worse: str
    open: str
    on_accent: str
    on_worse: str


LIGHT = Palette("#ffffff", "#1d2a33", "#42505a", "#d5dce1", "#0b4f6c", "#853d06", "#e4edf2", "#ffffff", "#ffffff")
DARK = Palette("#10181d", "#e6edf1", "#a3b1ba", "#3a4750", "#7cc4e4", "#f0a35e", "#24343d", "#0d1b22", "#1d1206")


@dataclass(frozen=True)
class Canvas:
    """One variant of a figure: `narrow` ones are drawn for a phone, in a size that needs no shrinking."""

    palette: Palette
    narrow: bool

    def sheet(self, height: float, narrow_height: float | None = None) -> tuple[Figure, Axes]:
        """An empty figure of this variant's width and the given height, in inches."""
        size = (3.5, narrow_height or height) if self.narrow else (6.7, height)
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        axes.tick_params(colors=self.palette.muted, length=0, labelsize=9)
        axes.spines[:].set_visible(False)
        return figure, axes


def draw(paint: Callable[[Canvas], Figure]) -> Drawing:
    """Every variant of a figure as SVG: same bytes for the same data, letters as outlines, no date, no random ids."""
    use_type()
    with mpl.rc_context(SETTINGS):
        return Drawing(
            light=_svg(paint(Canvas(LIGHT, narrow=False))),
            dark=_svg(paint(Canvas(DARK, narrow=False))),
            light_narrow=_svg(paint(Canvas(LIGHT, narrow=True))),
            dark_narrow=_svg(paint(Canvas(DARK, narrow=True))),
        )


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


@cache
def use_type() -> None:
    """Make the book's typeface known to matplotlib; the machine's own fonts are never asked for."""
    folder = Path(font_source_sans_pro.__file__).with_name("files")
    for style in ("Regular", "Semibold"):
        font_manager.fontManager.addfont(str(folder / f"SourceSansPro-{style}.ttf"))
