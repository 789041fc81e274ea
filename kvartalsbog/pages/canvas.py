"""The sheet a figure is drawn on: size, colours and type, in the variants that a page may need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import font_source_sans_pro

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.pages.drawings import colours, in_other_colours, svg_of

if TYPE_CHECKING:  # matplotlib takes half a second to import, and much of a book is made without it
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SETTINGS: dict[Any, Any] = {
    "font.family": "Source Sans Pro",
    "svg.hashsalt": "kvartalsbog",
    "svg.fonttype": "path",
    "text.parse_math": False,  # a title with two dollar signs is a title
    "axes.unicode_minus": True,
    "figure.autolayout": False,  # a notebook may have asked for it, and `fit` lets go of every layout
    "figure.constrained_layout.use": False,
}


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. Better is blue and worse is orange; neither carries meaning alone. What stands upon the
    accent has the colour of the paper. No two roles look alike, so that a drawing's colours tell what they are for.
    """

    paper: str
    ink: str
    muted: str
    grid: str
    accent: str
    worse: str
    open: str


LIGHT = Palette("#ffffff", "#1d2a33", "#42505a", "#d5dce1", "#0b4f6c", "#853d06", "#e4edf2")
DARK = Palette("#10181d", "#e6edf1", "#a3b1ba", "#3a4750", "#7cc4e4", "#f0a35e", "#24343d")
_DARK_OF = dict(zip(asdict(LIGHT).values(), asdict(DARK).values(), strict=True))


@dataclass(frozen=True)
class Canvas:
    """One variant of a figure: `narrow` ones are drawn for a phone, in a size that needs no shrinking."""

    palette: Palette
    narrow: bool

    def sheet(self, height: float, narrow_height: float | None = None) -> tuple[Figure, Axes]:
        """An empty figure of this variant's width and the given height, in inches."""
        from matplotlib.figure import Figure  # noqa: PLC0415 - see above

        size = (3.5, narrow_height or height) if self.narrow else (6.7, height)
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        axes.tick_params(colors=self.palette.muted, length=0, labelsize=9)
        axes.spines[:].set_visible(False)
        return figure, axes

    def bare(self, height: float) -> tuple[Figure, Axes]:
        """An empty figure of which the axes are all, and show nothing of themselves: what is painted on them says what it is."""
        figure, axes = self.sheet(height)
        axes.set_axis_off()
        figure.set_layout_engine(None)  # there is nothing around the axes that room must be found for
        axes.set_position((0.0, 0.0, 1.0, 1.0))
        return figure, axes


@dataclass(frozen=True)
class Panels:
    """Panels below one another on one pair of axes, since many take many times as long to lay out: how high one is and what stands below the
    last, in inches, and how much of a panel its lines have; its title has the rest.
    """

    height: float
    below: float
    lines: float

    def sheet(self, canvas: Canvas, panels: int) -> tuple[Figure, Axes]:
        """An empty figure for so many panels: each is as high as 1, and the first stands between -1 and 0."""
        figure, axes = canvas.bare(self.below + self.height * panels)
        axes.set_ylim(-panels - self.below / self.height, 0)
        return figure, axes

    def scale(self, bottom: int, values: Iterable[float]) -> Callable[[float], float]:
        """How high a value stands in the panel that shows these."""
        every = list(values)
        low, high = min(every, default=0.0), max(every, default=1.0)
        return lambda value: bottom + 0.06 + (self.lines - 0.12) * (value - low) / ((high - low) or 1)


def draw(paint: Callable[[Canvas], Figure]) -> Drawing:
    """Every variant of a figure as SVG: same bytes for the same data, letters as outlines, no date, no random ids.

    The dark drawing is the light one in the dark palette's colours. One that has other colours as well may have mixed
    them from the palette's, so it is painted anew.
    """
    import matplotlib as mpl  # noqa: PLC0415 - see above

    use_type()
    with mpl.rc_context(SETTINGS):
        light, dark = _themes(paint, narrow=False)
        light_narrow, dark_narrow = _themes(paint, narrow=True)
    return Drawing(light=light, dark=dark, light_narrow=light_narrow, dark_narrow=dark_narrow)


def _themes(paint: Callable[[Canvas], Figure], *, narrow: bool) -> tuple[str, str]:
    light = _drawn(paint, Canvas(LIGHT, narrow=narrow))
    if colours(light) <= _DARK_OF.keys():
        return light, in_other_colours(light, _DARK_OF)
    return light, _drawn(paint, Canvas(DARK, narrow=narrow))


def _drawn(paint: Callable[[Canvas], Figure], canvas: Canvas) -> str:
    from kvartalsbog.pages.fitting import fit  # noqa: PLC0415 - see above

    figure = paint(canvas)
    fit(figure)
    return svg_of(figure, transparent=True)


@cache
def use_type() -> None:
    """Make the book's typeface known to matplotlib; the machine's own fonts are never asked for."""
    from matplotlib import font_manager  # noqa: PLC0415 - see above

    folder = Path(font_source_sans_pro.__file__).with_name("files")
    for style in ("Regular", "Semibold"):
        font_manager.fontManager.addfont(str(folder / f"SourceSansPro-{style}.ttf"))
