"""An owner's words → what a page can show: emphasis, bullet lists and links to https; every other sign is text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kvartalsbog.content.blocks import BulletList, Inline, Link, Paragraph, Run, Text, plain_words

# "1. januar" and "+ 4 pct." at the start of a line are words, not a list
_NO_LIST = re.compile(r"(?m)^((?:[ \t]*[-*][ \t]+)*[ \t]*)(?:(\d{1,9})([.)])|(\+))(?=[ \t]|$)")
_ADDRESS = re.compile(r"https://[^\s/]\S*")
_REFUSED_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]*)")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#!|~$&^@])")
Style = Literal["plain", "strong", "emphasis"]


def _parser() -> MarkdownIt:
    """A parser that knows three things and nothing else: neither HTML, headings, code, images nor addresses alone."""
    parser = MarkdownIt("zero").enable(["emphasis", "link", "list", "escape"])
    parser.validateLink = lambda url: bool(_ADDRESS.fullmatch(url))  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def blocks_of(words: str) -> tuple[Paragraph | BulletList, ...]:
    """The paragraphs and bullet lists of a longer text; a list in a list is told as one list.

    Raises ValueError with the address of a link that is not to https.
    """
    blocks: list[Paragraph | BulletList] = []
    items: list[Inline] = []
    depth = 0
    for token in _PARSER.parse(_NO_LIST.sub(_as_words, words)):
        if token.type == "bullet_list_open":
            depth += 1
        elif token.type == "bullet_list_close":
            depth -= 1
            if depth == 0:
                blocks.append(BulletList(items=tuple(items)))
                items = []
        elif token.type == "inline":
            runs = _runs(token.children or ())
            if depth:
                items.append(runs)
            else:
                blocks.append(Paragraph(runs=runs))
    return tuple(blocks)


def inline_of(words: str) -> Inline:
    """The runs of a short text in one line. Raises ValueError with the address of a link that is not to https."""
    (token,) = _PARSER.parseInline(words)
    return _runs(token.children or ())


def plain_text(runs: Inline) -> str:
    """The words of a line without emphasis, for a data file; a link's address follows its words."""
    return "".join(f"{run.text} ({run.url})" if isinstance(run, Link) else plain_words(run) for run in runs)


def as_markdown(words: str) -> str:
    """Words as MyST Markdown in one line that shows exactly those words, for a heading or a substitution."""
    return _MARKUP.sub(r"\\\1", re.sub(r"[ \t\n]+", " ", words).strip(" "))


def _as_words(match: re.Match[str]) -> str:
    before, number, mark, plus = match.groups()
    return f"{before}{number}\\{mark}" if number else f"{before}\\{plus}"


def _runs(tokens: Sequence[Token]) -> Inline:
    runs = tuple(_joined(_styled(tokens)))
    for run in runs:
        if isinstance(run, Text) and (refused := _REFUSED_LINK.search(run.text)):
            raise ValueError(refused[1])
    return runs


def _styled(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = emphasis = 0
    url = words = ""
    for token in tokens:
        if token.type == "strong_open":
            strong += 1
        elif token.type == "strong_close":
            strong -= 1
        elif token.type == "em_open":
            emphasis += 1
        elif token.type == "em_close":
            emphasis -= 1
        elif token.type == "link_open":
            url, words = str(token.attrGet("href")), ""
        elif token.type == "link_close":
            yield Link(text=words.strip() or url, url=url)  # a link without words could not be read aloud
            url = ""
        elif url:
            words += token.content.replace("\n", " ")
        elif token.content:
            style: Style = "strong" if strong else "emphasis" if emphasis else "plain"
            yield Text(text=token.content.replace("\n", " "), style=style)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours of the same weight as one text."""
    last: Run | None = None
    for run in runs:
        if isinstance(last, Text) and isinstance(run, Text) and last.style == run.style:
            last = Text(text=last.text + run.text, style=last.style)
        else:
            if last is not None:
                yield last
            last = run
    if last is not None:
        yield last
