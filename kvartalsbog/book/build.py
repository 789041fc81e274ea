"""A quarter's book from start to end: check, judge, execute, compile, record; all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kvartalsbog.book.books import MANIFEST, refuse_other_content
from kvartalsbog.book.layout import Layout, lay_out
from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.memory.notebooks import Listed, Notebooks
from kvartalsbog.book.memory.place import Memory
from kvartalsbog.book.outputs import OUTPUTS, Builders, Making, builders, make_outputs
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.press import Press
from kvartalsbog.book.progress import Observer, Step
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.errors import CompilationError
from kvartalsbog.files.documents import json_text
from kvartalsbog.files.fingerprints import files_below, fingerprints
from kvartalsbog.files.placement import put_in_place
from kvartalsbog.files.workplace import temporary, workplace
from kvartalsbog.inputs.approvals import stage
from kvartalsbog.inputs.fingerprints import data_fingerprint, input_fingerprints, notebooks, own_parameters
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.standing import standing_of
from kvartalsbog.inputs.taking import copied, refuse_other_folders
from kvartalsbog.periods import Period
from kvartalsbog.plan.publication import Release
from kvartalsbog.plan.values import Plan
from kvartalsbog.process.importing import without
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.gathering import Gathered

RECORDED_VERSIONS = (
    "kvartalsbog", "jupyter-book", "sphinx", "myst-nb", "papermill", "pandas", "matplotlib", "typst", "pikepdf", "python-docx",
)  # fmt: skip


def build(
    period: Period,
    project: Path,
    data_dir: Path,
    out: Path,
    running: Running = USUAL,
    *,
    release: Release | None = None,
    memory: Memory | None = None,
) -> Path:
    """Make the book of a quarter in `out/<quarter>`: its outputs and `manifest.json`. What is in `memory` is not made again.
    Without a `release` its approvals tell whether it is a draft.

    A book that stands there is replaced only when the new one is whole. Returns the book's folder. Raises
    ProblemsError, ExecutionError or CompilationError, and UsageError where something else stands in the book's place; then
    nothing has changed.
    """
    return begin(period, project, data_dir, out, running, release=release, memory=memory).finish()


def begin(
    period: Period,
    project: Path,
    data_dir: Path,
    out: Path,
    running: Running = USUAL,
    *,
    release: Release | None = None,
    memory: Memory | None = None,
    refuse: Callable[[Plan, Path], None] | None = None,
) -> Begun:
    """The first half of `build`: everything until the book is laid out, which kernels are needed for. `refuse` is asked
    with the plan and the project before anything is made, and raises what is wrong.
    """
    project, data_dir, out = project.resolve(), data_dir.resolve(), out.resolve()
    refuse_other_content(out / str(period))
    with ExitStack() as open_:
        own, data = open_.enter_context(copied(project, data_dir, open_.enter_context(temporary())))
        if running.warm is not None:
            running.warm.begin()  # it gets ready while this process reads and judges, and so does its press
            running.warm.press()
        report = prepared(period, data, own)  # what is wrong is told before anything is made
        refuse_other_folders(own)
        if refuse is not None:
            refuse(report.plan, own)
        release = release or stage(standing_of(report, own, data))
        out.mkdir(parents=True, exist_ok=True)
        work = open_.enter_context(workplace(out, ".building-"))
        laid_out = _laid_out(report, own, data, work / "book", release, running, memory)
        return Begun(laid_out, out / str(period), open_.pop_all())


@dataclass(frozen=True)
class Begun:
    """A book whose notebooks are executed, and the folders that it is made in. It must be finished, or closed."""

    laid_out: _LaidOut
    target: Path
    folders: ExitStack

    @property
    def is_apart(self) -> bool:
        """Whether another process makes its pages, so that this one can do other things meanwhile."""
        return self.laid_out.press is not None

    def finish(self) -> Path:
        """The other half of `build`."""
        found = self.laid_out
        with self.folders:
            _print(found)
            told = record(found.report, found.inputs, found.book)
            (found.book / MANIFEST).write_text(json_text(told), encoding="utf-8", newline="\n")
            self.target.parent.mkdir(exist_ok=True)  # of another authority's books
            put_in_place(found.book, self.target)
        return self.target

    def close(self) -> None:
        """Let go of what was made."""
        self.folders.close()


def make_book(report: Report, project: Path, data_dir: Path, book: Path, release: Release, running: Running) -> None:
    """Make the outputs of a report's book in a new folder, but for those of editions alone. Works in folders beside it."""
    _print(_laid_out(report, project, data_dir, book, release, running, None))


