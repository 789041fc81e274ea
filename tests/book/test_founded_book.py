"""An example of the gallery is a book at once, with its own words, logo, colours and contact on screen and paper."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from calling import call
from pdf_reading import pages_text

from kvartalsbog.book.founding.project import found_example

PUBLICATION = """
publication:
  accessibility: https://www.was.digst.dk/tilladelser-dk
  contact: {name: Controllerfunktionen, email: plan@tilladelser.dk, phone: 72 10 20 30}
  identity: {logo: vaaben.svg, colour: "#7a1f5c", issn: 2049-3630}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#7a1f5c"/></svg>\n'


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("founded") / "plan"
    found_example("styrelse", project)
    plan = project / "data/2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8") + PUBLICATION, encoding="utf-8")
    (project / "book/vaaben.svg").write_text(LOGO, encoding="utf-8")
    told = call("build", "--project", project)
    assert told.returncode == 0, told.stderr
    return project / "_build/2026M01"


def pages(book: Path) -> dict[str, str]:
    found = {
        path.relative_to(book / "html").as_posix(): path.read_text(encoding="utf-8") for path in book.rglob("*.html")
    }
    assert len(found) > 10
    return {
        name: text for name, text in found.items() if name != "index.html"
    }  # which leads to the first page and is none


def test_every_page_carries_logo_colours_and_foot(book: Path) -> None:
    assert (book / "html/_static/logo.svg").read_text(encoding="utf-8") == LOGO
    assert "--brand: #7a1f5c" in (book / "html/_static/identity.css").read_text(encoding="utf-8")
    for name, text in pages(book).items():
        up = "../" * name.count("/")
        assert f'<img class="site-logo" src="{up}_static/logo.svg" alt="" width="132" height="44">' in text, name
        assert f'href="{up}_static/identity.css"' in text, name
        foot = text.partition("<footer")[2]
        for part in (
            'href="mailto:plan@tilladelser.dk"',
            'href="tel:72102030"',
            "was.digst.dk/tilladelser-dk",
            "ISSN 2049-3630",
        ):
            assert part in foot, (name, part)


def test_the_pdfs_cover_says_who_is_asked_and_where(book: Path) -> None:
    (pdf,) = (book / "pdf").glob("*.pdf")
    cover = " ".join(pages_text(pdf)[0].split())
    for part in ("Controllerfunktionen", "plan@tilladelser.dk", "72 10 20 30", "ISSN 2049-3630", "Eksempeldata"):
        assert part in cover.replace("\u00a0", " ")


def test_nothing_says_police_cases_or_units_but_the_plans_own_words(book: Path) -> None:
    told = {name: html.unescape(re.sub(r"<[^>]+>", " ", text)) for name, text in pages(book).items()}
    others = {
        name: text for name, text in told.items() if "open_data" not in name
    }  # there the files' own names are told
    wrong = re.compile(r"politi|kreds|\bsag(?:en|er|erne)?s?\b|\benhed(?:en|er|erne)?s?\b", re.IGNORECASE)
    assert {name: wrong.findall(text) for name, text in others.items() if wrong.search(text)} == {}
    assert any("Center for center" in text for text in told.values())
    assert any("ansøgningerne" in text for text in told.values())
