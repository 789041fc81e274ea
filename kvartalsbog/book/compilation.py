"""Executed notebooks and pages → HTML and PDF, from the same doctrees; a warning is an error."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from jupyter_book.config import get_final_config
from sphinx.application import builtin_extensions
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kvartalsbog.book.complaints import sphinx_problems
from kvartalsbog.book.layout import Layout
from kvartalsbog.book.memory.pages import Pages
from kvartalsbog.book.outputs import OUTPUTS, Builders
from kvartalsbog.book.progress import Later, at_once
from kvartalsbog.errors import ProblemsError
from kvartalsbog.process.apart import Apart, can_fork
from kvartalsbog.sphinxext.given import Before, Book
from kvartalsbog.sphinxext.numbering import number_again_if_needed
from kvartalsbog.sphinxext.typeface import anew

# settings that Jupyter Book writes for extensions which the book does not load
_FOREIGN = ("comments_config", "use_jupyterbook_latex", "use_multitoc_numbering", "thebe_config", "bibtex_bibfiles")
# what every project's settings name, and what Jupyter Book adds to it
_EXTENSIONS = (
    "myst_nb",
    "sphinx_external_toc",
    "sphinx_jupyterbook_latex",
    "sphinx_multitoc_numbering",
    "kvartalsbog.sphinxext.html",
)


def load(extensions: Iterable[str] = _EXTENSIONS) -> None:
    """Import what Sphinx will ask for, so that it is there already: for a process that waits, and for those that it will fork."""
    own = (name for output in OUTPUTS.values() for name in output.extensions)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*builtin_extensions, *extensions, *own):
            with suppress(Exception):  # told where it is asked for
                import_module(name)


def compiled(layout: Layout, builders: Builders, later: Later = at_once, standing: Path | None = None) -> Path:
    """Let each builder write the book, from doctrees that are read once; gives the folder with a folder for each.

    Of pages that a memory knows only those that changed are read; what it is to know of these it is told `later`. `standing` is where
    they are left for the next book. Raises ProblemsError with every warning and error.
    """
    settings = _settings(layout.stage)
    pages = Pages(
        layout.memory, layout.gathered, layout.release, layout.stage, layout.work / "doctrees", later, standing
    )
    outdated = pages.recall(settings["extensions"])
    try:
        _write(layout, settings, builders, pages, outdated, pages.written(settings["extensions"]))
    except Exception:
        if outdated is None:
            raise
        # a memory of pages is no reason for anything: what is wrong is told of pages that are read now
        shutil.rmtree(layout.work)
        _write(layout, settings, builders, pages, None)
    return layout.work


def _write(
    layout: Layout,
    settings: dict[str, Any],
    builders: Builders,
    pages: Pages,
    outdated: frozenset[str] | None,
    before: Before | None = None,
) -> None:
    """The first builder reads, and writes no page again that is as it was `before`. The others write beside it as soon as it has, in processes of their own where this one can
    be forked: what each writes is a function of what was read.
    """
    first, *others = builders
    load(settings["extensions"])
    build = {name: partial(_build, name, layout, {**settings, **own}) for name, own in builders.items()}
    with ExitStack() as open_:
        apart = [open_.enter_context(Apart(partial(build[name], frozenset()))) for name in others if can_fork()]

        def begin() -> None:
            for other in apart:
                other.begin()

        found = build[first](outdated, begin, before)
        begin()  # where the first tells of nothing
        told = pages.keep(settings["extensions"], outdated) if outdated != frozenset() else {}
        if before is not None and found != before:
            pages.keep_written(found)
        for other in apart:
            other.result()
        for name in others[len(apart) :]:
            build[name](frozenset())
        pages.leave(told)


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
    layout: Layout,
    settings: Mapping[str, Any],
    outdated: frozenset[str] | None,
    when_read: Callable[[], None] = lambda: None,
    before: Before | None = None,
) -> Before:
    """Let a builder write all pages. Of what is read already only the `outdated` documents are read again; then `when_read` is
    called, and what was read lies on the disk. Gives the pages as they are written, if the builder tells.
    """
    told, made = io.StringIO(), layout.memory.made if layout.memory is not None else anew
    own = {
        "kb_quarter": str(layout.gathered.findings.period),
        "kb_data_dir": str(layout.data_dir.resolve()),
        "kb_version": layout.release.version or 0,
        "kb_approved": layout.release.approved,
        "nb_execution_mode": "off",
        "nitpicky": True,
    }
    with _quiet_process(), patch_docutils(), docutils_namespace():
        try:
            app = Book(
                layout.gathered, made, before, srcdir=layout.stage, confdir=None, outdir=layout.work / builder,
                doctreedir=layout.work / "doctrees", buildername=builder, confoverrides={**settings, **own},
                warningiserror=True, keep_going=True, status=None, warning=told,
            )  # fmt: skip
            app.connect("env-get-outdated", lambda *_: sorted(outdated or ()))
            if outdated == frozenset():
                app.events.listeners.pop("env-get-updated")  # what was read is numbered already
            elif outdated is not None:
                number_again_if_needed(app)
            app.connect("write-started", lambda *_: when_read())
            app.build(force_all=True)
        except SphinxError as error:
            raise ProblemsError(
                sphinx_problems(_told(f"{told.getvalue()}{error}", layout.stage), layout.stage)
            ) from error
    if app.statuscode or told.getvalue().strip():
        raise ProblemsError(sphinx_problems(_told(told.getvalue(), layout.stage), layout.stage))
    return getattr(app.builder, "found", {})


def _told(text: str, stage: Path) -> str:
    """What Sphinx told, without colours, and of files named as in the project."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text).strip()
    for folder in (stage, stage.parent):
        text = text.replace(f"{folder}{os.sep}", "").replace(str(folder), ".")
    return text


@contextlib.contextmanager
def _quiet_process() -> Iterator[None]:
    """Give Sphinx a process of its own kind: its working folder, paths and filters are put back afterwards."""
    folder, path, silent = Path.cwd(), list(sys.path), logging.root.manager.disable
    logging.disable(logging.INFO)  # it would tell of every event, to nobody
    with warnings.catch_warnings():
        # deprecations inside the theme and parsers are theirs to mend; the book's own warnings come through Sphinx
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logging.disable(silent)
            os.chdir(folder)
            sys.path[:] = path
