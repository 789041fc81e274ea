"""Every link of a site's pages and styles that stays in the site, and whether there is something at its other end."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from kvartalsbog.errors import Place, Problem

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


def read_pages(names: Iterable[str], read: Callable[[str], bytes]) -> tuple[dict[str, Page], list[Problem]]:
    """Those of the files that can link to others, and those of them that cannot be read."""
    pages, problems = {}, []
    for name in sorted(names):
        if name.lower().endswith(_READ):
            try:
                pages[name] = Page.parse(name, read(name).decode("utf-8", errors="replace"))
            except (ValueError, OSError):
                problems.append(Problem(Place(name), "Sidens links kan ikke læses."))
    return pages, problems


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


def broken_links(pages: Mapping[str, Page], files: frozenset[str]) -> Iterator[Problem]:
    """Links to files that are not in the site, and to places that are not in their page. `files` are all its paths."""
    for page in pages.values():
        for line, link in page.links:
            if told := _fault(page.name, link, pages, files):
                yield Problem(Place(page.name, line), told, link)


def _fault(page: str, link: str, pages: Mapping[str, Page], files: frozenset[str]) -> str | None:
    try:
        parts = urlsplit(link.strip(_SPACE).replace("\\", "/"))
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
