"""Where a project's memory lies, and what is remembered there by the program that runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.book.memory.program import is_loaded, program_fingerprint
from kvartalsbog.files.store import Store

FOLDER = "_build/.memory"  # in the project, whose figures it holds: whoever may read the data may read it
MOST = 500_000_000  # bytes; a book of the shipped plan takes some 4 MB


@dataclass(frozen=True)
class Memory:
    """What has been made by the program of that fingerprint; where all is made `fresh`, nothing is known."""

    store: Store
    program: str
    fresh: bool = False

    def get(self, key: str) -> bytes | None:
        """What was made of all that the key is of; None where it must be made."""
        return None if self.fresh else self.store.get(key)

    def put(self, key: str, content: bytes) -> None:
        """Remember what has been made, unless the program has changed meanwhile."""
        if is_loaded():
            self.store.put(key, content)


def store_of(project: Path) -> Store:
    """The store of a project."""
    return Store(project / FOLDER, MOST)


def memory_of(project: Path, *, fresh: bool = False) -> Memory | None:
    """The memory of a project; None when nobody can say which program runs. A `fresh` one is only added to."""
    program = program_fingerprint()
    return Memory(store_of(project), program, fresh) if program is not None else None
