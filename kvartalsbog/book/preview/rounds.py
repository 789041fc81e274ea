"""The rounds of a preview as values, and what two looks at the files say must be done in the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.errors import Problem
from kvartalsbog.periods import Period

Snapshot = Mapping[str, str]  # name → SHA-256; names as in the project, `data/…` and `kvartalsbog/…` wherever those lie
NOTEBOOKS, DATA, PROGRAM = "notebooks/", "data/", "kvartalsbog/"


@dataclass(frozen=True)
class Job:
    """What a preview shows, and how: folders are absolute, `work` is its own, `timeout` is in seconds a notebook."""

    period: Period
    project: Path
    data_dir: Path
    work: Path
    with_pdf: bool = False
    timeout: float = 300

    def folder(self, number: int) -> Path:
        """Where a round puts what it makes."""
        return self.work / f"round-{number}"


@dataclass(frozen=True)
class Outcome:
    """What a round came to, whose number is counted from 1: the folder of a book's pages and perhaps its PDF, or everything that is wrong."""

    number: int
    pages: Path | None = None
    pdf: Path | None = None
    executed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def overtaken(begun: Snapshot, now: Snapshot) -> bool:
    """Whether a round that has begun may execute a notebook in vain: one has changed or gone, or what they read has.

    A round whose pages alone have changed meanwhile is worth finishing: its notebooks are used by the next.
    """
    return any(
        name.startswith(DATA) or _is_code(name) or (name.startswith(NOTEBOOKS) and name in begun)
        for name in changed(begun, now)
    )


def is_other_program(begun: Snapshot, now: Snapshot) -> bool:
    """Whether the program itself has changed, so that only a new process will run it."""
    return any(_is_code(name) and begun.get(name) != now.get(name) for name in begun.keys() | now.keys())


def changed(before: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """The names of files that are new, gone or other than before."""
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))


def _is_code(name: str) -> bool:
    return name.startswith(PROGRAM) and name.endswith(".py")
