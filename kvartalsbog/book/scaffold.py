"""A plan → the notebooks, table of contents, settings and first pages of its book."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kvartalsbog.book.layout import table_of_contents
from kvartalsbog.book.settings import read_toc
from kvartalsbog.content.dialect import as_said_of, in_words_of
from kvartalsbog.errors import UsageError
from kvartalsbog.files.placement import write_files
from kvartalsbog.inputs.project import SETTINGS, TOC, pages_folder, toc_file
from kvartalsbog.periods import Calendar
from kvartalsbog.plan.contents import ON_SCREEN, UNIT, Chapter, chapters, goal_parts, unit_chapters
from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.gathering import NEWEST

HIDDEN = "remove-cell"
PARTS = {  # part of a goal's section → its address, after the goal's: `goal-2-1-leverancer`, and its heading
    "development": ("maaneder", "Måned for måned"),
    "districts": ("enheder", "Enhed for enhed"),
    "deliverables": ("leverancer", "Leverancer og frister"),
    "history": ("historie", "Målet gennem årene"),
    "comment": ("bemaerkning", "Ejerens bemærkning"),
}
Cell = tuple[str, str]
_UNIT_CELLS: tuple[Cell, ...] = (
    ("code", f"from kvartalsbog.pages.chapters import unit_chapter\n\nchapter = unit_chapter({UNIT}, quarter, data_dir)\nchapter.summary"),
    ("markdown", f"({UNIT}-{{{UNIT}}}-tal)=\n## Enhedens tal"),
    ("code", "chapter.goals"),
    ("markdown", f"({UNIT}-{{{UNIT}}}{ON_SCREEN})=\n## Gennem året"),
    ("code", "chapter.history"),
)  # fmt: skip


def scaffold(plan: Plan, project: Path, *, force: bool = False) -> list[Path]:
    """Write what the plan's book needs and does not have yet. Returns the files written.

    Notebooks that exist are left as they are, and refused where nothing is missing, unless `force`; the project's table of contents is brought to the plan's
    notebooks; settings and pages are only written where there are none. Raises UsageError, or ProblemsError for a
    table of contents that cannot be used.
    """
    plan = plan.with_every_goal()
    body = plan.body or ""
    if toc_file(project, body).is_file():
        read_toc(project, body, with_pages=False)
    notebooks = {chapter.notebook: notebook(chapter, plan) for chapter in chapters(plan)}
    existing = [name for name in notebooks if (project / name).exists()]
    notebooks |= {chapter.file: notebook(chapter, plan) for chapter in unit_chapters(plan)[:1]}
    if existing and not force:
        notebooks = {name: made for name, made in notebooks.items() if not (project / name).exists()}
    if not notebooks:
        raise UsageError(f"Findes allerede: {', '.join(existing)}. Brug --force for at skrive dem igen.")
    written = write_files(project, {name: nbformat.writes(made) + "\n" for name, made in notebooks.items()})
    return [*written, *_starter(project, plan), _write_toc(plan, project)]


def lacking_notebooks(plan: Plan, project: Path) -> bool:
    """Whether a notebook of a plan, whenever its goals are in it, is not there."""
    return not all((project / chapter.notebook).is_file() for chapter in chapters(plan.with_every_goal()))


def notebook(chapter: Chapter, plan: Plan) -> Any:
    """The notebook of a chapter: of a pillar, or of the plan. Its headings have the plan's own words."""
    cells = _cells(chapter, plan.calendar)
    return _notebook([(kind, in_words_of(t, plan.words.nouns) if kind == "markdown" else t) for kind, t in cells])


def _cells(chapter: Chapter, calendar: Calendar) -> list[Cell]:
    if chapter.unit is not None:
        set_ = "\n".join((_parameters(), *(f'{name} = "{value}"' for name, value in chapter.own.items())))
        return [("markdown", f"({UNIT}-{{{UNIT}}})=\n# Enhed {{{UNIT}}}"), ("parameters", set_), *_UNIT_CELLS]
    cells = _overview_cells(calendar.noun.bare) if chapter.pillar is None else _pillar_cells(chapter.pillar)
    return [("markdown", f"({chapter.label})=\n# {chapter.heading}"), ("parameters", _parameters()), *cells]


def _pillar_cells(pillar: Pillar) -> list[Cell]:
    """A heading a goal, and under each heading one short cell.

    Headings name pillars and goals by their numbers alone. The book puts the titles of the plan in force in their place,
    so that no heading can contradict an amended plan.
    """
    cells: list[Cell] = [
        ("code", f'from kvartalsbog.pages.chapters import pillar_chapter\n\nchapter = pillar_chapter("{pillar.id}", quarter, data_dir)\nchapter.summary'),
    ]  # fmt: skip
    if pillar.background:
        cells.append(("code", "chapter.background"))
    for goal in pillar.goals:
        cells += _goal_cells(goal)
    return cells


def _overview_cells(bare: str) -> list[Cell]:
    return [
        ("code", "from kvartalsbog.pages.chapters import overview_chapter\n\nchapter = overview_chapter(quarter, data_dir)\nchapter.summary"),
        ("markdown", "(overview-opmaerksomhed)=\n## Kræver opmærksomhed"),
        ("code", "chapter.attention"),
        ("markdown", "(overview-maal)=\n## Alle mål"),
        ("code", "chapter.scorecard"),
        ("markdown", f"(overview-aendringer)=\n## Ændret siden sidste {bare}"),
        ("code", "chapter.changes"),
        ("markdown", "(overview-frister)=\n## De næste 100 dage"),
        ("code", "chapter.due"),
    ]  # fmt: skip


def _goal_cells(goal: Goal) -> list[Cell]:
    cells: list[Cell] = [
        ("markdown", f"({goal.label})=\n## Mål {goal.id}"),
        ("code", f'goal = chapter.goal("{goal.id}")\ngoal.status'),
    ]
    for part in goal_parts(goal)[1:]:
        name, title = PARTS[part]
        cells += [("markdown", f"({goal.label}-{name})=\n### {title}"), ("code", f"goal.{part}")]
    return cells


def _parameters() -> str:
    return f'quarter = "{NEWEST}"\ndata_dir = "data"'


def _notebook(cells: list[Cell]) -> Any:
    made = []
    for number, (kind, source) in enumerate(cells, start=1):
        name = {"id": f"cell-{number:02d}"}
        if kind == "markdown":
            made.append(new_markdown_cell(source, **name))
        elif kind == "parameters":
            made.append(new_code_cell(source, metadata={"tags": ["parameters", HIDDEN]}, **name))
        else:
            made.append(new_code_cell(source, **name))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=made, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def _starter(project: Path, plan: Plan) -> list[Path]:
    written, calendar = [], plan.calendar
    there = (entry for entry in files("kvartalsbog").joinpath("starter").iterdir() if entry.is_file())
    for source in sorted(there, key=lambda entry: entry.name):
        own = (
            toc_file(project, calendar.body)
            if source.name == TOC
            else pages_folder(project, calendar.body) / source.name
        )
        target = project / SETTINGS if source.name == SETTINGS else own
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            said = in_words_of(as_said_of(source.read_text(encoding="utf-8"), calendar), plan.words.nouns)
            target.write_text(said, encoding="utf-8", newline="\n")
            written.append(target)
    return written


def _write_toc(plan: Plan, project: Path) -> Path:
    path = toc_file(project, plan.body or "")
    toc = table_of_contents(read_toc(project, plan.body or "", with_pages=False), plan)
    path.write_text(yaml.safe_dump(toc, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")
    return path
