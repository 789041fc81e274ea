"""The program that makes a book, as one of the things that it is made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import kvartalsbog
from kvartalsbog.files.fingerprints import sha256_of


def program_files() -> Iterator[tuple[str, str]]:
    """The program's own files by name, each with its path; without what Python keeps beside them."""
    package = str(Path(kvartalsbog.__file__).parent)
    for folder, inner, names in os.walk(package):
        inner[:] = [name for name in inner if name != "__pycache__"]
        below = folder[len(package) + 1 :].replace(os.sep, "/")
        yield from ((f"{below}/{name}" if below else name, f"{folder}{os.sep}{name}") for name in names)


def engine_fingerprint() -> str:
    """One SHA-256 over the program's own files and their names."""
    whole = hashlib.sha256()
    for name, path in sorted(program_files()):
        whole.update(f"{name}\0{sha256_of(Path(path).read_bytes())}\n".encode())
    return whole.hexdigest()
