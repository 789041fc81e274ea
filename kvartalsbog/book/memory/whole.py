"""A whole book that stands where it was made: whether anything that it was made from has changed, told by hashes alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.book.memory.place import Memory
from kvartalsbog.files.fingerprints import files_below, sha256
from kvartalsbog.inputs.taking import readable
from kvartalsbog.periods import Period

_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Whole:
    """The book of a quarter, by all that it can be made from. `key` is the SHA-256 of that."""

    memory: Memory
    key: str

    def standing(self, book: Path) -> tuple[Path, ...] | None:
        """The main files of a book that is made from these very inputs, and is whole; None for any other."""
        try:
            told = json.loads(self.memory.get(self.key) or b"null")
            manifest = book / _MANIFEST
            if told is None or sha256(manifest) != told["manifest"]:
                return None
            outputs = json.loads(manifest.read_bytes())["outputs"]
            files = files_below(book)
            files.pop(_MANIFEST)
            is_whole = files.keys() == outputs.keys() and all(sha256(files[name]) == outputs[name] for name in files)
            return tuple(book / name for name in told["main"]) if is_whole else None
        except (OSError, ValueError, KeyError, TypeError):  # it was changed by others, so it is made again
            return None

    def note(self, book: Path, main: Iterable[Path]) -> None:
        """Remember that a book was made from these inputs; `main` are its main files."""
        told = {"manifest": sha256(book / _MANIFEST), "main": [path.relative_to(book).as_posix() for path in main]}
        self.memory.put(self.key, json.dumps(told).encode())


def whole(memory: Memory | None, period: Period, project: Path, data_dir: Path) -> Whole | None:
    """The book of a quarter by what it can be made from now; None when that cannot be told."""
    if memory is None:
        return None
    digest = hashlib.sha256(json.dumps(["book", memory.program, str(period)]).encode())
    try:
        for name, path in readable(project, data_dir):
            digest.update(f"{name}\0{sha256(path) if path.is_file() else ''}\n".encode(errors="surrogateescape"))
    except (OSError, ValueError):  # told where it is read
        return None
    return Whole(memory, digest.hexdigest())
