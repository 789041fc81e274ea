"""What may hold a password is never shown, whichever message would repeat it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

HIDDEN = "(en adresse, der ikke vises)"
_LEAST = 3  # characters of an address beyond its scheme that are not repeated


def looks_like_address(text: str) -> bool:
    """Whether a text may be an address, or a part of one, so that it must never be shown: it has a scheme, a user, an
    option or a fragment. A drive of Windows is none.
    """
    return bool(re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]+:", text) or re.search(r"[@#]|\w\s*=", text))


def hidden(text: str) -> str:
    """A text without the addresses that this program was called with, and without their beginnings.

    Messages name the options and files that were given; whoever takes one for another has an address in its place.
    """
    for address in _given():
        for form in (address, repr(address)[1:-1], address.encode("unicode_escape").decode(), str(Path(address))):
            text = _without(text, form)
        for piece in sorted(_pieces(address), key=len, reverse=True):
            text = text.replace(piece, HIDDEN)
    return text


def _pieces(address: str) -> set[str]:
    """What stands between an address's scheme and its host, or after the word password, in pieces as messages cut it."""
    before_host, at, _ = address.rpartition("@")
    secret = re.sub(r"^[\s-]*[\w+.-]*:/*", "", before_host) if at else ""
    secret += (
        " " + re.split("password", address, maxsplit=1, flags=re.IGNORECASE)[-1]
        if "password" in address.casefold()
        else ""
    )
    return {piece for piece in re.split(r"[^\w]+", secret) if len(piece) > _LEAST}


def _given() -> Iterator[str]:
    for argument in sys.argv[1:]:
        for given in dict.fromkeys((argument, argument.partition("=")[2] if argument.startswith("--") else argument)):
            secret = "@" in given or "password" in given.casefold()
            if secret and looks_like_address(given) and not is_there(given):
                yield given


def _without(text: str, form: str) -> str:
    scheme = re.match(r"[\s-]*[\w+.-]*:?/*", form)
    least = (scheme.end() if scheme else 0) + _LEAST
    for end in range(len(form), least - 1, -1):
        if form[:end] in text:
            return text.replace(form[:end], HIDDEN)
    return text


def is_there(text: str) -> bool:
    """Whether a text is the name of a file or folder; one that no file can have is not."""
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False
