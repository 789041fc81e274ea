"""What cannot be printed, and what is not written yet, is told with its place before anything is built or published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import call
from conftest import make_library, seal

from kvartalsbog.book.manuscript import refuse_placeholders, refuse_unprintable
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import Period, quarter_of
from kvartalsbog.sphinxext.typeface import UnshownError
from kvartalsbog.sphinxext.typst.markup import escape

K1 = quarter_of(2026, 1)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_library(tmp_path).resolve()


def told(check: Callable[..., None], project: Path, quarter: Period = K1) -> list[str]:
    report = load(quarter, project / "data")
    try:
        check(report, project, project / "data")
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_the_shipped_and_the_scaffolded_projects_have_neither(project: Path) -> None:
    for check in (refuse_unprintable, refuse_placeholders):
        assert told(check, project) == []


@pytest.mark.parametrize(("words", "signs"), [
    ("👮 roste", ["👮 (U+1F46E)"]), ("Tak ✅", ["✅ (U+2705)"]), ("שלום", ["ש (U+05E9)", "ל (U+05DC)", "ו (U+05D5)", "ם (U+05DD)"]),
    ("漢字", ["漢 (U+6F22)", "字 (U+5B57)"]), ("Ｏpfyldt", ["Ｏ (U+FF2F)"]),
])  # fmt: skip
def test_an_owners_sign_that_the_pdf_lacks_is_told_with_file_line_and_sign(
    project: Path, words: str, signs: list[str]
) -> None:
    folder = project / "data/2026/2026K1"
    (folder / "commentary.yml").write_text(f"a.1:\n  comment: Godt.\na.2:\n  comment: {words}\n", encoding="utf-8")
    seal(folder)
    found = told(refuse_unprintable, project)
    assert len(found) == len(signs)
    for problem, sign in zip(sorted(found), sorted(signs), strict=True):
        assert problem.startswith(
            "data/2026/2026K1/commentary.yml:4 [a.2.comment]: PDF’en kan ikke vise tegnet. Fundet: "
        )
        assert sign in problem


def test_signs_are_found_in_the_plan_in_evidence_on_pages_and_in_notebooks(project: Path) -> None:
    plan = project / "data/2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("title: Nye rum", "title: Nye rum ☂"), encoding="utf-8")
    page = project / "book/method.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSidste linje 🚓\n", encoding="utf-8")
    notebook = project / "notebooks/2026/pillar_a.ipynb"
    document = json.loads(notebook.read_text(encoding="utf-8"))
    document["cells"][0]["source"] = ["(pillar-a)=\n", "# Søjle a 🚓"]
    notebook.write_text(json.dumps(document), encoding="utf-8")
    items = project / "data/2026/2026K1/deliverables.csv"
    rows = items.read_text(encoding="utf-8").splitlines()
    rows[1] = rows[1].rstrip() + " 漢"
    items.write_text("\n".join(rows) + "\n", encoding="utf-8")
    seal(items.parent)
    found = told(refuse_unprintable, project)
    last = len(page.read_text(encoding="utf-8").splitlines())
    starts = (
        "book/method.md:" + str(last),
        "data/2026/2026K1/deliverables.csv:2",
        "data/2026/plan.yml:",
        "notebooks/2026/pillar_a.ipynb [celle 1]",
    )
    assert [any(problem.startswith(start) for problem in found) for start in starts] == [True] * 4


def test_ordinary_danish_and_greek_and_typography_are_shown(project: Path) -> None:
    assert escape("æøå ÆØÅ é ü ß — – … »« €  ½ ≤ µ α")
    with pytest.raises(UnshownError):
        escape("🚓")


@pytest.mark.parametrize("words", [
    "Myndigheden, der udgiver bogen, skriver her navn, telefon og e-mail.", "Myndigheden sætter her et link til sin erklæring.",
    "Kontakt: [indsæt navn]", "Skriv her, hvem der svarer.", "TODO: tal med ministeriet", "Teksten udfyldes senere.", "Lorem ipsum dolor",
])  # fmt: skip
def test_a_placeholder_on_a_page_is_refused_with_its_place(project: Path, words: str) -> None:
    page = project / "book/plan.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
    last = len(page.read_text(encoding="utf-8").splitlines())
    (problem,) = told(refuse_placeholders, project)
    assert problem.startswith(f"book/plan.md:{last}: Her står en pladsholder. Fundet: ")


@pytest.mark.parametrize("words", [
    "Her står, hvordan tallene bliver til.", "Her er det skrevet.", "Ejeren har ikke skrevet en bemærkning.", "Se {ref}`planen <plan>` og [linket](https://example.org).",
    "Den udgives senere på året.",
])  # fmt: skip
def test_ordinary_words_are_no_placeholder(project: Path, words: str) -> None:
    page = project / "book/plan.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
    assert told(refuse_placeholders, project) == []


def test_a_plan_that_is_still_a_draft_is_refused(project: Path) -> None:
    plan = project / "data/2026/plan.yml"
    draft = "# UDKAST til planen for 2026, lavet ud fra planen for 2025.\n"
    plan.write_text(draft + plan.read_text(encoding="utf-8"), encoding="utf-8")
    (problem,) = told(refuse_placeholders, project)
    assert problem.startswith("data/2026/plan.yml:1: Planen er et udkast.")


@pytest.mark.parametrize(
    ("out", "kept"), [("data/2026", "series.csv"), ("udtræk", "sager.csv"), ("bøger", "manifest.json")]
)
def test_a_book_takes_nobody_elses_place(out: str, kept: str, project: Path) -> None:
    """Somebody who gives the folder of the extracts, or of the readings, as `--out` would lose them."""
    place = project / out / "2026K1" / kept
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    before = sorted(place.parent.iterdir())
    done = call("build", "2026K1", "--out", out, cwd=project)
    assert (done.returncode, "Her står noget, der ikke er en bog" in done.stderr) == (2, True), done.told
    assert sorted(place.parent.iterdir()) == before
