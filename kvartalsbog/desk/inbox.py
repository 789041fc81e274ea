"""What came in for a period and is not taken in yet: files in a folder of the user's own, outside the data."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from kvartalsbog.errors import Place, Problem, settle, visible
from kvartalsbog.files.fingerprints import sha256

REJECTED = "afvist"  # the folder of the workbooks with what could not be used
_STAGE = ".paa-vej-"
_LONGEST = 200  # bytes of a name
_FORBIDDEN = frozenset('/\\:*?"<>|')


@dataclass(frozen=True)
class Waiting:
    """A file that waits: its name as it can be shown, its bytes, and when it came."""

    name: str
    size: int
    came: datetime


def waiting(inbox: Path) -> tuple[Waiting, ...]:
    """The files that wait, by their names."""
    return tuple(_waiting(inbox))


def _waiting(inbox: Path) -> Iterator[Waiting]:
    for path in paths(inbox):
        with suppress(OSError):  # another window has removed it
            told = path.stat()
            yield Waiting(visible(path.name), told.st_size, datetime.fromtimestamp(told.st_mtime))


def paths(inbox: Path) -> list[Path]:
    """Where the files that wait are."""
    found = inbox.iterdir() if inbox.is_dir() else ()
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def put(inbox: Path, files: Iterable[tuple[str, BinaryIO]]) -> tuple[str, ...]:
    """Lay files in the inbox, each whole or not at all, in the place of one of the same name. Gives their names; raises
    ProblemsError for names that cannot be, and then none is there.
    """
    named = [(name.replace("\\", "/").rpartition("/")[2], content) for name, content in files]
    settle([problem for name, _ in named for problem in _wrong(name)])
    for name, content in named:
        lay_aside(inbox, name, content)
    return tuple(name for name, _ in named)


def lay_aside(inbox: Path, name: str, content: BinaryIO) -> Path:
    """Lay a file of the program's own name in the inbox, whole or not at all; one whose name begins with a point does not wait."""
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, stage = tempfile.mkstemp(prefix=_STAGE, dir=inbox)
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file, 2**20)
        return Path(stage).replace(inbox / name)
    finally:
        Path(stage).unlink(missing_ok=True)


def _wrong(name: str) -> Iterator[Problem]:
    hint = "Omdøb filen, og send den igen."
    if not name or name.startswith(".") or visible(name) != name or _FORBIDDEN.intersection(name):
        yield Problem(Place(name or "Fil"), "Filens navn kan ikke bruges.", hint=hint)
    elif len(name.encode()) > _LONGEST:
        yield Problem(Place(name[:40]), "Filens navn er for langt.", allowed=f"højst {_LONGEST} tegn", hint=hint)


def remove(inbox: Path, names: Iterable[str]) -> None:
    """Remove files that wait; one that is gone already is none the worse."""
    there = {visible(path.name): path for path in paths(inbox)}
    for name in names:
        if name in there:
            there[name].unlink(missing_ok=True)


def fingerprint(files: Iterable[Path], year: Path, more: str) -> str:
    """What a page of changes was made from: the files that wait, the plan's own, and what else was chosen or typed."""
    digest = hashlib.sha256(more.encode())
    known = (path for path in year.rglob("*") if path.is_file()) if year.is_dir() else ()
    for path in (*files, *sorted(known)):
        digest.update(b"\n%b\0%b" % (os.fsencode(path), sha256(path).encode()))
    return digest.hexdigest()
