"""Which characters a text may have: those that a reader can see, or that are plainly a space or a line's end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Control and format characters (direction, zero width, soft hyphens, tags), halves of characters, private and unassigned
# ones, and the separators that some programs take for a line's end and others do not see.
_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# Letters, marks and signs that show nothing (Unicode's Default_Ignorable_Code_Point beside the categories above, and
# Braille's blank): fillers, joiners, variation selectors.
_SHOW_NOTHING = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)  # fmt: skip
_LOOKED_AT = re.compile(
    r"[^\n -~]"
)  # what is no line break and no printable ASCII: few characters of a text, looked at alone


@lru_cache(maxsize=1024)
def hidden(character: str) -> bool:
    """Whether a character could not be seen, or could turn the text around it; a line break and the spaces can."""
    if character.isascii():
        return not character.isprintable() and character != "\n"
    return unicodedata.category(character) in _CATEGORIES or character in _SHOW_NOTHING


def hidden_places(text: str) -> Iterator[int]:
    """Where in a text its hidden characters stand."""
    return (found.start() for found in _LOOKED_AT.finditer(text) if hidden(found[0]))


def without_hidden(text: str) -> str:
    """A text with U+FFFD, which can be seen, in place of each hidden character."""
    return _LOOKED_AT.sub(lambda found: "\ufffd" if hidden(found[0]) else found[0], text)


def named(character: str) -> str:
    """A character's name in an error, where it could not stand itself: `U+202E`."""
    return f"U+{ord(character):04X}"


def unsafe_character(text: str) -> str | None:
    """The name of the first hidden character of a text, if it has one."""
    return next((named(text[place]) for place in hidden_places(text)), None)
