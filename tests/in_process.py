"""Notebooks run in the process of the tests, where a kernel of their own is not what is tested.

A kernel costs three seconds of starting and importing; here the program is imported already. What is gathered from a folder
of data is gathered once, as it is for forked kernels, and each notebook has a copy. papermill is the same, and so is the
executed notebook, byte for byte: `test_in_process.py` holds them against each other.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import pickle
import platform
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO
from unittest import mock

import papermill
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output
from papermill.engines import Engine, papermill_engines
from traitlets import Type

from kvartalsbog.book import kernels, warm
from kvartalsbog.periods import Period
from kvartalsbog.verdicts import gathering
from kvartalsbog.verdicts.gathering import Gathered

NAME = "in-process"
LANGUAGE = {  # what a Python kernel says of itself
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}
_ONE_AT_A_TIME = threading.Lock()  # IPython's shell is one in a process


class _Hook(DisplayHook):  # type: ignore[misc]  # IPython publishes no types
    """Keeps the value of a cell as it would be sent to a notebook."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.found: list[dict[str, Any]] = []

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            data, metadata = self.compute_format_data(result)
            self.found.append({"data": data, "metadata": metadata})

    def flush(self) -> None:
        """Keeps no values of cells to let go of; IPython's own looks through all that Python holds, a fifth of a second."""


class _Said(io.TextIOBase):
    """A stream that keeps what its own thread says; other threads, which tell of progress meanwhile, speak as before."""

    def __init__(self, others: TextIO) -> None:
        self._thread, self._others, self._kept = threading.get_ident(), others, io.StringIO()

    def write(self, words: str) -> int:
        return (self._kept if threading.get_ident() == self._thread else self._others).write(words)

    @property
    def text(self) -> str:
        return self._kept.getvalue()


class _Shell(InteractiveShell):  # type: ignore[misc]
    displayhook_class = Type(_Hook)
    display_pub_class = Type(CapturingDisplayPublisher)


class InProcess(Engine):  # type: ignore[misc]  # papermill publishes no types
    """Runs a notebook's cells one after the other in a new shell; the first error ends it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> None:
        with _ONE_AT_A_TIME, _shell() as shell, mock.patch.object(gathering, "_read", _read_once):
            nb_man.nb.metadata.language_info = LANGUAGE
            for index, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type != "code":
                    continue
                nb_man.cell_start(cell, index)
                failed = _run(shell, cell)
                nb_man.cell_complete(cell, cell_index=index)
                if failed:
                    nb_man.cell_exception(cell, cell_index=index)
                    return


_read, _gathered = gathering._read, dict[tuple[Period, Path, str], bytes]()  # by folder, period and content: the latest


def _read_once(period: Period, folder: Path, contents: str) -> Gathered:
    key = period, folder.resolve(), contents
    if key not in _gathered:
        found = pickle.dumps(_read(period, folder, contents))
        _gathered.clear()
        _gathered[key] = found
    copy: Gathered = pickle.loads(_gathered[key])
    return copy


@contextlib.contextmanager
def _shell() -> Iterator[_Shell]:
    _Shell.clear_instance()
    shell = _Shell.instance()
    try:
        yield shell
    finally:
        shell.atexit_operations()
        atexit.unregister(shell.atexit_operations)
        _Shell.clear_instance()


def _run(shell: _Shell, cell: Any) -> bool:
    """Run one cell and put its outputs into it; tells whether it failed."""
    shell.display_pub.outputs, shell.displayhook.found = [], []
    out, err = _Said(sys.stdout), _Said(sys.stderr)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    printed = (("stdout", out.text), ("stderr", err.text))
    cell.outputs = [new_output("stream", name=name, text=text) for name, text in printed if text]
    cell.outputs += [
        new_output("display_data", data=shown["data"], metadata=shown["metadata"])
        for shown in shell.display_pub.outputs
    ]
    cell.outputs += [
        new_output("execute_result", execution_count=result.execution_count, **found)
        for found in shell.displayhook.found
    ]
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        traceback = shell.InteractiveTB.structured_traceback(type(error), error, error.__traceback__)
        cell.outputs.append(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=traceback))
    return error is not None


_real, _inherited, _own_environment = papermill.execute_notebook, warm._inherited, warm.kernel_environment


def _execute(*arguments: Any, **settings: Any) -> Any:
    settings = {
        name: value for name, value in settings.items() if name not in ("kernel_manager_class", "start_timeout")
    }
    return _real(*arguments, **{**settings, "engine_name": NAME})


@contextlib.contextmanager
def in_process() -> Iterator[None]:
    """As long as it lasts, notebooks that this process executes run in it."""
    papermill_engines.register(NAME, InProcess)
    before, papermill.execute_notebook = papermill.execute_notebook, _execute
    try:
        with mock.patch.object(warm, "_inherited", return_value=None):  # no process that nobody asks
            yield
    finally:
        papermill.execute_notebook = before


def _environment() -> dict[str, str]:
    """What a kernel finds, but for the name of the test, for which each would need another process to be forked from."""
    return {name: value for name, value in _own_environment().items() if name != "PYTEST_CURRENT_TEST"}


@contextlib.contextmanager
def kernels_again() -> Iterator[None]:
    """As long as it lasts, every notebook has a kernel of its own, as outside the tests."""
    before, papermill.execute_notebook = papermill.execute_notebook, _real
    try:
        with contextlib.ExitStack() as patched:
            patched.enter_context(mock.patch.object(warm, "_inherited", _inherited))
            for module in (warm, kernels):
                patched.enter_context(mock.patch.object(module, "kernel_environment", _environment))
            yield
    finally:
        papermill.execute_notebook = before
