"""Pages of a book as Word documents, its tables as a workbook, its figures as pictures: the same as its HTML says."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import call
from conftest import make_library
from lxml import html
from PIL import Image
from python_calamine import CalamineWorkbook
from word_files import said

from kvartalsbog.book.export.named import page_places
from kvartalsbog.book.export.reading import parts_of
from kvartalsbog.book.export.slides import Slides
from kvartalsbog.book.export.workbook import Placed, tables_workbook
from kvartalsbog.content.blocks import BulletList, Column, Figure, Heading, Link, Paragraph, Reference, Table, text
from kvartalsbog.content.language import DANISH
from kvartalsbog.pages.chapters import OverviewChapter
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import Gathered


@pytest.fixture(scope="module")
def gathered(findings_of: Callable[[str], Findings]) -> Gathered:
    return Gathered(findings_of("2024K3"), "0" * 64)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is exported of the small project whose book the tests have: all of its pages."""
    folder = tmp_path_factory.mktemp("export")
    project = make_library(folder)
    done = call("export", "2026K2", "--out", folder / "filer", cwd=project)
    assert (done.returncode, done.told.count("skrevet: ")) == (
        0,
        sum(path.is_file() for path in (folder / "filer").rglob("*")),
    )
    return folder / "filer"


def _main(page: Path) -> html.HtmlElement:
    (main,) = html.parse(page).getroot().xpath("//main")
    return main


def _plain(words: str) -> str:
    return " ".join(words.replace("\u00ad", "").split())


