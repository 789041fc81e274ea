"""docs/notebooks.md is run as it is read: its cells make a figure, a table and a painted figure in HTML, PDF and data."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pikepdf
import pytest
from conftest import ROOT, make_library
from in_process import kernels_again
from invented_figure import WeighedChapter
from nbformat.v4 import new_code_cell, new_markdown_cell
from pdf_reading import body_text
from small_notebooks import write

from kvartalsbog.book.build import build
from kvartalsbog.book.execution import execute
from kvartalsbog.content.shown import MIME_TYPE
from kvartalsbog.pages.chapters import pillar_chapter
from kvartalsbog.periods import quarter_of

PAGE = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
CELLS = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.M | re.S)
A = "notebooks/2026/pillar_a.ipynb"
INVENTED = (
    "from invented_figure import WeighedChapter\nWeighedChapter(chapter.findings, chapter.pillar, chapter.data).weights"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's book with the page's cells at the end of a pillar."""
    project = make_library(tmp_path_factory.mktemp("page"))
    document = nbformat.read(project / A, 4)
    document.cells.append(new_markdown_cell("## Vægt\n\nSe [figuren](#fig-vaegt-i-soejlen)."))
    document.cells += [new_code_cell(source) for source in (*CELLS, INVENTED)]
    nbformat.write(document, project / A)
    return build(quarter_of(2026, 1), project, project / "data", project / "_build")


def test_the_page_has_a_table_a_figure_and_a_painter() -> None:
    assert len(CELLS) == 3


def test_the_cells_of_the_page_come_out_in_html(made: Path) -> None:
    html = (made / "html" / A).with_suffix(".html").read_text(encoding="utf-8")
    assert (
        html.count('alt="Det mål, der vejer mest i søjlen, er »Tilfredshed«."') == 1
    )  # drawn, it is the same on light and dark pages
    assert re.search(r'Figur \d+ ?</span><span class="caption-text">Målenes vægt i søjlen\.', html)
    assert re.search(r'Tabel \d+ ?</span><span class="caption-text">Målenes vægt i søjlen<', html)
    assert '<th class="text-right" scope="col"><p>Vægt (pct.)</p>' in html
    assert '<th class="text-left" scope="row"><p>Tilfredshed</p>' in html
    assert '<td class="text-right"><p>30,25</p>' in html
    assert 'href="#fig-vaegt-i-soejlen"' in html
    for name in ("tbl-vaegt-i-soejlen", "fig-vaegt-i-soejlen"):
        assert f'data/{name}.csv" download' in html


def test_they_come_out_as_data(made: Path) -> None:
    lines = (made / "html/data/tbl-vaegt-i-soejlen.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "Mål,Vægt (pct.),quarter,data_status",
        "Tilfredshed,30.25,2026K1,example",
        "Fejl i afleveringer,15.25,2026K1,example",
    ]
    assert (
        (made / "html/data/fig-vaegt-i-soejlen.csv").read_text(encoding="utf-8").startswith("Målets titel,Vægt (pct.),")
    )


def test_they_come_out_in_the_pdf(made: Path) -> None:
    (path,) = (made / "pdf").iterdir()
    with pikepdf.open(path) as pdf:
        assert {
            "Det mål, der vejer mest i søjlen, er »Tilfredshed«.",
            "Søjlen har 2 mål, vist som en bjælke hver.",
        } <= alternatives(pdf)
    assert "Målenes vægt i søjlen, i bogens farver." in body_text(path)


def alternatives(pdf: pikepdf.Pdf) -> set[str]:
    return {str(thing.Alt) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing}


def test_a_figure_that_is_added_as_contributing_says_comes_out_everywhere(made: Path) -> None:
    html = (made / "html" / A).with_suffix(".html").read_text(encoding="utf-8")
    alt = "Mål a.1 vejer mest i søjlen med 30,25\u00a0pct. af planen."
    assert html.count(f'alt="{alt}"') == 2
    drawings = {path.name for path in (made / "html/_images").glob("fig-weights-a-*.svg")}
    assert drawings == {f"fig-weights-a-{kind}.svg" for kind in ("light", "dark", "light-narrow", "dark-narrow")}
    assert (
        (made / "html/data/weights-a.csv")
        .read_text(encoding="utf-8")
        .startswith("goal,weight,quarter,data_status\na.1,30.25")
    )
    (path,) = (made / "pdf").iterdir()
    with pikepdf.open(path) as pdf:
        assert alt in alternatives(pdf)


def test_it_is_offered_to_who_asks_for_something_else() -> None:
    chapter = pillar_chapter("1", "2024K1", str(ROOT / "data"))
    weighed = WeighedChapter(chapter.findings, chapter.pillar, chapter.data)
    with pytest.raises(AttributeError, match=r"Der er: \.summary, \.background, \.weights, .* Mente du »\.weights\«?"):
        _ = weighed.weight


FIGURE = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\n"
CHAPTER = "from kvartalsbog.pages.chapters import overview_chapter\nchapter = overview_chapter(quarter, data_dir)"


def test_jupyter_does_not_show_a_figure_a_second_time(tmp_path: Path) -> None:
    """A kernel of its own is the subject: it shows every figure of pyplot that is open at a cell's end."""
    shown = 'chapter.figure(fig, label="fig-a", caption="Sager", alt="Sagerne stiger fra 1 til 2.")'
    book = write(tmp_path, "a.ipynb", CHAPTER, FIGURE + shown, FIGURE + "None")
    with kernels_again():
        execute([book], {"quarter": "2024K1", "data_dir": str(ROOT / "data")}, tmp_path / "out")
    cells = nbformat.read(tmp_path / "out/a.ipynb", 4).cells
    assert [list(output.data) for output in cells[-2].outputs] == [[MIME_TYPE]]
    assert ["image/png" in output.data for output in cells[-1].outputs] == [True]
