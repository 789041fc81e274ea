"""Danish to the last string: every word that a reader, an owner or a screen reader meets is on a list of allowed ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import LIBRARY, ROOT, seal
from danish import ALLOWED, danish_order, spoken, words
from mapping_reading import read_mapping
from markup import Page

from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.contents import unit_chapters
from kvartalsbog.plan.loading import read_plan

pytestmark = pytest.mark.slow


def printed(path: Path) -> Iterator[str]:
    """What the PDF says: its text, with the hyphens and the places for line ends taken out, its alternative texts, bookmarks and facts."""
    broken = False
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage().get_text_range()
            if broken:  # the rest of a word that began on the page before, below this page's head
                text = re.sub(r"\n\w+", "\n", text, count=1)
            broken = re.search(r"\w+\ufffe(?=\d)", text) is not None  # by the page's foot
            text = re.sub(r"\w+\ufffe(?=\d)", "", text)
            text = re.sub(r"[\ufffe\x02](\r?\n)?(?=(og|eller)\b)", "- ", text)  # of the word itself: cyber- og
            text = re.sub(r"[\ufffe\x02](\r?\n)?(?=[A-ZÆØÅ])", "-", text)  # of the word itself too: DCAT-AP-DK
            yield re.sub(r"[\u00ad\ufffe\x02](\r?\n)?|\u200b", "", text)
        yield from document.get_metadata_dict().values()
        yield from (mark.get_title() for mark in document.get_toc())
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                yield from (
                    str(item[key]) for key in ("/Alt", "/E", "/Contents") if isinstance(item.get(key), pikepdf.String)
                )


def refusals(folder: Path) -> Iterator[Problem]:
    """Every problem that the bad plans, mappings and quarters give."""
    plan = read_plan(LIBRARY / "data/2026/plan.yml", None, name="plan.yml")
    for case in sorted((ROOT / "tests/bad_mappings").iterdir()):
        try:
            read_mapping(case, plan, name=case.name)
        except ProblemsError as error:
            yield from error.problems
    for case in sorted((ROOT / "tests/bad_plans").iterdir()):
        try:
            read_plan(case, None, name=case.name)
        except ProblemsError as error:
            yield from error.problems
    for case in sorted((ROOT / "tests/bad_quarters").iterdir()):
        data = Path(shutil.copytree(LIBRARY / "data", folder / case.name))
        for file in case.iterdir():
            shutil.copy(file, data / "2026/2026K1" / file.name)
        seal(data / "2026/2026K1", but=("series.csv",) if case.name == "changed_after_reporting" else ())
        try:
            load(quarter_of(2026, 1), data)
        except ProblemsError as error:
            yield from error.problems


def js_strings() -> Iterator[str]:
    """The texts in the site's own scripts: literals that are no selector, event, key or name."""
    names = {"use strict", "DOMContentLoaded", "Escape"}
    for path in sorted((ROOT / "kvartalsbog/sphinxext/theme/static").glob("*.js")):
        code = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        for literal in re.findall(r'"([^"\n]*)"', code):
            if re.search(r"[A-ZÆØÅ»«]|[a-zæøå] [a-zæøå]", literal) and literal not in names:
                yield literal


def test_every_word_is_danish(book: Path, tmp_path: Path) -> None:
    (pdf,) = (book / "pdf").iterdir()
    texts: list[tuple[str, str]] = []
    for path in sorted((book / "html").rglob("*.html")):
        texts += [(path.name, text) for text in spoken(Page(path))]
    texts += [("PDF", text) for text in printed(pdf)]
    texts += [("script", text) for text in js_strings()]
    texts += [
        (problem.place.file, text) for problem in refusals(tmp_path) for text in (problem.message, problem.hint or "")
    ]
    allowed = set(ALLOWED.read_text(encoding="utf-8").split())
    assert len(texts) > 500
    unknown = {word: where for where, text in texts for word in words(text) - allowed}
    assert unknown == {}, f"new words; if they are Danish, add them to {ALLOWED.name}"


def test_the_list_holds_each_word_once_and_in_order() -> None:
    listed = ALLOWED.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed), key=danish_order)


def test_numbers_stay_with_their_units_everywhere(book: Path) -> None:
    apart = re.compile(
        r"\d (?:pct\.|dage?|timer|minutter|kr\.|point|procent)(?!\w)|\d\. (?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|kvartal)\b"
    )
    for path in sorted((book / "html").rglob("*.html")):
        for text in spoken(Page(path)):
            assert not apart.search(text), (path.name, apart.search(text))


def test_numbers_and_dates_are_danish_where_they_are_read_aloud(book: Path) -> None:
    """No decimal point, no ISO date, no English month in an alternative text; goal numbers such as 1.1 have their word before them."""
    alts = [
        attributes["alt"] for path in sorted((book / "html").rglob("*.html")) for attributes in Page(path).all("img")
    ]
    plan = read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml")
    assert len(alts) == 2 * (16 + 2 * len(unit_chapters(plan)))
    for alt in alts:
        told = re.sub(r"(?:[Mm]ål|og|,|:)\s\d\.\d\b", "", alt)
        assert not re.search(r"\d{4}-\d\d|\d\.\d(?!\d\d)|%", told), alt


def test_the_glossary_is_in_alphabetical_order(book: Path) -> None:
    terms = re.findall(r"(?m)^(\w.*)\n  \S", (ROOT / "book/glossary.md").read_text(encoding="utf-8"))
    assert len(terms) >= 8
    assert terms == sorted(terms, key=danish_order)
