"""The SHA-256 of files and of bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path


def fingerprints(files: Mapping[str, Path]) -> dict[str, str]:
    """Name → SHA-256, in the order of names."""
    return {name: sha256(files[name]) for name in sorted(files)}


def files_below(folder: Path) -> dict[str, Path]:
    """Every file in a folder and in those below it, by its name from there."""
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def sha256(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of(content: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()
