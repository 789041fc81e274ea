"""The rounds of a preview as values, and what two looks at the files say must be done in the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.errors import Problem
from kvartalsbog.periods import Quarter

Snapshot = Mapping[str, str]  # name → SHA-256; names as in the project, `data/…` and `kvartalsbog/…` wherever those lie
NOTEBOOKS, DATA, PROGRAM = "notebooks/", "data/", "kvartalsbog/"


@dataclass(frozen=True)
class Job:
    """What a preview shows, and how: folders are absolute, `work` is its own, `timeout` is in seconds a notebook."""

    quarter: Quarter
    project: Path
    data_dir: Path
    work: Path
    with_pdf: bool = False
    timeout: float = 300

    def folder(self, number: int) -> Path:
        """Where a round puts what it makes."""
        return self.work / f"round-{number}"


@dataclass(frozen=True)
class Order:
    """A round to be made: its number, from 1, and the files as they were seen."""

    number: int
    snapshot: Snapshot


@dataclass(frozen=True)
class Outcome:
    """What a round came to: the folder of a book's pages and perhaps its PDF, or everything that is wrong."""

    number: int
    pages: Path | None = None
    pdf: Path | None = None
    executed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def key(notebook: str, snapshot: Snapshot) -> str:
    """The fingerprint of all that decides what a notebook shows when it is executed: its own file, the data with the
    plan, and the program. Pages, settings and styles do not.
    """
    whole = hashlib.sha256()
    for name in sorted(snapshot):
        if name == notebook or name.startswith(DATA) or _is_code(name):
            whole.update(f"{name}\0{snapshot[name]}\n".encode())
    return whole.hexdigest()


def overtaken(begun: Snapshot, now: Snapshot) -> bool:
    """Whether a round that has begun executes a notebook in vain: one that must be executed again, or has gone.

    A round whose pages alone have changed meanwhile is worth finishing: its notebooks are used by the next.
    """
    names = (name for name in begun if name.startswith(NOTEBOOKS))
    return any(name not in now or key(name, begun) != key(name, now) for name in names)


def is_other_program(begun: Snapshot, now: Snapshot) -> bool:
    """Whether the program itself has changed, so that only a new process will run it."""
    return any(_is_code(name) and begun.get(name) != now.get(name) for name in begun.keys() | now.keys())


def changed(before: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """The names of files that are new, gone or other than before."""
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))


def _is_code(name: str) -> bool:
    return name.startswith(PROGRAM) and name.endswith(".py")
