"""Text and values as Typst source. Every text goes through here, so none can act as code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont

FONTS = Path(font_source_sans_pro.__file__).with_name("files")

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]{}()~\"'=+\-/.:;!?^&|%])")
_LONG = re.compile(r"\S{41,}|(?=\S*?[^\w\s.,;:!?»«()-])\S{21,}")  # words of letters alone are hyphenated up to 40
_JOINT = re.compile(r"[/?&=_-](?=[^\s/])")  # where an address may be broken without breaking a word
_PIECE = re.compile(r"\S{10}(?=\S)")
_BREAK = "\u200b"
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


class UnshownError(ValueError):
    """A text has signs that the book's typeface lacks: `signs`."""

    def __init__(self, signs: tuple[str, ...]) -> None:
        self.signs = signs
        super().__init__(" ".join(signs))


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The signs of a text that the book's typeface lacks, once each, in their order; those that show nothing are none."""
    return tuple(dict.fromkeys(sign for sign in _CONTROL.sub("", text) if ord(sign) not in glyphs()))


def escape(text: str) -> str:
    """Text as Typst markup that shows exactly that text; runs of white space become one space.

    Every ASCII sign that could begin markup is escaped, wherever it stands. Control and direction characters, which
    show nothing, are left out. Raises UnshownError for a character that the book's typeface lacks: a page would show
    what the PDF does not. A word of more than 40 signs, or of more than
    20 when it is code or an address, may be broken after a stroke or hyphen, and a part of it that is still as long
    after every tenth sign, or it would leave its column.
    """
    shown = _CONTROL.sub("", text)
    if lacking := missing_glyphs(shown):
        raise UnshownError(lacking)
    broken = _LONG.sub(lambda word: _broken(word[0]), _SPACE.sub(" ", shown))
    return _SPECIAL.sub(r"\\\1", broken)


def _broken(word: str) -> str:
    parts = _JOINT.sub(rf"\g<0>{_BREAK}", word).split(_BREAK)
    return _BREAK.join(_PIECE.sub(rf"\g<0>{_BREAK}", part) if len(part) > 20 else part for part in parts)


@cache
def glyphs() -> frozenset[int]:
    """The characters that the book's typeface has, and white space."""
    with TTFont(FONTS / "SourceSansPro-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap()) | set(map(ord, " \t\r\n\f\v"))


def string(text: str) -> str:
    """Text as a Typst string literal."""
    escaped = _CONTROL.sub("", text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def label(document: str, target: str = "") -> str:
    """The Typst label of a place in a document: letters, digits and a few signs, different for different places."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", lambda match: f"_{ord(match[0]):x}_", f"{document}:{target}".replace("_", "__"))
    return f"<{safe}>"


def arguments(values: Mapping[str, str]) -> str:
    """Named arguments whose values are Typst source already."""
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def targets(labels: Iterable[str]) -> str:
    """Invisible places that links can lead to."""
    return "".join(f"#metadata(none) {place} " for place in labels)
