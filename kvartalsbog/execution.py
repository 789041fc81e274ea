"""Notebooks × parameters → executed notebooks, several at a time, all or nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from kvartalsbog.errors import ExecutionError
from kvartalsbog.kernels import IpcKernelManager, KernelGroup

PARAMETERS = ("quarter", "data_dir")
ERROR_TAG = "papermill-error-cell-tag"
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]+")


@dataclass(frozen=True)
class Step:
    """One notebook's progress: it started, or it is done."""

    notebook: str
    event: Literal["started", "done"]


Observer = Callable[[Step], None]


def execute(
    notebooks: Sequence[tuple[Path, str]],
    parameters: Mapping[str, str],
    into: Path,
    *,
    timeout: float = 300,
    workers: int | None = None,
    observe: Observer = lambda _: None,
) -> None:
    """Run every notebook with the parameters and put the executed ones into a folder, all of them or none.

    `notebooks` are pairs of the file and its name below `into`. `timeout` is in seconds for each notebook.
    Raises ExecutionError that names the notebook, the section, the cell, the line and the exception's own words.
    """
    check_parameters(parameters)
    for path, _ in notebooks:  # before any is run
        check_notebook(path, parameters)
    # absolute paths only, and no `cwd`: papermill changes the working folder of the whole process for it
    into = into.resolve()
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".executing-", dir=into.parent) as folder, KernelGroup() as kernels:
        stage = Path(folder, "notebooks")
        run = _Run(dict(parameters), stage, timeout, kernels, observe)
        for future in _run_all(run, notebooks, workers, FIRST_EXCEPTION).values():
            future.result()
        if into.exists():
            shutil.rmtree(into)
        stage.replace(into)


def execute_each(
    notebooks: Sequence[tuple[Path, str]],
    parameters: Mapping[str, str],
    into: Path,
    *,
    timeout: float = 300,
    observe: Observer = lambda _: None,
) -> dict[str, ExecutionError]:
    """Run every notebook by itself and put those that ran to their end into a new folder.

    Gives the others' errors by the notebooks' names below `into`; arguments are as for `execute`.
    """
    check_parameters(parameters)
    errors: dict[str, ExecutionError] = {}
    with KernelGroup() as kernels:
        run = _Run(dict(parameters), into.resolve(), timeout, kernels, observe)
        for name, future in _run_all(run, notebooks, None, ALL_COMPLETED).items():
            try:
                future.result()
            except ExecutionError as error:
                (into / name).unlink(missing_ok=True)  # papermill writes what it came to
                errors[name] = error
    return errors


def check_parameters(parameters: Mapping[str, Any]) -> None:
    """Only plain JSON values under plain names: papermill writes names and values into source code.

    Raises ExecutionError for anything else.
    """
    for name, value in parameters.items():
        if not _IDENTIFIER.fullmatch(name):
            raise ExecutionError(f"Parameteren {name!r} har et navn, der ikke kan bruges.")
        try:
            same = json.loads(json.dumps(value, allow_nan=False)) == value
        except (TypeError, ValueError):
            same = False
        if not same or not isinstance(value, str | int | float | bool | list | dict | None):
            raise ExecutionError(f"Parameteren {name!r} har en værdi, der ikke kan gives videre: {value!r}.")


