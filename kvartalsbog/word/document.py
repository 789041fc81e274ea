"""Headings and blocks → a Word document: what HTML and PDF are made from, with real headings, captions and head rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, assert_never

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from kvartalsbog.content import blocks as content
from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.files.characters import without_hidden
from kvartalsbog.word import tables
from kvartalsbog.word.figures import add_picture
from kvartalsbog.word.inline import Lines
from kvartalsbog.word.package import opened, saved
from kvartalsbog.word.styles import (
    BULLET,
    CAPTION,
    CELL,
    FOOTER,
    HEADER,
    KEY_FIGURE,
    LEAD,
    NORMAL,
    NOTE,
    QUOTE,
    SOURCE,
    TABLE,
    TITLE,
    Styles,
)
from kvartalsbog.word.xml import Bookmarks, add_field
from kvartalsbog.words.numbers import NBSP

_REGIONS = {"da": "da-DK", "en": "en-GB"}  # which spelling a language is written in
_BELOW_TABLE = Pt(8)
_LONGEST_PROPERTY = 255
TABLE_WORD, FIGURE_WORD = message("Tabel"), message("Figur")


@dataclass(frozen=True)
class About:
    """What a document tells of itself: the title, which stands first in it; the authority; a remark for the head of every
    page (the status of the data); the day that it is of; and its language.
    """

    title: str
    authority: str
    remark: str
    made: datetime
    language: Language = DANISH


Part = content.Heading | content.Block


def document(about: About, parts: Iterable[Part], reference: bytes | None = None) -> bytes:
    """The Word file of headings and blocks; the same ones always give the same bytes. `reference` is a .docx or .dotx whose
    pages and styles it gets. Raises UsageError for one that cannot be read.
    """
    every = tuple(parts)
    return _Writer(about, every, reference).written(every)


class _Writer:
    def __init__(self, about: About, parts: tuple[Part, ...], reference: bytes | None) -> None:
        self._document: Any = opened(reference)
        self._language = about.language
        self._styles = Styles(self._document)
        self._styles.speak(_tag(about.language))
        self._bookmarks = Bookmarks(_labels(parts))
        self._lines = Lines(self._styles, self._bookmarks)
        self._numbers = {TABLE_WORD: count(1), FIGURE_WORD: count(1)}
        self._sideways, self._pictures = False, 0
        self._describe(about)
        self._furnish(about)
        self._add(TITLE, content.text(about.title))

    def written(self, parts: tuple[Part, ...]) -> bytes:
        """The file with all parts in it."""
        for part, sideways in zip(parts, _sideways(parts), strict=True):
            if sideways is not self._sideways:
                self._turn()
            self._write(part)
        return saved(self._document)

    def _write(self, part: Part) -> None:
        match part:
            case content.Heading():
                self._heading(part)
            case content.Paragraph():
                self._paragraph(part)
            case content.BulletList():
                self._bullets(part)
            case content.Facts():
                self._facts(part)
            case content.Note():
                self._note(part)
            case content.Quote():
                self._quote(part)
            case content.Table():
                self._table(part)
            case content.Figure():
                self._figure(part)
            case content.Section():
                self._section(part)
            case _:
                assert_never(part)

    def _describe(self, about: About) -> None:
        core = self._document.core_properties
        core.title, core.subject = _property(about.title), _property(about.remark)
        core.author = core.last_modified_by = _property(about.authority)
        core.language, core.created, core.modified = _tag(about.language), about.made, about.made
        core.comments = core.keywords = core.category = ""
        core.revision = 1

    def _furnish(self, about: About) -> None:
        """The head and foot of every page, where the template has none of its own."""
        section = self._document.sections[0]
        if not (section.header.is_linked_to_previous and section.footer.is_linked_to_previous):
            return
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        self._set_style(head, HEADER)
        self._set_style(foot, FOOTER)
        self._lines.write(head, content.text(" · ".join(filter(None, (about.remark, about.title)))))
        before, between, after = re.split(
            r"\{\w+\}", self._language.say("Side {page} af {pages}", page="{page}", pages="{pages}")
        )
        foot.add_run(before)
        add_field(foot, "PAGE", "1")
        foot.add_run(between)
        add_field(foot, "NUMPAGES", "1")
        foot.add_run(after)

    def _turn(self) -> None:
        """The pages from here on, the other way round."""
        self._sideways = not self._sideways
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if self._sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width

    @property
    def _room(self) -> Length:
        section = self._document.sections[-1]
        return Length(section.page_width - section.left_margin - section.right_margin)

    def _set_style(self, paragraph: Any, name: str) -> None:
        paragraph._p.get_or_add_pPr().style = self._styles.id(name)

    def _add(self, style: str, runs: content.Inline) -> Any:
        paragraph = self._document.add_paragraph()
        self._set_style(paragraph, style)
        if (before := paragraph._p.getprevious()) is not None and before.tag == qn("w:tbl"):
            paragraph.paragraph_format.space_before = _BELOW_TABLE
        self._lines.write(paragraph, runs)
        return paragraph

    def _heading(self, heading: content.Heading) -> None:
        self._bookmarks.place(self._add(f"heading {heading.level}", content.text(heading.text)), heading.label)

    def _paragraph(self, block: content.Paragraph) -> None:
        self._add({"finding": LEAD, "lead": LEAD, "source": SOURCE}.get(block.role, NORMAL), block.runs)

    def _bullets(self, block: content.BulletList) -> None:
        for item in block.items:
            self._add(BULLET, item)

    def _facts(self, block: content.Facts) -> None:
        for fact in block.facts:
            self._add(
                KEY_FIGURE, (content.Text(text=fact.value, style="strong"), content.Text(text=f"{NBSP}{fact.term}"))
            )

    def _note(self, block: content.Note) -> None:
        self._add(NOTE, content.text(block.title, "strong"))
        self._said(block.body, NOTE)

    def _quote(self, block: content.Quote) -> None:
        self._said(block.body, QUOTE)

    def _section(self, block: content.Section) -> None:
        self._heading(content.Heading(text=block.title, level=2, label=block.label))
        self._said(block.body, NORMAL)

    def _said(self, body: Iterable[content.Paragraph | content.BulletList], style: str) -> None:
        for part in body:
            if isinstance(part, content.BulletList):
                self._bullets(part)
            else:
                self._add(style, part.runs)

    def _caption(self, word: str, block: content.Table | content.Figure) -> Any:
        """`Tabel 1. …`: a field counts, so that a table that somebody puts before it later is counted too."""
        paragraph = self._add(CAPTION, content.text(f"{self._language.say(word)}{NBSP}"))
        add_field(paragraph, f"SEQ {word} \\* ARABIC", str(next(self._numbers[word])))
        self._lines.write(paragraph, content.text(f". {block.caption}"))
        self._bookmarks.place(paragraph, block.label)
        return paragraph

    def _table(self, block: content.Table) -> None:
        self._caption(TABLE_WORD, block).paragraph_format.keep_with_next = True
        heads = tuple(content.text(column.title) for column in block.columns)
        table = self._document.add_table(1 + len(block.rows), len(block.columns))
        for row, cells in zip(table.rows, (heads, *block.rows), strict=True):
            for cell, runs, column in zip(row.cells, cells, block.columns, strict=True):
                paragraph = cell.paragraphs[0]
                self._set_style(paragraph, CELL)
                paragraph.alignment = tables.ALIGN[column.align]
                self._lines.write(paragraph, runs)
        tables.form(table, block, self._styles.id(TABLE), self._room, self._language)
        for note in block.notes:
            self._add(SOURCE, note)

    def _figure(self, block: content.Figure) -> None:
        paragraph = self._add(NORMAL, ())
        paragraph.paragraph_format.keep_with_next = True
        self._pictures += 1
        add_picture(paragraph, block, self._room, self._pictures)
        self._caption(FIGURE_WORD, block)
        if block.table is not None:
            self._table(block.table)


def _property(words: str) -> str:
    """What a file tells of itself, in as many characters as it has room for."""
    told = without_hidden(words)
    return told if len(told) <= _LONGEST_PROPERTY else f"{told[: _LONGEST_PROPERTY - 1].rstrip()}…"


def _tag(language: Language) -> str:
    """The language as Word names it, with its region."""
    code = str(language.locale)
    return _REGIONS.get(code, code)


def _labels(parts: Iterable[Part]) -> tuple[str, ...]:
    """Every place that the document has, in its order."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, content.Heading | content.Table | content.Figure | content.Section):
            found.append(part.label)
        if isinstance(part, content.Figure) and part.table is not None:
            found.append(part.table.label)
    return tuple(found)


def _sideways(parts: tuple[Part, ...]) -> Iterable[bool]:
    """Whether each part stands on a page on its side: wide tables do, and the headings right above them."""
    found: list[bool] = []
    for part in reversed(parts):
        table = part.table if isinstance(part, content.Figure) else part
        wide = isinstance(table, content.Table) and tables.is_wide(table)
        found.append(wide or (isinstance(part, content.Heading) and bool(found) and found[-1]))
    return reversed(found)
