"""Warm kernels: a process that has imported what they need is asked to fork them, wherever that can be had."""

from __future__ import annotations

import json
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvartalsbog.errors import ExecutionError
from kvartalsbog.files.workplace import workplace
from kvartalsbog.inputs.taking import data_contents

if TYPE_CHECKING:
    from kvartalsbog.book.press import Press
    from kvartalsbog.verdicts.gathering import Gathered

_PATIENCE = 15.0  # seconds in which what nobody asks any more must have ended
# What a notebook works out must not depend on the number of cores, and only a process of one thread can be forked.
_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def kernel_environment() -> dict[str, str]:
    """What every kernel finds in its environment, however it begins."""
    return {**os.environ, **_ONE_THREAD}


class WarmKernels:
    """Forks kernels from one process, which is started when it is first needed, and again when what a kernel would
    inherit from this one has changed. Where there can be none, `fork` gives None. Any thread may ask.

    The process has imported the program as it was when it was started: whoever changes the program needs another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inherited: Any = None
        self._control: socket.socket | None = None
        self._given: tuple[str, str] | None = None  # the quarter, and the contents of its data
        self._press: Press | None = None
        self._open = ExitStack()

    def __enter__(self) -> WarmKernels:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._open.close()
            self._control = self._press = None

    def begin(self) -> None:
        """Start the process, unless it is there; it gets ready while this one does other things."""
        with self._lock:
            now = _inherited()
            if now is None or now == self._inherited:
                return
            self._open.close()
            self._control, self._press, self._inherited, self._given = None, None, now, None
            with suppress(OSError):
                self._control = self._open.enter_context(_process())

    def give(self, gathered: Gathered, data_dir: Path) -> None:
        """Let the process know what is gathered from a folder of data, if it has begun: to every kernel that it forks it is then
        known, by the content of the data, which are not read and judged in each.
        """
        contents = data_contents(data_dir)
        known = str(gathered.findings.period), contents
        with self._lock, suppress(OSError):
            if self._control is not None and known != self._given:
                self._given = known
                with os.fdopen(os.memfd_create("gathered"), "w+b") as file:
                    pickle.dump((gathered, contents), file, pickle.HIGHEST_PROTOCOL)
                    file.seek(0)
                    socket.send_fds(self._control, [b"{}"], [file.fileno()])

    def press(self) -> Press | None:
        """The process that makes pages, forked if it is not there: it gets ready while this one does other things."""
        from kvartalsbog.book.press import Press  # noqa: PLC0415 - every command imports this module

        with self._lock, suppress(OSError):
            if self._control is not None and self._press is None:
                press = Press()
                self._open.callback(press.close)
                socket.send_fds(self._control, [b'{"press": true}'], list(press.theirs))
                press.let_go()
                self._press = press
        return self._press

    def fork(self, arguments: Sequence[str], folder: str, environment: Mapping[str, str], pipe: int) -> Forked | None:
        """A kernel that was called with these arguments, with a keeper that keeps it until the pipe is closed.

        `environment` is what it has beside `kernel_environment`. Raises ExecutionError when the pipe is closed meanwhile.
        """
        self.begin()
        request = {"arguments": arguments, "folder": folder, "environment": environment}
        answer, theirs = socket.socketpair()
        with answer:
            try:
                with theirs, self._lock:
                    if self._control is None:
                        return None
                    socket.send_fds(self._control, [json.dumps(request).encode()], [pipe, theirs.fileno()])
                if pipe in select.select([answer.fileno(), pipe], [], [])[0]:
                    raise ExecutionError("Kørslen er afbrudt.")
                number, descriptors, _, _ = socket.recv_fds(answer, 64, 1)
            except OSError:
                return None
        return Forked(int(number), *descriptors) if number else None


@dataclass(frozen=True)
class Forked:
    """A forked kernel's keeper, with what jupyter_client asks of a Popen; its descriptor is never another process's."""

    pid: int
    _descriptor: int
    stdin = stdout = stderr = None

    def __del__(self) -> None:
        os.close(self._descriptor)

    def poll(self) -> int | None:
        """Nothing as long as it runs; its code is known to its parent alone."""
        return 0 if self._has_ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; raises TimeoutExpired after as many seconds."""
        if not self._has_ended(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        """As Popen's."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        """As Popen's."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """As Popen's."""
        self.send_signal(signal.SIGTERM)

    def _has_ended(self, milliseconds: float | None) -> bool:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        return bool(poll.poll(milliseconds))


@contextmanager
def _process() -> Iterator[socket.socket]:
    """The process that forks, in an empty folder; gives the socket that asks it. Raises OSError when it cannot be started."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with workplace(Path(tempfile.gettempdir()), "kw-") as folder, ours:
        nothing = subprocess.DEVNULL
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "kvartalsbog.book.warm_process", str(theirs.fileno())],
                stdin=nothing, stdout=nothing, stderr=nothing, pass_fds=(theirs.fileno(),),
                cwd=folder, env=kernel_environment(), start_new_session=True,
            )  # fmt: skip
        try:
            yield ours
        finally:
            if select.select([ours], [], [], 0)[0]:
                with suppress(ConnectionError):  # it has ended already
                    ours.recv(
                        64
                    )  # what is closed unread is an error to the other end, which would not wait for its own
            else:
                process.terminate()  # it is not ready yet, and nobody waits for it any more
            ours.close()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _inherited() -> Any:
    """All that a new process has from this one; None where no kernel can be forked."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return None
    with suppress(OSError):
        os.close(os.pidfd_open(os.getpid()))
        own = Path("/proc/self")
        mask = [line for line in (own / "status").read_text().splitlines() if line.startswith("Umask")]
        limits = (own / "limits").read_bytes()
        return kernel_environment(), mask, limits, os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0)
    return None
