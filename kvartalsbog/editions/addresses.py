"""What HTML, SVG and style sheets link to, each with its line, and which places in them can be linked to.

What is plain is read by one expression, several times as fast as by Python's own parser, which reads everything else:
docs/decisions/0079-what-is-plain-is-read-plainly.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

_ADDRESSES = frozenset({
    "href", "src", "action", "formaction", "data", "poster", "xlink:href", "background", "cite", "longdesc", "manifest",
    "usemap", "codebase", "archive", "classid", "icon",
})  # fmt: skip
_LISTS = ("srcset", "imagesrcset")
_ASKED = _ADDRESSES | {*_LISTS, "ping", "style", "id", "name", "http-equiv", "content"}
# an address runs to the next space, with the commas in it: https://html.spec.whatwg.org/#srcset-attributes
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+[^\s,]+)?\s*(?:,|$)")
_REFRESH = re.compile(r"""[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(
    r"""(?:url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))|(?:@import|image-set\()\s*["']([^"']*)["']""", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)

# within these elements something else than tags stands, or did for one of Python's parsers
_TEXT = "(?:script|style|title|textarea|xmp|iframe|noembed|noframes|noscript|plaintext)"
_NAME = "[a-zA-Z][a-zA-Z0-9:_-]*"
_BARE = "async|checked|defer|disabled|download|hidden|open|required|selected"  # attributes that stand without a value
_GIVEN = rf'((?:[ \t\n]+(?:{_NAME}="[^"]*"|(?:{_BARE})(?=[\s/>])))*)[ \t\n]*'
_PLAIN = re.compile(
    rf"""<(?:(?!(?i:{_TEXT})[\s/>])({_NAME}){_GIVEN}/?>
    |/{_NAME}>|!--(?!-?>)(?:[^-]|-(?!-))*-->|!(?i:doctype)[ ][^<>]*>|\?xml[ ][^<>]*>
    |({_TEXT}){_GIVEN}>([^<]*)</\3>
    |(?P<strange>))""",
    re.VERBOSE,
)
_UNSURE = re.compile(
    "&(?!(?:#[0-9]+|amp|lt|gt|quot);)"
)  # what it stands for there is not the same for all of the parsers
_ATTRIBUTE = re.compile(r'([^ \t\n="]+)="([^"]*)"')


def of_style(text: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """The addresses of a style sheet, a `<style>` or a `style=`, which begins at a line."""
    plain = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for match in _STYLE_ADDRESS.finditer(plain):
        yield line + plain.count("\n", 0, match.start()), next(found for found in match.groups() if found is not None)


class Found:
    """The links and places of the tags that it is told of."""

    def __init__(self) -> None:
        self.links: list[tuple[int, str]] = []
        self.anchors: set[str] = set()

    def tag(self, line: int, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name.lower(): value or "" for name, value in reversed(attributes)}  # of two, the first holds
        if tag == "base":
            self.links.append((line, f"<base {given.get('href', '')}>"))  # it would lead every other link elsewhere
            return
        for name, value in given.items():
            if name == "id" or (name == "name" and tag in ("a", "map")):
                self.anchors |= {value} if value else set()
            elif name in _ADDRESSES:
                self.links.append((line, value))
            elif name in _LISTS:
                self.links += [(line, candidate) for candidate in _CANDIDATE.findall(value) or [value]]
            elif name == "ping":
                self.links += [(line, address) for address in value.split()]
            elif name == "style":
                self.links += of_style(value, line)
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(given.get("content", "").strip())
            self.links += [(line, found[1].strip())] if found and found[1].strip() else []


def of_page(text: str) -> Found:
    """From HTML or SVG. Raises ValueError when it is so far from HTML that its links cannot be told."""
    return read_plainly(text) or read_tolerantly(text)


def read_plainly(text: str) -> Found | None:
    """The same where every tag stands as programs write it, which all of Python's parsers read alike; else None."""
    found, line, counted = Found(), 1, 0
    for match in _PLAIN.finditer(text):
        tag, given, of_text, given_text, within, strange = match.groups()
        if strange is not None:
            return None
        tag, given = tag or of_text, given or given_text
        asked = [one for one in _ATTRIBUTE.findall(given) if one[0].lower() in _ASKED] if given else []
        if asked and "&" in given:
            if any(_UNSURE.search(value) for _, value in asked):
                return None
            asked = [(name, unescape(value)) for name, value in asked]
        if asked or (tag and tag.lower() == "base"):
            line, counted = line + text.count("\n", counted, match.start()), match.start()
            found.tag(line, tag.lower(), asked)
        if of_text == "style":
            found.links += of_style(within, line + text.count("\n", counted, match.start(5)))
    return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self.found.tag(self.getpos()[0], tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._style:
            self.found.links += of_style(data, self.getpos()[0])


def read_tolerantly(text: str) -> Found:
    """The same of anything that Python's parser can make something of."""
    parser = _Parser()
    try:
        parser.feed(text)
        parser.close()
    except (AssertionError, RecursionError) as error:
        raise ValueError from error
    return parser.found
