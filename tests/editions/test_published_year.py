"""A year as it would go: four quarters published one after another, with a revision, a correction, an amendment of the
plan, and a change that nobody had approved.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from calling import call
from conftest import seal
from example_year import CORRECTION
from figures import danish, value
from figures import told as told_of
from markup import Page
from pdf_reading import around_headings, bodies, chapters, covered, filled, pages_text
from quick_book import quick_books
from verifying import verify
from year import Year, at

from kvartalsbog.book.manuscript import refuse_placeholders
from kvartalsbog.book.memory.place import FOLDER
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.reproduction import reproduce
from kvartalsbog.editions.site import read_site
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan

pytestmark = pytest.mark.slow
UNPARTED = 160 / 25.4 * 72  # points
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_site_is_whole_and_its_chain_unbroken(year: Year) -> None:
    assert verify(year.root) == ()
    versions = read_site(year.root).versions
    assert [version.folder for version in versions] == [
        "2024K1/v1",
        "2024K2/v1",
        "2024K3/v1",
        "2024K3/v2",
        "2024K4/v1",
        "2024K4/v2",
    ]
    assert [version.previous for version in versions[1:]] == [version.fingerprint for version in versions[:-1]]
    assert verify(year.root, versions[-1].fingerprint) == ()


EDITIONS = ("2024K1/v1", "2024K2/v1", "2024K3/v1", "2024K3/v2", "2024K4/v1", "2024K4/v2")


@pytest.mark.parametrize("folder", EDITIONS)
def test_no_page_of_the_pdf_is_left_nearly_empty(folder: str, year: Year) -> None:
    """The cover and the last page apart."""
    (pdf,) = (year.root / folder / "pdf").glob("*.pdf")
    found = filled(pdf)
    assert len(found) > 30
    assert [number for number, part in enumerate(found, 1) if part < 1 / 3 and 1 < number < len(found)] == []


@pytest.mark.parametrize("folder", EDITIONS)
def test_nothing_of_a_section_stands_alone_on_another_page(folder: str, year: Year) -> None:
    """No line or two before a page's first heading, and no heading whose table or list is on the next page."""
    (pdf,) = (year.root / folder / "pdf").glob("*.pdf")
    pages, last = around_headings(pdf), len(pages_text(pdf)) - 1
    assert len(pages) > 30
    alone = [above for above, _ in pages.values() if len(above) in (1, 2) and not above[0].startswith("Figur")]
    assert alone == []
    torn = [below for number, (_, below) in pages.items() if below[-1].endswith(":") and number < last]
    begins = {number: text.lstrip() for number, text in enumerate(bodies(pdf))}
    torn += [
        below
        for number, (_, below) in pages.items()
        if number < last and re.match(r"(Tabel|Figur) \d", begins[number + 1]) and not re.search(r"^(Tabel|Figur|•|→)", "\n".join(below), re.M)
        and len(below) <= 4
    ]  # fmt: skip
    assert torn == []


@pytest.mark.parametrize("folder", EDITIONS)
def test_a_short_chapter_is_not_parted(folder: str, year: Year) -> None:
    (pdf,) = (year.root / folder / "pdf").glob("*.pdf")
    found = chapters(pdf)
    assert len(found) > 30
    assert [title for title, height, parted in found if parted and height < UNPARTED] == []


@pytest.mark.parametrize("folder", EDITIONS)
def test_a_tables_notes_begin_on_its_page(folder: str, year: Year) -> None:
    (pdf,) = (year.root / folder / "pdf").glob("*.pdf")
    notes = ("[f] ", "[m] ", "[u] ", "Nyt er det", "Bidrag:", "Usikkerhed:", "Tilsammen", "Fra eget tal:")
    assert [number for number, text in enumerate(bodies(pdf), 1) if text.lstrip().startswith(notes)] == []


@pytest.mark.parametrize("folder", EDITIONS)
def test_no_word_of_the_pdf_covers_another(folder: str, year: Year) -> None:
    for pdf in (year.root / folder).glob("*/*.pdf"):
        assert covered(pdf) == []


