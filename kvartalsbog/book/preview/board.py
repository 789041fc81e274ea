"""What the preview shows now."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, replace

from kvartalsbog.book.preview.rounds import Job, Outcome


@dataclass(frozen=True)
class View:
    """What is shown: the newest outcome, and the newest of those that are a book. `name` tells one view from another; `base`
    is the address that the book's begin with.
    """

    name: str
    base: str = "/"
    outcome: Outcome | None = None
    good: Outcome | None = None


class Board:
    """Holds the view, and the folders of the books that a browser may still be asking for."""

    def __init__(self, job: Job, base: str = "/") -> None:
        self._job = job
        self._run = secrets.token_hex(4)  # a page of an earlier preview at the same address is not taken for this one's
        self._kept: list[int] = []
        self.is_closed = False
        self.view = View(f"{self._run}-0", base)

    def show(self, outcome: Outcome) -> None:
        """Show an outcome to everybody, and forget the book before the last."""
        good = outcome if outcome.pages else self.view.good
        self.view = replace(self.view, name=f"{self._run}-{outcome.number}", outcome=outcome, good=good)
        if outcome.pages:
            self._kept.append(outcome.number)
        unused = [outcome.number] if not outcome.pages else self._kept[:-2]
        self._kept = self._kept[-2:]
        for number in unused:
            shutil.rmtree(self._job.folder(number), ignore_errors=True)

    def close(self) -> None:
        """Let everybody go who waits for another view."""
        self.is_closed = True
