"""Every link of a site's pages that stays in the site, and whether there is something at its other end."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from kvartalsbog.errors import Place, Problem

_ADDRESSES = {"href", "src", "srcset", "action", "data", "poster"}


@dataclass(frozen=True)
class Page:
    """A page's text; what it links to with the line, and which places in it can be linked to."""

    name: str
    text: str

    @cached_property
    def _parsed(self) -> _Parser:
        parser = _Parser()
        parser.feed(self.text)
        parser.close()
        return parser

    @property
    def links(self) -> tuple[tuple[int, str], ...]:
        return tuple(self._parsed.links)

    @property
    def anchors(self) -> frozenset[str]:
        return frozenset(self._parsed.anchors)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        for name, value in attrs:
            if name in ("id", "name") and value and (name == "id" or tag == "a"):
                self.anchors.add(value)
            elif name in _ADDRESSES and value is not None:
                self.links.append((line, value))
            elif tag == "meta" and name == "content" and value and "url=" in value:
                self.links.append((line, value.partition("url=")[2]))


def broken_links(pages: Mapping[str, Page], files: frozenset[str]) -> Iterator[Problem]:
    """Links to files that are not in the site, and to places that are not in their page. `files` are all its paths."""
    for page in pages.values():
        for line, link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            place = Place(page.name, line)
            target = _target(page.name, parts.path)
            if target not in files:
                yield Problem(place, "Linket fører ingen steder hen.", link)
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield Problem(place, "Linket fører til et sted, som siden ikke har.", link)


def _target(page: str, path: str) -> str:
    """The path of the file that a link leads to, seen from the site's root."""
    if not path:
        return page
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    return posixpath.join(joined, "index.html") if path.endswith("/") else joined
