"""A folder that keeps what has been made, by the key of all that it was made from: what cannot be used is as if it were not there."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_FORM = b"kvartalsbog 1"
_MARK = ".new-"  # begins the name of an entry that is being written
_NAME = re.compile(r"[0-9a-f]{64}|\.new-\w{8}", re.ASCII)
_LEFT = 3600.0  # seconds after which it is what a killed process has left


@dataclass(frozen=True)
class Held:
    """How much a store holds: entries, and bytes on the disk."""

    entries: int
    size: int


class Store:
    """Entries by key (a SHA-256). Each says its key and the SHA-256 of its content, and is given only if both are right.

    It is only a memory: neither reading nor writing ever raises an OSError. `limit` is in bytes; beyond it those go that
    were not asked for the longest. Any number of processes may use it at once. Whatever else lies in the folder is
    never removed.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit

    def get(self, key: str) -> bytes | None:
        """What is kept under a key, if it is what it says; None where there is nothing that can be used."""
        path = self.folder / key
        try:
            content = _content(key, _read(path, self.limit))
            if content is not None:
                os.utime(path)  # it was asked for now
        except OSError:
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep a content, in the place of what was kept under its key, and let go of what is too much."""
        whole = b"\n".join((_FORM, key.encode(), hashlib.sha256(content).hexdigest().encode(), content))
        if len(whole) > self.limit:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=_MARK, dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(whole)
                Path(name).replace(self.folder / key)
            finally:
                Path(name).unlink(missing_ok=True)
        self._let_go()

    def held(self) -> Held:
        """How much there is."""
        found = list(self._files())
        return Held(len(found), sum(status.st_size for _, status in found))

    def empty(self) -> None:
        """Let go of everything that can be removed."""
        for path, _ in self._files(written=False):
            _let_go_of(path)

    def _let_go(self) -> None:
        files = sorted(self._files(), key=lambda entry: entry[1].st_mtime, reverse=True)
        kept = 0
        for path, status in files:
            kept += status.st_size
            if kept > self.limit:
                _let_go_of(path)

    def _files(self, *, written: bool = True) -> Iterator[tuple[Path, os.stat_result]]:
        """The files there are; with `written` without those that are being written now."""
        with suppress(OSError):
            for entry in os.scandir(self.folder):
                if _NAME.fullmatch(entry.name) is None:
                    continue
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    young = entry.name.startswith(_MARK) and status.st_mtime > time.time() - _LEFT
                    if stat.S_ISREG(status.st_mode) and not (written and young):
                        yield Path(entry.path), status


def _let_go_of(path: Path) -> None:
    """Remove an entry, or what there is of one. Other programs name files by a SHA-256 too: theirs begin otherwise."""
    with suppress(OSError):
        with path.open("rb") as file:
            is_own = _FORM.startswith(file.read(len(_FORM)))
        if is_own:
            path.unlink()


def _read(path: Path, most: int) -> bytes:
    """A regular file's bytes; raises OSError for anything else, also for a pipe, which would hold whoever reads it."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            raise OSError(path)
        return file.read()


def _content(key: str, whole: bytes) -> bytes | None:
    form, own, digest, content = (*whole.split(b"\n", 3), b"", b"", b"", b"")[:4]
    sound = form == _FORM and own == key.encode() and digest == hashlib.sha256(content).hexdigest().encode()
    return content if sound else None
