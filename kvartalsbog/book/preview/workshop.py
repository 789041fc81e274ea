"""One round of a preview: the book of the files as they are, in which only what has changed is executed again."""

from __future__ import annotations

import shutil
from pathlib import Path

from kvartalsbog.book.compilation import compiler, lay_out
from kvartalsbog.book.execution import execute_each
from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.outputs import HTML, PDF, Making, main_files, make_outputs
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.preview.faults import notebook_problem, problems_of
from kvartalsbog.book.preview.rounds import NOTEBOOKS, Job, Order, Outcome, key
from kvartalsbog.book.preview.snapshot import Watch
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.errors import Problem
from kvartalsbog.inputs.fingerprints import data_fingerprint, notebooks
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.taking import refuse_other_folders
from kvartalsbog.plan.publication import DRAFT
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.gathering import Gathered


def make(job: Job, order: Order, running: Running = USUAL) -> Outcome:
    """Make a round. Whatever is wrong is its outcome: the next save may mend it."""
    try:
        report = prepared(job.quarter, job.data_dir, job.project)
        refuse_other_folders(job.project)
        refuse_unprintable(report, job.project, job.data_dir)
        executed, problems = _execute(job, order, report, running)
        if problems:
            return Outcome(order.number, executed=executed, problems=problems)
        book = _compile(job, order, report)
    except Exception as error:  # also what nobody thought of is told on the page
        return Outcome(order.number, problems=problems_of(error, job.project, job.work))
    pdf = next(iter(main_files((PDF,), book)), None)
    return Outcome(order.number, book / HTML.folder, pdf, executed)


def _execute(job: Job, order: Order, report: Report, running: Running) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Put every notebook, executed, into the round's folder; those that have been before are taken from the store.

    Gives the names of those executed now, and what is wrong with those that could not be.
    """
    kept, folder = job.work / "executed", job.folder(order.number)
    kept.mkdir(exist_ok=True)
    wanted = {name: (path, key(NOTEBOOKS + name, order.snapshot)) for path, name in notebooks(report, job.project)}
    todo = [(path, name) for name, (path, digest) in wanted.items() if not (kept / digest).exists()]
    parameters = {"quarter": str(job.quarter), "data_dir": str(job.data_dir)}
    errors = execute_each(todo, parameters, folder / "new", running)
    done = tuple(name for _, name in todo if name not in errors)
    now = Watch(job).look()
    for name, (_, digest) in wanted.items():
        if name in errors:
            continue
        target = folder / "executed" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "new" / name if name in done else kept / digest, target)
        if name in done and key(NOTEBOOKS + name, now) == digest:  # else it may have read what is newer than its key
            (folder / "new" / name).replace(kept / digest)
    return done, tuple(
        notebook_problem(NOTEBOOKS + name, path, errors[name]) for name, (path, _) in wanted.items() if name in errors
    )


def _compile(job: Job, order: Order, report: Report) -> Path:
    folder = job.folder(order.number)
    gathered = Gathered(find(report), data_fingerprint(report, job.data_dir))
    lay_out(job.project, folder / "executed", folder / "stage", report, gathered)
    making = Making(gathered.findings, compiler(folder / "stage", gathered, job.data_dir, DRAFT))
    make_outputs((HTML, PDF) if job.with_pdf else (HTML,), making, folder / "book")
    for left in ("new", "executed", "stage", "work"):
        shutil.rmtree(folder / left, ignore_errors=True)
    return folder / "book"
