"""What a cell is like, without what stands in it: a case or a name must not reach a terminal or a log."""

from __future__ import annotations

import re

_LONG = 24
_KEPT = "-./:, "
_NUMBER = re.compile(r"[-+]?\d[\d.,]*", re.ASCII)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?", re.ASCII)
_TIME = r"([ T]\d{2}:\d{2}(:\d{2}([.]\d+)?)?)?"
_ISO, _CUSTOMARY = r"\d{4}-\d{2}-\d{2}", r"\d{1,2}[-./]\d{1,2}[-./]\d{4}"
NO_SUCH_DAY = "en dag eller et klokkeslæt, der ikke findes"


def kind(text: str) -> str:
    """A number, a date or text; of text whether it is long."""
    if _NUMBER.fullmatch(text):
        return "et tal"
    if _DATE.fullmatch(text):
        return "en dato"
    return "tekst" if len(text) <= _LONG else "lang tekst"


def shape(text: str, read: str | None = None) -> str:
    """The form of what should be a date: 01-Jan-24 is 99-aaa-99. A text that cannot be one is told by its `kind`, and one
    that has a form that is read has a day, or an hour, that there is not. `read` is the pattern of the form that the
    column has, where it is not the customary one.
    """
    if re.fullmatch(rf"({_ISO}|{read or _CUSTOMARY}){_TIME}", text, re.ASCII):
        return NO_SUCH_DAY
    if not any(character.isdigit() for character in text) or len(text) > _LONG:
        return kind(text)
    return "".join(map(_mark, text))


def _mark(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isalpha():
        return "a"
    return character if character in _KEPT else "?"
