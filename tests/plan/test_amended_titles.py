"""What an amendment renames is renamed everywhere, and every section has an address that neither titles nor order move."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import ROOT
from markup import Page

from kvartalsbog.book.build import build
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.sphinxext.headings import plan_titles

pytestmark = pytest.mark.slow
OLD, NEW = "Seks it-projekter i drift", "Fem it-projekter i drift"
OLD_PILLAR, NEW_PILLAR = "Udvikling og modernisering af politiets it", "Politiets it"
AMENDMENT = f"""amendments:
  - effective: 2024-07-01
    decided: 2024-06-20
    by: Justitsministeriet
    reason: Grundlaget er ændret.
    changes:
      - {{goal: "2.1", criterion: projects, field: limit, old: 6, new: 5}}
      - {{goal: "2.1", field: title, old: {OLD}, new: {NEW}}}
      - {{pillar: "2", field: title, old: {OLD_PILLAR}, new: {NEW_PILLAR}}}
"""


def _project(folder: Path) -> Path:
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("book", "notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*", "approvals"))
    plan = folder / "data/2024/plan.yml"
    agreed = plan.read_text(encoding="utf-8")
    assert "amendments:\n" in agreed
    plan.write_text(agreed.replace("amendments:\n", AMENDMENT), encoding="utf-8")
    notebook = folder / "notebooks/2024/pillar_2.ipynb"  # a heading of its own, that the plan has outlived
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("## Mål 2.1", f"## 2.1 {OLD}"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of 2024K3, after the plan was amended in July."""
    project, out = _project(tmp_path_factory.mktemp("amended")), tmp_path_factory.mktemp("k3")
    return build(quarter_of(2024, 3), project, project / "data", out)


def pages(book: Path) -> list[Page]:
    found = [Page(path) for path in sorted((book / "html").rglob("*.html"))]
    assert len(found) > 12
    return found


def test_no_page_says_an_old_title_but_where_the_amendment_is_told(amended: Path) -> None:
    for page in pages(amended):
        told = re.sub(r"»(?:Seks|Udvikling)[^«]*« er blevet til", "", page.text)
        assert OLD not in told, page.path.name
        assert OLD_PILLAR not in told, page.path.name


def test_headings_page_titles_side_lists_and_the_way_on_say_the_new_title(amended: Path) -> None:
    folder = amended / "html/notebooks/2024"
    own = (folder / "pillar_2.html").read_text(encoding="utf-8")
    assert f"<title>{NEW_PILLAR} – " in own
    assert re.search(rf"<h1[^>]*>{NEW_PILLAR}</h1>", own)
    assert re.search(rf"<h2[^>]*>2\.1 {NEW}</h2>", own)
    for name, direction in (("pillar_1.html", "Næste"), ("pillar_3.html", "Forrige")):
        text = (folder / name).read_text(encoding="utf-8")
        assert f'<span class="direction">{direction}</span> {NEW_PILLAR}</a>' in text
        assert f">{NEW_PILLAR}</a></li>" in text
    assert f">{NEW_PILLAR}<" in (amended / "html/book/pillars.html").read_text(encoding="utf-8")


def test_the_search_says_the_new_title_and_leads_to_the_stable_address(amended: Path) -> None:
    script = (amended / "html/_static/search-index.js").read_text(encoding="utf-8")
    sections = json.loads(script.partition(" = ")[2].rstrip().rstrip(";").replace("<\\/", "</"))
    found = {section["url"]: section["title"] for section in sections}
    assert found["notebooks/2024/pillar_2.html#goal-2-1"] == f"2.1 {NEW}"
    assert found["notebooks/2024/pillar_2.html#goal-2-1-leverancer"] == f"2.1 {NEW}: Leverancer og frister"
    assert not [section for section in sections if OLD in section["title"] + section["page"]]


def test_the_pdf_says_the_new_title_in_text_contents_and_bookmarks(amended: Path) -> None:
    (path,) = (amended / "pdf").iterdir()
    with pypdfium2.PdfDocument(path) as document:
        marks = [mark.get_title() for mark in document.get_toc()]
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    assert NEW_PILLAR in marks
    assert f"2.1 {NEW}" in marks
    assert not [mark for mark in marks if OLD in mark or OLD_PILLAR in mark]
    assert text.count(OLD) == text.count(f"»{OLD}« er blevet til") > 0


def test_the_quarter_before_the_amendment_keeps_the_old_title(amended: Path) -> None:
    data = next(amended.parent.parent.glob("amended*")) / "data"
    assert plan_titles(load(quarter_of(2024, 2), data).plan)["goal-2-1"] == f"2.1 {OLD}"
    assert plan_titles(load(quarter_of(2024, 3), data).plan)["goal-2-1"] == f"2.1 {NEW}"


def test_addresses_are_stable_and_every_one_stands_once(amended: Path) -> None:
    for page in pages(amended):
        ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
        assert [name for name, count in ids.items() if count > 1] == [], page.path.name
        sections = [attributes["id"] for attributes in page.all("section")]
        assert not [name for name in sections if re.fullmatch(r"id\d+", name)]
    ids = {attributes["id"] for attributes in Page(amended / "html/notebooks/2024/pillar_2.html").all("section")}
    parts = {f"goal-2-{n}{part}" for n in (1, 2, 3, 4) for part in ("", "-leverancer", "-bemaerkning")}
    assert ids == parts


def test_the_side_list_and_the_pdf_use_the_addresses(amended: Path) -> None:
    links = {a.get("href") for a in Page(amended / "html/notebooks/2024/pillar_2.html").all("a")}
    assert links >= {f"#goal-2-{n}-leverancer" for n in (1, 2, 3, 4)}
    (path,) = (amended / "pdf").iterdir()
    with pikepdf.open(path) as pdf:
        names = {str(name) for name, _ in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
    assert any(name.endswith("goal-2-1-leverancer") for name in names)
