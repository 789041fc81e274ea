"""The book beside the desk: of the period that was looked at last, made anew at every change on the disk."""

from __future__ import annotations

import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from kvartalsbog.book.preview.board import Board
from kvartalsbog.book.preview.following import Begun, follow
from kvartalsbog.book.preview.rounds import Job, Outcome
from kvartalsbog.book.progress import Step
from kvartalsbog.desk.visits import Desk, address
from kvartalsbog.files.workplace import workplace
from kvartalsbog.periods import Period

BOOK = "bog/"  # a book's address below its period's


class LiveBook:
    """Makes one period's book at a time; another one's takes its place."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._open = ExitStack()
        self._of: tuple[Period, Board] | None = None

    def board(self, period: Period) -> Board:
        """What is shown of a period's book, which is begun where it is another's turn."""
        with self._lock:
            if self._of is None or self._of[0] != period:
                self._open.close()
                self._of = (period, self._begin(period))
            return self._of[1]

    def close(self) -> None:
        """End what is being made."""
        with self._lock:
            self._open.close()
            self._of = None

    def _begin(self, period: Period) -> Board:
        work = self._open.enter_context(workplace(Path(tempfile.gettempdir()), "kvartalsbog-desk-"))
        own, ended = self._desk, threading.Event()
        job = Job(period, own.project, own.data_dir, work.resolve(), timeout=own.timeout)
        board = Board(job, address(period, BOOK))

        def tell(message: Begun | Step | Outcome) -> None:
            if isinstance(message, Outcome):
                board.show(message)

        following = threading.Thread(target=follow, args=(job, tell, ended))
        following.start()
        self._open.callback(following.join)
        self._open.callback(ended.set)
        self._open.callback(board.close)
        return board
