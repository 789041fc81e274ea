"""A function in a process that is forked from this one, where a fork can do no harm."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

_THREADS = Path("/proc/self/task")


def can_fork() -> bool:
    """Whether this process is one thread only, as the system counts them, and has no ZeroMQ context."""
    is_single = _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1
    return is_single and ("zmq" not in sys.modules or sys.modules["zmq"].Context._instance is None)


def portable(error: BaseException) -> BaseException:
    """An error that can be sent to another process, with where it was raised."""
    error.add_note("".join(traceback.format_exception(error)))
    return error


class Apart:
    """A function that is called in a process of its own as soon as it is let `begin`. Left before, it is never called."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._ours, theirs = Pipe()
        self._process = get_context("fork").Process(target=_work, args=(work, theirs, self._ours), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self._process.kill()  # it has told all that it had to tell
        self._process.join()

    def begin(self) -> None:
        """Let it begin; once more is no harm."""
        with suppress(OSError):
            self._ours.send(None)

    def result(self) -> None:
        """Wait until it is done. Raises what the function has raised, and RuntimeError when it was ended by others."""
        try:
            error = self._ours.recv()
        except EOFError:
            self._process.join()
            raise RuntimeError(f"a process of the program's own ended with {self._process.exitcode}") from None
        if error is not None:
            raise error


def _work(work: Callable[[], object], orders: Connection, other: Connection) -> None:
    other.close()  # else it would never be told that nobody waits
    error = None
    with suppress(EOFError):
        orders.recv()
        try:
            work()
        except Exception as raised:
            error = portable(raised)
        orders.send(error)