def check_notebook(path: Path, parameters: Mapping[str, Any]) -> None:
    """A notebook must take exactly the parameters that it is given. Raises ExecutionError when it does not."""
    try:
        found = papermill.inspect_notebook(str(path))
    except FileNotFoundError as error:
        raise ExecutionError(f"{path}: Notesbogen findes ikke.") from error
    except (ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ExecutionError(f"{path}: Filen er ikke en hel notesbog. Åbn den i Jupyter, og gem den igen.") from error
    if set(found) != set(parameters):
        raise ExecutionError(
            f"{path}: Notesbogens parametre er {_list(found)}; de skal være {_list(parameters)}. "
            "Ret cellen med mærket »parameters«."
        )


@dataclass(frozen=True)
class _Run:
    parameters: dict[str, Any]
    stage: Path
    timeout: float
    kernels: KernelGroup
    observe: Observer


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


def _run_one(run: _Run, path: Path, name: str) -> None:
    check_notebook(path, run.parameters)
    run.observe(Step(name, "started"))
    target = run.stage / name
    target.parent.mkdir(parents=True, exist_ok=True)
    manager_class, managers = run.kernels.member()
    late = threading.Event()
    timer = threading.Timer(run.timeout, _stop, (late, managers))
    timer.start()
    try:
        papermill.execute_notebook(
            str(path.resolve()), str(target), run.parameters, kernel_manager_class=manager_class, kernel_name="python3",
            progress_bar=False, log_output=False, start_timeout=60,
        )  # fmt: skip
    except PapermillExecutionError as error:
        raise ExecutionError(_explain(path, error)) from error
    except DeadKernelError as error:
        reason = f"blev ikke færdig på {run.timeout:g} sekunder" if late.is_set() else "mistede sin kerne"
        raise ExecutionError(f"{path}: Notesbogen {reason}.") from error
    finally:
        timer.cancel()
        for manager in managers:
            manager.kill()
        ensure_event_loop().close()  # nbclient makes one for the thread and leaves it open
    executed = target.read_text(encoding="utf-8")
    if not is_complete(executed):
        raise ExecutionError(f"{path}: Notesbogen blev ikke kørt til ende.")
    target.write_text(settled(executed), encoding="utf-8")
    run.observe(Step(name, "done"))


def _stop(late: threading.Event, managers: list[IpcKernelManager]) -> None:
    late.set()
    for manager in managers:
        manager.kill()


def settled(notebook: str) -> str:
    """An executed notebook without what differs from run to run: times, counters, memory addresses."""
    document = nbformat.reads(notebook, as_version=4)
    document.metadata.pop("papermill", None)
    for cell in document.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.metadata["tags"] = [*cell.metadata["tags"], "remove-cell"]
            cell["id"] = "injected-parameters"
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if len(data) > 1 or _ADDRESS.search(str(data.get("text/plain", ""))):
                data.pop("text/plain", None)
    return str(nbformat.writes(document)) + "\n"


def is_complete(notebook: str) -> bool:
    """Whether papermill completed every code cell: a kernel that is killed can leave later cells unrun in silence."""
    document = nbformat.reads(notebook, as_version=4)
    code = (cell for cell in document.cells if cell.cell_type == "code")
    return all(cell.metadata.get("papermill", {}).get("status") == "completed" for cell in code)


def has_error(notebook: str) -> bool:
    """Whether an executed notebook holds papermill's error cell or an error output: it must never be compiled."""
    document = nbformat.reads(notebook, as_version=4)
    return any(
        ERROR_TAG in cell.metadata.get("tags", []) or any(o.output_type == "error" for o in cell.get("outputs", []))
        for cell in document.cells
    )


def _explain(path: Path, error: PapermillExecutionError) -> str:
    """Notebook, section, cell, line and the exception's own words."""
    document = nbformat.read(path, as_version=4)
    source = str(error.source)
    index = next((i for i, cell in enumerate(document.cells) if cell.source == source), None)
    before = document.cells[: index or 0]
    headings = [
        line
        for cell in before
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    section = f"afsnittet »{headings[-1].lstrip('# ')}«, " if headings else ""
    number = f"celle {index + 1}, " if index is not None else ""
    return f"{path}: {section}{number}linje {_line(error)}: {error.ename}: {error.evalue}"


def _line(error: PapermillExecutionError) -> int:
    """The cell's line in the traceback's first frame, 1 when the traceback does not tell."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    match = re.search(r"(?:Cell|Input) In\s?\[\d+\], line (\d+)", text) or re.search(r"-+> ?(\d+) ", text)
    return int(match[1]) if match else 1


def _list(names: Mapping[str, Any]) -> str:
    return ", ".join(sorted(names)) or "ingen"
