"""Every kind of block goes every way that blocks go: into a cell of Jupyter, a Word document and the nodes of the book."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from conftest import ROOT
from docutils.utils import new_document
from docx import Document

from kvartalsbog.content import blocks as content
from kvartalsbog.content.html import html_of
from kvartalsbog.content.language import DANISH
from kvartalsbog.sphinxext.blocks import BlockBuilder
from kvartalsbog.word.document import About, document

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="80" viewBox="0 0 160 80"><path d="M0 0"/></svg>'
BODY = (content.paragraph("Ordet"),)
TABLE = content.Table(
    label="tbl-a", caption="Ordet", columns=(content.Column(title="A"),), rows=((content.text("1"),),)
)
BLOCKS: tuple[content.Block, ...] = (
    *BODY,
    content.BulletList(items=(content.text("Ordet"),)),
    content.Facts(facts=(content.Fact(term="Ordet", value="3"),)),
    content.Note(title="Husk", body=BODY),
    content.Quote(body=BODY),
    TABLE,
    content.Figure(
        label="fig-a", caption="Ordet", alt="Alt.",
        drawing=content.Drawing(light=SVG, dark=SVG, light_narrow=SVG, dark_narrow=SVG),
    ),
    content.Section(label="sec-a", title="Om", body=BODY),
)  # fmt: skip


class Unknown(content.Value):
    """A kind of content that no way knows."""

    type: str = "unknown"


def cell(blocks: Iterable[Any], _: Path) -> str:
    return html_of(blocks)


def word(blocks: Iterable[Any], _: Path) -> str:
    made = Document(io.BytesIO(document(About("Titel", "Os", "", datetime(2026, 1, 1), DANISH), blocks)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return " ".join([paragraph.text for paragraph in made.paragraphs] + cells)


def book(blocks: Iterable[Any], folder: Path) -> str:
    env: Any = SimpleNamespace(doctreedir=folder, srcdir=folder, docname="a")
    return " ".join(node.astext() for node in BlockBuilder(new_document("a"), env).build(blocks))


Way = Callable[[Iterable[Any], Path], str]
WAYS: dict[str, Way] = {"content/html.py": cell, "word/document.py": word, "sphinxext/blocks.py": book}


def test_the_blocks_are_one_of_each_kind() -> None:
    assert {type(block) for block in BLOCKS} == set(get_args(get_args(content.Block)[0]))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.type)
def test_it_is_shown(block: content.Block, way: str, tmp_path: Path) -> None:
    assert "Ordet" in WAYS[way]((block,), tmp_path)


@pytest.mark.parametrize("way", WAYS)
def test_one_that_a_way_does_not_know_is_never_left_out_silently(way: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="unreachable"):
        WAYS[way]((Unknown(),), tmp_path)


def test_the_recipe_names_every_way() -> None:
    """A module that holds its cases to be all there are is one."""
    package = ROOT / "kvartalsbog"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "content" in (text := path.read_text(encoding="utf-8")) and "assert_never(" in text
    }
    recipe = (
        (ROOT / "CONTRIBUTING.md")
        .read_text(encoding="utf-8")
        .partition("- **A kind of content**")[2]
        .partition("\n- ")[0]
    )
    assert found == set(WAYS)
    assert [way for way in WAYS if f"`{way}`" not in recipe] == []
