"""Hostile texts: what an owner or a plan could hold against the readers, tried in the pages, the PDF and the data files.

`attacks/*.txt` are texts that must be shown and do nothing; `attacks/refused/*.txt` are refused when they are read, and
`attacks/unshown/*.txt` before a book is made, because the PDF could not show them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import drawn, nu, opened, served
from conftest import ROOT, make_library, seal
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import body_text
from playwright.sync_api import Browser

from kvartalsbog.book.build import build
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.content.prose import as_markdown
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.cells import inert
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.sphinxext.typeface import glyphs
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.gathering import Gathered

pytestmark = pytest.mark.slow
K2 = quarter_of(2026, 2)
FOLDER = ROOT / "tests" / "attacks"
ATTACKS = {path.stem: path.read_text(encoding="utf-8").strip("\n") for path in sorted(FOLDER.glob("*.txt"))}
REFUSED = sorted(FOLDER.glob("refused/*.txt"))
UNSHOWN = sorted(FOLDER.glob("unshown/*.txt"))
# the owner of a goal → which attacks its comment holds; as evidence each attack has a cell of its own
COMMENTS = {"a.1": "html", "a.2": "m|r|p|sql|t[e]", "b.1": "typst|latex|sheet|json", "c.1": "layout"}
TITLES = {
    "title": "Kontrakt </title><script>window.attacked=1</script> {{ year }} `x`",
    "authority": "Lille By <img src=x onerror=window.attacked=1> *Bib* $x$",
    "goal": "Tilfredshed </h2><script>window.attacked=1</script> {eval}`1` #panic() [x](https://example.org) **fed**\n# Falsk",
    "item": 'Læsesal"><script>window.attacked=1</script> $\\frac{1}{0}$ #panic()',
    "district": "Nord <b>biblioteket</b> =1+1",
}


def owners_words(goal: str) -> str:
    return "\n\n".join(words for name, words in ATTACKS.items() if re.match(COMMENTS[goal], name))


def write_hostile(project: Path) -> None:
    """Put every attack where an owner or a plan's author could have put it, and seal the quarter."""
    plan_file = project / "data/2026/plan.yml"
    plan = yaml.safe_load(plan_file.read_text(encoding="utf-8"))
    plan["title"], plan["authority"] = TITLES["title"], TITLES["authority"]
    plan["districts"][0]["name"] = TITLES["district"]
    goals = {goal["id"]: goal for pillar in plan["pillars"] for goal in pillar["goals"]}
    goals["a.1"]["title"] = goals["a.1"]["summary"] = TITLES["goal"]
    goals["b.1"]["criteria"][0]["items"] = {"id": "sal", "title": TITLES["item"], "most": 99}
    goals["c.1"]["criteria"][0]["title"] = ATTACKS["html_script"]
    plan_file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    folder = project / "data/2026/2026K2"
    remarks = {goal: {"comment": owners_words(goal)} for goal in COMMENTS}
    remarks["a.1"]["revision"] = ATTACKS["html_image_onerror"]
    (folder / "commentary.yml").write_text(yaml.safe_dump(remarks, allow_unicode=True), encoding="utf-8")
    with (folder / "deliverables.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(
            ["b.1", f"sal-{n}", "2026-05-30", "", words] for n, words in enumerate(ATTACKS.values(), start=10)
        )
    seal(folder)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented authority's book with every attack in it."""
    project = make_library(tmp_path_factory.mktemp("hostile"))
    write_hostile(project)
    scaffold(read_plan(project / "data/2026/plan.yml", None, name="plan.yml"), project, force=True)
    return build(K2, project, project / "data", project / "_build")


def squashed(text: str) -> str:
    """A text without white space and without the signs that an owner may use for emphasis, lists and links."""
    return re.sub(r"[\s\\*_\u200b\u2060]+", "", unicodedata.normalize("NFC", text))


# -- pages -------------------------------------------------------------------------------------------------------------------


