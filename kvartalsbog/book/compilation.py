"""Executed notebooks and pages → HTML and PDF, from the same doctrees, in one process; a warning is an error."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from jupyter_book.config import get_final_config
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kvartalsbog.book.complaints import sphinx_problems
from kvartalsbog.book.held import hold
from kvartalsbog.book.memory.pages import Pages
from kvartalsbog.book.memory.place import Memory
from kvartalsbog.book.notebooks import has_error
from kvartalsbog.book.outputs import OUTPUTS
from kvartalsbog.book.settings import check_settings, read_toc
from kvartalsbog.errors import CompilationError, ProblemsError
from kvartalsbog.files.copying import copy_tree
from kvartalsbog.inputs.loading import Report
from kvartalsbog.pages import annual
from kvartalsbog.plan.contents import chapters
from kvartalsbog.plan.publication import Release
from kvartalsbog.plan.values import Plan
from kvartalsbog.sphinxext.given import Book
from kvartalsbog.verdicts.gathering import Gathered

# settings that Jupyter Book writes for extensions which the book does not load
_FOREIGN = ("comments_config", "use_jupyterbook_latex", "use_multitoc_numbering", "thebe_config", "bibtex_bibfiles")


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
        raise CompilationError("_toc.yml: Der er ingen notesbøger (notebooks/…) i indholdsfortegnelsen.")
    return {**toc, "parts": [part for part in parts if part["chapters"]]}


def lay_out(project: Path, executed: Path, stage: Path, report: Report, gathered: Gathered) -> None:
    """Put all that a build reads into one folder: settings, table of contents, pages, executed notebooks; and in the last
    book of a year the target reporting, which is a chapter after the others.

    Raises CompilationError when a notebook holds an error, and ProblemsError when a notebook is not this book's, or the settings or the table of contents cannot
    be used.
    """
    for notebook in sorted(executed.rglob("*.ipynb")):
        if has_error(notebook.read_text(encoding="utf-8")):
            raise CompilationError(f"{notebook.name}: Notesbogen har en fejl og kan ikke sættes i bogen.")
    hold(executed, report, gathered.data)
    check_settings(project)
    stage.mkdir(parents=True)
    shutil.copy(project / "_config.yml", stage / "_config.yml")
    copy_tree(project / "book", stage / "book")
    shutil.copytree(executed, stage / "notebooks")
    toc = table_of_contents(read_toc(project), report.plan)
    if annual.closes_year(gathered.findings):
        toc = _with_page(toc, annual.PAGE)
        (stage / f"{annual.PAGE}.md").write_text(annual.page(gathered.findings), encoding="utf-8", newline="\n")
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


def compiler(
    stage: Path, gathered: Gathered, data_dir: Path, release: Release, memory: Memory | None = None
) -> Callable[..., Path]:
    """What lets a builder of Sphinx write the book of a stage, with settings of its own, and gives the folder that it
    wrote. It raises ProblemsError with every warning and error of Sphinx.
    """
    work = stage.parent / "work"
    pages = Pages(memory, gathered, release, stage, work / "doctrees")
    common: dict[str, Any] = {
        "kb_quarter": str(gathered.findings.period),
        "kb_data_dir": str(data_dir.resolve()),
        "kb_version": release.version or 0,
        "kb_approved": release.approved,
        "nb_execution_mode": "off",
        "nitpicky": True,
    }

    settings = _settings(stage)
    outdated = pages.recall(settings["extensions"])
    is_recalled = outdated is not None

    def compiled(builder: str, **own: Any) -> Path:
        nonlocal outdated, is_recalled
        overrides, is_read = {**settings, **common, **own}, outdated == frozenset()
        try:
            _build(builder, stage, work, gathered, overrides, outdated)
        except Exception:
            if not is_recalled:
                raise
            # a memory of pages is no reason for anything: what is wrong is told of pages that are read now
            shutil.rmtree(work)
            outdated, is_recalled, is_read = None, False, False
            _build(builder, stage, work, gathered, overrides, None)
        if not is_read:
            pages.keep(settings["extensions"])
        outdated = frozenset()
        return work / builder

    return compiled


def _settings(stage: Path) -> dict[str, Any]:
    """Jupyter Book's settings for Sphinx, the same for every builder: they read the same doctrees."""
    settings, _ = get_final_config(
        user_yaml=stage / "_config.yml",
        sourcedir=stage,
        cli_config={"latex_individualpages": False, "external_toc_path": str(stage / "_toc.yml")},
    )
    settings = {name: value for name, value in settings.items() if name not in _FOREIGN}
    settings["external_toc_path"] = "_toc.yml"  # as the pages that were read before know it
    settings["extensions"] += [name for output in OUTPUTS.values() for name in output.extensions]
    return settings


def _build(
    builder: str,
    stage: Path,
    work: Path,
    gathered: Gathered,
    overrides: dict[str, Any],
    outdated: frozenset[str] | None,
) -> None:
    """Let a builder write all pages. Of what is read already only the `outdated` documents are read again."""
    told = io.StringIO()
    with _quiet_process(), patch_docutils(), docutils_namespace():
        try:
            app = Book(
                gathered, srcdir=stage, confdir=None, outdir=work / builder, doctreedir=work / "doctrees", buildername=builder,
                confoverrides=overrides, warningiserror=True, keep_going=True, status=None, warning=told,
            )  # fmt: skip
            app.connect("env-get-outdated", lambda *_: sorted(outdated or ()))
            app.build(force_all=True)
        except SphinxError as error:
            raise ProblemsError(sphinx_problems(_told(f"{told.getvalue()}{error}", stage), stage)) from error
    if app.statuscode or told.getvalue().strip():
        raise ProblemsError(sphinx_problems(_told(told.getvalue(), stage), stage))


def _told(text: str, stage: Path) -> str:
    """What Sphinx told, without colours, and of files named as in the project."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text).strip()
    for folder in (stage, stage.parent):
        text = text.replace(f"{folder}{os.sep}", "").replace(str(folder), ".")
    return text


@contextlib.contextmanager
def _quiet_process() -> Iterator[None]:
    """Give Sphinx a process of its own kind: its working folder, paths and filters are put back afterwards."""
    folder, path = Path.cwd(), list(sys.path)
    with warnings.catch_warnings():
        # deprecations inside the theme and parsers are theirs to mend; the book's own warnings come through Sphinx
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            os.chdir(folder)
            sys.path[:] = path
