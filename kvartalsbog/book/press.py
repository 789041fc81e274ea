"""The process that makes a book's pages: it gets ready while the kernels run, and is forked from what forks those."""

from __future__ import annotations

import gc
import os
import socket
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import kvartalsbog
from kvartalsbog.errors import ExecutionError
from kvartalsbog.process.apart import portable, raise_again
from kvartalsbog.process.garbage import look_seldom

if TYPE_CHECKING:
    from kvartalsbog.book.layout import Layout
    from kvartalsbog.book.outputs import Builders


class Press:
    """Compiles books, one at a time, until it is closed or the process that holds it ends. `theirs` are the descriptors that
    the other process is handed: the pipe that tells its keeper, and the socket of its orders.
    """

    def __init__(self) -> None:
        self._one, self._is_open = threading.Lock(), True
        kept_by, self._held = os.pipe()
        ours, theirs = socket.socketpair()
        self._orders, self.theirs = Connection(ours.detach()), (kept_by, theirs.detach())

    def let_go(self) -> None:
        """Close what the other process has been handed."""
        for descriptor in self.theirs:
            os.close(descriptor)

    def close(self) -> None:
        """End it, whatever it does."""
        self._is_open = False
        os.close(self._held)
        with self._one:  # whoever waits is told now
            self._orders.close()

    def compiled(self, layout: Layout, builders: Builders) -> Path | None:
        """As `compilation.compiled`; None when there is no such process any more. Raises ExecutionError when it was closed."""
        try:
            with self._one:
                self._orders.send((layout, builders, kvartalsbog.BEGUN))
                raised = self._orders.recv()
        except (EOFError, OSError):
            if not self._is_open:
                raise ExecutionError("Kørslen er afbrudt.") from None
            return None
        raise_again(raised)
        return layout.work


def run(descriptor: int) -> None:
    """Compile what is ordered until nobody can order any more."""
    look_seldom()
    with Connection(descriptor) as orders:
        from kvartalsbog.book.compilation import compiled, load  # noqa: PLC0415 - what takes a second to import, in the new process

        load()
        gc.freeze()  # the extensions look for objects of theirs among all that are not
        while True:
            try:
                layout, builders, kvartalsbog.BEGUN = (
                    orders.recv()
                )  # the program must be what the one who asks has begun with
            except EOFError:
                return
            try:
                compiled(layout, builders)
            except Exception as error:
                orders.send(portable(error))
            else:
                orders.send(None)