@dataclass(frozen=True)
class _LaidOut:
    """A book that is laid out beside the new folder `book`, what it was made from, and what makes its pages, if it is not this process."""

    report: Report
    project: Path
    book: Path
    layout: Layout
    inputs: Mapping[str, str]
    press: Press | None
    observe: Observer


def _laid_out(
    report: Report, project: Path, data_dir: Path, book: Path, release: Release, running: Running, memory: Memory | None,
) -> _LaidOut:  # fmt: skip
    refuse_unprintable(report, project, data_dir)
    work, gathered = book.parent, Gathered(find(report), data_fingerprint(report, data_dir))
    before = input_fingerprints(report, project, data_dir)
    parameters = {"quarter": str(report.period), "data_dir": str(data_dir)}
    own = own_parameters(report, project)
    press = None
    if running.warm is not None:
        running.warm.begin()
        press = running.warm.press()

    def run(todo: list[Listed], into: Path) -> None:
        if running.warm is not None:
            running.warm.give(gathered, data_dir)
        with without("pyarrow"):  # papermill would read notebooks from Hadoop with it
            from kvartalsbog.book.execution import execute  # noqa: PLC0415 - papermill takes half a second to import

        execute(todo, parameters, into, running, own=own)

    Notebooks(memory, gathered, own).executed(notebooks(report, project), work / "executed", run, running.observe)
    lay_out(project, work / "executed", work / "stage", report, gathered)
    return _LaidOut(
        report,
        project,
        book,
        Layout(work / "stage", gathered, data_dir, release, memory),
        before,
        press,
        running.observe,
    )


def _print(found: _LaidOut) -> None:
    """Let the builders write the book, and put its outputs into their folder."""
    layout, findings = found.layout, found.layout.gathered.findings
    outputs = [output for output in OUTPUTS.values() if not output.in_edition]
    named = ", ".join(output.folder for output in outputs if output.builder)
    found.observe(Step(named, "started"))
    compiled = _compiled(layout, builders(outputs, findings), found.press)
    found.observe(Step(named, "done"))
    make_outputs(outputs, Making(findings, compiled, release=layout.release), found.book)
    _refuse_changed(found.inputs, input_fingerprints(found.report, found.project, layout.data_dir))
    for left in ("run", "executed", "stage", "work"):
        shutil.rmtree(found.book.parent / left, ignore_errors=True)


def _compiled(layout: Layout, wanted: Builders, press: Press | None) -> Path:
    """Where the builders have written the book: in the press, if there is one, and else in this process."""
    if press is not None and (made := press.compiled(layout, wanted)) is not None:
        return made
    from kvartalsbog.book.compilation import compiled  # noqa: PLC0415 - Sphinx takes a second to import

    shutil.rmtree(layout.work, ignore_errors=True)
    return compiled(layout, wanted)


def _refuse_changed(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """A book is made from what it says that it is made from; raises CompilationError when that changed meanwhile."""
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        names = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")
        raise CompilationError(f"{names}: Filen blev ændret, mens bogen blev lavet. Lav den igen; en notesbog må ikke skrive i projektet.")  # fmt: skip


def installed_versions() -> dict[str, str]:
    """The versions of the program and of the libraries that decide a book's bytes."""
    return {name: version(name) for name in RECORDED_VERSIONS}


def record(report: Report, inputs: Mapping[str, str], book: Path) -> dict[str, Any]:
    """What the book was made from and what it consists of: quarter, inputs and outputs by SHA-256, versions."""
    return {
        "quarter": str(report.period),
        "plan": report.plan.title,
        "data_status": report.plan.data_status,
        "extracted": report.extracted.isoformat(),
        "versions": installed_versions(),
        "inputs": dict(inputs),
        "outputs": fingerprints(files_below(book)),
    }
