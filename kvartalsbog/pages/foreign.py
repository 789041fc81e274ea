"""A matplotlib figure that somebody else has drawn → a drawing for the book, as far in the book's style as it can be.

Its letters are the book's, its numbers and dates Danish, and it is no wider than a page. Colours stay as they were
chosen, on the figure's own paper, which is white unless it was given another: colours that carry meaning, and texts that
stand on them, cannot be turned for a dark page without being read otherwise. A function of a `Canvas` gets colours and
widths for every kind of page instead.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib import ticker
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.colors import to_rgba
from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter
from matplotlib.figure import Figure, FigureBase
from matplotlib.text import Text

from kvartalsbog.content.blocks import Drawing
from kvartalsbog.errors import UsageError
from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.pages.canvas import SETTINGS, Canvas, draw, use_type
from kvartalsbog.pages.drawings import svg_of
from kvartalsbog.words.foreign import dates_in_danish, english_number, in_danish, nothing

Paint = Callable[[Canvas], Figure]
WIDEST, TALLEST = 6.7, 8.5  # inches of a page
LARGEST = 1_000_000  # signs of a drawing
_SETTINGS = {**SETTINGS, "text.parse_math": True, "text.usetex": False}
_NUMBERS = (ticker.ScalarFormatter, ticker.LogFormatter, ticker.PercentFormatter, ticker.FormatStrFormatter, ticker.StrMethodFormatter)  # fmt: skip
# these write what somebody typed
_TYPED = (ticker.FixedFormatter, ticker.FuncFormatter, ticker.NullFormatter, StrCategoryFormatter)
# as matplotlib writes times where nobody said how, and as Danes do: `01-02 06` would be the 1st of February
_TIMES = {
    "%Y-%m": "%b %Y", "%Y-%b": "%b %Y", "%Y-%m-%d": "%d.%m.%Y", "%Y-%b-%d": "%d. %b %Y", "%Y-%b-%d %H:%M": "%d. %b %Y kl. %H.%M", "%b-%d": "%d. %b",
    "%m-%d %H": "%d/%m kl. %H", "%d %H:%M": "%d. kl. %H.%M", "%H:%M": "%H.%M", "%H:%M:%S": "%H.%M.%S", "%M:%S.%f": "%M.%S,%f", "%S.%f": "%S,%f",
}  # fmt: skip
_HEAVY = ("semibold", "demibold", "demi", "bold", "heavy", "extra bold", "black")
_GLYPH = re.compile(r"Glyph (\d+) .*missing from (?:current )?font")


class _Danish(ticker.Formatter):
    """Writes what another formatter writes, in Danish."""

    def __init__(self, other: ticker.Formatter) -> None:
        self._other = other
        self._words = in_danish if isinstance(other, _NUMBERS) else dates_in_danish

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._words(self._other(x, pos))

    def format_ticks(self, values: Any) -> list[str]:
        written = [self._words(text) for text in self._other.format_ticks(values)]
        if isinstance(self._other, ticker.ScalarFormatter) and len(set(values)) > 1 and len(set(written)) == 1:
            raise UsageError(
                f"Alle tal på en akse bliver til {written[0]}. Gang dem, fx med en million, og skriv det i aksens navn."
            )
        return written

    def get_offset(self) -> str:
        return self._words(self._other.get_offset())

    def set_axis(self, axis: Any) -> None:
        self._other.set_axis(axis)

    def set_locs(self, locs: Any) -> None:
        self._other.set_locs(locs)


def drawing_of(figure: object, known: Collection[str]) -> Drawing:
    """The drawing of a figure, of axes, or of a function that paints one on a `Canvas`; `known` are the names of goals.

    The figure is closed, so that nothing else shows it. Raises UsageError with everything in it that cannot be shown.
    """
    if callable(figure) and not isinstance(figure, FigureBase | Axes):
        return draw(lambda canvas: _sound(cast(Paint, figure)(canvas), known))
    found = _figure_of(figure)
    if found is None:
        raise UsageError(
            f"Det første i parentesen er {type(figure).__name__}. Tilladt: en figur fra matplotlib, fx den i fig, ax = plt.subplots()."
        )
    if "matplotlib.pyplot" in sys.modules:  # else Jupyter shows it a second time, as a picture without words
        sys.modules["matplotlib.pyplot"].close(found)
    use_type()
    with mpl.rc_context(_SETTINGS), _told():
        svg = _svg(_sound(found, known))
    if len(svg) > LARGEST:
        raise UsageError(
            f"Figuren fylder {ceil(len(svg) / 1e6)} MB; højst {LARGEST / 1e6:.0f} MB. Tegn færre punkter, eller brug rasterized=True."
        )
    return Drawing(light=svg, dark=svg, light_narrow=svg, dark_narrow=svg)


def _figure_of(drawn: object) -> Figure | None:
    """The figure that something is, or that it was drawn on: pandas and seaborn give axes, an array of axes, or a grid of them."""
    if isinstance(drawn, FigureBase | Artist):
        found = drawn.get_figure(root=True)
        return found if isinstance(found, Figure) else None
    if isinstance(drawn, np.ndarray | list | tuple):
        figures = {_figure_of(part) for part in drawn}
        return figures.pop() if len(figures) == 1 else None
    grid = getattr(drawn, "figure", None)
    return grid if isinstance(grid, Figure) else None


def _sound(figure: Figure, known: Collection[str]) -> Figure:
    """The figure in the book's letters and in Danish; raises UsageError with what cannot be shown."""
    if not isinstance(figure, Figure) or not (
        any(map(_is_drawn_in, figure.findobj(Axes))) or figure.texts or figure.artists or figure.images
    ):
        raise UsageError("Figuren er tom. Tegn noget i den.")
    for axis in figure.findobj(Axis):
        _speak_danish(axis)
    for artist in figure.findobj():
        artist.set_url(None)
        artist.set_gid(None)
    _in_the_books_letters(figure)
    _fit(figure)
    _in_the_books_letters(figure)
    if wrong := tuple(dict.fromkeys(_wrong(figure, known))):
        raise UsageError(" ".join(wrong))
    return figure


