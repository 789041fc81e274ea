"""The words that a text has, and the list of those that are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conftest import ROOT
from markup import Page

# One word a line, in lower case. A new Danish word is added by hand; an English one is mended where it comes from.
ALLOWED = ROOT / "tests" / "danish_words.txt"


ATTRIBUTES = ("alt", "aria-label", "aria-description", "title", "placeholder", "value", "label", "summary")


# code that a reader is meant to see: file names, keys of the plan, formulas, addresses
_CODE = re.compile(
    r"(?:https?|file)://\S+|\b[\w./-]+\.(csv|yml|json|py|ipynb|pdf)\b|\\[a-z]+|»[a-z_.: ]+«|--[a-z-]+|\b[a-z]+(_[a-z]+)+\b|\b[a-z]\w*\.[a-z]\w*\b|\b[0-9a-f]{64}\b"
)


_LAST = "æøå"


def danish_order(words: str) -> tuple[tuple[int, ...], str]:
    """The key that sorts as a Danish dictionary does: æ, ø, å last, aa as å, capitals as small letters."""
    folded = words.lower().replace("aa", _LAST[-1])
    return tuple(_LAST.find(sign) + 0x110000 if sign in _LAST else ord(sign) for sign in folded), words


def words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{2,}", _CODE.sub(" ", text))}


def spoken(page: Page) -> Iterator[str]:
    """What a page says: its text, its accessible names, and what a search engine shows of it."""
    yield " ".join(page.words)
    for name, attributes in page.elements:
        yield from (attributes[key] for key in ATTRIBUTES if key in attributes)
        if name == "meta" and attributes.get("name") == "description":
            yield attributes["content"]
