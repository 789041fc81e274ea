"""Names that somebody wrote: which of those there are they mean, and which was perhaps meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

_LETTERS = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe", "ä": "ae", "ö": "oe", ",": "."})
_LOOKED_AT = 80  # signs of a name
_LEAST = 3  # signs that a name must begin or end with to be told by that
_WITHIN = 5  # and that must stand within it, to be told by a part
_NEAR, _NEAR_DIGITS = 0.65, 0.8  # how alike two names are at least, of which one may be meant for the other
_MOST_MEANT = 2  # names that are equally near: of more nothing can be told
_SHOWN = 40  # names that are listed
_TITLE = 48  # signs that are shown of what a name is called


@dataclass(frozen=True)
class Among:
    """What is allowed where one of some names was asked for and `found` stands. It is put into words, and what was perhaps
    meant is looked for, only where it is told. `titles` has what names are called, `in_short` tells of all in other words.
    """

    found: str = field(repr=False)  # it can be somebody's name
    names: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    in_short: str | None = None

    def __str__(self) -> str:
        if self.in_short is not None:
            return self.in_short
        told = [f"{name}{self._title(name)}" for name in dict.fromkeys(self.names)]
        more = f" og {len(told) - _SHOWN} andre" if len(told) > _SHOWN + 1 else ""
        return ", ".join(told[: _SHOWN if more else None]) + more

    @property
    def near(self) -> tuple[str, ...]:
        """The names that were perhaps meant; empty where none is near, or too many are equally so."""
        apart = {skeleton(name): name for name in self.names}.values()
        likeness = {n: max(_likeness(self.found, n), _likeness(self.found, self.titles.get(n, ""))) for n in apart}
        best = max(likeness.values(), default=0.0)
        near = tuple(name for name, alike in likeness.items() if alike == best)
        return near if best and len(near) <= _MOST_MEANT else ()

    @property
    def meant(self) -> str:
        """The question whether one of the names was meant; empty where none was."""
        near = " eller ".join(f"»{name}«{self._title(name)}" for name in self.near)
        return f"Mente du {near}?" if near else ""

    def _title(self, name: str) -> str:
        title = self.titles.get(name, "")
        return f" ({_shortened(title)})" if title and title != name else ""


Allowed = str | Among  # what is allowed, in words or by the names


def meant(found: str, names: Iterable[str]) -> str:
    """The question whether one of some names was meant, where it is asked at once."""
    return Among(found, tuple(names)).meant


def same(found: object, names: Iterable[str]) -> str | None:
    """The name that somebody wrote: one of `names` as it stands, or the only one that is written alike."""
    there = list(names)
    if found in there:
        return str(found)
    alike = [name for name in there if skeleton(name) == skeleton(str(found))]
    return alike[0] if len(alike) == 1 and skeleton(str(found)) else None


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    """What is left of a name without the ways of writing it: capitals, aa, ae and oe for å, æ and ø, accents, hyphens and
    spaces of every kind.
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS).strip(" .")
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if sign.isalnum() or sign in "./")


@lru_cache(maxsize=4096)
def _likeness(found: str, name: str) -> float:
    """How much a text is like a name, from 0 to 1; 0 where it is not near it."""
    short, long = sorted((skeleton(found)[:_LOOKED_AT], skeleton(name)[:_LOOKED_AT]), key=len)
    if short == long:
        return float(bool(short))
    near = _NEAR_DIGITS if any(sign.isdigit() for sign in short) else _NEAR
    ratio = SequenceMatcher(None, short, long).ratio()
    if len(short) >= _LEAST and (long.startswith(short) or long.endswith(short)):
        return max(0.8, ratio)
    return ratio if ratio >= near else 0.7 * (len(short) >= _WITHIN and short in long)


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0].rstrip(' ,')} …"
