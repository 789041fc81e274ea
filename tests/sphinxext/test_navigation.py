"""The table of contents beside a page, which is resolved once, is what Sphinx resolves for that very page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kvartalsbog.content.language import DANISH
from kvartalsbog.plan.contents import UNITS
from kvartalsbog.sphinxext.navigation import navigation

PAGES = {
    "book/index": "Plan & mål\n==========\n\n.. toctree::\n   :caption: Først\n\n   self\n   Eget navn <a>\n   b\n   https://politi.dk/../x\n\n"
    f".. toctree::\n   :caption: {UNITS}\n   :hidden:\n\n   /units/nord\n   /units/deep/syd\n\n.. toctree::\n\n   /last\n",
    "book/a": "A\n=\n\nIndeni\n------\n", "book/b": "B *skrå*\n========\n\nB to\n====\n\n.. toctree::\n\n   under\n", "book/under": "Under\n=====\n",
    "units/nord": "Nord\n====\n", "units/deep/syd": "Syd\n===\n", "last": "Sidst <her>\n===========\n",
}  # fmt: skip
LINK = re.compile(r'<li><a href="([^"]*)"( aria-current="page")?>([^<]*)</a></li>')


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    """A book whose root is in a folder, with parts, a page of two sections, an address elsewhere, and a page under another."""
    folder = tmp_path_factory.mktemp("book")
    for name, text in PAGES.items():
        path = folder / f"source/{name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    with patch_docutils(), docutils_namespace():
        made = Sphinx(
            folder / "source", None, folder / "out", folder / "doctrees", "html", {"root_doc": "book/index"},
            status=None, warning=io.StringIO(),
        )  # fmt: skip
        made.kb_gathered = SimpleNamespace(findings=SimpleNamespace(language=DANISH))  # type: ignore[attr-defined]
        made.build(force_all=True)
        yield made


def shown(app: Sphinx, page: str) -> list[tuple[str, bool, str]]:
    front, *links = LINK.findall(navigation(app, page))
    assert (front[0], bool(front[1])) == (app.builder.get_relative_uri(page, "book/index"), page == "book/index")
    return [(unescape(uri), bool(here), unescape(words)) for uri, here, words in links]


def resolved(app: Sphinx, page: str) -> list[tuple[str, bool, str]]:
    tree = global_toctree_for_doc(app.env, page, app.builder, maxdepth=1, includehidden=True, collapse=False)
    assert tree is not None
    links = [(reference["refuri"] or "#", reference.astext()) for reference in tree.findall(nodes.reference)]
    return [(uri, uri == "#", words) for uri, words in links]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_links_that_sphinx_resolves_for_it(app: Sphinx, page: str) -> None:
    assert len(resolved(app, page)) > 6
    assert shown(app, page) == resolved(app, page)


def test_a_page_without_a_document_has_them_from_where_it_lies(app: Sphinx) -> None:
    found = shown(app, "search")
    assert [words for _, _, words in found] == [words for _, _, words in resolved(app, "book/index")]
    assert not any(here for _, here, _ in found)
    assert {"book/index.html", "book/a.html", "units/deep/syd.html", "last.html", "https://politi.dk/../x"} <= {
        uri for uri, _, _ in found
    }


def test_parts_have_their_captions_and_the_units_are_open_where_one_is_read(app: Sphinx) -> None:
    told = navigation(app, "units/nord")
    assert '<p class="nav-caption">Først</p><ul>' in told
    assert f'<details class="nav-part" open><summary class="nav-caption">{UNITS} (2)</summary><ul>' in told
    assert '<details class="nav-part"><summary' in navigation(app, "last")
