"""The whole PDF as a screen reader walks it (PDF/UA-1): tags, links, artefacts, bookmarks, and the text in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from pdf_reading import body_text, children, elements, kids, kind

from kvartalsbog.plan.contents import ON_SCREEN, UNIT

pytestmark = pytest.mark.slow
HEADINGS = ("H1", "H2", "H3", "H4")
# what may stand in what (ISO 32000-1, 14.8.4, as far as the book uses it)
INSIDE = {
    "L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"Caption", "THead", "TBody", "TFoot", "TR"}, "THead": {"TR"}, "TBody": {"TR"},
    "TR": {"TH", "TD"}, "TOC": {"TOC", "TOCI", "Caption"},
}  # fmt: skip
OWNERS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"THead", "TBody", "Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "TOCI": {"TOC"},
    "THead": {"Table"},
}


def test_every_tag_stands_where_it_may(pdf: pikepdf.Pdf) -> None:
    seen = set()
    for element in elements(pdf.Root.StructTreeRoot):
        seen.add(kind(element))
        inside = {kind(child) for child in children(element)}
        assert inside <= INSIDE.get(kind(element), inside), (kind(element), inside)
        if kind(element) in OWNERS:
            assert kind(element.P) in OWNERS[kind(element)]
    assert seen >= {"Document", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TH", "TD", "Caption", "Figure", "Formula", "Link", "Note", "TOC", "TOCI", "BlockQuote"}  # fmt: skip


def test_words_stand_in_paragraphs(pdf: pikepdf.Pdf) -> None:
    """Nothing but blocks stands directly in the document or in a quotation."""
    (document,) = children(pdf.Root.StructTreeRoot)
    for holder in (document, *elements(document, "BlockQuote")):
        assert {kind(child) for child in children(holder)}.isdisjoint({"Span", "Strong", "Em", "Link"})
        assert not [item for item in kids(holder) if isinstance(item, int)]


def test_figures_tables_and_formulas_have_what_names_them(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    for table in elements(root, "Table"):
        assert [kind(child) for child in children(table)].count("Caption") == 1
        assert [kind(child) for child in children(table)].count("THead") == 1
    figures = list(elements(root, "Figure"))
    assert len(figures) == 16
    for figure in figures:
        assert "Caption" in {kind(child) for child in children(figure.P)}
        assert str(figure.Alt).endswith(".")
    assert all(str(formula.Alt).startswith("Formel: ") for formula in elements(root, "Formula"))
    assert len({str(note.ID) for note in elements(root, "Note")}) == len(list(elements(root, "Note"))) >= 1


def test_every_link_is_tagged_and_says_where_it_leads(pdf: pikepdf.Pdf) -> None:
    annotations = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    tagged = {
        item.Obj.objgen
        for element in elements(pdf.Root.StructTreeRoot, "Link", "Lbl")
        for item in (*kids(element), *(kid for child in children(element) for kid in kids(child)))
        if isinstance(item, pikepdf.Dictionary) and str(item.get("/Type", "")) == "/OBJR"
    }
    assert len(annotations) >= 100
    for annotation in annotations:
        assert str(annotation.Subtype) == "/Link"
        assert re.search(r"\w", str(annotation.Contents))
        assert not re.search(r"[“”]", str(annotation.Contents))
        assert annotation.objgen in tagged
    leads = [str(annotation.Contents) for annotation in annotations]
    assert "Metode, side" in re.sub(r"\d+", "", " ".join(leads))


def test_all_that_is_drawn_is_tagged_or_an_artefact(pdf: pikepdf.Pdf) -> None:
    """The running heads and page numbers are artefacts; nothing is drawn outside both."""
    running = 0
    for number, page in enumerate(pdf.pages, start=1):
        marks: list[str] = []
        for operands, operator in ((i.operands, str(i.operator)) for i in pikepdf.parse_content_stream(page)):
            if operator in ("BDC", "BMC"):
                marks.append(str(operands[0]))
                running += (
                    operator == "BDC"
                    and str(operands[0]) == "/Artifact"
                    and str(operands[1].get("/Type", "")) == "/Pagination"
                )
            elif operator == "EMC":
                marks.pop()
            elif operator in ("Tj", "TJ", "Do", "S", "f", "f*", "B", "sh"):
                assert marks, f"page {number}: {operator} outside every mark"
        assert marks == []
    assert running >= 2 * (len(pdf.pages) - 1)


def test_the_bookmarks_are_the_headings(pdf: pikepdf.Pdf) -> None:
    def told(items: Any, level: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield level, " ".join(item.title.split())
            yield from told(item.children, level + 1)

    headings = [(int(kind(e)[1]), " ".join(str(e.T).split())) for e in elements(pdf.Root.StructTreeRoot, *HEADINGS)]
    with pdf.open_outline() as outline:
        bookmarks = list(told(outline.root, 1))
    assert len(headings) >= 75
    assert bookmarks == headings


# -- text ----------------------------------------------------------------------------------------------------------------------


def squashed(text: str) -> str:
    """Letters and digits only: line ends, hyphens and typographic spaces are the page's, not the text's."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).lower()


def test_the_text_can_be_read_out_as_the_pages_can(book: Path, path: Path) -> None:
    """Every paragraph, item, caption, heading and row of the pages is in the PDF in one piece, with its æ, ø and å."""
    text = squashed(body_text(path))
    assert {"æ", "ø", "å"} <= set(text)
    told = []
    for page in sorted((book / "html").rglob("*.html")):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for foreign in soup.select(
            ".data-file, .prev-next, math, script, .footnote-reference, [role=doc-backlink], #search-unavailable"
        ):
            foreign.decompose()
        for number in soup.select("#tbl-brief .caption-number"):  # on a page of its own there is no other table
            number.decompose()
        for figure in soup.select(f"[id^={UNIT}-][id$={ON_SCREEN}]"):  # the PDF has the tables of units alone
            figure.decompose()
        units = soup.select("main :is(p, li, caption, figcaption, h1, h2, h3, dt, dd, tr)")
        told += [(page.name, unit.get_text(" ")) for unit in units if not unit.select("p, li, tr")]
    assert len(told) > 500
    missing = [
        (name, unit) for name, unit in told if squashed(unit) not in text and name not in ("search.html", "index.html")
    ]
    assert missing == []


def test_headings_are_printed_in_the_order_of_the_tags(pdf: pikepdf.Pdf, path: Path) -> None:
    text = squashed(body_text(path))
    every = [squashed(str(e.T)) for e in elements(pdf.Root.StructTreeRoot, *HEADINGS)]
    headings = every[every.index("indhold") + 1 :]  # before it stands the brief
    at = text.index(headings[-1])  # the last line of the table of contents
    for heading in headings:
        found = text.find(heading, at)
        assert found >= 0, heading
        at = found + len(heading)
