"""The PDF's structure, read with pikepdf, and what the Typst builder does with hostile or unknown content."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import typst
from conftest import ROOT
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import attributes, elements
from sphinx.errors import SphinxError

from kvartalsbog.plan.loading import read_plan
from kvartalsbog.sphinxext.nodes import symbol
from kvartalsbog.sphinxext.typeface import FONTS, UnshownError, missing_glyphs
from kvartalsbog.sphinxext.typst.markup import escape, label, string
from kvartalsbog.sphinxext.typst.translator import TypstTranslator

pytestmark = pytest.mark.slow


def test_the_document_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert str(root.Lang).startswith("da")
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as meta:
        assert (
            str(meta["dc:title"]).replace("\u00a0", " ") == "Mål- og resultatplan for politiet 2024 – 4. kvartal 2024"
        )
        assert str(meta["pdfuaid:part"]) == "1"


def test_every_page_is_read_in_the_order_of_its_structure(pdf: pikepdf.Pdf) -> None:
    assert {str(page.get("/Tabs")) for page in pdf.pages} == {"/S"}


def test_bookmarks_lead_to_every_chapter(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:4] == ["Kort notat", "Indhold", "Mål- og resultatplan for politiet 2024", "Overblik"]
    units = [unit.name for unit in read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml").districts]
    assert titles[-len(units) :] == units
    assert len(titles) == 19 + len(units)


def test_the_second_page_is_the_brief_and_nothing_else(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    headings = ("Resumé", "Indstilling", "Status", "Afvigelser og handling", "Usikkerhed", "Videre proces", "Kontakt")
    places = [re.search(rf"^{heading}\s*$", texts[1], re.M) for heading in headings]
    assert [found.start() for found in places if found] == sorted(found.start() for found in places if found)
    assert all(places)
    assert re.search(r"^Indhold\s*$", texts[2], re.M)


def test_headings_skip_no_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(str(e.S)[2]) for e in elements(pdf.Root.StructTreeRoot, "H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_every_figure_and_formula_has_an_alternative_text(pdf: pikepdf.Pdf) -> None:
    found = list(elements(pdf.Root.StructTreeRoot, "Figure", "Formula"))
    assert len(found) >= 12
    assert all(str(e.get("/Alt", "")).strip() for e in found)


def test_every_table_has_headers_for_its_columns_and_rows(pdf: pikepdf.Pdf) -> None:
    tables = list(elements(pdf.Root.StructTreeRoot, "Table"))
    assert len(tables) >= 25
    for table in tables:
        scopes = {str(a.Scope) for th in elements(table, "TH") for a in attributes(th) if "/Scope" in a}
        assert scopes == {"/Column", "/Row"}
        assert not list(elements(table, "Table"))


def test_every_font_is_embedded_and_can_be_read_out(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.get("/Resources", {}).get("/Font", {}).values()]
    assert fonts
    assert all("/ToUnicode" in font for font in fonts)
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


# -- the builder -------------------------------------------------------------------------------------------------------


def test_a_node_that_the_builder_does_not_know_fails_the_build() -> None:
    class Translator(TypstTranslator):
        def __init__(self) -> None:
            self.name = "side"

    with pytest.raises(SphinxError, match="the PDF has no form for the node <sidebar>"):
        Translator().unknown_visit(nodes.sidebar())


def test_the_space_at_the_edge_of_what_stands_in_a_line_is_kept() -> None:
    class Translator(TypstTranslator):
        def __init__(self) -> None:
            self.document, self.name, self.staying, self._out = new_document("side"), "side", frozenset(), []

    found = Translator()
    shape = nodes.inline("", "", symbol("", "▽"), nodes.Text(" "), classes=["status", "status-worse"])
    nodes.paragraph("", "", nodes.strong("", "Nyt: "), nodes.Text("tal"), shape, nodes.Text("nu")).walkabout(found)
    assert found.source().strip() == '#strong[Nyt\\: ];tal#status("worse")[#shape("▽"); ];nu'


HOSTILE = [
    "#import \"x\"", "$ x $", "*fed* _kursiv_", "= overskrift", "- punkt", "+ punkt", "1. punkt", "/ term: x", "// kommentar", "/* x */",
    "`kode`", "@henvisning", "<mærke>", "\\", "\\u{41}", "~", "--", "...", "'\"", "#{ panic() }", "[x](y)", "https://example.org", "a\u202eb", "\x00\x1b",
]  # fmt: skip


def _compile(body: str) -> bytes:
    head = '#set document(title: "t")\n#set text(lang: "da", font: "Source Sans Pro")\n'
    made: bytes = typst.compile(
        (head + body).encode(), pdf_standards=["ua-1"], font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    return made


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    assert _compile(f"{escape(text)}\n\n#str.len({string(text)})").startswith(b"%PDF")


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_compiles_as_markup_and_as_a_string(text: str) -> None:
    for sign in missing_glyphs(text):
        with pytest.raises(UnshownError):
            escape(sign)
        text = text.replace(sign, "")
    assert _compile(f"x{escape(text)}x #str.len({string(text)})").startswith(b"%PDF")


def test_an_interval_stays_on_one_line_however_narrow_its_column_is() -> None:
    told = "ventes at ende på 191,6\u00a0dage (186,0–197,2); kravet er 72–93, eller 2003–04."
    columns = "".join(f"#block(width: {width}mm)[{escape(told)}]\n" for width in range(24, 90, 3))
    with pypdfium2.PdfDocument(_compile(columns)) as document:
        lines = "\n".join(page.get_textpage().get_text_range() for page in document).splitlines()
    assert sum(line.count("(186,0–197,2);") for line in lines) == sum(line.count("2003–04.") for line in lines) == 22
    assert sum("72–93," in line for line in lines) == 22


@given(st.text(min_size=1), st.text(min_size=1), st.text(), st.text())
def test_different_places_have_different_labels(first: str, second: str, one: str, other: str) -> None:
    if (first, one) != (second, other):
        assert label(first, one) != label(second, other) or f"{first}:{one}" == f"{second}:{other}"
    assert re.fullmatch(r"<[A-Za-z0-9_.\-]+>", label(first, one))


def test_every_page_of_a_draft_says_so(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 20
    assert [number for number, text in enumerate(texts, start=1) if "Udkast" not in text] == []
    assert [number for number, text in enumerate(texts, start=1) if "Eksempeldata" not in text] == []
