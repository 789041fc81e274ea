"""A page of a book that is laid out, written by hand or an executed notebook → its headings and blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kvartalsbog.content.blocks import Block, BulletList, Heading, Inline, Link, Reference, Run, Text, paragraph, text
from kvartalsbog.content.shown import MIME_TYPE, parse_blocks
from kvartalsbog.pages.inserting import page_blocks
from kvartalsbog.sphinxext.edition import substitutions
from kvartalsbog.sphinxext.headings import plan_titles
from kvartalsbog.sphinxext.spoken import spoken
from kvartalsbog.verdicts.gathering import Gathered

Part = Heading | Block
_PARSER = MarkdownIt("commonmark", {"html": False})
_INSERTED = re.compile(r"\{\{ *(\w+) *\}\}")
_LABEL = re.compile(r"\(([\w-]+)\)=")
_FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[\w-]+\](: )?")
_ROLE = re.compile(r"\{(\w+)\}$")
_NAMED = re.compile(r"(.+?)\s*<([^>]+)>")
_TERM = re.compile(r"^(\S.*)\n((?:[ \t]+\S.*\n?)+)", re.MULTILINE)


def parts_of(page: Path, gathered: Gathered) -> tuple[Part, ...]:
    """The headings and blocks of a page (`.md`, `.ipynb`), in their order. What a notebook shows of its own, and not as blocks, is left out."""
    if page.suffix == ".md":
        return tuple(_written(page.read_text(encoding="utf-8"), gathered))
    return tuple(_executed(json.loads(page.read_text(encoding="utf-8"))["cells"], gathered))


def _executed(cells: Iterable[dict[str, object]], gathered: Gathered) -> Iterator[Part]:
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield from _written("".join(_lines(cell["source"])), gathered)
            continue
        outputs = cell.get("outputs", ())
        for output in outputs if isinstance(outputs, list) else ():
            if MIME_TYPE in (shown := output.get("data", {})):
                yield from parse_blocks(shown[MIME_TYPE]).blocks


def _lines(source: object) -> list[str]:
    return [source] if isinstance(source, str) else [str(line) for line in source] if isinstance(source, list) else []


def _written(words: str, gathered: Gathered) -> Iterator[Part]:
    told, titles = substitutions(gathered.findings), plan_titles(gathered.findings.plan)
    tokens = _PARSER.parse(_INSERTED.sub(lambda found: told.get(found[1], found[0]), words))
    label, level, depth, items = "", 0, 0, list[Inline]()
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level = min(int(token.tag[1:]), 4)
        elif token.type.endswith("_list_open"):
            depth += 1
        elif token.type.endswith("_list_close"):
            depth -= 1
            if depth == 0:
                yield BulletList(items=tuple(items))
                items = []
        elif token.type == "fence":
            yield from _directive(token, gathered)
        elif token.type == "inline" and level:
            yield Heading(text=titles.get(label) or _plain(token), level=level, label=label or f"afsnit-{place}")
            label, level = "", 0
        elif token.type == "inline" and (named := _LABEL.fullmatch(token.content.strip())):
            label = named[1]
        elif token.type == "inline" and depth:
            items.append(_inline(token))
        elif token.type == "inline":
            yield from _paragraph(token)


def _directive(token: Token, gathered: Gathered) -> Iterator[Part]:
    """What stands between fences: an insert, a list of words, or text as it is."""
    name, _, arguments = token.info.partition(" ")
    if name == "{kvartalsbog}":
        yield from page_blocks(arguments, gathered).blocks
    elif name == "{glossary}":
        for term, meaning in _TERM.findall(token.content):
            yield paragraph((Text(text=f"{term}: ", style="strong"), *text(" ".join(meaning.split()))))
    else:
        yield paragraph(token.content.strip())


def _paragraph(token: Token) -> Iterator[Part]:
    if formula := _FORMULA.fullmatch(token.content.strip()):
        yield paragraph((Text(text=spoken(formula[1].strip()), style="emphasis"),))
    elif runs := _inline(token):
        is_note = (mark := _FOOTNOTE.match(token.content)) is not None and bool(mark[1])
        yield paragraph(runs, "source" if is_note else "body")


def _plain(token: Token) -> str:
    return "".join(run.text for run in _inline(token) if not isinstance(run, str) and hasattr(run, "text"))


def _inline(token: Token) -> Inline:
    """The runs of a line. `{ref}` leads to a place of the book; of other roles the words stand."""
    runs: list[Run] = []
    strong = emphasis = 0
    url = role = ""
    for child in token.children or ():
        kind = child.type
        strong += (kind == "strong_open") - (kind == "strong_close")
        emphasis += (kind == "em_open") - (kind == "em_close")
        if kind in ("link_open", "link_close"):
            url = str(child.attrGet("href") or "") if kind == "link_open" else ""
        elif kind in ("softbreak", "hardbreak"):
            runs.append(Text(text=" "))
        elif kind == "code_inline" and role:
            runs.append(_referred(child.content) if role == "ref" else Text(text=child.content))
            role = ""
        elif child.content:
            words = _FOOTNOTE.sub("", child.content)
            found = _ROLE.search(words)
            role = found[1] if found else ""
            words = words[: found.start()] if found else words
            style = "strong" if strong else "emphasis" if emphasis else "plain"
            leads = url.startswith("https://")
            runs += [Link(text=words, url=url) if leads else Text(text=words, style=style)] if words else []
    return tuple(runs)


def _referred(words: str) -> Run:
    named = _NAMED.fullmatch(words)
    return Reference(text=named[1], target=named[2]) if named else Text(text=words)


def headings_above(parts: Sequence[Part], title: str) -> tuple[str, tuple[Part, ...]]:
    """A page's own title, which is its first heading, and the rest of the page; `title` where it has none."""
    if parts and isinstance(parts[0], Heading):
        return parts[0].text, tuple(parts[1:])
    return title, tuple(parts)
