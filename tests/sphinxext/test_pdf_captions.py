"""Wherever on its page a table ends, its caption is its own: the spacing above it is swept until it ends the page."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
import typst
from pdf_reading import children, elements, kids, kind

from kvartalsbog.sphinxext.typeface import FONTS
from kvartalsbog.sphinxext.typst import structure
from kvartalsbog.sphinxext.typst.builder import _WORDS

TEMPLATE = Path(structure.__file__).with_name("template.typ")
GAPS = range(400, 520, 2)
HEAD = '#import "template.typ": *\n#show: book.with(title: "T", authority: "A", ministry: "M", quarter: "Q", data-date: "d")\n'
ROWS = "\n".join(f"  table.cell[#row-head[{n}]], table.cell[celle {n}]," for n in range(8))
PICTURE = """#heading(level: 1)[Billede {gap}]
#v({gap}pt)
#picture-figure(image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='300' height='{size}'/>"), alt: "Et billede."), "{gap}", [Billede {gap}])

Efter billedet.

"""
TABLE = """#heading(level: 1)[Side {gap}]
#v({gap}pt)
#table-figure(data-table((auto, 1fr,),
  table.header([A], [B]),
{rows}
), "{gap}", [Kredse {gap}])

Efter tabellen.

"""


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table a chapter, each a little lower on its page than the one before; not mended yet."""
    folder = tmp_path_factory.mktemp("swept")
    (folder / "template.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    words = ", ".join(f'{key}: "{word}"' for key, word in {**_WORDS, "lang": "da"}.items())
    (folder / "words.typ").write_text(f"#let said = ({words})\n", encoding="utf-8")
    source = folder / "book.typ"
    tables = "".join(TABLE.format(gap=gap, rows=ROWS) for gap in GAPS)
    pictures = "".join(PICTURE.format(gap=gap, size=140) for gap in GAPS)
    source.write_text(HEAD + tables + pictures, encoding="utf-8")
    path = folder / "book.pdf"
    options = {"pdf_standards": ["ua-1"], "font_paths": [str(FONTS)], "ignore_system_fonts": True}
    typst.compile(str(source), output=str(path), root=str(folder), **options)
    return path


def uncaptioned(path: Path) -> list[int]:
    """The gaps whose table has no caption of its own."""
    with pikepdf.open(path) as pdf:
        tables = list(elements(pdf.Root.StructTreeRoot, "Table"))
        assert len(tables) == len(GAPS)
        return [gap for gap, t in zip(GAPS, tables, strict=True) if "Caption" not in map(kind, children(t))]


def test_every_table_keeps_its_caption_wherever_it_ends(swept: Path) -> None:
    assert uncaptioned(swept), "Typst keeps every caption now: the mending and this test can go"
    with pikepdf.open(swept) as pdf:
        apart = [f for f in elements(pdf.Root.StructTreeRoot, "Figure") if "Caption" not in map(kind, children(f.P))]
        assert apart, "the sweep no longer puts a picture at a page's end"
    structure.mend_structure(swept)
    assert uncaptioned(swept) == []
    with pikepdf.open(swept) as pdf:
        for gap, table in zip(GAPS, elements(pdf.Root.StructTreeRoot, "Table"), strict=True):
            caption = children(table)[0]
            assert kind(caption) == "Caption"
            assert caption.P.objgen == table.objgen
            assert [kind(c) for c in children(table)].count("Caption") == 1
            assert kids(caption), gap
        figures = list(elements(pdf.Root.StructTreeRoot, "Figure"))
        assert len(figures) == len(GAPS)
        assert all("Caption" in map(kind, children(figure.P)) for figure in figures)
        assert len(list(elements(pdf.Root.StructTreeRoot, "Caption"))) == 2 * len(GAPS)


def test_mending_twice_changes_nothing(swept: Path) -> None:
    structure.mend_structure(swept)
    once = swept.read_bytes()
    structure.mend_structure(swept)
    assert swept.read_bytes() == once
