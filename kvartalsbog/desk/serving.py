"""The one server of the house, for this machine alone: an application on the loopback address until it is told to end."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from kvartalsbog.desk.guard import LOOPBACK
from kvartalsbog.errors import UsageError

_WAITING = 128  # a browser asks for all that a page needs at once
_GRACE = 1  # seconds in which what is being answered may be answered


@contextmanager
def serving(make: Callable[[int], ASGIApp], port: int) -> Iterator[str]:
    """Serve what `make` gives for the port that was got, 0 being any; gives the address. Raises UsageError when the port
    is taken.
    """
    with _listening(port) as listening:
        own: int = listening.getsockname()[1]
        config = uvicorn.Config(
            make(own), log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=_GRACE,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{own}/"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket() as listening:
        if os.name == "posix":  # elsewhere two programs could then share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            listening.listen(_WAITING)
        except OSError as error:
            raise UsageError(
                f"--port {port}: Porten er i brug, eller den må ikke bruges. Vælg en anden, eller 0 for en ledig."
            ) from error
        yield listening