def test_every_attack_is_shown_in_the_pages_and_does_nothing(browser: Browser, attacked: Path) -> None:
    told: list[str] = []
    shown: dict[str, str] = {}
    names = [path.relative_to(attacked / "html").as_posix() for path in sorted((attacked / "html").rglob("*.html"))]
    with served(attacked / "html") as site:
        for name in [*names, "search.html?q=angreb+window+script+x"]:
            with opened(browser, site + name, origin=site) as watched:
                page = watched.page
                if name == "index.html":  # which leads on
                    page.wait_for_load_state("networkidle")
                page.mouse.move(200, 300)
                drawn(page)
                assert page.evaluate("window.attacked") is None, name
                assert page.url.startswith(site), name
                own = "'kvartalsbog.js search.js search-index.js'"
                foreign = f"[...document.querySelectorAll('script')].filter((s) => s.textContent || !{own}.includes(s.src.split('/').at(-1))).length"
                assert page.evaluate(foreign) == 0, name
                odd = "main :is(iframe, style, form, base, meta, svg, template, object, embed, [style], [onerror], [onload], [onmouseover])"
                assert page.locator(odd).count() == 0, name
                assert page.locator("html").get_attribute("lang") == "da"
                shown[name] = page.locator("body").evaluate("(body) => body.textContent")
                told += [f"{name}: {words}" for words in watched.told]
    assert told == []
    # the pages' own markup in a plan's title would end the page here
    pillars = squashed("".join(text for name, text in shown.items() if "pillar" in name))
    assert [name for name, words in ATTACKS.items() if squashed(words) not in pillars] == []
    assert all(squashed(words) in pillars for words in TITLES.values())


def test_an_owners_words_become_paragraphs_lists_emphasis_and_links_to_https_only(
    browser: Browser, attacked: Path
) -> None:
    with served(attacked / "html") as site:
        for pillar, goals in (("a", ("a.1", "a.2")), ("b", ("b.1",)), ("c", ("c.1",))):
            with opened(browser, f"{site}notebooks/2026/pillar_{pillar}.html", origin=site) as watched:
                quotes = watched.page.locator("main blockquote")
                assert quotes.count() == len(goals)
                kinds = quotes.evaluate_all(
                    "(all) => [...new Set(all.flatMap((q) => [...q.querySelectorAll('*')].map((e) => e.localName)))]"
                )
                assert set(kinds) <= {"p", "div", "ul", "li", "em", "strong", "a"}
                for index, goal in enumerate(goals):
                    assert squashed(quotes.nth(index).inner_text()) == squashed(owners_words(goal))
                links = "(all) => all.flatMap((q) => [...q.querySelectorAll('a')].map((a) => a.getAttribute('href')))"
                assert all(link.startswith("https://") for link in quotes.evaluate_all(links))


def test_no_text_breaks_the_layout_of_a_phone(browser: Browser, attacked: Path) -> None:
    with served(attacked / "html") as site:
        for name in (
            "notebooks/2026/overview.html",
            *(f"notebooks/2026/pillar_{p}.html" for p in "abc"),
            "search.html?q=sti",
        ):
            with opened(browser, site + name, origin=site, viewport={"width": 320, "height": 600}) as watched:
                assert watched.page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_the_valid_pages_stay_valid(attacked: Path) -> None:
    told = nu(attacked / "html")
    # the attacks' own marks, and a guess at the language of pages that are full of them
    attacks = ("Unicode Normalization Form C", "appears to be written in")
    assert [message for message in told if not any(words in message for words in attacks)] == []


# -- PDF ---------------------------------------------------------------------------------------------------------------------


def test_every_attack_is_shown_in_the_pdf(attacked: Path) -> None:
    (path,) = (attacked / "pdf").iterdir()
    text = printed(body_text(path))
    missing = [name for name, words in ATTACKS.items() if printed(words) not in text]
    assert missing == []


def printed(text: str) -> str:
    """A text as the PDF has it: hyphens at the end of a line do not count."""
    shown = "".join(sign for sign in squashed(text) if ord(sign) in glyphs() and sign not in "-\u00ad\u2010")
    return "".join(sign for sign in unicodedata.normalize("NFD", shown) if not unicodedata.combining(sign))


