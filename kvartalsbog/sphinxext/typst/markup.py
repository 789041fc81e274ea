"""Text and values as Typst source. Every text goes through here, so none can act as code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kvartalsbog.sphinxext.typeface import refuse_missing, without_controls
from kvartalsbog.words.numbers import INTERVAL

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]{}()~\"'=+\-/.:;!?^&|%])")
_LONG = re.compile(r"\S{41,}|(?=\S*?[^\w\s.,;:!?»«()-])\S{21,}")  # words of letters alone are hyphenated up to 40
_JOINT = re.compile(r"[/?&=_-](?=[^\s/])")  # where an address may be broken without breaking a word
_PIECE = re.compile(r"\S{10}(?=\S)")
_BREAK = "\u200b"


def escape(text: str) -> str:
    """Text as Typst markup that shows exactly that text; runs of white space become one space.

    Every ASCII sign that could begin markup is escaped, wherever it stands. Control and direction characters, which
    show nothing, are left out. Raises UnshownError for a character that the book's typeface lacks: a page would show
    what the PDF does not. A word of more than 40 signs, or of more than
    20 when it is code or an address, may be broken after a stroke or hyphen, and a part of it that is still as long
    after every tenth sign, or it would leave its column. An interval stays on one line.
    """
    refuse_missing(text)
    parts = INTERVAL.split(_SPACE.sub(" ", without_controls(text)))  # every second is an interval
    return "".join(f"#box[{_escaped(part)}];" if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _LONG.sub(lambda word: _broken(word[0]), text))


def _broken(word: str) -> str:
    parts = _JOINT.sub(rf"\g<0>{_BREAK}", word).split(_BREAK)
    return _BREAK.join(_PIECE.sub(rf"\g<0>{_BREAK}", part) if len(part) > 20 else part for part in parts)


def string(text: str) -> str:
    """Text as a Typst string literal."""
    escaped = without_controls(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
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
