"""What lies in a site's folder, looked at without following anything: plain files, and everything that is none."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from io import BufferedReader
from pathlib import Path

from kvartalsbog.errors import Place, Problem
from kvartalsbog.files.placement import RefusedError, aside, why

MAX_TEXT = 50_000_000  # bytes of a file that is read as a whole: a page, a manifest, a list
MAX_FILE = 1_000_000_000  # bytes of any file: a few bytes of the disk can be told to be as many as one likes
_THREADS = 4
_PART = 1_000_000  # bytes that are read at once
_FOREIGN = "Flyt den ud af sitet."
_KINDS = {
    stat.S_IFLNK: "link",
    stat.S_IFIFO: "rør (FIFO)",
    stat.S_IFSOCK: "stik (socket)",
    stat.S_IFBLK: "enhed",
    stat.S_IFCHR: "enhed",
}


Stamp = tuple[int, int, int, int]


def stamp_of(found: os.stat_result) -> Stamp:
    """Which file it is, and what its writer's clock and its size say of what is in it."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True)
class Tree:
    """The plain files under `root`, path → what the system says of it, and what a site never has. `hashed` are files by
    their stamps that the same command has just read under another name, and what it reads now.
    """

    root: Path
    files: Mapping[str, os.stat_result]
    problems: tuple[Problem, ...]
    hashed: dict[Stamp, str] = field(default_factory=dict, compare=False)

    def under(self, folder: str) -> frozenset[str]:
        """The paths of the files in a version's folder, seen from that folder."""
        return self._folders.get(folder, frozenset())

    @cached_property
    def _folders(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name in self.files:
            parts = name.split("/")
            for depth in (2, 3):  # of the first authority's editions, and of the others'
                found.setdefault("/".join(parts[:depth]), set()).add("/".join(parts[depth:]))
        return {folder: frozenset(own) for folder, own in found.items()}

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises OSError when it cannot be read, is no plain file any more, or is larger than a text."""
        return plain_bytes(self.root / name)

    def sha256(self, name: str) -> str:
        """The SHA-256 of a file's bytes, of which all are read once. Raises OSError as `read` does, of a file of any kind."""
        found = self._digests[name]
        if isinstance(found, OSError):
            raise found
        return found

    @cached_property
    def _digests(self) -> Mapping[str, str | OSError]:
        """Of every file. Several are read and hashed at the same time, which Python's lock does not hinder."""
        stamps = {name: stamp_of(found) for name, found in self.files.items()}
        names = [name for name, stamp in stamps.items() if stamp not in self.hashed]
        threads = min(_THREADS, os.cpu_count() or 1)
        with ThreadPoolExecutor(threads) as pool:
            parts = pool.map(self._digests_of, (names[first::threads] for first in range(threads)))
            read = {name: digest for part in parts for name, digest in part}
        self.hashed.update({stamps[name]: digest for name, digest in read.items() if isinstance(digest, str)})
        return {name: read.get(name) or self.hashed[stamp] for name, stamp in stamps.items()}

    def _digests_of(self, names: Sequence[str]) -> list[tuple[str, str | OSError]]:
        return [(name, _digest(f"{self.root}/{name}")) for name in names]


def _digest(path: str) -> str | OSError:
    try:
        handle = _handle(path)
        try:
            if os.fstat(handle).st_size > MAX_FILE:
                raise _too_large(MAX_FILE)
            whole = hashlib.sha256()
            while part := os.read(handle, _PART):
                whole.update(part)
            return whole.hexdigest()
        finally:
            os.close(handle)
    except OSError as error:
        return error


def plain_bytes(path: Path) -> bytes:
    """The bytes of a plain file, followed through no link. Raises OSError, also for more than a text can have."""
    with _opened(path) as handle:
        content = handle.read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise _too_large(MAX_TEXT)
    return content


def _too_large(most: int) -> RefusedError:
    return RefusedError(errno.EFBIG, f"filen er større end {most // 1_000_000} MB")


def _opened(path: Path) -> BufferedReader:
    """A plain file, opened so that neither a link nor a pipe in its place is followed or waited for."""
    return os.fdopen(_handle(path), "rb")


def _handle(path: Path | str) -> int:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise RefusedError(errno.EINVAL, "her står noget andet end en fil")
    return handle


def look(root: Path) -> Tree:
    """Everything under a folder. Links, pipes and devices, empty folders, names that hide something, names that are one
    where letters' case does not count, and what cannot be read are problems.
    """
    files: dict[str, os.stat_result] = {}
    problems: list[Problem] = []
    names: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        for name, found in _entries(root, folder, problems):
            names.append(name)
            if not name.isprintable():
                problems.append(Problem(Place(name), "Navnet har tegn, der ikke kan ses.", hint=_FOREIGN))
            elif stat.S_ISDIR(found.st_mode):
                waiting.append(name)
            elif stat.S_ISREG(found.st_mode):
                files[name] = found
            else:
                kind = _KINDS.get(stat.S_IFMT(found.st_mode), "ukendt")
                problems.append(Problem(Place(name), "Her står noget andet end en fil.", kind, hint=_FOREIGN))
    problems += _same_to_some(names)
    return Tree(root, files, tuple(problems))


def _entries(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
    prefix = f"{folder}/" if folder else ""
    try:
        with os.scandir(root / folder) as found:
            # not the entry's own `stat`, which on Windows says nothing of which file it is
            entries = [(f"{prefix}{entry.name}", os.lstat(entry.path)) for entry in found]
    except OSError as error:
        problems.append(Problem(Place(folder or "."), f"Mappen kan ikke læses: {why(error)}."))
        return
    if folder and not entries:
        problems.append(Problem(Place(folder), "Mappen er tom.", hint="Fjern den fra sitet."))
    yield from sorted(entries)


def _same_to_some(names: list[str]) -> Iterator[Problem]:
    """Names that are one on systems that do not tell capital letters, or two ways to write one letter, apart."""
    known: dict[str, str] = {}
    for name in names:
        other = known.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            yield Problem(Place(name), "Navnet er det samme som et andets for mange systemer.", other)


def shared(tree: Tree) -> Iterator[Problem]:
    """Files that have a name outside the site as well, through which they can be changed. What a killed publishing left
    beside the site is not outside: the next one clears it away.
    """
    own = Counter((found.st_dev, found.st_ino) for found in tree.files.values())
    if all(found.st_nlink <= own[found.st_dev, found.st_ino] for found in tree.files.values()):
        return
    for left in _left_over(tree.root):
        own.update((found.st_dev, found.st_ino) for found in look(left).files.values())
    for name, found in sorted(tree.files.items()):
        if found.st_nlink > own[found.st_dev, found.st_ino]:
            message = "Filen har også et navn uden for sitet, hvor den kan ændres."
            yield Problem(Place(name), message, f"{found.st_nlink} navne", hint="Kopiér sitet, og brug kopien.")


def _left_over(root: Path) -> list[Path]:
    root = root.resolve()
    beside = [path for path in root.parent.iterdir() if path.name.startswith(stage_prefix(root))]
    return [path for path in (aside(root), *beside) if path.is_dir() and not path.is_symlink()]


def stage_prefix(root: Path) -> str:
    """How the folders begin in which a site is made anew, beside it."""
    return f".{root.name}-publishing-"
