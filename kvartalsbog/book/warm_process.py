"""Run with -m: has imported what every kernel needs, and forks a kernel, behind a keeper, whenever it is asked to.

Called with the number of a socket. A request is one message: JSON and two descriptors, the pipe of the keeper and the
socket of the answer, which is the keeper's number and a descriptor of its process. For a press, which makes pages, the
second is the socket of its orders. With one descriptor it has what was gathered from data. It ends when nobody can ask any more.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import ipykernel_launcher
import numpy as np
from ipykernel.kernelapp import IPKernelApp

from kvartalsbog.book import keeper, press
from kvartalsbog.process.apart import can_fork
from kvartalsbog.verdicts.gathering import give

# Everything that a kernel and the cells of a book import at some time.
NEEDED = (
    "ipykernel.ipkernel", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic", "faulthandler", "psutil", "sqlite3",
    "tornado.platform.asyncio", "tornado.queues", "zmq.utils.garbage", "encodings.utf_16_be", "matplotlib.pyplot",
    "matplotlib.backends.backend_svg", "kvartalsbog.pages.chapters", "kvartalsbog.pages.fitting",
)  # fmt: skip

_LONGEST = 65_536  # bytes of a request


def main(control: int) -> None:
    """Answer requests until the socket's other end is closed, also because whoever held it was killed."""
    if Path(sys.path[0]) == Path.cwd():
        del sys.path[0]  # as ipykernel_launcher does
    gc.disable()  # a tenth of the time of importing
    _warm()
    gc.enable()
    gc.freeze()  # what is shared stays shared
    with socket.socket(fileno=control) as asked:
        asked.send(b"ready")
        kept: dict[int, int] = {}  # descriptors of the keepers' processes and their numbers
        while True:
            ready, _, _ = select.select([control, *kept], [], [])
            for process in kept.keys() & set(ready):
                os.waitpid(kept.pop(process), 0)
                os.close(process)
            if control in ready:
                message, descriptors, _, _ = socket.recv_fds(asked, _LONGEST, 2)
                if not message:
                    break
                request = json.loads(message)
                if len(descriptors) == 1:
                    _take(*descriptors)
                else:
                    _answer(request, descriptors[0], descriptors[1], kept)
    for number in kept.values():
        os.waitpid(number, 0)  # so that what it has used is counted


def _warm() -> None:
    """Import, and do nothing that starts a thread, opens a ZeroMQ context or chooses one of matplotlib's backends."""
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # as ipykernel does, but later
    for name in NEEDED:
        with suppress(ImportError):  # a kernel does without it too, or tells
            import_module(name)


def _take(descriptor: int) -> None:
    """Take what was gathered for the kernels; without it, each of them gathers."""
    with os.fdopen(descriptor, "rb") as file, suppress(Exception):
        give(*pickle.load(file))


def _answer(request: dict[str, Any], pipe: int, answer: int, kept: dict[int, int]) -> None:
    """Fork a keeper with its kernel or press; no answer means that this process cannot."""
    with socket.socket(fileno=answer) as told:
        if can_fork():
            number = os.fork()
            if number == 0:
                _keep(request, pipe, told.detach())
            process = os.pidfd_open(number)
            kept[process] = number
            if "press" not in request:  # who orders of it waits for what it has ordered
                with suppress(OSError):  # it is not wanted any more, and its pipe is closed
                    socket.send_fds(told, [str(number).encode()], [process])
    os.close(pipe)


def _keep(request: dict[str, Any], pipe: int, orders: int) -> None:
    try:
        if "press" in request:
            _close_all_but(pipe, orders)
            os._exit(keeper.keep(pipe, lambda: _become_press(orders)))
        _close_all_but(pipe)
        os.chdir(request["folder"])
        os._exit(keeper.keep(pipe, lambda: _become_kernel(request)))
    finally:
        os._exit(127)


def _close_all_but(*kept: int) -> None:
    for number in {int(path.name) for path in Path("/proc/self/fd").iterdir()} - {0, 1, 2, *kept}:
        with suppress(OSError):  # the one that listed them
            os.close(number)


def _become_kernel(request: dict[str, Any]) -> None:
    """What a new Python is at its start, and then a kernel."""
    signal.set_wakeup_fd(-1)
    _close_all_but()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(request["environment"])
    np.random.seed()  # Python's own is another after every fork
    sys.argv = [ipykernel_launcher.__file__, *request["arguments"]]
    IPKernelApp.launch_instance(argv=[*request["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"])
    os._exit(0)


def _become_press(orders: int) -> None:
    signal.set_wakeup_fd(-1)
    _close_all_but(orders)
    press.run(orders)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
