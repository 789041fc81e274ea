"""What an owner's words may be, wherever they are typed."""

from __future__ import annotations

from collections.abc import Callable

from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.files.rows import MAX_CELL
from kvartalsbog.readings.cells import LINKS

Fault = tuple[str, str | None, str | None, str | None]  # what is wrong, what was found, what is allowed, what to do


def fault_of_words(text: str, parse: Callable[[str], object]) -> Fault | None:
    """What is wrong with words that `parse` reads: too many, a sign that nobody sees, a link to anything but https."""
    if len(text) > MAX_CELL:
        return "Teksten er for lang.", f"{len(text)} tegn", f"højst {MAX_CELL} tegn", None
    if unsafe := unsafe_character(text):
        return f"Teksten har et skjult tegn: {unsafe}.", None, None, "Skriv teksten igen uden tegnet."
    try:
        parse(text)
    except ValueError:
        return "Linket kan ikke bruges.", None, LINKS, None
    return None
