"""Blocks → HTML for one notebook cell: what the page shows, without the book's numbers, styles and dark drawings.

Every text is escaped, and a drawing is an image of its own, so nothing in either can act as markup.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from kvartalsbog.content import blocks as content
from kvartalsbog.content.language import DANISH, Language, message

SHOW_TABLE = message("Vis tallene som tabel")


def get_file(size: int, language: Language = DANISH) -> str:
    """The words of a link to a data file of so many bytes."""
    return language.say("Hent tallene (CSV, {size}\u00a0kB)", size=max(1, round(size / 1000)))


def html_of(blocks: Iterable[content.Block]) -> str:
    """The blocks as HTML, in order."""
    return "\n".join(part for block in blocks for part in _block(block))


def _inline(runs: content.Inline) -> str:
    return "".join(map(_run, runs))


def _run(run: content.Run) -> str:
    if isinstance(run, content.Status):
        return f'<span aria-hidden="true">{escape(run.symbol)}</span> {escape(run.word)}'
    words = escape(run.text)
    if isinstance(run, content.Link):
        return f'<a href="{escape(run.url)}">{words}</a>'
    if isinstance(run, content.Reference | content.Elsewhere):  # leads to another page
        return words
    tag = {"strong": "strong", "emphasis": "em"}.get(run.style)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _block(block: content.Block) -> Iterator[str]:
    match block:
        case content.Paragraph():
            yield f"<p>{_inline(block.runs)}</p>"
        case content.BulletList():
            yield f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in block.items)}</ul>"
        case content.Facts():
            items = (f"<dt>{escape(fact.term)}</dt><dd>{escape(fact.value)}</dd>" for fact in block.facts)
            yield f"<dl>{''.join(items)}</dl>"
        case content.Note():
            yield f"<aside><p><strong>{escape(block.title)}</strong></p>{html_of(block.body)}</aside>"
        case content.Quote():
            yield f"<blockquote>{html_of(block.body)}</blockquote>"
        case content.Section():
            yield f"<section><h2>{escape(block.title)}</h2>{html_of(block.body)}</section>"
        case content.Table():
            yield _table(block)
        case content.Figure():
            yield _figure(block)
        case _:
            assert_never(block)


def _table(block: content.Table) -> str:
    heads = (_cell("th", content.text(column.title), column, "col") for column in block.columns)
    rows = ("".join(_body_cells(block, row)) for row in block.rows)
    table = (
        f"<table><caption>{escape(block.caption)}</caption><thead><tr>{''.join(heads)}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
    )
    return "\n".join((table, *(f"<p>{_inline(note)}</p>" for note in block.notes), *_file(block.download)))


def _body_cells(block: content.Table, row: tuple[content.Inline, ...]) -> Iterable[str]:
    for index, (cell, column) in enumerate(zip(row, block.columns, strict=True)):
        yield _cell("th", cell, column, "row") if index < block.stub else _cell("td", cell, column)


def _cell(tag: str, runs: content.Inline, column: content.Column, scope: str = "") -> str:
    heads = f' scope="{scope}"' if scope else ""
    return f'<{tag}{heads} style="text-align:{column.align}">{_inline(runs)}</{tag}>'


def _figure(block: content.Figure) -> str:
    """The light drawing on white, as notebooks may be dark; its table is folded away."""
    image = f'<img src="{_address("image/svg+xml", block.drawing.light)}" alt="{escape(block.alt)}" style="background:#fff">'
    figure = f"<figure>{image}<figcaption>{escape(block.caption)}</figcaption></figure>"
    if block.table is None:
        return figure
    table = _table(block.table.model_copy(update={"download": None}))
    fold = f"<details><summary>{SHOW_TABLE}</summary>{table}</details>"
    return "\n".join((figure, fold, *_file(block.table.download)))


def _file(file: content.Download | None) -> Iterable[str]:
    if file is not None:
        address = _address("text/csv", file.csv)
        yield f'<p><a href="{address}" download="{escape(file.name)}.csv">{get_file(len(file.csv.encode()))}</a></p>'


def _address(media: str, text: str) -> str:
    return f"data:{media};base64,{b64encode(text.encode()).decode()}"
