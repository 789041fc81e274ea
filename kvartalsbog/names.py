"""Names that somebody wrote: which of those there are they mean, and which was perhaps meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
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
Names = Iterable[str] | Mapping[str, str]


class Listed(str):
    """The names that were allowed, as one text. `meant` asks whether it was one of them that was meant, if one is near."""

    meant: str = ""


def among(found: object, names: Names, in_short: str = "") -> Listed:
    """What is allowed where one of some names was asked for and `found` stands; a mapping has what each name is called.
    `in_short` tells of them where they are numbered.
    """
    titles = _titles(names)
    told = [_told(name, title) for name, title in titles.items()]
    more = f" og {len(told) - _SHOWN} andre" if len(told) > _SHOWN + 1 else ""
    listed = Listed(in_short or ", ".join(told[: _SHOWN if more else None]) + more)
    listed.meant = meant(found, titles)
    return listed


def meant(found: object, names: Names) -> str:
    """The question whether one of some names was meant; empty where none is near, or too many are equally so."""
    titles = dict({skeleton(name): (name, title) for name, title in _titles(names).items()}.values())
    likeness = {name: max(_likeness(str(found), name), _likeness(str(found), title)) for name, title in titles.items()}
    best = max(likeness.values(), default=0.0)
    near = [_quoted(name, titles[name]) for name, alike in likeness.items() if alike == best]
    return f"Mente du {' eller '.join(near)}?" if best and len(near) <= _MOST_MEANT else ""


def with_meant(told: str, name: str) -> Listed:
    """What is allowed in words of its own, and the question whether a name was meant; none where it is empty."""
    listed = Listed(told)
    listed.meant = question(name) if name else ""
    return listed


def question(name: str) -> str:
    """The question whether a name was meant, and no other."""
    return meant(name, [name])


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


def _titles(names: Names) -> dict[str, str]:
    """Each name with what it is called; a mapping to anything but words says nothing of that."""
    titles = names if isinstance(names, Mapping) else dict.fromkeys(names, "")
    return {name: title if isinstance(title, str) else "" for name, title in titles.items()}


def _told(name: str, title: str) -> str:
    return f"{name} ({_shortened(title)})" if title and title != name else name


def _quoted(name: str, title: str) -> str:
    return f"»{name}« ({_shortened(title)})" if title and title != name else f"»{name}«"


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0].rstrip(' ,')} …"
