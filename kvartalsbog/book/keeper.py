"""Run as a script: keeps a kernel, and ends all that it has started as soon as it ends or is no longer wanted.

Called with the number of a pipe, which is closed when the kernel is no longer wanted, also because whoever wanted it was
killed, and with the kernel's command. On Linux every process that the kernel has started is found, however it has
hidden itself: orphans become this process's children. Elsewhere those that left the kernel's session are not found.
"""

import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_DEATH_SIGNAL, _SUBREAPER = 1, 36  # of Linux' prctl
_PATIENCE = 10.0  # seconds in which the system must have ended what is killed


def keep(pipe: int, become: Callable[[], object]) -> int:
    """Let a child become the kernel until it ends or the pipe is closed; gives its exit code."""
    os.set_inheritable(pipe, False)
    bell, ring = os.pipe()
    os.set_blocking(ring, False)
    os.set_blocking(bell, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _prctl(_SUBREAPER, 1)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    kernel = os.fork()
    if kernel == 0:
        _be(become)
    code = None
    while code is None:
        ready, _, _ = select.select([pipe, bell], [], [])
        if pipe in ready:
            code = 128 + signal.SIGKILL
            break
        os.read(bell, 4096)
        code = _reaped(kernel)
    _end_all(kernel)
    return code


def _be(become: Callable[[], object]) -> None:
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        _prctl(_DEATH_SIGNAL, signal.SIGKILL)
        become()
    finally:
        os._exit(127)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _reaped(kernel: int) -> int | None:
    """Let children that have ended go; gives the kernel's exit code when it is among them."""
    code = None
    while True:
        try:
            found, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if found == 0:
            return code
        if found == kernel:
            code = abs(os.waitstatus_to_exitcode(status))


def _end_all(kernel: int) -> None:
    until = time.monotonic() + _PATIENCE
    _kill(os.killpg, kernel)
    while _children_are_left() and time.monotonic() < until:
        for process in _descendants(os.getpid()):
            _kill(os.kill, process)
        _reaped(kernel)
        time.sleep(0.005)


def _kill(how: Callable[[int, int], None], process: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        how(process, signal.SIGKILL)


def _children_are_left() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _descendants(ancestor: int) -> list[int]:
    """The processes below another, as Linux tells them."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):  # it has ended meanwhile
            parents[int(path.parent.name)] = int(path.read_bytes().rpartition(b")")[2].split()[1])
    found, wanted = [], [ancestor]
    while wanted:
        wanted = [process for process, parent in parents.items() if parent in wanted]
        found += wanted
    return found


if __name__ == "__main__":
    raise SystemExit(keep(int(sys.argv[1]), lambda: os.execv(sys.argv[2], sys.argv[2:])))
