"""Where a project's memory lies, and what is remembered there by the program that runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.book.memory.program import is_loaded, program_fingerprint
from kvartalsbog.disclosure.remembered import remembering, remembers
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.files.store import Store
from kvartalsbog.inputs.project import SETTINGS

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

    def made(self, what: str, make: Callable[[], bytes]) -> bytes:
        """What is made of all that `what` tells of and of the program, made only where it is not known."""
        key = sha256_of(f"{what} {self.program}".encode())
        found = self.get(key)
        if found is None:
            self.put(key, found := make())
        return found

    def put(self, key: str, content: bytes) -> None:
        """Remember what has been made, unless the program has changed meanwhile."""
        if is_loaded():
            self.store.put(key, content)


def store_of(project: Path) -> Store:
    """The store of a project; it is the same one from whatever folder a process works in later, as Sphinx's and the press do."""
    return Store(project.absolute() / FOLDER, MOST)


def remembering_choices(project: Path) -> AbstractContextManager[None]:
    """Within it this process asks the memory of a project for what was chosen to be withheld before, and keeps there what it
    chooses itself, unless it has been told of one already. A folder that is no project's gets no memory.
    """
    program = program_fingerprint() if (project / SETTINGS).is_file() and not remembers() else None
    return nullcontext() if program is None else remembering(store_of(project), program)


def memory_of(project: Path, *, fresh: bool = False) -> Memory | None:
    """The memory of a project; None when nobody can say which program runs. A `fresh` one is only added to."""
    program = program_fingerprint()
    return Memory(store_of(project), program, fresh) if program is not None else None
