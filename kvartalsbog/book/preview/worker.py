"""The process in which the rounds are made, so that a round can be broken off and a changed program is run anew."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from kvartalsbog.book.preview.rounds import Job, Outcome
from kvartalsbog.book.progress import Step
from kvartalsbog.book.running import Running
from kvartalsbog.book.warm import WarmKernels
from kvartalsbog.errors import Place, Problem
from kvartalsbog.process.ending import SIGNALS, end_once
from kvartalsbog.process.garbage import look_seldom

_GRACE = 20.0  # seconds in which a broken-off round ends its kernels
_CAN_BLOCK = hasattr(signal, "pthread_sigmask")  # not on Windows, where a process is ended without being asked


class Worker:
    """Makes a job's rounds, one at a time, in a process that is started when it is needed."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process: Any = None
        self._connection: Connection | None = None
        self._number: int | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a round is being made."""
        return self._number is not None

    def begin(self, number: int) -> None:
        """Begin a round, of which `messages` will tell."""
        if self._connection is None:
            self._start()
        self._number = number
        with suppress(OSError):  # a process that has ended is told of by `messages`
            self._connection.send(number)  # type: ignore[union-attr]

    def messages(self, seconds: float) -> Iterator[Step | Outcome]:
        """What the process has told, waiting so long at most for the first of it. A process that ends is an outcome."""
        if self._connection is None:
            threading.Event().wait(seconds)
            return
        try:
            while self._connection.poll(seconds):
                message = self._connection.recv()
                seconds = 0
                if isinstance(message, Outcome):
                    self._number = None
                yield message
        except (EOFError, OSError):
            number = self._number
            self.end()
            if number is not None:
                yield Outcome(number, problems=(self._lost(),))

    def end(self) -> None:
        """End the process, and with it the kernels of a round that is being made; a later round starts another."""
        process, connection = self._process, self._connection
        self._connection = self._number = None
        if connection is None:
            return
        connection.close()
        if process.pid is None:  # a signal came before it was started
            return
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGINT)
        process.join(_GRACE)
        if process.is_alive():
            process.kill()
            process.join()

    def _start(self) -> None:
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(self._job, theirs), daemon=True)
        # the process inherits this and lets signals through when it is ready to end well
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS) if _CAN_BLOCK else ()
        try:
            self._process.start()
        finally:
            if _CAN_BLOCK:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()

    def _lost(self) -> Problem:
        message = f"Processen, der laver bogen, standsede uventet (kode {self._process.exitcode})."
        return Problem(Place(""), message, hint="Se i terminalen, hvad den skrev. Den begynder igen, næste gang du gemmer.")  # fmt: skip


def _work(job: Job, connection: Connection) -> None:
    """Make the rounds that are ordered until the other end is closed or a signal comes."""
    with suppress(KeyboardInterrupt, EOFError, OSError), ExitStack() as open_:
        end_once()
        if _CAN_BLOCK:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        from kvartalsbog.book.preview.workshop import Judged, make, remembering  # noqa: PLC0415 - takes a second, in which a signal may come

        logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)  # it logs what it raises as well
        told, judged, warm = threading.Lock(), Judged(), open_.enter_context(WarmKernels())
        remembering(job)  # kernels are told of it when they begin
        warm.begin()

        def tell(message: Step | Outcome) -> None:
            with told:
                connection.send(message)

        look_seldom()
        while True:
            number, left = connection.recv(), list[Callable[[], object]]()
            tell(make(job, number, Running(job.timeout, tell, warm, left.append), remembering(job), judged))
            for work in left:  # whoever looks at the book does not wait for what is remembered of it
                with suppress(Exception):
                    work()
            if gc.get_freeze_count() == 0:
                gc.freeze()  # the extensions of Sphinx look for objects of theirs among all that are not