def _is_drawn_in(axes: Axes) -> bool:
    """Whether axes have more than their own frame: what has no number that can be drawn is nothing."""
    if axes.name == "3d" or axes.texts or axes.tables or axes.artists:
        return axes.has_data() or axes.name != "3d"
    shapes = (*axes.lines, *axes.patches)
    is_elsewhere = any(not shape.get_transform().contains_branch(axes.transData) for shape in shapes)
    return is_elsewhere or bool(np.isfinite(axes.dataLim.get_points()).any())


def _fit(figure: Figure) -> None:
    """No larger than a page, with what stands beyond its edges, as a legend beside the axes; letters stay as large as they were."""
    page, size = np.array([WIDEST, TALLEST]), figure.get_size_inches()
    figure.set_size_inches(*(size * min(1, *(page / size))))
    for _ in range(2):
        figure.draw_without_rendering()  # makes the ticks
        beyond = np.maximum(0, figure.get_tightbbox().size - page)
        if not beyond.any():
            return
        figure.set_size_inches(*np.maximum(figure.get_size_inches() - beyond, page / 3))
    figure.draw_without_rendering()
    if (figure.get_tightbbox().size > page * 1.05).any():
        raise UsageError(
            "Noget står langt uden for figuren, så den bliver større end en side. Flyt det ind, eller skriv det kortere."
        )


def _in_the_books_letters(figure: Figure) -> None:
    for text in _texts(figure):
        weight = text.get_fontweight()
        is_heavy = weight >= 600 if isinstance(weight, int | float) else weight in _HEAVY
        text.set_fontfamily(SETTINGS["font.family"])
        text.set_fontweight("semibold" if is_heavy else "normal")  # there are no others


def _texts(figure: Figure) -> Iterator[Text]:
    """Every text of a figure, also those that matplotlib keeps in other things than its parts: of a table's cells, of an arrow's key."""
    for artist in figure.findobj():
        yield from (part for part in (artist, *vars(artist).values()) if isinstance(part, Text))


def _speak_danish(axis: Axis) -> None:
    for get, put in ((axis.get_major_formatter, axis.set_major_formatter), (axis.get_minor_formatter, axis.set_minor_formatter)):  # fmt: skip
        formatter = get()
        if not isinstance(formatter, (*_TYPED, _Danish)):
            if isinstance(formatter, ticker.ScalarFormatter) and not isinstance(formatter, ticker.EngFormatter):
                formatter.set_scientific(False)
                formatter.set_useOffset(False)
            if isinstance(formatter, AutoDateFormatter):
                formatter.scaled = {length: _TIMES.get(form, form) for length, form in formatter.scaled.items()}
            if isinstance(formatter, ConciseDateFormatter):
                for forms in (formatter.formats, formatter.zero_formats, formatter.offset_formats):
                    forms[:] = [_TIMES.get(form, form) for form in forms]
            put(_Danish(formatter))


def _wrong(figure: Figure, known: Collection[str]) -> Iterator[str]:
    """What is wrong with the figure's own texts."""
    texts = [text.get_text().strip() for text in _texts(figure) if text.get_visible()]
    for sign in filter(None, map(unsafe_character, texts)):
        yield f"En tekst i figuren har et usynligt tegn ({sign}). Slet det."
    for found in filter(None, map(nothing, texts)):
        yield f"I figuren står {found}, hvor der ikke er noget tal. Lad det være tomt, eller skriv, hvad der mangler."
    if numbers := list(dict.fromkeys(filter(None, (english_number(text, known) for text in texts)))):
        told = f"{', '.join(numbers[:3])}{' …' if len(numbers) > 3 else ''}"
        yield f"Tal i figuren har punktum som decimaltegn: {told}. Skriv dem med komma, fx {in_danish(numbers[0])}."


def _svg(figure: Figure) -> str:
    paper = to_rgba(figure.get_facecolor())
    own = paper if paper[3] == 1 else "white"
    return svg_of(figure, dpi=150, facecolor=own, bbox_inches="tight", pad_inches=0.05)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever matplotlib cannot draw, or draws and complains of, is told as an error."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
    except UsageError:
        raise
    except Exception as error:  # a figure can be wrong in as many ways as matplotlib has artists
        raise UsageError(_complaint(str(error))) from error
    if caught:
        raise UsageError(" ".join(dict.fromkeys(_complaint(str(warning.message)) for warning in caught)))


def _complaint(words: str) -> str:
    if glyph := _GLYPH.match(words):
        sign = int(glyph[1])
        return (
            f"Bogens skrifttype har ikke tegnet {chr(sign)} (U+{sign:04X}). Skriv det med ord eller med et andet tegn."
        )
    return f"Figuren kan ikke tegnes, som den er. Matplotlibs egne ord: »{' '.join(words.split())}«"