# -- data files --------------------------------------------------------------------------------------------------------------

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def test_no_cell_of_a_data_file_is_a_formula_in_any_reading(attacked: Path) -> None:
    """A spreadsheet with Danish settings splits a file at semicolons, another at commas or tabs."""
    files = sorted((attacked / "html/data").glob("*.csv"))
    assert any("cmd|" in path.read_text(encoding="utf-8") for path in files)
    for path in files:
        text = path.read_text(encoding="utf-8")
        for separator in ",;\t":
            for row in csv.reader(io.StringIO(text), delimiter=separator):
                bad = [cell for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]
                assert bad == [], (path.name, separator)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("@x", "'@x"), ("-x", "'-x"), ("-2+3", "'-2+3"), ("\t=1", "'\t'=1"), ("a;=1", "a;'=1"),
        ("a; +1", "a; '+1"), ("a\n=1", "a\n'=1"), ("＝1", "'＝1"), ("-2.5", "-2.5"), ("-7", "-7"), ("4.25", "4.25"), (-3, -3), ("a = b", "a = b"),
        ("2024-12-31", "2024-12-31"), ("a, -1", "a, -1"), ("", ""), ('"=1', "'\"=1"), ('a;"=1"', "a;'\"=1\""),
    ],
)  # fmt: skip
def test_a_cell_that_would_be_a_formula_gets_an_apostrophe(value: object, expected: object) -> None:
    assert inert(value) == expected


@given(st.lists(st.text(st.sampled_from("=+-@\t\r\n ;,'\"a1.＝＋－＠"), max_size=12), min_size=1, max_size=3))
@settings(max_examples=500)
def test_no_text_is_a_formula_in_a_data_file(texts: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(["x", *map(inert, texts), "2024K4"])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=separator):
            assert [cell for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []


# -- refused -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
@pytest.mark.parametrize("place", ["comment", "evidence"])
def test_what_could_deceive_is_refused_with_its_place(path: Path, place: str, library: Path) -> None:
    words = path.read_bytes().decode().removesuffix("\n")
    folder = library / "data/2026/2026K2"
    if place == "comment":
        name = "commentary.yml"
        remarks = {"a.1": {"comment": words, "revision": "Fire svar kom med posten."}}
        (folder / name).write_text(json.dumps(remarks), encoding="utf-8")
    else:
        name = "deliverables.csv"
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(
                ["b.1", "sal-3", "", "2026-08-01", words]
            )
    seal(folder)
    with pytest.raises(ProblemsError) as caught:
        load(K2, library / "data")
    (problem,) = caught.value.problems
    assert problem.place.file == f"2026/2026K2/{name}"
    assert problem.place.line
    assert re.search(r"skjult tegn|Linket kan ikke bruges|\(CR\)|ikke i UTF-8", problem.message)
    told = str(problem)
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", told
    )  # a terminal must not be attacked either


@pytest.mark.parametrize("path", UNSHOWN, ids=lambda path: path.stem)
def test_what_the_pdf_cannot_show_is_refused_before_a_book_is_made(path: Path, tmp_path: Path) -> None:
    project = make_library(tmp_path)
    words = path.read_text(encoding="utf-8").strip("\n")
    folder = project / "data/2026/2026K2"
    with (folder / "deliverables.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(["b.1", "sal-3", "", "2026-08-01", words])
    seal(folder)
    line = len((folder / "deliverables.csv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(ProblemsError) as caught:
        build(K2, project, project / "data", project / "_build")
    assert {(problem.place.file.removeprefix("data/"), problem.place.line) for problem in caught.value.problems} == {
        ("2026/2026K2/deliverables.csv", line)
    }
    assert not list((project / "_build").glob("2026K2"))


# -- any text ----------------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_words_in_a_heading_are_those_words(words: str) -> None:
    """A plan's titles stand in the notebooks' headings and in the pages' substitutions as Markdown."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(f"## 1.1 x{as_markdown(words)}x")
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "text_special"}
    shown = "".join(child.content for child in tokens[1].children or ())
    assert shown == "1.1 x" + re.sub(r"[ \t\n]+", " ", words).strip(" ") + "x"


def test_a_notebook_with_an_error_never_becomes_a_page(tmp_path: Path) -> None:
    from kvartalsbog.book.layout import lay_out  # noqa: PLC0415
    from kvartalsbog.errors import CompilationError  # noqa: PLC0415

    project = make_library(tmp_path)
    executed = project / "notebooks"
    path = executed / "2026/pillar_a.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "error", "ename": "E", "evalue": "x", "traceback": []}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    report = load(K2, project / "data")
    with pytest.raises(CompilationError, match=r"pillar_a\.ipynb: Notesbogen har en fejl"):
        lay_out(project, executed, tmp_path / "stage", report, Gathered(find(report), ""))
    assert not (tmp_path / "stage").exists()