def _tables(main: html.HtmlElement) -> list[list[list[str]]]:
    """The tables of an HTML page, row by row."""
    return [
        [[_plain(cell.text_content()) for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]
        for table in main.xpath(".//table")
    ]


@pytest.mark.slow
def test_each_page_says_in_word_what_its_html_says(files: Path, library_book: Path) -> None:
    compared = 0
    for page in sorted((library_book / "html").glob("*/**/*.html")):
        word = files / f"{page.stem}-2026K2.docx"
        if page.stem == "brief":  # is a document of its own
            continue
        main, told = _main(page), said(word.read_bytes())
        headings = [_plain(h.text_content()) for h in main.xpath(".//h2|.//h3|.//h4")]
        assert [words[2:] for words in told if isinstance(words, str) and words[:2] in ("2 ", "3 ", "4 ")] == headings
        assert [[list(row) for row in words] for words in told if not isinstance(words, str)] == _tables(main)
        for figure in main.xpath(".//figure//img/@alt"):
            assert _plain(figure) in told
        compared += len(headings)
    assert compared > 20


@pytest.mark.slow
def test_the_workbook_has_a_sheet_for_every_table_of_the_html(files: Path, library_book: Path) -> None:
    book = CalamineWorkbook.from_path(str(files / "tabeller-2026K2.xlsx"))
    captions = [
        _plain(caption.text_content())
        for page in (library_book / "html").glob("*/**/*.html")
        for caption in _main(page).xpath(".//table/caption/span[@class='caption-text']")
    ]
    contents = [row[2] for row in book.get_sheet_by_index(0).to_python()[4:]]
    assert sorted(map(_plain, map(str, contents))) == sorted(captions)
    assert len(book.sheet_names) == len(captions) + 1
    for number, name in enumerate(book.sheet_names[1:], start=1):
        rows = book.get_sheet_by_name(name).to_python()
        assert (name, rows[0][0]) == (f"Tabel {number}", contents[number - 1])
        assert "Eksempeldata" in str(rows[1][0])


@pytest.mark.slow
def test_every_figure_is_a_picture_for_a_slide_with_its_words(files: Path, library_book: Path) -> None:
    labels = {
        figure.get("id").removeprefix("fig-")
        for page in (library_book / "html").glob("*/**/*.html")
        for figure in _main(page).xpath(".//figure[starts-with(@id, 'fig-')]")
    }
    assert labels
    assert {path.stem for path in (files / "figurer").glob("*.png")} == labels
    assert {path.stem for path in (files / "figurer").glob("*.svg")} == labels
    words = (files / "figurer/billedtekster.txt").read_text(encoding="utf-8")
    assert {block.partition("\n")[0] for block in words.strip().split("\n\n")} == labels
    assert all(block.partition("\n")[2].strip() for block in words.strip().split("\n\n"))


def test_a_written_page_becomes_headings_and_blocks(gathered: Gathered, tmp_path: Path) -> None:
    page = tmp_path / "side.md"
    page.write_text(
        "(front)=\n# {{ plan_title }}\n\nHer er {{ quarter_label }}, se {ref}`metoden <method>`\nog **to** *ord* med `n`.[^note]\n\n"
        "(punkter)=\n## Punkter\n\n- et\n- to, se [siden](https://example.org/x)\n\n$$\n\\bar{x} = \\frac{a}{b}\n$$\n\n"
        "```{kvartalsbog} scorecard-facts\n```\n\n```{glossary}\nsag\n  Noget, der\n  behandles.\n```\n\n[^note]: En note.\n",
        encoding="utf-8",
    )
    title, lead, heading, bullets, formula, *inserted, term, note = parts_of(page, gathered)
    plan = gathered.findings.plan.title
    assert title == Heading(text=plan, level=1, label="front")
    assert isinstance(lead, Paragraph)
    assert [(run.type, getattr(run, "text", "")) for run in lead.runs] == [
        ("text", "Her er 3.\u00a0kvartal\u00a02024, se "), ("reference", "metoden"), ("text", " "), ("text", "og "), ("text", "to"),
        ("text", " "), ("text", "ord"), ("text", " med "), ("text", "n"), ("text", "."),
    ]  # fmt: skip
    assert [getattr(run, "style", "") for run in lead.runs[4:7]] == ["strong", "plain", "emphasis"]
    assert [run.target for run in lead.runs if isinstance(run, Reference)] == ["method"]
    assert heading == Heading(text="Punkter", level=2, label="punkter")
    assert isinstance(bullets, BulletList)
    assert len(bullets.items) == 2
    assert [run.url for run in bullets.items[1] if isinstance(run, Link)] == ["https://example.org/x"]
    assert isinstance(formula, Paragraph)
    assert "er lig med brøken" in getattr(formula.runs[0], "text", "")
    assert inserted
    assert isinstance(term, Paragraph)
    assert "".join(getattr(run, "text", "") for run in term.runs) == "sag: Noget, der behandles."
    assert isinstance(note, Paragraph)
    assert (note.role, "".join(getattr(run, "text", "") for run in note.runs)) == ("source", "En note.")


def test_an_executed_notebook_becomes_its_headings_and_what_its_cells_show(gathered: Gathered, tmp_path: Path) -> None:
    shown = OverviewChapter(gathered.findings).attention
    output = {"output_type": "display_data", "data": shown._repr_mimebundle_(), "metadata": {}}
    other = {"output_type": "stream", "name": "stdout", "text": "ikke med"}
    cells = [
        {"cell_type": "markdown", "source": ["(a)=\n", "# Overblik"]},
        {"cell_type": "code", "source": "chapter.attention", "outputs": [other, output]},
    ]
    page = tmp_path / "overview.ipynb"
    page.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert parts_of(page, gathered) == (Heading(text="Overblik", level=1, label="a"), *shown.blocks)


def test_a_number_is_one_in_the_workbook_and_words_are_as_they_stand(gathered: Gathered) -> None:
    cells = ("Fyn", "1.234,5", "−3,0", "+0,2", "12 dage", "[f]", "–", "0")
    table = Table(
        label="tbl-a", caption="En tabel", columns=tuple(Column(title=f"k{n}", align="right" if n else "left") for n in range(8)),
        rows=(tuple(map(text, cells)),), notes=(text("[f] Fortroligt."),),
    )  # fmt: skip
    made = [
        tables_workbook([Placed("Side", table)], "Titel", "Eksempeldata.", gathered.findings.extracted, DANISH)
        for _ in "ab"
    ]
    assert made[0] == made[1]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made[0])).get_sheet_by_name("Tabel 1").to_python()
    assert rows[4] == ["Fyn", 1234.5, -3.0, 0.2, "12 dage", "[f]", "–", 0.0]
    assert rows[6][0] == "[f] Fortroligt."


def test_a_slide_is_as_large_as_a_screen_and_the_same_every_time(gathered: Gathered) -> None:
    figures = [block for block in OverviewChapter(gathered.findings).summary.blocks if isinstance(block, Figure)]
    slides = Slides(figures, "Eksempeldata")
    made = dict(slides.files())
    assert made == dict(slides.files())
    assert set(made) == {"points.png", "points.svg"}
    assert Image.open(io.BytesIO(made["points.png"])).size == (1920, 1080)
    assert made["points.svg"].startswith(b"<svg")


@pytest.mark.slow
def test_the_pages_that_there_will_be_are_known_before_they_are_made(files: Path) -> None:
    period = quarter_of(2026, 2)
    project = files.parent / "library"
    plan = read_plan(project / "data/2026/plan.yml", None, name="2026/plan.yml").in_force(period.last_day)
    assert {path.name for path in files.glob("*.docx")} == {f"{name}-2026K2.docx" for name in page_places(plan, period, project)}  # fmt: skip


def test_a_page_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    done = call("export", "2026K2", "overveiw", cwd=project)
    assert done.returncode == 2
    assert "Der er ingen side overveiw. Der er: " in done.stderr
    assert "Mente du »overview«?" in done.stderr
    assert "i gang" not in done.told  # no notebook was begun
    assert not (project / "_build/2026K2-filer").exists()
