"""What a page can show, as frozen values: paragraphs, notes, tables, figures, sections.

A chapter is made of these values and of nothing else. They travel from the notebook to the book as data (one
JSON document per cell output), never as Markdown or HTML, so a text that somebody typed can only ever become text.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten
from typing import Annotated, Literal

from pydantic import Field

from kvartalsbog.files.fields import Strict


class Value(Strict):
    """A frozen value that knows only its own fields and tells of itself in one line."""

    def __repr__(self) -> str:
        return shorten(super().__repr__(), 100, placeholder=" …)")


class Text(Value):
    """Plain text, with an optional weight: `strong` or `emphasis`."""

    type: Literal["text"] = "text"
    text: str
    style: Literal["plain", "strong", "emphasis"] = "plain"


class Link(Value):
    """A link out of the book; only https is possible."""

    type: Literal["link"] = "link"
    text: str
    url: Annotated[str, Field(pattern=r"^https://[^\s]+$")]


class Reference(Value):
    """A link to a labelled place in the book (a heading, table or figure label)."""

    type: Literal["reference"] = "reference"
    text: str
    target: str


class Elsewhere(Value):
    """A link to a page around the editions of the site that a book is published in; in a book that is not, only its words."""

    type: Literal["elsewhere"] = "elsewhere"
    text: str
    place: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.html#[a-z0-9-]+$")]


class Status(Value):
    """A status as word and shape, never by colour alone. `tone` chooses the style sheet's class."""

    type: Literal["status"] = "status"
    word: str
    symbol: str
    tone: Literal["better", "mixed", "worse", "waiting", "missing"]


Run = Annotated[Text | Link | Reference | Elsewhere | Status, Field(discriminator="type")]
Inline = tuple[Run, ...]


Role = Literal["body", "finding", "lead", "status", "source"]


class Paragraph(Value):
    """One paragraph. `role` names what it is, for the style sheet (`finding`, `lead`, `status`, …)."""

    type: Literal["paragraph"] = "paragraph"
    runs: Inline
    role: Role = "body"


class BulletList(Value):
    """An unordered list of inline texts."""

    type: Literal["bullets"] = "bullets"
    items: tuple[Inline, ...]


class Fact(Value):
    """A number to be remembered and what it is."""

    term: str
    value: str
    tone: Literal["better", "mixed", "worse", "waiting", "missing", "plain"] = "plain"


class Facts(Value):
    """A row of key figures: a description list in HTML and PDF."""

    type: Literal["facts"] = "facts"
    facts: tuple[Fact, ...]


class Note(Value):
    """A boxed remark with a title of its own."""

    type: Literal["note"] = "note"
    kind: Literal["note", "warning"] = "note"
    title: str
    body: tuple[Annotated[Paragraph | BulletList, Field(discriminator="type")], ...]


class Quote(Value):
    """What somebody else than the book says."""

    type: Literal["quote"] = "quote"
    body: tuple[Annotated[Paragraph | BulletList, Field(discriminator="type")], ...]


class Column(Value):
    """A column's head and how its cells stand."""

    title: str
    align: Literal["left", "right", "center"] = "left"


class Download(Value):
    """A data file that belongs to a table or figure: `<name>.csv`, UTF-8, comma, ISO dates."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    csv: str


class Table(Value):
    """A table: `stub` leading cells of every row are row headers; `notes` explain marks, below the table. One of `cards` has a row's cells below
    each other where a page is narrow.
    """

    type: Literal["table"] = "table"
    label: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inline, ...], ...]
    stub: int = 1
    notes: tuple[Inline, ...] = ()
    download: Download | None = None
    cards: bool = False


class Drawing(Value):
    """One drawing as SVG text, in the variants that a page may need."""

    light: str
    dark: str
    light_narrow: str
    dark_narrow: str


class Figure(Value):
    """A figure with its caption, its alternative text (a sentence about the data) and the data as a table."""

    type: Literal["figure"] = "figure"
    label: str
    caption: str
    alt: Annotated[str, Field(min_length=1)]
    drawing: Drawing
    table: Table | None = None


class Section(Value):
    """A headed part of a hand-written page; a notebook's headings are its own."""

    type: Literal["section"] = "section"
    label: str
    title: str
    body: tuple[Annotated[Paragraph | BulletList, Field(discriminator="type")], ...]


class Heading(Value):
    """A heading of what is no notebook, whose cells have none: 1 is the highest, `label` the place that references lead to."""

    type: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=1, le=4)]
    label: str


Block = Annotated[Paragraph | BulletList | Facts | Note | Quote | Table | Figure | Section, Field(discriminator="type")]


def text(words: str, style: Literal["plain", "strong", "emphasis"] = "plain") -> Inline:
    """The inline value of a plain string: the usual content of a cell or paragraph."""
    return (Text(text=words, style=style),)


def plain_words(run: Run) -> str:
    """What a run says, without its weight and the place it leads to."""
    return run.word if run.type == "status" else run.text


def bullets(lines: Iterable[str]) -> BulletList:
    """A list of plain lines."""
    return BulletList(items=tuple(map(text, lines)))


def paragraph(words: str | Inline, role: Role = "body") -> Paragraph:
    """A paragraph of plain words, or of runs."""
    return Paragraph(runs=text(words) if isinstance(words, str) else words, role=role)
