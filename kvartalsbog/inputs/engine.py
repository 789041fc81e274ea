"""The program that makes a book, as one of the things that it is made from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import kvartalsbog
from kvartalsbog.files.fingerprints import sha256


def engine_fingerprint() -> str:
    """One SHA-256 over the program's own files and their names."""
    package = Path(kvartalsbog.__file__).parent
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    whole = hashlib.sha256()
    for name, path in sorted((path.relative_to(package).as_posix(), path) for path in files):
        whole.update(f"{name}\0{sha256(path)}\n".encode())
    return whole.hexdigest()
