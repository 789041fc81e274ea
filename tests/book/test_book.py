"""Whole books: the shipped one and an invented authority's, built with warnings as errors."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import ROOT, make_library, seal
from markup import Page

from kvartalsbog.book.build import build
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.errors import ExecutionError, ProblemsError
from kvartalsbog.inputs.engine import engine_fingerprint
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import newest_period
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.contents import unit_chapters
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import find

pytestmark = pytest.mark.slow
UNITS = len(unit_chapters(read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml")))


def pages(book: Path) -> list[Page]:
    found = [
        Page(path)
        for path in sorted((book / "html").rglob("*.html"))
        if path.name != "index.html" or path.parent.name == "book"
    ]
    assert len(found) > 10
    return found


def test_the_book_has_all_its_parts(book: Path) -> None:
    assert (book / "html/index.html").is_file()
    assert [path.name for path in (book / "pdf").iterdir()] == ["maal-og-resultatplan-for-politiet-2024-2024K4.pdf"]
    assert {path.name for path in book.iterdir()} == {"html", "pdf", "brief", "results.json", "manifest.json"}


def test_the_books_results_are_those_that_evaluate_prints(book: Path) -> None:
    assert (book / "results.json").read_text(encoding="utf-8") == to_json(
        find(load(quarter_of(2024, 4), ROOT / "data"))
    )


def test_the_entrance_leads_to_the_front_page(book: Path) -> None:
    assert "url=book/index.html" in (book / "html/index.html").read_text(encoding="utf-8")


def test_every_page_carries_quarter_date_and_label(book: Path) -> None:
    found = pages(book)
    assert len(found) == 19 + UNITS
    for page in found:
        for words in (
            "4. kvartal 2024",
            "Data trukket den 9. januar 2025",
            "Eksempeldata",
            "Udkast Bogen er ikke godkendt og må ikke udgives.",
        ):
            assert words in page.text.replace("\u00a0", " "), (page.path, words)


def test_no_page_shows_code_or_errors(book: Path) -> None:
    for page in pages(book):
        assert not re.search(r"Traceback|chapter\.|data_dir|<kvartalsbog|\{\{|_repr_", page.text), page.path


def test_every_page_has_one_first_heading_and_skips_no_level(book: Path) -> None:
    for page in pages(book):
        levels = [int(name[1]) for name, _ in page.elements if re.fullmatch("h[1-6]", name)]
        assert levels.count(1) == 1, page.path
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), page.path


def test_every_table_has_a_caption_and_heads_with_scope(book: Path) -> None:
    for page in pages(book):
        assert len(page.all("caption")) == len(page.all("table"))
        assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th")), page.path
        for attrs in page.all("div"):
            if attrs.get("class") == "table-scroll":
                assert attrs["tabindex"] == "0"
                assert attrs["aria-labelledby"] in {a.get("id") for a in page.all("caption")}


def test_every_picture_says_what_it_shows(book: Path) -> None:
    images = [(page.path, attrs) for page in pages(book) for attrs in page.all("img")]
    assert len(images) == 2 * (16 + 2 * UNITS)
    for path, attrs in images:
        assert attrs["alt"].endswith("."), path
        assert not re.search(r"\.svg|_images", attrs["alt"])
        assert (path.parent / attrs["src"]).is_file()


def test_the_pages_ask_no_foreign_host(book: Path) -> None:
    for page in pages(book):
        asked = [a.get("src", "") or a.get("srcset", "") for a in page.all("script", "img", "source", "iframe")]
        asked += [a["href"] for a in page.all("link")]
        assert not [address for address in asked if re.match(r"(https?:)?//", address)], page.path
    for path in (book / "html/_static").iterdir():
        if path.suffix in (".css", ".js"):
            text = path.read_text(encoding="utf-8").replace(
                "https://politi.dk/", ""
            )  # the words of a link, for the search
            assert "//" not in re.sub(r"^\s*//.*$|/\*.*?\*/", "", text, flags=re.M | re.S)


def test_every_link_inside_the_book_leads_somewhere(book: Path) -> None:
    known = {page.path.resolve(): {a["id"] for _, a in page.elements if "id" in a} for page in pages(book)}
    for page in pages(book):
        for attrs in page.all("a"):
            address, _, anchor = attrs["href"].partition("#")
            if re.match(r"(https?|mailto):", address):
                continue
            target = (page.path.parent / address).resolve() if address else page.path.resolve()
            assert target.is_file(), (page.path, attrs["href"])
            assert not anchor or anchor in known[target], (page.path, attrs["href"])


def test_every_data_file_says_what_it_is(book: Path) -> None:
    found = sorted((book / "html/data").glob("*.csv"))
    assert len(found) == 37 + 2 * UNITS
    for path in found:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].endswith("quarter,data_status")
        assert all(line.endswith("2024K4,example") for line in lines[1:]), path.name


# -- another authority, another year ------------------------------------------------------------------------------------


def test_another_authoritys_plan_becomes_a_book_without_a_change_in_the_engine(library_book: Path) -> None:
    assert [path.name for path in (library_book / "pdf").iterdir()] == [
        "resultatkontrakt-for-bibliotekerne-i-lille-by-2026-2026K2.pdf"
    ]
    overview = Page(library_book / "html/notebooks/2026/overview.html").text.replace("\u00a0", " ")
    assert "Bibliotekerne i Lille By" in overview
    assert "4,26 point" in overview
    assert "mindst 4,2 point" in overview
    assert "1,8 pct." in overview
    for page in pages(library_book):
        assert not re.search("politi|rigspoliti|justits", page.text, re.I), page.path


def test_an_edition_tells_what_was_amended(library_book: Path) -> None:
    plan = Page(library_book / "html/book/plan.html").text.replace("\u00a0", " ")
    assert "Fra den 1. juni 2026 (besluttet den 20. maj 2026 af Byrådet): mål b.1, krav: 3 er blevet til 2" in plan


def test_two_plan_years_live_side_by_side(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    shutil.copytree(project / "data/2026", project / "data/2027")
    for path in sorted((project / "data/2027").rglob("*"), reverse=True):
        if path.is_file():
            text = path.read_text(encoding="utf-8").replace("2026", "2027").replace("Tilfredse lånere", "Glade lånere")
            path.write_text(text, encoding="utf-8")
        else:
            path.rename(path.with_name(path.name.replace("2026", "2027")))
    for folder in (project / "data/2027").glob("2027K*"):
        source = json.loads((folder / "source.json").read_text(encoding="utf-8"))
        for name, entry in source["files"].items():
            entry["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        (folder / "source.json").write_text(json.dumps(source), encoding="utf-8")
    scaffold(read_plan(project / "data/2027/plan.yml", None, name="2027/plan.yml"), project)
    assert newest_period(project / "data") == quarter_of(2027, 2)
    for year, title in ((2027, "Glade lånere"), (2026, "Tilfredse lånere")):
        built = build(quarter_of(year, 1), project, project / "data", project / "_build")
        assert title in Page(built / f"html/notebooks/{year}/pillar_a.html").text
        assert sorted(path.name for path in (built / "html/notebooks").iterdir()) == [str(year)]


def test_a_failing_build_changes_nothing(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    out = project / "_build"
    built = build(quarter_of(2026, 1), project, project / "data", out)
    before = hashes(built)
    page = project / "book/index.md"
    good = page.read_text(encoding="utf-8")
    page.write_text(good + "\n{ref}`ingen steder <no-such-label>`\n", encoding="utf-8")
    with pytest.raises(
        ProblemsError, match=r"book/index\.md:\d+: Henvisningen fører ikke til noget afsnit\. Fundet: 'no-such-label'\."
    ):
        build(quarter_of(2026, 1), project, project / "data", out)
    page.write_text(good, encoding="utf-8")
    notebook = project / "notebooks/2026/pillar_a.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("chapter.summary", "chapter.sumary"), encoding="utf-8"
    )
    with pytest.raises(ExecutionError) as caught:
        build(quarter_of(2026, 1), project, project / "data", out)
    assert str(caught.value).startswith(f"{notebook}: afsnittet »Søjle a«, celle 3, linje 4: ».sumary« findes ikke.")
    (project / "data/2026/2026K1/series.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(ProblemsError):
        build(quarter_of(2026, 1), project, project / "data", out)
    assert hashes(built) == before
    assert [path.name for path in out.iterdir()] == ["2026K1"]


# -- reproducible ------------------------------------------------------------------------------------------------------


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_builds_in_two_folders_are_the_same_bytes(library_book: Path, tmp_path: Path) -> None:
    project = make_library(tmp_path / "a folder elsewhere")
    again = build(quarter_of(2026, 2), project, project / "data", tmp_path / "out")
    assert hashes(again) == hashes(library_book)


def test_the_manifest_records_every_input_and_output(library_book: Path) -> None:
    record = json.loads((library_book / "manifest.json").read_text(encoding="utf-8"))
    found = {name: digest for name, digest in hashes(library_book).items() if name != "manifest.json"}
    assert record["outputs"] == found
    assert {"data/2026/plan.yml", "data/2026/2026K2/series.csv", "_config.yml", "_toc.yml", "book/index.md", "notebooks/2026/overview.ipynb"} <= set(record["inputs"])  # fmt: skip
    project = library_book.parent.parent
    assert record["inputs"].pop("kvartalsbog") == engine_fingerprint()
    for name, digest in record["inputs"].items():
        assert hashlib.sha256((project / name).read_bytes()).hexdigest() == digest
    assert record["quarter"] == "2026K2"
    assert "typst" in record["versions"]


def test_a_plain_jupyter_book_build_gives_the_newest_quarters_html(tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    project = make_library(tmp_path)
    command = [
        str(Path(sys.executable).with_name("jupyter-book")),
        "build",
        str(project),
        "--path-output",
        str(tmp_path / "out"),
    ]
    for name in (".venv/lib/site-packages/x/a.ipynb", "node_modules/b/c.md", "_build/2026K1/d.ipynb", "venv/e.rst"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("{ this is no page", encoding="utf-8")

    overview = project / "notebooks/2026/overview.ipynb"
    notebook = nbformat.read(overview, 4)
    notebook.cells.append(nbformat.v4.new_code_cell("import pandas as pd\npd.DataFrame({'Bart': [1]})"))
    nbformat.write(notebook, overview)

    def built() -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        assert not re.search("site-packages|node_modules|this is no page", done.stdout + done.stderr)
        page = tmp_path / "out/_build/html/notebooks/2026/pillar_a.html"
        # a cell's outputs have a form for Jupyter too, and the book never takes that
        html = page.read_text(encoding="utf-8")
        assert "<picture" in html
        assert "data:image" not in html
        overview = (tmp_path / "out/_build/html/notebooks/2026/overview.html").read_text(encoding="utf-8")
        assert "Vis en tabel med chapter.table(frame, label=…, caption=…)." in overview
        assert "Bart" not in overview
        return Page(page).text

    assert "2. kvartal" in built()
    # data that change within the quarter are in the next build, which reads and runs everything again
    remarks = project / "data/2026/2026K2/commentary.yml"
    words = "Ny tekst i det samme kvartal."
    found = yaml.safe_load(remarks.read_text(encoding="utf-8"))
    found["a.1"]["comment"] = words
    remarks.write_text(yaml.safe_dump(found, allow_unicode=True), encoding="utf-8")
    seal(project / "data/2026/2026K2")
    assert words in built()
    shutil.rmtree(tmp_path / "out")
