"""The PDF of a book that no quarter will ever need: long, wide, with spans, with an empty chapter."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from conftest import make_library
from pdf_reading import attributes, children, elements

from kvartalsbog.book.build import build
from kvartalsbog.periods import quarter_of

pytestmark = pytest.mark.slow
ROWS, PARAGRAPHS = 300, 1750
WORD = "sagsbehandlingstidsmålsopfølgningsmetodebeskrivelses" * 8
LONG_TABLE = "# Lang tabel\n\n```{{list-table}} Tre hundrede rækker\n:header-rows: 1\n:stub-columns: 1\n\n* - Nummer\n  - Hoved to\n  - Hoved tre\n{}\n```\n"
SPANS = """# Flere niveauer

```{eval-rst}
.. table:: Kredse og kvartaler

   +----------+--------------------+--------------------+
   | Kreds    | 1. halvår          | 2. halvår          |
   +          +---------+----------+---------+----------+
   |          | Sager   | Dage     | Sager   | Dage     |
   +==========+=========+==========+=========+==========+
   | Nord     | 1       | 2        | 3       | 4        |
   +----------+---------+----------+---------+----------+
   | Syd      | 5                  | 6       | 7        |
   +----------+--------------------+---------+----------+
```

```{list-table} To niveauer af rækkehoveder
:header-rows: 1
:stub-columns: 2

* - Kreds
  - Måned
  - Sager
* - Nord
  - januar
  - 12
* - Nord
  - februar
  - 14
```
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_library(tmp_path_factory.mktemp("stress"))
    rows = "\n".join(f"* - R{n}\n  - celle {n}\n  - tekst nummer {n}, der fylder lidt mere" for n in range(1, ROWS + 1))
    sentence = "Målet er nået i kvartalet, og udviklingen fortsætter som ventet i de øvrige enheder. " * 6
    pages = {
        "long": LONG_TABLE.format(rows),
        "spans": SPANS,
        "empty": "# Et tomt kapitel\n",
        "words": f"# Lange ord\n\n{WORD}\n\nEn linje med {'x' * 500} i midten.\n\n| Ord | Tal |\n|---|---|\n| {WORD} | 1 |\n",
        "many": "# Mange sider\n\n" + "\n\n".join([sentence] * PARAGRAPHS),  # equal ones are broken into lines once
    }
    toc_file = project / "_toc.yml"
    toc = yaml.safe_load(toc_file.read_text(encoding="utf-8"))
    for name, text in pages.items():
        (project / f"book/{name}.md").write_text(text, encoding="utf-8")
        toc["parts"][-1]["chapters"].append({"file": f"book/{name}"})
    toc_file.write_text(yaml.safe_dump(toc, allow_unicode=True), encoding="utf-8")
    book = build(quarter_of(2026, 1), project, project / "data", project / "_build")
    (found,) = (book / "pdf").iterdir()
    return found


def test_the_book_has_hundreds_of_pages_and_every_chapter(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.pages) > 200
    titles = [str(e.T) for e in elements(pdf.Root.StructTreeRoot, "H1")]
    assert titles[-8:-3] == ["Lang tabel", "Flere niveauer", "Et tomt kapitel", "Lange ord", "Mange sider"]
    assert titles[-3:] == ["Nordbiblioteket", "Østbiblioteket", "Vestbiblioteket"]


def test_a_table_over_many_pages_is_one_table_whose_head_repeats(pdf: pikepdf.Pdf, path: Path) -> None:
    table = next(t for t in elements(pdf.Root.StructTreeRoot, "Table") if len(list(elements(t, "TR"))) > ROWS)
    assert len(list(elements(table, "TR"))) == ROWS + 1
    assert len(list(elements(table, "THead"))) == 1
    scopes = [str(a.Scope) for th in elements(table, "TH") for a in attributes(th) if "/Scope" in a]
    assert (scopes.count("/Column"), scopes.count("/Row")) == (3, ROWS)
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    with_rows = [text for text in texts if "celle " in text]
    assert len(with_rows) >= 6
    assert all("Hoved to" in text and "Hoved tre" in text for text in with_rows)


def test_cells_that_span_say_so(pdf: pikepdf.Pdf) -> None:
    tables = elements(pdf.Root.StructTreeRoot, "Table")
    table = next(t for t in tables if any("/ColSpan" in a for th in elements(t, "TH") for a in attributes(th)))
    heads, body = (next(iter(elements(table, part))) for part in ("THead", "TBody"))
    found = [(a.get("/RowSpan", 1), a.get("/ColSpan", 1)) for th in elements(heads, "TH") for a in attributes(th)]
    assert (2, 1) in found
    assert found.count((1, 2)) == 2
    assert [len(children(row)) for row in elements(body, "TR")] == [5, 4]
    assert any(a.get("/ColSpan", 1) == 2 for td in elements(body, "TD") for a in attributes(td))


def test_two_levels_of_row_heads_are_both_heads(pdf: pikepdf.Pdf) -> None:
    tables = elements(pdf.Root.StructTreeRoot, "Table")
    table = next(t for t in tables if [len(list(elements(row, "TH"))) for row in elements(t, "TR")] == [3, 2, 2])
    scopes = [
        [str(a.Scope) for th in elements(row, "TH") for a in attributes(th) if "/Scope" in a]
        for row in elements(table, "TR")
    ]
    assert scopes == [["/Column"] * 3, ["/Row"] * 2, ["/Row"] * 2]


def test_no_letter_leaves_its_page(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        for page in list(document)[-230:]:
            width, _ = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_rects()):
                left, _, right, _ = text.get_rect(index)
                assert left >= 60, text.get_text_range()[:80]
                assert right <= width - 60, text.get_text_range()[:80]
