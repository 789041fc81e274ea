"""How far a book is: each notebook, and then its outputs, tell when they start and when they are done, or that they are remembered; and what is done when nobody waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Step:
    """The progress of one notebook, or of the outputs: it started, it is done, or it is remembered and is not run."""

    name: str
    event: Literal["started", "done", "remembered"]


Observer = Callable[[Step], None]
Later = Callable[[Callable[[], object]], object]  # does what it is handed, when nobody waits for it


def at_once(work: Callable[[], object]) -> None:
    """Nobody waits for anything else."""
    work()
