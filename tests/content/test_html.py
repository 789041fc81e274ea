"""What a cell shows in Jupyter: the page's own words and forms, as HTML in which no text can act."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kvartalsbog.content import blocks as content
from kvartalsbog.content.shown import MIME_TYPE, Blocks
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.verdicts.findings import Findings

TAGS = {"p", "strong", "em", "a", "ul", "li", "dl", "dt", "dd", "aside", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "img", "figcaption", "details", "summary", "span", "section", "h2"}  # fmt: skip


class Read(HTMLParser):
    """Words, tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def count(self, tag: str) -> int:
        return sum(found == tag for found, _ in self.tags)


def strings(value: Any) -> Iterator[str]:
    """Every text of a block that a reader meets."""
    for name, part in value.items():
        if isinstance(part, dict) and name != "drawing":
            yield from strings(part)
        elif isinstance(part, list):
            for entry in part:
                yield from strings(entry) if isinstance(entry, dict) else (t for run in entry for t in strings(run))
        elif isinstance(part, str) and name in ("text", "word", "term", "value", "title", "caption"):
            yield part


@pytest.fixture(scope="module")
def everything(findings_of: Any) -> list[Blocks]:
    findings: Findings = findings_of("2024K4")
    overview = OverviewChapter(findings)
    shown = [overview.summary, overview.attention, overview.scorecard, overview.changes, overview.due]
    for goal in ("1.1", "2.1"):
        section = GoalSection(findings, findings.result.goal(goal))
        shown += [getattr(section, part) for part in section._offered() if not part.endswith(")")]
    return shown


def test_a_cell_shows_every_word_of_the_page_in_the_pages_forms(everything: list[Blocks]) -> None:
    for shown in everything:
        read = Read(shown._repr_html_())
        words = "".join(read.words)
        assert all(text in words for block in shown.model_dump()["blocks"] for text in strings(block))
        assert {tag for tag, _ in read.tags} <= TAGS
        tables = [b if isinstance(b, content.Table) else getattr(b, "table", None) for b in shown.blocks]
        there = [table for table in tables if table is not None]
        assert read.count("table") == read.count("caption") == len(there)
        heads = [attributes["scope"] for tag, attributes in read.tags if tag == "th"]
        assert heads.count("col") == sum(len(table.columns) for table in there)
        assert heads.count("row") == sum(table.stub * len(table.rows) for table in there)


def test_a_figure_is_the_light_drawing_with_its_alternative_text(everything: list[Blocks]) -> None:
    figures = [block for shown in everything for block in shown.blocks if isinstance(block, content.Figure)]
    assert len(figures) == 5
    for figure in figures:
        ((_, image),) = [t for t in Read(Blocks(blocks=(figure,))._repr_html_()).tags if t[0] == "img"]
        assert image["alt"] == figure.alt
        media, _, data = str(image["src"]).partition(";base64,")
        assert (media, b64decode(data).decode()) == ("data:image/svg+xml", figure.drawing.light)


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[1] / "attacks").glob("*.txt")), ids=lambda p: p.stem)
def test_no_text_acts(path: Path) -> None:
    attack = path.read_text(encoding="utf-8")
    inline = content.text(attack)
    drawing = content.Drawing(light="<svg/>", dark="", light_narrow="", dark_narrow="")
    table = content.Table(label=attack, caption=attack, columns=(content.Column(title=attack),), rows=((inline,),), notes=(inline,))  # fmt: skip
    blocks = (
        content.Paragraph(runs=(*inline, content.Text(text=attack, style="strong"), content.Reference(text=attack, target=attack))),
        content.BulletList(items=(inline,)),
        content.Facts(facts=(content.Fact(term=attack, value=attack),)),
        content.Note(title=attack, body=(content.Paragraph(runs=inline),)),
        content.Quote(body=(content.Paragraph(runs=(content.Status(word=attack, symbol=attack, tone="better"),)),)),
        table,
        content.Figure(label=attack, caption=attack, alt=attack, drawing=drawing, table=table),
        content.Section(label=attack, title=attack, body=(content.Paragraph(runs=inline),)),
    )  # fmt: skip
    read = Read(Blocks(blocks=blocks)._repr_html_())
    assert {tag for tag, _ in read.tags} <= TAGS
    assert "".join(read.words).count(attack) == 21
    assert {name for _, attributes in read.tags for name in attributes} <= {"href", "scope", "style", "src", "alt", "aria-hidden", "download"}  # fmt: skip


def test_jupyter_gets_html_and_the_book_its_own_form(everything: list[Blocks]) -> None:
    shown = everything[0]
    assert set(shown._repr_mimebundle_()) == {MIME_TYPE, "text/plain"}
    assert json.loads(json.dumps(shown._repr_mimebundle_()[MIME_TYPE])) == shown.model_dump(mode="json")


def test_everything_tells_of_itself_in_one_short_line(everything: list[Blocks], findings_of: Any) -> None:
    findings = findings_of("2024K4")
    chapter = PillarChapter(findings, findings.plan.pillar("1"))
    told = [*everything, *(b for shown in everything for b in shown.blocks), chapter, chapter.goal("1.1")]
    told += [OverviewChapter(findings), findings]
    assert all(len(repr(value)) <= 130 and "\n" not in repr(value) for value in told)
    assert repr(chapter.goal("1.1").status) == "<1.1 status, 2024K4: 5 blokke>"
    assert repr(chapter) == '<PillarChapter notebooks/2024/pillar_1.ipynb, 2024K4: .summary, .background, .goal("…")>'
