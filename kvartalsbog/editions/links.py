"""Every link of a site's pages and styles that stays in the site, and whether there is something at its other end."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

_ADDRESSES = frozenset({
    "href", "src", "action", "formaction", "data", "poster", "xlink:href", "background", "cite", "longdesc", "manifest",
    "usemap", "codebase", "archive", "classid", "icon",
})  # fmt: skip
# an address runs to the next space, with the commas in it: https://html.spec.whatwg.org/#srcset-attributes
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+[^\s,]+)?\s*(?:,|$)")
_REFRESH = re.compile(r"""[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(
    r"""(?:url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))|(?:@import|image-set\()\s*["']([^"']*)["']""", re.IGNORECASE
)
_SPACE = "".join(map(chr, range(33)))  # what browsers take away around an address
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
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
            return cls(name, tuple(_style_links(text)), frozenset())
        parser = _Parser()
        try:
            parser.feed(text)
            parser.close()
        except (AssertionError, RecursionError) as error:
            raise ValueError from error
        return cls(name, tuple(parser.links), frozenset(parser.anchors))


def page_of(name: str, read: Callable[[str], bytes]) -> Page | None:
    """A file as far as it can link to others; None for one that cannot. Raises ValueError where its links cannot be told,
    and what `read` raises.
    """
    return Page.parse(name, read(name).decode("utf-8", errors="replace")) if name.lower().endswith(_READ) else None


def _style_links(text: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """The addresses of a style sheet, a `<style>` or a `style=`, which begins at a line."""
    plain = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for match in _STYLE_ADDRESS.finditer(plain):
        yield line + plain.count("\n", 0, match.start()), next(found for found in match.groups() if found is not None)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []
        self.anchors: set[str] = set()
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, given = (
            self.getpos()[0],
            {name: value or "" for name, value in reversed(attrs)},
        )  # of two, the first holds
        self._style = tag == "style"
        if tag == "base":
            self.links.append((line, f"<base {given.get('href', '')}>"))  # it would lead every other link elsewhere
            return
        self.anchors |= {
            given[name] for name in ("id", "name") if given.get(name) and (name == "id" or tag in ("a", "map"))
        }
        for name, value in given.items():
            if name in _ADDRESSES:
                self.links.append((line, value))
            elif name in ("srcset", "imagesrcset"):
                self.links += [(line, candidate) for candidate in _CANDIDATE.findall(value) or [value]]
            elif name == "ping":
                self.links += [(line, address) for address in value.split()]
            elif name == "style":
                self.links += _style_links(value, line)
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(given.get("content", "").strip())
            self.links += [(line, found[1].strip())] if found and found[1].strip() else []

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._style:
            self.links += _style_links(data, self.getpos()[0])


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
