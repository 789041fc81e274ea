"""The shipped notebooks: thin, without outputs, and equal to the plan in their headings."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import papermill
import pytest
import yaml
from conftest import ROOT

from kvartalsbog.book.layout import table_of_contents
from kvartalsbog.book.scaffold import notebook
from kvartalsbog.plan.contents import Chapter, chapters, named_notebooks, unit_chapters
from kvartalsbog.plan.loading import read_plan

PLANS = {
    path.parent.relative_to(ROOT / "data").as_posix(): read_plan(path, ROOT, name=path.as_posix())
    for path in sorted((ROOT / "data").rglob("plan.yml"))
}
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
CHAPTERS = [chapter for plan in PLANS.values() for chapter in chapters(plan)]
UNITS = [chapter for plan in PLANS.values() for chapter in unit_chapters(plan)]


def code(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestEveryNotebook:
    def test_it_has_no_outputs(self, path: Path) -> None:
        cells = nbformat.read(path, 4).cells
        assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]

    def test_its_parameters_are_the_quarter_and_the_data(self, path: Path) -> None:
        own = {"unit"} if path.name == "unit.ipynb" else set()
        assert set(papermill.inspect_notebook(str(path))) == {"quarter", "data_dir", *own}

    def test_it_is_thin(self, path: Path) -> None:
        sources = code(path)
        banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Lambda, ast.ListComp)
        for source in sources:
            assert len(source.splitlines()) <= 5
            assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, banned)]

    def test_it_imports_chapters_and_nothing_else(self, path: Path) -> None:
        trees = [ast.parse(source) for source in code(path)]
        imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert [getattr(node, "module", None) for node in imports] == ["kvartalsbog.pages.chapters"]

    def test_a_plan_names_it(self, path: Path) -> None:
        assert path.relative_to(ROOT).as_posix() in {chapter.file for chapter in (*CHAPTERS, *UNITS)}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.notebook for chapter in CHAPTERS])
def test_a_chapters_headings_are_the_plans(chapter: Chapter) -> None:
    cells = nbformat.read(ROOT / chapter.notebook, 4).cells
    lines = [line for cell in cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    assert lines[:2] == [f"({chapter.label})=", f"# {chapter.heading}"]
    if chapter.pillar is not None:
        found = [line for line in lines if line.startswith(("# ", "## "))]
        assert found[1:] == [f"## Mål {goal.id}" for goal in chapter.pillar.goals]
        assert chapter.title == chapter.pillar.title


def test_a_scaffolded_notebook_is_valid() -> None:
    for plan in PLANS.values():
        for chapter in (*chapters(plan), *unit_chapters(plan)[:1]):
            nbformat.validate(notebook(chapter, plan))


def test_a_plan_that_is_not_read_yet_names_the_same_chapters() -> None:
    for year, plan in PLANS.items():
        raw = yaml.safe_load((ROOT / "data" / year / "plan.yml").read_text(encoding="utf-8"))
        named = dict(named_notebooks(raw))
        assert sorted(named.values()) == sorted(chapter.notebook for chapter in chapters(plan))
        assert named[("overview",)] == plan.overview
    assert list(named_notebooks({"pillars": [1, {}]})) == [(("pillars", 1, "notebook"), None), (("overview",), None)]
    assert not list(named_notebooks(["overview"]))


def test_the_table_of_contents_has_the_newest_plans_notebooks() -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    newest = PLANS[max(name for name in PLANS if "/" not in name)]
    assert table_of_contents(toc, newest) == toc


def test_every_page_is_in_the_table_of_contents() -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = {toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])}
    pages = {path.relative_to(ROOT).with_suffix("").as_posix() for path in (ROOT / "book").glob("*.md")}
    assert pages == {name for name in listed if name.startswith("book/")}


def test_an_earlier_years_notebooks_take_the_place_of_the_newest(tmp_path: Path) -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    other = read_plan(ROOT / "tests/library/data/2026/plan.yml", None, name="plan.yml")
    files = [chapter["file"] for part in table_of_contents(toc, other)["parts"] for chapter in part["chapters"]]
    assert files[:4] == [
        "notebooks/2026/overview",
        "notebooks/2026/pillar_a",
        "notebooks/2026/pillar_b",
        "notebooks/2026/pillar_c",
    ]
    assert not [file for file in files if file.startswith("notebooks/2024")]
    assert [file for file in files if file.startswith("book/")] == [
        chapter["file"] for part in toc["parts"] for chapter in part["chapters"] if chapter["file"].startswith("book/")
    ]


def test_the_starters_settings_are_the_projects() -> None:
    starter = ROOT / "kvartalsbog/starter/_config.yml"
    assert starter.read_text(encoding="utf-8") == (ROOT / "_config.yml").read_text(encoding="utf-8")
