"""What the preview shows now, and a bell for those who wait for the next."""

from __future__ import annotations

import secrets
import shutil
import threading
from dataclasses import dataclass, replace

from kvartalsbog.book.preview.rounds import Job, Outcome


@dataclass(frozen=True)
class View:
    """What is shown: the newest outcome, and the newest of those that are a book. `name` tells one view from another."""

    name: str
    outcome: Outcome | None = None
    good: Outcome | None = None


class Board:
    """Holds the view, and the folders of the books that a browser may still be asking for."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._run = secrets.token_hex(4)  # a page of an earlier preview at the same address is not taken for this one's
        self._bell = threading.Condition()
        self._kept: list[int] = []
        self.is_closed = False
        self.view = View(f"{self._run}-0")

    def show(self, outcome: Outcome) -> None:
        """Show an outcome to everybody, and forget the book before the last."""
        with self._bell:
            good = outcome if outcome.pages else self.view.good
            self.view = replace(self.view, name=f"{self._run}-{outcome.number}", outcome=outcome, good=good)
            self._bell.notify_all()
        if outcome.pages:
            self._kept.append(outcome.number)
        unused = [outcome.number] if not outcome.pages else self._kept[:-2]
        self._kept = self._kept[-2:]
        for number in unused:
            shutil.rmtree(self._job.folder(number), ignore_errors=True)

    def close(self) -> None:
        """Let everybody who waits go."""
        with self._bell:
            self.is_closed = True
            self._bell.notify_all()

    def wait(self, name: str | None, seconds: float) -> View:
        """The view, as soon as it is another than the named, the board is closed, or so long has passed."""
        with self._bell:
            self._bell.wait_for(lambda: self.view.name != name or self.is_closed, seconds)
            return self.view
