"""One round of a preview: the book of the files as they are, in which only what has changed is made again."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kvartalsbog.book.compilation import compiled
from kvartalsbog.book.execution import execute_each
from kvartalsbog.book.layout import Layout, lay_out
from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.memory.notebooks import Listed, Notebooks
from kvartalsbog.book.memory.place import Memory, memory_of
from kvartalsbog.book.outputs import HTML, PDF, Making, builders, main_files, make_outputs
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.preview.faults import notebook_problem, problems_of
from kvartalsbog.book.preview.rounds import NOTEBOOKS, Job, Outcome
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.disclosure.remembered import let_remember
from kvartalsbog.errors import ExecutionError, Problem
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.inputs.fingerprints import data_fingerprint, notebooks, own_parameters
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.project import PAGES
from kvartalsbog.inputs.taking import copied, readable, refuse_other_folders
from kvartalsbog.plan.publication import DRAFT
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.gathering import Gathered


def remembering(job: Job) -> Memory | None:
    """The project's memory, which builds share; where the project cannot be written in, one of the preview's own."""
    memory = memory_of(job.project if os.access(job.project, os.W_OK) else job.work)
    if memory is not None:
        let_remember(memory.store, memory.program)
    return memory


@dataclass
class Judged:
    """What the last round has read and judged, which the next one need not do again where pages' text alone has changed."""

    report: Report | None = None
    gathered: Gathered | None = None
    read: dict[tuple[str, str], str] = field(default_factory=dict)  # as `Notebooks` has it
    _files: str = ""

    def anew(self, job: Job, project: Path, data_dir: Path) -> tuple[Report, Gathered]:
        """The report of these folders and what is gathered from it. Raises as `prepared`."""
        files = "\n".join(
            f"{name} {'' if _is_text(name) or not path.is_file() else sha256(path)}"
            for name, path in readable(project, data_dir)
        )
        if self.report is None or self.gathered is None or files != self._files:
            self.report, self._files = None, files
            report = prepared(job.period, data_dir, project)
            self.gathered, self.read = Gathered(find(report), data_fingerprint(report, data_dir)), {}
            self.report = report
        return self.report, self.gathered


def _is_text(name: str) -> bool:
    return name.startswith(f"{PAGES}/") and name.endswith(".md")


def make(
    job: Job, number: int, running: Running = USUAL, memory: Memory | None = None, judged: Judged | None = None
) -> Outcome:
    """Make a round. Whatever is wrong is its outcome: the next save may mend it."""
    folder, judged = job.folder(number), judged or Judged()
    try:
        with copied(job.project, job.data_dir, folder) as (project, data_dir):
            report, gathered = judged.anew(job, project, data_dir)
            refuse_other_folders(project)
            refuse_unprintable(report, project, data_dir)
            if running.warm is not None:
                running.warm.give(gathered, data_dir)
            remembered = Notebooks(memory, gathered, own_parameters(report, project), judged.read, running.later)
            executed, problems = _execute(folder, project, data_dir, report, remembered, running)
            if problems:
                return Outcome(number, executed=executed, problems=problems)
            lay_out(project, folder / "executed", folder / "stage", report, gathered)
            outputs = (HTML, PDF) if job.with_pdf else (HTML,)
            layout = Layout(folder / "stage", gathered, data_dir, DRAFT, memory)
            wanted = builders(outputs, gathered.findings)
            made = compiled(layout, wanted, running.later, job.work / "pages")
            make_outputs(outputs, Making(gathered.findings, made), folder / "book")
    except Exception as error:  # also what nobody thought of is told on the page
        return Outcome(number, problems=problems_of(error, job.project, job.work))
    finally:
        running.later(partial(_clear, folder))
    pdf = next(iter(main_files((PDF,), folder / "book")), None)
    return Outcome(number, folder / "book" / HTML.folder, pdf, executed)


def _clear(folder: Path) -> None:
    """Take away what a round has worked with."""
    for left in ("project", "run", "executed", "stage", "work"):
        shutil.rmtree(folder / left, ignore_errors=True)


def _execute(
    folder: Path, project: Path, data_dir: Path, report: Report, remembered: Notebooks, running: Running
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Put every notebook, executed, into the round's folder. Gives the names of those that were run now, and what is wrong
    with those that could not be.
    """
    parameters = {"quarter": str(report.period), "data_dir": str(data_dir)}
    done: list[Listed] = []

    def run(todo: list[Listed], into: Path) -> dict[str, ExecutionError]:
        done.extend(todo)
        return execute_each(todo, parameters, into, running, own=remembered.own)

    errors = remembered.executed(notebooks(report, project), folder / "executed", run, lambda _: None) or {}
    return tuple(name for _, name in done if name not in errors), tuple(
        notebook_problem(NOTEBOOKS + name, path, errors[name]) for path, name in done if name in errors
    )