@pytest.mark.parametrize("folder", EDITIONS)
def test_the_pdf_has_its_contents_on_a_page_and_each_verdict_beside_its_figure(folder: str, year: Year) -> None:
    (pdf,) = (year.root / folder / "pdf").glob("*.pdf")
    pages = pages_text(pdf)
    assert [number for number, text in enumerate(pages) if ". . . . . . . ." in text] == [2]
    for goal in ("1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "4.1", "4.2", "5.1"):
        (page,) = [text for text in pages if re.search(rf"Ansvarlig: .*Mål {re.escape(goal)}\.", text)]
        finding = rf"{re.escape(goal)} \w.*?(Opfyldt|Delvist opfyldt|Ikke opfyldt|opfyldes|I risiko|Mangler \w+)[:.]"
        assert re.search(finding, page.partition("Ansvarlig")[0], re.I), goal
        assert re.search(r"Figur \d+", page.partition(f"Mål {goal}.")[2]), goal


@pytest.mark.parametrize("folder", EDITIONS)
def test_the_brief_is_the_second_page_and_a_file_of_one_page(folder: str, year: Year) -> None:
    (whole,), (alone,) = ((year.root / folder / name).glob("*.pdf") for name in ("pdf", "brief"))
    for pages, place in ((pages_text(whole), 1), (pages_text(alone), 0)):
        headings = (
            "Resumé",
            "Indstilling",
            "Status",
            "Afvigelser og handling",
            "Usikkerhed",
            "Videre proces",
            "Kontakt",
        )
        places = [pages[place].index(heading) for heading in headings]
        assert places == sorted(places)
        assert [number for number, text in enumerate(pages) if "Videre proces" in text] == [place]
    assert len(pages) == 1


@pytest.mark.parametrize("folder", ["2024K2/v1", "2024K3/v1"])  # a correction's: `test_publishing.py`
def test_an_edition_can_be_made_again_after_its_inputs_have_changed(folder: str, year: Year) -> None:
    site = read_site(year.root)
    version: Manifest = next(version for version in site.versions if version.folder == folder)
    found = reproduce(version, site, year.project, year.project / "data")
    assert found == ()
    assert not (year.project / FOLDER).exists()  # editions are made of nothing that was remembered, and leave nothing


def test_an_early_quarter_shows_what_is_not_due(year: Year) -> None:
    k1 = year.root / "2024K1/v1"
    found = json.loads((k1 / "results.json").read_text(encoding="utf-8"))
    assert [goal["verdict"] for goal in found["goals"]].count("not_due") == 10
    assert found["goals"][9]["verdict"] == "no_data"
    overview = Page(k1 / "html/notebooks/2024/overview.html").text
    assert "Forventes opfyldt" in overview
    assert "1. kvartal" in overview


def test_each_edition_shows_the_plan_as_it_stood(year: Year) -> None:
    limits = {}
    for folder in ("2024K2/v1", "2024K3/v1", "2024K4/v1"):
        lines = (year.root / folder / "data/goals.csv").read_text(encoding="utf-8").splitlines()
        row = next(line for line in lines if line.startswith("2.1,"))
        limits[folder] = row.split(",")[lines[0].split(",").index("limit")]
    assert limits == {"2024K2/v1": "6", "2024K3/v1": "5", "2024K4/v1": "5"}
    page = (year.root / "2024K3/v1/html/book/revisions.html").read_text(encoding="utf-8")
    assert "Leverandøren kan ikke nå seks projekter." in page
    assert "Leverandøren kan ikke" not in (year.root / "2024K2/v1/html/book/revisions.html").read_text(encoding="utf-8")


def test_a_superseded_version_is_kept_marked_and_told(year: Year) -> None:
    listed = json.loads((year.root / "editions.json").read_text(encoding="utf-8"))
    assert listed["newest"] == "2024K4/v2"
    superseded = {e["path"]: e["superseded_by"] for e in listed["editions"] if e["superseded_by"]}
    assert superseded == {"2024K3/v1": 2, "2024K4/v1": 2}
    quarter = (year.root / "2024K3/index.html").read_text(encoding="utf-8")
    assert "Færøernes Politi havde skrevet en forkert dato." in quarter
    assert "(erstattet af version 2)" in quarter
    assert "<td>20. januar 2025</td><td>27. januar 2025</td>" in quarter.replace("\u00a0", " ")
    feed = ET.parse(year.root / "feed.xml").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iterfind(f"{ATOM}entry")]
    assert titles[2] == "Mål- og resultatplan for politiet 2024, 3.\u00a0kvartal\u00a02024, version 2 (rettelse)"
    assert len(titles) == 6


