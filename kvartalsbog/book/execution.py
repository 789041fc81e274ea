"""Notebooks × parameters → executed notebooks, several at a time, all or nothing."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from kvartalsbog.book.complaints import in_danish, line_of_code
from kvartalsbog.book.kernels import KernelGroup, Lease
from kvartalsbog.book.listening import ENGINE, LOUDEST
from kvartalsbog.book.notebook_reading import looked_at, read
from kvartalsbog.book.notebooks import check, of_chapter, section, settled, unrun
from kvartalsbog.book.progress import Step
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.errors import ExecutionError

Own = Mapping[str, Mapping[str, str]]  # the name of a notebook → its own parameters
NO_OWN: Own = {}
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")


def execute(
    notebooks: Sequence[tuple[Path, str]],
    parameters: Mapping[str, str],
    into: Path,
    running: Running = USUAL,
    *,
    own: Own = NO_OWN,
    workers: int | None = None,
) -> None:
    """Run every notebook with the parameters and put the executed ones into a folder, all of them or none.

    `notebooks` are pairs of the file and its name below `into`, by which `own` has the parameters that are the notebook's alone.
    Raises ExecutionError that names the notebook, the section, the cell, the line and the exception's own words.
    """
    _check_all(notebooks, parameters, own)
    # absolute paths only, and no `cwd`: papermill changes the working folder of the whole process for it
    into = into.resolve()
    into.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".executing-", dir=into.parent) as folder,
        KernelGroup(running.warm) as kernels,
    ):
        stage = Path(folder, "notebooks")
        run = _Run(dict(parameters), own, stage, running, kernels)
        for future in _run_all(run, notebooks, workers, FIRST_EXCEPTION).values():
            future.result()
        if into.exists():
            shutil.rmtree(into)
        stage.replace(into)


def execute_each(
    notebooks: Sequence[tuple[Path, str]],
    parameters: Mapping[str, str],
    into: Path,
    running: Running = USUAL,
    *,
    own: Own = NO_OWN,
) -> dict[str, ExecutionError]:
    """Run every notebook by itself and put those that ran to their end into a new folder.

    Gives the others' errors by the notebooks' names below `into`; arguments are as for `execute`.
    """
    errors: dict[str, ExecutionError] = {}
    with KernelGroup(running.warm) as kernels:
        run = _Run(dict(parameters), own, into.resolve(), running, kernels)
        for name, future in _run_all(run, notebooks, None, ALL_COMPLETED).items():
            try:
                future.result()
            except ExecutionError as error:
                errors[name] = error
    return errors


def check_parameters(parameters: Mapping[str, Any]) -> None:
    """Only plain JSON values under plain names: papermill writes names and values into source code.

    Raises ExecutionError for anything else.
    """
    for name, value in parameters.items():
        if not _IDENTIFIER.fullmatch(name):
            raise ExecutionError(
                f"Parameteren {name!r} har et navn, der ikke kan bruges. Tilladt: bogstaver (a-z), cifre og _, ikke med et ciffer først."
            )
        try:
            same = json.loads(json.dumps(value, allow_nan=False)) == value
        except (TypeError, ValueError):
            same = False
        if not same or not isinstance(value, str | int | float | bool | list | dict | None):
            raise ExecutionError(
                f"Parameteren {name!r} har en værdi, der ikke kan gives videre: {value!r}. Tilladt: tekst, tal, sandt og falsk, og lister og opslagstabeller af dem."
            )


@dataclass(frozen=True)
class _Run:
    parameters: dict[str, Any]
    own: Own
    stage: Path
    running: Running
    kernels: KernelGroup

    def given(self, name: str) -> dict[str, Any]:
        """The parameters of a notebook."""
        return {**self.parameters, **self.own.get(name, {})}


def _run_all(
    run: _Run, notebooks: Sequence[tuple[Path, str]], workers: int | None, until: str
) -> dict[str, Future[None]]:
    """Run notebooks several at a time until all are done or one has failed; gives those that are done, by name."""
    pool = ThreadPoolExecutor(workers or min(len(notebooks), os.cpu_count() or 1) or 1, thread_name_prefix="notebook")
    try:
        futures = {name: pool.submit(_run_one, run, path, name) for path, name in notebooks}
        done, _ = wait(futures.values(), return_when=until)
    finally:
        # on an error or Ctrl-C: no further notebook starts, the running kernels end, and so do their threads
        pool.shutdown(wait=False, cancel_futures=True)
        run.kernels.kill()
        pool.shutdown(wait=True)
    return {name: future for name, future in futures.items() if future in done}


def _check_all(notebooks: Sequence[tuple[Path, str]], parameters: Mapping[str, str], own: Own) -> None:
    """Look at every notebook before any is run; raises ExecutionError with a line for each that cannot be."""
    told = []
    for path, given in {path: {**parameters, **own.get(name, {})} for path, name in notebooks}.items():
        check_parameters(given)
        try:
            check(path, looked_at(path), given)
        except ExecutionError as error:
            told.append(str(error))
    if told:
        raise ExecutionError("\n".join(told))


def _run_one(run: _Run, path: Path, name: str) -> None:
    document, given = read(path), run.given(name)
    check_parameters(given)
    check(path, document, given)
    run.running.observe(Step(name, "started"))
    executed = _executed(run, path, of_chapter(document, run.own.get(name, {})), given)
    target = run.stage / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(settled(executed), encoding="utf-8", newline="\n")
    run.running.observe(Step(name, "done"))


def _executed(run: _Run, path: Path, document: Any, parameters: dict[str, Any]) -> Any:
    """Run a notebook within its time; raises ExecutionError with why it could not be run to its end."""
    manager_class, lease = run.kernels.member()
    timer = threading.Timer(run.running.timeout, lease.end, ("late",))
    timer.start()
    try:
        executed = papermill.execute_notebook(
            copy.deepcopy(document), None, parameters, kernel_manager_class=manager_class, kernel_name="python3",
            language="python", engine_name=ENGINE, progress_bar=False, log_output=False, start_timeout=int(run.running.timeout) + 60,
        )  # fmt: skip
    except PapermillExecutionError as error:
        kind, words = lease.failed or (error.ename, error.evalue)
        raise ExecutionError(f"{path}: {_explained(document, error, kind, words)}") from error
    except ExecutionError as error:
        if lease.reason != "late":
            raise
        raise ExecutionError(
            f"{path}: {_ended(lease, run.running.timeout)}"
        ) from error  # before its kernel had started
    except Exception as error:
        if lease.reason is None and not isinstance(error, DeadKernelError):
            raise
        raise ExecutionError(f"{path}: {_ended(lease, run.running.timeout)}") from error
    finally:
        timer.cancel()
        lease.end("done")
        ensure_event_loop().close()  # nbclient makes one for the thread and leaves it open
    if missed := unrun(executed):
        if lease.failed is not None:  # some ends of Python leave no error among a cell's outputs
            raise ExecutionError(f"{path}: celle {missed[0]}, linje 1: {in_danish(*lease.failed)}")
        told = f"celle {', '.join(map(str, missed))} mangler"
        raise ExecutionError(f"{path}: Notesbogen blev ikke kørt til ende: {told}.")
    return executed


def _ended(lease: Lease, timeout: float) -> str:
    """Why a kernel went away."""
    if lease.reason == "late":
        return f"Notesbogen blev ikke færdig på {timeout:g} sekunder."
    if lease.reason == "loud":
        return f"celle {lease.loud}: Notesbogen viser mere end {LOUDEST // 1_000_000} MB. Vis mindre."
    if lease.reason == "broken off":
        return "Kørslen er afbrudt."
    return "Notesbogen mistede sin kerne: Python standsede midt i en celle."


def _explained(document: Any, error: PapermillExecutionError, kind: str, words: str) -> str:
    """Section, cell, line and what Python says."""
    number = next((n for n, cell in enumerate(document.cells, 1) if cell.source == error.source), None)
    heading = section(document, number) if number else ""
    where = f"afsnittet »{heading}«, " if heading else ""
    where += f"celle {number}, " if number else ""
    return f"{where}linje {line_of_code(words) or _line(error)}: {in_danish(kind, words)}"  # code that is none has no frame


def _line(error: PapermillExecutionError) -> int:
    """The cell's line in the traceback's first frame, 1 when the traceback does not tell."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    match = re.search(r"(?:Cell|Input) In\s?\[\d+\], line (\d+)", text) or re.search(r"-+> ?(\d+) ", text)
    return int(match[1]) if match else 1
