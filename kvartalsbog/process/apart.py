"""A function in a process that is forked from this one, where a fork can do no harm."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from kvartalsbog.errors import refusal_behind

_THREADS = Path("/proc/self/task")


def can_fork() -> bool:
    """Whether this process is one thread only, as the system counts them, and has no ZeroMQ context."""
    is_single = _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1
    return is_single and ("zmq" not in sys.modules or sys.modules["zmq"].Context._instance is None)


class Raised(NamedTuple):
    """What can be sent to another process of an error, which has where it was raised: no cause goes with it but the system's own refusal."""

    error: BaseException
    refusal: OSError | None


def portable(error: BaseException) -> Raised:
    """An error as it can be sent to another process."""
    error.add_note("".join(traceback.format_exception(error)))
    return Raised(error, None if isinstance(error, OSError) else refusal_behind(error))


def raise_again(raised: Raised | None) -> None:
    """Raise what another process has sent, if that is an error."""
    if raised is not None:
        raise raised.error from raised.refusal


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
            raised: Raised | None = self._ours.recv()
        except EOFError:
            self._process.join()
            raise RuntimeError(f"a process of the program's own ended with {self._process.exitcode}") from None
        raise_again(raised)


def _work(work: Callable[[], object], orders: Connection, other: Connection) -> None:
    other.close()  # else it would never be told that nobody waits
    told = None
    with suppress(EOFError):
        orders.recv()
        try:
            work()
        except Exception as raised:
            told = portable(raised)
        orders.send(told)
