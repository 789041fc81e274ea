"""The book's typeface: which signs it has, and the parts of it that a browser fetches."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont, newTable

from kvartalsbog.sphinxext.circles import CIRCLES, add_circles

Made = Callable[[str, Callable[[], bytes]], bytes]  # what decides what is made, and what makes it
FONTS = Path(font_source_sans_pro.__file__).with_name("files")
NAME = "Kvartalsbog Sans"  # the licence keeps the name "Source" for the typeface as it was made
LICENSE = "SourceSansPro-LICENSE.txt"
_FACES = {
    f"kvartalsbog-{name}.woff2": face
    for name, face in (("regular", "Regular"), ("semibold", "Semibold"), ("italic", "It"))
}
FILES = (*_FACES, LICENSE)
_SHAPES = frozenset({*map(ord, "◆▲▶▼▽☐"), *CIRCLES})  # beside a status
# Letters of the languages of Europe in Latin script, and the signs of Danish typography: whatever the pages hold, these
# are in, so that most books have the very same files.
_ALWAYS = frozenset({*range(0x20, 0x180), *map(ord, "‐–—‘’‚“”„†‡•…‰‹›€−≈≠≤≥→←↑↓")})
_FEATURES = ("kern", "liga", "ccmp", "locl", "mark", "mkmk")  # what a browser asks for unbidden
_LICENCE_NAMES = (0, 13, 14)  # copyright, licence and its address, as OpenType numbers them
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


class UnshownError(ValueError):
    """A text has signs that the book's typeface lacks: `signs`."""

    def __init__(self, signs: tuple[str, ...]) -> None:
        self.signs = signs
        super().__init__(", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs))


def without_controls(text: str) -> str:
    """The text without control and direction characters, which show nothing."""
    return _CONTROL.sub("", text)


def refuse_missing(text: str) -> None:
    """Raise UnshownError for a text with signs that the typeface lacks."""
    if lacking := missing_glyphs(text):
        raise UnshownError(lacking)


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The signs of a text that the book's typeface lacks, once each, in their order; those that show nothing are none."""
    if set(map(ord, text)) <= glyphs():
        return ()
    return tuple(dict.fromkeys(sign for sign in without_controls(text) if ord(sign) not in glyphs()))


@cache
def glyphs() -> frozenset[int]:
    """The characters that the book's typeface has, and white space."""
    with TTFont(FONTS / "SourceSansPro-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap()) | set(map(ord, " \t\r\n\f\v"))


def anew(_what: str, make: Callable[[], bytes]) -> bytes:
    """Make it, whatever was made before."""
    return make()


def web_fonts(texts: Iterable[str] = (), made: Made = anew) -> dict[str, bytes]:
    """File name → content: the faces as WOFF2, with every sign of the texts that the typeface has, and its licence.

    The same signs give the same bytes, so that `made` may know them.
    """
    signs = frozenset(_ALWAYS.union(*(map(ord, set(text)) for text in texts)) & glyphs()) | _SHAPES
    told = "".join(map(chr, sorted(signs)))
    faces = {name: made(f"{name} {told}", partial(_subset, face, signs)) for name, face in _FACES.items()}
    return faces | {LICENSE: (FONTS / "LICENSE.txt").read_bytes()}


def shape_fonts() -> dict[str, bytes]:
    """File name → content: the shapes beside a status, for print, which has the whole typeface for everything else."""
    return {f"shapes-{face.lower()}.otf": _subset(face, _SHAPES, None) for face in ("Regular", "Semibold")}


@cache
def _subset(face: str, signs: frozenset[int], flavor: str | None = "woff2") -> bytes:
    from fontTools import subset  # noqa: PLC0415 - a tenth of a second that only who makes one needs

    options = subset.Options(flavor=flavor, layout_features=list(_FEATURES), notdef_outline=True)
    options.drop_tables += ["name"]
    out = io.BytesIO()
    with subset.load_font(str(FONTS / f"SourceSansPro-{face}.otf"), options) as font:
        add_circles(font)
        told = {number: font["name"].getDebugName(number) for number in _LICENCE_NAMES}
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=signs)
        subsetter.subset(font)
        _name(font, face, told)
        subset.save_font(font, out, options)
    return out.getvalue()


def _name(font: TTFont, face: str, told: dict[int, str]) -> None:
    """Give a part of the typeface a name of its own, and the copyright and licence of the whole."""
    postscript = f"{NAME.replace(' ', '')}-{face}"
    font["name"] = newTable("name")
    font["name"].names = []
    for number, words in {1: NAME, 2: face, 3: postscript, 4: f"{NAME} {face}", 6: postscript, **told}.items():
        font["name"].setName(words, number, 3, 1, 0x409)  # Windows, Unicode, English
    outlines = font["CFF "].cff
    outlines.fontNames = [postscript]
    outlines.topDictIndex[0].FamilyName, outlines.topDictIndex[0].FullName = NAME, f"{NAME} {face}"
