"""Every link of a site's pages and styles that stays in the site, and whether there is something at its other end."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from kvartalsbog.editions.addresses import of_page, of_style

_SPACE = "".join(map(chr, range(33)))  # what browsers take away around an address
UNREADABLE = "Linket kan ikke læses."
_ALIKE = 20_000  # links that are remembered: every page of an edition has most of them
_READ = (".html", ".htm", ".xhtml", ".svg", ".css")


@dataclass(frozen=True)
class Page:
    """What a page, picture or style sheet links to, with the line, and which places in it can be linked to."""

    name: str
    links: tuple[tuple[int, str], ...]
    anchors: frozenset[str]

    @classmethod
    def parse(cls, name: str, text: str) -> Page:
        """From the file's text. Raises ValueError when it is so far from HTML that its links cannot be told."""
        if name.endswith(".css"):
            return cls(name, tuple(of_style(text)), frozenset())
        found = of_page(text)
        return cls(name, tuple(found.links), frozenset(found.anchors))


def page_of(name: str, read: Callable[[str], bytes]) -> Page | None:
    """A file as far as it can link to others; None for one that cannot. Raises ValueError where its links cannot be told,
    and what `read` raises.
    """
    return Page.parse(name, read(name).decode("utf-8", errors="replace")) if name.lower().endswith(_READ) else None


def end_of(page: str, link: str) -> tuple[str, str] | None:
    """The path of the file that a link leads to, and the place in it; None where it leads out of the site. Raises
    ValueError for a link that cannot be read.
    """
    parts = _parted(link)
    return None if parts is None else (resolved(page, parts[0]), parts[1])


@lru_cache(maxsize=_ALIKE)
def _parted(link: str) -> tuple[str, str] | None:
    parts = urlsplit(link.strip(_SPACE).replace("\\", "/"))
    return None if parts.scheme or parts.netloc else (parts.path, unquote(parts.fragment))


def fault(target: str, place: str, files: Collection[str], page: Callable[[str], Page | None]) -> str | None:
    """What is wrong with a link to a place in a file; `page` gives the files that have places."""
    if target not in files:
        return "Linket fører ingen steder hen."
    if place and (found := page(target)) is not None and place not in found.anchors:
        return "Linket fører til et sted, som siden ikke har."
    return None


def resolved(page: str, path: str) -> str:
    """The path of the file that a link leads to, seen from the site's root."""
    return _joined(posixpath.dirname(page), path) if path else page


@lru_cache(maxsize=_ALIKE)
def _joined(folder: str, path: str) -> str:
    joined = posixpath.normpath(posixpath.join(folder, unquote(path)))
    return posixpath.join(joined, "index.html") if path.endswith("/") else joined
