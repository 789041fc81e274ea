"""Every link of a site's pages and styles that stays in the site, and whether there is something at its other end."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from kvartalsbog.errors import Place, Problem

_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href"}
# an address runs to the next space, with the commas in it: https://html.spec.whatwg.org/#srcset-attributes
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+[^\s,]+)?\s*(?:,|$)")
_REFRESH = re.compile(r"""[\d.]*\s*[;,]?\s*url\s*=\s*["']?([^"']*)""", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)|@import\s+["']([^"']*)["']""", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """The text of a page or, by its name, a style sheet; what it links to with the line, and which places in it can be
    linked to.
    """

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
        if self.name.endswith(".css"):
            found = _STYLE_ADDRESS.finditer(self.text)
            return tuple((self.text.count("\n", 0, match.start()) + 1, match[1] or match[2]) for match in found)
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
        line, given = self.getpos()[0], {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name) and (name == "id" or tag == "a")}
        for name, value in given.items():
            if name in _ADDRESSES:
                self.links.append((line, value))
            elif name in ("srcset", "imagesrcset"):
                self.links += [(line, candidate) for candidate in _CANDIDATE.findall(value) or [value]]
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(given.get("content", ""))
            self.links += [(line, found[1].strip())] if found else []


def broken_links(pages: Mapping[str, Page], files: frozenset[str]) -> Iterator[Problem]:
    """Links to files that are not in the site, and to places that are not in their page. `files` are all its paths."""
    for page in pages.values():
        for line, link in page.links:
            if told := _fault(page.name, link, pages, files):
                yield Problem(Place(page.name, line), told, link)


def _fault(page: str, link: str, pages: Mapping[str, Page], files: frozenset[str]) -> str | None:
    try:
        parts = urlsplit(link)
    except ValueError:
        return "Linket kan ikke læses."
    if parts.scheme or parts.netloc:
        return None
    target = resolved(page, parts.path)
    if target not in files:
        return "Linket fører ingen steder hen."
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
        return "Linket fører til et sted, som siden ikke har."
    return None


def resolved(page: str, path: str) -> str:
    """The path of the file that a link leads to, seen from the site's root."""
    if not path:
        return page
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    return posixpath.join(joined, "index.html") if path.endswith("/") else joined
