"""From blocks to the HTML of a picture and of a text: what is written for drawings that are alike, and signs that are refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.writers.html5 import HTML5Translator

from kvartalsbog.content.blocks import Drawing, Figure
from kvartalsbog.sphinxext.blocks import BlockBuilder
from kvartalsbog.sphinxext.html_translator import BookTranslator
from kvartalsbog.sphinxext.nodes import picture, symbol


def svg(width: float, height: float, told: str = "") -> str:
    return f'<svg width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">{told}</svg>'


def translator() -> BookTranslator:
    """One that has no book around it."""
    made: Any = object.__new__(BookTranslator)
    made.body, made.in_mailto = [], False
    made.builder = SimpleNamespace(current_docname="book/about", imgpath="../_images", images=_Images())
    return cast(BookTranslator, made)


class _Images(dict[str, str]):
    def __missing__(self, uri: str) -> str:
        return Path(uri).name


def written(tmp_path: Path, drawing: Drawing) -> tuple[str, list[str]]:
    """The HTML of a figure's picture, and the names of the drawings' files."""
    env: Any = SimpleNamespace(doctreedir=tmp_path / "trees", srcdir=tmp_path, docname="book/about")
    block = Figure(label="fig-a", caption="Sager", alt='Flere end "før".', drawing=drawing)
    (figure,) = BlockBuilder(new_document("x"), cast(BuildEnvironment, env)).figure(block)
    (found,) = figure.findall(picture)
    made = translator()
    with pytest.raises(nodes.SkipNode):
        made.visit_picture(found)
    return "".join(made.body), sorted(path.name for path in (tmp_path / "trees/figures").iterdir())


def test_a_figure_for_light_and_dark_pages_is_two_pictures_with_their_sizes(tmp_path: Path) -> None:
    drawing = Drawing(
        light=svg(482.4, 237.6), dark=svg(482.4, 237.6, "d"), light_narrow=svg(252, 90), dark_narrow=svg(252, 90, "d")
    )
    html, files = written(tmp_path, drawing)
    light = '<picture class="only-light"><source media="(max-width: 600px)" srcset="../_images/fig-a-light-narrow.svg" width="336" height="120"><img loading="lazy" src="../_images/fig-a-light.svg" width="643" height="317" alt="Flere end &quot;før&quot;."></picture>\n'
    assert html == light + light.replace("light", "dark")
    assert files == ["fig-a-dark-narrow.svg", "fig-a-dark.svg", "fig-a-light-narrow.svg", "fig-a-light.svg"]


def test_a_figure_that_is_the_same_everywhere_is_one_picture(tmp_path: Path) -> None:
    """One that was handed over drawn stands on its own paper."""
    same = svg(75, 75)
    html, files = written(tmp_path, Drawing(light=same, dark=same, light_narrow=same, dark_narrow=same))
    assert (
        html
        == '<picture><img loading="lazy" src="../_images/fig-a-light.svg" width="100" height="100" alt="Flere end &quot;før&quot;."></picture>\n'
    )
    assert files == ["fig-a-light.svg"]


def test_a_drawing_that_does_not_tell_its_size_has_none(tmp_path: Path) -> None:
    html, _ = written(tmp_path, Drawing(light="<svg/>", dark="<svg/>", light_narrow="<svg/>", dark_narrow="<svg/>"))
    assert "width" not in html
    assert "height" not in html


@pytest.mark.parametrize(
    ("text", "named"),
    [("Skriv \u6f22 her", "\u6f22 (U+6F22)"), ("\u25cf og \U0001f600", "\u25cf (U+25CF), \U0001f600 (U+1F600)")],
)
def test_a_sign_that_the_typeface_lacks_is_refused_by_its_page(text: str, named: str) -> None:
    paragraph = nodes.paragraph("", text)
    with pytest.raises(SphinxError, match=r"^book/about: Bogens skrifttype har ikke tegnet: ") as error:
        translator().visit_Text(cast(nodes.Text, paragraph[0]))
    assert f"{named}. Skriv det med ord." in str(error.value)


def test_a_shape_beside_a_word_and_every_sign_of_the_typeface_are_written() -> None:
    with mock.patch.object(HTML5Translator, "visit_Text") as plain:
        for parent in (symbol("", "\u25cf"), nodes.paragraph("", "Ændret – Ωж\u00ad1")):
            translator().visit_Text(cast(nodes.Text, parent[0] if parent.children else nodes.Text("\u25cf")))
    assert plain.call_count == 2
