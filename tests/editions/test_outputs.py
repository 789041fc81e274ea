"""An output is one entry: a plain-text output that only the tests know goes from the build to every place that tells of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

import architecture
import pytest
from conftest import make_library
from plain_text import TEXT
from rdflib import DCTERMS, Graph, Namespace, URIRef
from shipped import texts
from small_site import publish_now
from verifying import verify

from kvartalsbog.book.build import build
from kvartalsbog.book.outputs import DATA, OUTPUTS, main_files
from kvartalsbog.editions.front import front_files
from kvartalsbog.editions.site import read_site
from kvartalsbog.editions.tree import look
from kvartalsbog.files.media import Media
from kvartalsbog.periods import quarter_of

pytestmark = pytest.mark.slow
FOLDER, MAIN = "2026K1/v1", "2026K1/v1/text/book/index.txt"
DCAT = Namespace("http://www.w3.org/ns/dcat#")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("outputs"))


@pytest.fixture(scope="module", autouse=True)
def with_text() -> Iterator[None]:
    with mock.patch.dict(OUTPUTS, {TEXT.name: TEXT}):
        yield


@pytest.fixture(scope="module")
def root(project: Path) -> Path:
    """A site whose only edition has the output."""
    root = project.parent / "site"
    publish_now(project, root, "2026K1")
    return root


def test_the_edition_has_it_and_every_byte_of_it_in_the_manifest(root: Path) -> None:
    told = (root / MAIN).read_text(encoding="utf-8")
    assert "bibliotek" in told.lower()
    assert "<" not in told
    (version,) = read_site(root).versions
    written = {path.relative_to(root / FOLDER).as_posix() for path in (root / FOLDER / "text").rglob("*.txt")}
    assert len(written) > 5
    assert written == {name for name in version.outputs if name.startswith("text/")}
    assert not verify(root)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("index.html", f'<a class="way" href="{MAIN}">Hent tekst</a>'),
        ("2026K1/index.html", '<a class="way" href="v1/text/book/index.txt">Hent tekst</a>'),
        ("2026K1/index.html", '<a href="v1/text/book/index.txt">hent tekst af version 1</a>'),
    ],
)
def test_readers_are_led_to_it(root: Path, page: str, link: str) -> None:
    assert link in (root / page).read_text(encoding="utf-8")


def test_programs_are_told_of_it(root: Path) -> None:
    (edition,) = json.loads((root / "editions.json").read_text(encoding="utf-8"))["editions"]
    assert edition["text"] == MAIN
    feed = ET.parse(root / "feed.xml")
    links = {
        (link.get("rel"), link.get("type"), str(link.get("href")).partition("2026K1/")[2]): link
        for link in feed.iter("{http://www.w3.org/2005/Atom}link")
    }
    assert ("related", "text/plain", MAIN.removeprefix("2026K1/")) in links


def test_the_catalogue_says_what_it_is_and_what_it_holds(root: Path) -> None:
    graph = Graph().parse(root / "catalog.ttl", publicID="https://here/")
    (text,) = (subject for subject in graph.subjects(DCAT.downloadURL) if str(subject).endswith("/text/book/index.txt"))
    assert str(graph.value(text, DCTERMS.title)) == "Bogen som ren tekst (text/book/index.txt)"
    assert graph.value(text, DCAT.mediaType) == URIRef("https://www.iana.org/assignments/media-types/text/plain")


def test_an_edition_from_before_there_was_the_output_stands_as_it_stood(root: Path) -> None:
    """Without the entry's files in its manifest a version is told of as if the entry were not there."""
    site = read_site(root)
    (version,) = site.versions
    kept = {name: digest for name, digest in version.outputs.items() if not TEXT.has(name)}
    before = replace(site, versions=(version.model_copy(update={"outputs": kept}),))
    tree = look(root)
    with_entry = front_files(before, tree.read, lambda name: tree.files[name].st_size)
    with mock.patch.dict(OUTPUTS):
        del OUTPUTS[TEXT.name]
        assert front_files(before, tree.read, lambda name: tree.files[name].st_size) == with_entry
    assert b"tekst af version" not in with_entry["2026K1/index.html"]


def test_what_no_ending_tells_the_entry_does() -> None:
    word = replace(TEXT, folder="word", main="*.docx", media=Media("application/x-word", "DOCX"))
    assert word.media_of("word/bogen.docx") == Media("application/x-word", "DOCX")
    assert word.media_of("word/style.css").type == "text/css"
    assert word.main_of(["html/bogen.docx", "word/style.css", "word/bogen.docx"]) == "word/bogen.docx"
    beside = replace(word, folder="")
    assert [name for name in ("bogen.docx", "word/bogen.docx", "manifest.json") if beside.has(name)] == ["bogen.docx"]


# `data` is also the name of a project's own folder, and of that which a page's files lie in
FOLDERS = sorted({output.folder for output in OUTPUTS.values()} - {"", DATA.folder})
IN_ONE = re.compile(rf"(?<![\w.-])(?:{'|'.join(FOLDERS)})/")


def folders_named(source: str) -> list[str]:
    """The folders of outputs that a module names, in a text or in a part of one; a format that is called so is none."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and IN_ONE.search(text)]


def test_no_module_but_the_list_names_where_an_output_lies() -> None:
    modules = {name: path.read_text(encoding="utf-8") for name, path in architecture.modules().items()}
    assert [name for name, source in modules.items() if folders_named(source)] == []


def test_nor_does_a_template_a_script_or_any_other_text_that_is_shipped() -> None:
    assert {
        "desk/templates/work.html",
        "sphinxext/theme/static/editions.js",
        "book/export/slides.typ",
    } <= texts().keys()
    assert [name for name, text in texts().items() if IN_ONE.search(text)] == []


def test_whoever_names_where_an_output_lies_is_found() -> None:
    assert folders_named('a / "html/index.html"; f"{a}/pdf/{b}"; c("/v1/brief/notat.pdf")') == [
        "html/index.html", "/pdf/", "/v1/brief/notat.pdf",
    ]  # fmt: skip
    assert folders_named('"text/html"; "book/brief"; "data/html.csv"') == []
    assert IN_ONE.search('<a href="/site/{{ version }}/html/index.html">')
    assert IN_ONE.search('page = folder + "html/" + name')


def test_a_draft_has_it_too(project: Path, tmp_path: Path) -> None:
    book = build(quarter_of(2026, 1), project, project / "data", tmp_path)
    assert book / "text/book/index.txt" in main_files(OUTPUTS.values(), book)
    assert "text/book/index.txt" in json.loads((book / "manifest.json").read_text(encoding="utf-8"))["outputs"]
