"""All that a book is made from in one folder: settings, table of contents, pages and executed notebooks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kvartalsbog.book.held import hold, units_in
from kvartalsbog.book.memory.place import Memory
from kvartalsbog.book.notebooks import has_error
from kvartalsbog.book.settings import check_settings, read_toc
from kvartalsbog.errors import CompilationError
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.project import PAGES, page_files, pages_folder
from kvartalsbog.pages.annual import TARGET_REPORTING, closes_year
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.plan.contents import UNITS, chapters
from kvartalsbog.plan.publication import Release
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.gathering import Gathered


@dataclass(frozen=True)
class Layout:
    """A book that is laid out in the folder `stage`, and what its pages are made from beside that. `data_dir` is absolute."""

    stage: Path
    gathered: Gathered
    data_dir: Path
    release: Release
    memory: Memory | None = None

    @property
    def work(self) -> Path:
        """Where the book is compiled: what is read, and a folder for each builder."""
        return self.stage.parent / "work"


def table_of_contents(toc: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The project's table of contents with the notebooks of a plan.

    For the plan that the project's own table names it is that table; for another year the notebooks take the place
    of the named ones, so that an old edition can still be corrected.
    """
    parts = []
    placed = False
    for part in toc["parts"]:
        kept = [page for page in part["chapters"] if not _is_notebook(page)]
        if len(kept) < len(part["chapters"]) and not placed:
            kept = [*({"file": chapter.page} for chapter in chapters(plan)), *kept]
            placed = True
        parts.append({**part, "chapters": kept})
    if not placed:
        raise CompilationError(
            "_toc.yml: Der er ingen notesbøger (notebooks/…) i indholdsfortegnelsen. Skriv dem med: kvartalsbog scaffold data/ÅR/plan.yml"
        )
    return {**toc, "parts": [part for part in parts if part["chapters"]]}


def lay_out(project: Path, executed: Path, stage: Path, report: Report, gathered: Gathered) -> None:
    """Put all that a build reads into one folder: settings, table of contents, pages, executed notebooks; and after these
    the brief, in the last book of a year the target reporting, and the chapters of the units.

    Raises CompilationError when a notebook holds an error, and ProblemsError when a notebook is not this book's, or the settings or the table of contents cannot
    be used.
    """
    for notebook in sorted(executed.rglob("*.ipynb")):
        if has_error(notebook.read_text(encoding="utf-8")):
            raise CompilationError(
                f"{notebook.name}: Notesbogen har en fejl og kan ikke sættes i bogen. Kør den i Jupyter, og ret cellen."
            )
    hold(executed, report, gathered.data)
    body = report.period.body
    check_settings(project, body)
    stage.mkdir(parents=True)
    shutil.copy(project / "_config.yml", stage / "_config.yml")
    for page in page_files(project, body):
        target = stage / PAGES / page.relative_to(pages_folder(project, body))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, target)
    shutil.copytree(executed, stage / "notebooks")
    toc = table_of_contents(read_toc(project, body), report.plan)
    for chapter in (*((TARGET_REPORTING,) if closes_year(gathered.findings) else ()), BRIEF):
        toc = _with_page(toc, chapter.file)
        (stage / f"{chapter.file}.md").write_text(chapter.page(gathered.findings), encoding="utf-8", newline="\n")
    if units := units_in(executed, report.plan):
        part = {"caption": gathered.findings.language.say(UNITS), "chapters": [{"file": unit.page} for unit in units]}
        toc = {**toc, "parts": [*toc["parts"], part]}
    text = yaml.safe_dump(toc, allow_unicode=True, sort_keys=False)
    (stage / "_toc.yml").write_text(text, encoding="utf-8", newline="\n")


def _with_page(toc: dict[str, Any], page: str) -> dict[str, Any]:
    """The table of contents with a page after the last of the notebooks."""
    chapters_ = [part["chapters"] for part in toc["parts"]]
    last = max(place for place, part in enumerate(chapters_) if any(_is_notebook(entry) for entry in part))
    own = chapters_[last]
    after = max(place for place, entry in enumerate(own) if _is_notebook(entry)) + 1
    part = {**toc["parts"][last], "chapters": [*own[:after], {"file": page}, *own[after:]]}
    return {**toc, "parts": [*toc["parts"][:last], part, *toc["parts"][last + 1 :]]}


def _is_notebook(entry: dict[str, Any]) -> bool:
    return str(entry["file"]).startswith("notebooks/")
