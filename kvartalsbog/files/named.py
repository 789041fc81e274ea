"""A file that somebody names in a call: read whole, and never more of it than it may be."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import UsageError
from kvartalsbog.files.placement import not_there


def read_named(path: Path, most: int, what: str) -> bytes:
    """The bytes of a file, which `what` is the word for. Raises UsageError for one that is not there, is larger than `most`, or is no
    file but a folder, a pipe or a device: those would hold whoever reads them, or never end.
    """
    if path.is_dir():
        raise UsageError(f"{path}: Det er en mappe. Skriv navnet på {what}.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: Det er ikke en fil. Skriv navnet på {what}.")
    if not path.exists():
        raise UsageError(f"{path}: Filen findes ikke. {not_there(path) or f'Skriv navnet på {what}.'}")
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise UsageError(f"{path}: Filen er for stor. Tilladt: højst {most // 1_000_000} MB.")
    return content
