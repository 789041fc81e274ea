"""Folders to work in that are gone afterwards, also when the process that made them was killed: the next one sees to it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kvartalsbog.errors import KvartalsbogError
from kvartalsbog.files.holding import hold
from kvartalsbog.files.placement import remove, writable, write_files

_MARK = ".kvartalsbog"  # in each such folder, and locked as long as its process lives
_CAN_HOLD = hasattr(
    os, "getuid"
)  # Windows removes no folder with an opened file: what a killed process left stays there


@contextmanager
def workplace(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder of this process's own in another; those that killed processes have left beside it are removed.

    Raises OSError when there can be none.
    """
    clear(parent, prefix)
    folder, lock = _made(parent, prefix)
    try:
        yield folder
    finally:
        with suppress(OSError):
            remove(folder)
        os.close(lock)


@contextmanager
def stage(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder beside what is going to be replaced, for whoever alone may write there: what killed processes have left is removed."""
    for left in parent.glob(f"{prefix}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def temporary() -> Iterator[Path]:
    """As `workplace`, among the system's temporary files; raises KvartalsbogError when those have no place."""
    try:
        parent = Path(tempfile.gettempdir()).resolve()
    except FileNotFoundError as error:
        raise KvartalsbogError("Der er ingen mappe til midlertidige filer, som der kan skrives i. Sæt TMPDIR til en.") from error  # fmt: skip
    with workplace(parent, "kvartalsbog-") as folder:
        yield folder


def write_together(folder: Path, files: Mapping[str, bytes], prefix: str) -> tuple[Path, ...]:
    """Write files into a folder, all or none. Raises KvartalsbogError when the folder cannot be written."""
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with workplace(folder, prefix) as stage:
            write_files(stage, files)
            return tuple((stage / name).replace(folder / name) for name in files)


def clear(parent: Path, prefix: str) -> None:
    """Remove what killed processes of this user have left under a prefix in a folder. What cannot be removed stays."""
    if not _CAN_HOLD:
        return
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            lock = os.open(folder / _MARK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if folder.stat().st_uid == os.getuid():
                    hold(lock)
                    remove(folder)
            finally:
                os.close(lock)


def _made(parent: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = os.open(folder / _MARK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        if not _CAN_HOLD:
            os.close(lock)
            return folder, os.open(os.devnull, os.O_RDONLY)
        with suppress(OSError):  # another process took it for one that was left, in the moment before it was locked
            hold(lock)
            if os.path.samestat(os.fstat(lock), (folder / _MARK).stat()):
                return folder, lock
        os.close(lock)
