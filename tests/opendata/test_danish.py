"""What readers meet of open data is Danish and explained: the page about the files, heads, meanings, notes and sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from conftest import LIBRARY, ROOT
from danish import words
from lxml import etree
from open_files import facts, site_of, workbook

from kvartalsbog.content.blocks import Block, BulletList, Inline, Note, Paragraph, Table
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.catalogue.graph import catalogue
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.opendata.formats.inventory import CATALOGUES, RESULTS
from kvartalsbog.opendata.tables.definitions import DEFINITIONS
from kvartalsbog.pages.open_data import guide
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.findings import Findings, find

ALLOWED = ROOT / "tests/danish_words.txt"


@pytest.fixture(scope="module")
def k4(findings_of: Callable[[str], Findings]) -> Findings:
    return findings_of("2024K4")


def said(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text of a page."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.runs)
        elif isinstance(block, BulletList):
            yield from map(plain, block.items)
        elif isinstance(block, Note):
            yield block.title
            yield from said(block.body)
        elif isinstance(block, Table):
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (plain(cell) for row in block.rows for cell in row)


def plain(runs: Inline) -> str:
    return "".join(getattr(run, "text", getattr(run, "word", "")) for run in runs)


def test_the_page_names_every_file_and_every_table(k4: Findings) -> None:
    text = "\n".join(said(guide(k4)))
    for name in edition_files(k4, facts(k4)):
        assert name in text or name.endswith("-da.csv"), name
    for name in (RESULTS, *CATALOGUES):
        assert name in text
    for definition in DEFINITIONS:
        assert definition.meaning in text
    assert "-da.csv" in text


def test_the_page_explains_the_marks_and_that_the_data_are_examples(k4: Findings) -> None:
    text = "\n".join(said(guide(k4)))
    assert "[f] Fortroligt: færre end 5 sager" in text
    assert "[m] Mangler" in text
    assert "»withheld«" in text
    assert "»missing«" in text
    assert text.endswith("Eksempeldata: Tallene er eksempler og ikke virkelige resultater.")


def test_the_page_fits_another_plan_and_final_data() -> None:
    findings = find(load(quarter_of(2026, 2), LIBRARY / "data"))
    text = "\n".join(said(guide(findings)))
    assert "færre end 3 tilfælde" in text
    assert "2. kvartal 2026" in text.replace("\u00a0", " ")


def test_the_tables_of_the_page_have_labels_of_their_own(k4: Findings) -> None:
    labels = [block.label for block in guide(k4) if isinstance(block, Table)]
    assert labels == ["tbl-data-files", "tbl-data-tables"]


def our_words(findings: Findings) -> Iterator[str]:
    """The texts that this package writes; what a plan and its owners say is theirs."""
    yield from said(guide(findings))
    for definition in DEFINITIONS:
        yield from (definition.sheet, definition.title, definition.meaning)
        for field in definition.fields:
            yield from (field.head, field.meaning, *field.words.values())
    book = workbook(edition_files(findings, facts(findings)))
    for sheet in ("Indhold", "Noter"):
        told = (str(cell.value or "") for row in book[sheet] for cell in row)
        yield from (re.sub(r"(?<=Kode i filerne til programmer: ).*", "", text) for text in told)  # codes are no words
    for definition in DEFINITIONS:
        yield from (str(book[definition.sheet][cell].value) for cell in ("A1", "A2", "A3", "A4"))


def test_every_word_of_ours_is_danish(k4: Findings) -> None:
    files = edition_files(k4, facts(k4))
    texts = list(our_words(k4))
    texts += [
        str(element.text)
        for element in etree.fromstring(files["stratml.xml"]).iter("{*}Description", "{*}OtherInformation")
    ]
    package = json.loads(files["datapackage.json"])
    texts += [text for r in package["resources"] for text in (r["title"], r["description"])]
    texts += [m["label"] for r in package["resources"] for m in r.get("schema", {}).get("missingValues", ())]
    linked = json.loads(catalogue(site_of(k4))["catalog.jsonld"])
    texts += [
        value["@value"]
        for node in linked["@graph"]
        for key, values in node.items()
        if key not in ("@id", "@type")
        for value in values
        if value.get("@language") == "da" and not re.search(r"Talkontoret", value["@value"])
    ]
    allowed = set(ALLOWED.read_text(encoding="utf-8").split())
    assert len(texts) > 400
    unknown = {word: text for text in texts for word in words(text) - allowed}
    assert unknown == {}, f"new words; if they are Danish, add them to {ALLOWED.name}"
