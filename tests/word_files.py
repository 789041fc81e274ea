"""Word files as a reader's program has them: what they say, in order, and what keeps one from being read by everybody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from lxml import etree

from kvartalsbog.content import blocks as content
from kvartalsbog.word.document import Part

Said = str | tuple[tuple[str, ...], ...]  # a paragraph, or a table row by row


def said(file: bytes) -> list[Said]:
    """What a Word file says: a heading with its level, a picture by its alternative text; empty paragraphs say nothing."""
    return [words for child in Document(io.BytesIO(file)).iter_inner_content() for words in _said(child)]


def _said(child: Any) -> Iterator[Said]:
    if isinstance(child, WordTable):
        yield tuple(tuple(_plain(cell.text) for cell in row.cells) for row in child.rows)
        return
    alternatives = [found.get("descr") for found in child._p.iter(qn("wp:docPr"))]
    if child.style.name.startswith("Heading"):
        yield f"{child.style.name[-1]} {_plain(child.text)}"
    elif words := _plain("".join(alternatives) or child.text):
        yield words


def told(title: str, parts: Iterable[Part]) -> list[Said]:
    """What a document of these parts is to say, worked out from the parts alone."""
    numbers = {"Tabel": 0, "Figur": 0}

    def caption(word: str, block: content.Table | content.Figure) -> str:
        numbers[word] += 1
        return _plain(f"{word} {numbers[word]}. {block.caption}")

    def of(part: Any) -> Iterator[Said]:
        match part.type:
            case "heading":
                yield f"{part.level} {_plain(part.text)}"
            case "paragraph":
                yield line(part.runs)
            case "bullets":
                yield from map(line, part.items)
            case "facts":
                yield from (_plain(f"{fact.value} {fact.term}") for fact in part.facts)
            case "quote" | "note" | "section":
                if part.type != "quote":
                    yield part.title if part.type == "note" else f"2 {_plain(part.title)}"
                for inner in part.body:
                    yield from of(inner)
            case "figure":
                yield _plain(part.alt)
                yield caption("Figur", part)
                if part.table is not None:
                    yield from of(part.table)
            case "table":
                yield caption("Tabel", part)
                yield (tuple(_plain(c.title) for c in part.columns), *(tuple(map(line, row)) for row in part.rows))
                yield from map(line, part.notes)

    return [_plain(title), *(words for part in parts for words in of(part))]


def line(runs: content.Inline) -> str:
    return _plain("".join(f"{run.symbol} {run.word}" if run.type == "status" else run.text for run in runs))


def _plain(words: str) -> str:
    return " ".join(words.split())


def faults(file: bytes) -> list[str]:
    """What a reader of a screen, Word itself or the next build would stumble on."""
    package = zipfile.ZipFile(io.BytesIO(file))
    parts = {
        name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith((".xml", ".rels"))
    }
    body, styles = parts["word/document.xml"], parts["word/styles.xml"]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    pictures = [picture.get("id") for picture in body.iter(qn("wp:docPr"))]
    headings = [int(level) for level in _levels(body, styles)]
    fields = [field.get(qn("w:fldCharType")) for field in body.iter(qn("w:fldChar"))]
    kept = {
        "dates": {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)},
        "language": {lang.get(qn("w:val")) for lang in styles.iter(qn("w:lang"))} == {"da-DK"},
        "title": bool(parts["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}title")),
        "nothing dirty": not any(part.get(qn("w:dirty")) for part in body.iter())
        and next(parts["word/settings.xml"].iter(qn("w:updateFields")), None) is None,
        "fields": fields.count("begin") == fields.count("separate") == fields.count("end"),
        "pictures told": all(picture.get("descr") for picture in body.iter(qn("wp:docPr"))),
        "pictures counted": len(set(pictures)) == len(pictures),
        "bookmarks": len(set(marks)) == len(marks) and all(mark and len(mark) <= 40 for mark in marks),
        "links": all((to := link.get(qn("w:anchor"))) is None or to in marks for link in body.iter(qn("w:hyperlink"))),
        "headings": all(after <= before + 1 for before, after in zip([0, *headings], headings, strict=False)),
        "no remnants": not [name for name in package.namelist() if "thumb" in name.lower() or "custom" in name.lower()],
        "no merged cells": not [*body.iter(qn("w:vMerge"), qn("w:gridSpan"))],
        **{f"table {number}": _accessible(table) for number, table in enumerate(body.iter(qn("w:tbl")), start=1)},
    }
    return [name for name, holds in kept.items() if not holds]


def _accessible(table: Any) -> bool:
    head = table.find(qn("w:tr")).find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    told = [
        table.tblPr.find(qn(tag)) if hasattr(table, "tblPr") else table.find(qn("w:tblPr")).find(qn(tag))
        for tag in ("w:tblCaption", "w:tblDescription")
    ]
    return head is not None and all(part is not None and part.get(qn("w:val")) for part in told)


def _levels(body: Any, styles: Any) -> Iterator[str]:
    names = {s.get(qn("w:styleId")): s.find(qn("w:name")).get(qn("w:val")) for s in styles.iter(qn("w:style"))}
    for style in body.iter(qn("w:pStyle")):
        if (name := names[style.get(qn("w:val"))].lower()).startswith("heading "):
            yield name[-1]