def test_a_correction_turns_a_verdict_and_is_told_where_a_reader_looks(year: Year) -> None:
    """The reason on the quarter's page, the figure on the page of revisions, and the verdict on the overview and in the brief."""
    before, after = (year.root / f"2024K4/{version}" for version in ("v1", "v2"))
    told = {
        folder: (folder / "html/notebooks/2024/overview.html").read_text(encoding="utf-8") for folder in (before, after)
    }
    assert "Otte af 11 mål er opfyldt" in told[before]
    assert "Syv af 11 mål er opfyldt" in told[after]
    assert "Kredsene afstemmer hver måned" in told[after]
    quarter = (year.root / "2024K4/index.html").read_text(encoding="utf-8")
    assert CORRECTION in quarter
    revised = (after / "html/book/revisions.html").read_text(encoding="utf-8")
    assert "684 gamle sager, som Københavns Politi afgjorde i september" in revised
    assert "684 gamle sager" not in (before / "html/book/revisions.html").read_text(encoding="utf-8")
    assert all("Eksempeldata" in text for text in pages_text(next(after.glob("pdf/*.pdf"))))


def test_no_published_page_is_marked_as_a_draft_and_each_leads_to_all_editions(year: Year) -> None:
    pages = [path for path in year.root.glob("*/v*/html/**/*.html") if path.name != "index.html"]
    assert len(pages) >= 5 * 12
    for page in pages:
        words = page.read_text(encoding="utf-8")
        assert "<strong>Udkast</strong>" not in words
        (link,) = re.findall(r'href="([^"]+)" id="editions"', words)
        assert (page.parent / link).resolve() == year.root / "index.html"


def test_two_editions_are_told_apart_in_words(year: Year) -> None:
    done = call("diff", "2024K2", "2024K3", cwd=year.project)
    assert done.returncode == 0, done.stderr
    told = done.stdout.replace("\u00a0", " ")
    fall = danish(value("1.1", "2024K2") - value("1.1", "2024K3"))
    for words in (
        f"Mål 1.1 Sagsbehandlingstid for alle sager: resultatet er gået fra {told_of('1.1', '2024K2')} til {told_of('1.1', '2024K3')} (−{fall}).",
        "Mål 2.2 POLSAS i Grønland og på Færøerne: forventningen er gået fra »forventes opfyldt« til »forventes ikke opfyldt«.",
        "Mål 5.1 Strategi for bæredygtig udvikling er gået fra »forventes opfyldt« til »ikke opfyldt«.",
        "De mistede point er gået fra 10 til 5.",
        f"Mål 1.1, juni 2024: {told_of('1.1', '2024K2', [6])} er blevet til {told_of('1.1', '2024K3', [6])}",
        "ændret i 3. kvartal 2024. Grund: Fyns Politi har rettet",
        "Planen er ændret fra den 1. september 2024: mål 2.1, krav: 6 er blevet til 5. Besluttet af Justitsministeriet.",
    ):
        assert words in told


def test_an_old_quarter_can_be_corrected_after_the_next_years_plan_is_out(year: Year, tmp_path: Path) -> None:
    later = Year.again(year.root.parent, tmp_path)
    open_period(quarter_of(2025, 1), later.project / "data")
    scaffold(read_plan(later.project / "data/2025/plan.yml", None, name="2025/plan.yml"), later.project)
    with pytest.raises(ProblemsError, match=r"data/2025/plan\.yml:1: Planen er et udkast\."):
        refuse_placeholders(load(quarter_of(2025, 1), later.project / "data"), later.project, later.project / "data")
    plan = later.project / "data/2025/plan.yml"
    plan.write_text(re.sub(r"(?m)^#.*\n", "", plan.read_text(encoding="utf-8")), encoding="utf-8")
    later.commit("Planen for 2025")
    later.approve("2025K1")
    with quick_books():  # of this book only that it is out is asked
        assert later.publish("2025K1", at(5, 15, 2025)).is_new
    folder = later.project / "data/2024/2024K4"
    path = folder / "deliverables.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Gruppen er bemandet", "Gruppen blev bemandet"), encoding="utf-8")  # fmt: skip
    seal(folder)
    later.commit("Ordet rettet")
    later.approve("2024K4")
    corrected = later.publish("2024K4", at(5, 20, 2025), "Et ord var forkert.").manifest
    assert (corrected.folder, corrected.year, corrected.sequence) == ("2024K4/v3", 2024, 8)
    assert verify(later.root) == ()
    listed = json.loads((later.root / "editions.json").read_text(encoding="utf-8"))
    assert listed["newest"] == "2025K1/v1"
    front = (later.root / "index.html").read_text(encoding="utf-8")
    assert "<h3>2025</h3>" in front
    assert "<h3>2024</h3>" in front
    page = (later.root / "2024K4/v3/html/notebooks/2024/pillar_3.html").read_text(encoding="utf-8")
    assert "Gruppen blev bemandet" in page
    old = {name: content for name, content in year.bytes().items() if "/v" in name}
    assert old.items() <= later.bytes().items()
