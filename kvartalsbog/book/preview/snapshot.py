"""A look at the files that a preview follows: name → SHA-256, read again only where a file looks changed.

Looking beats being told here: it works on network drives and in containers too, it needs nothing from the system, and
it does not mind an editor that puts a new file in the old one's place.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kvartalsbog.book.preview.rounds import DATA, NOTEBOOKS, PROGRAM, Job
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.inputs.project import SETTINGS, TOC, pages_folder, toc_file
from kvartalsbog.inputs.sharing import related

PACKAGE = Path(__file__).parent.parent.parent
_YOUNG = 2 * 10**9  # nanoseconds in which some file systems give two writes the same time


class Watch:
    """Looks at a job's files again and again."""

    def __init__(self, job: Job) -> None:
        self._folders = {
            "book/": pages_folder(job.project, job.period.body),
            NOTEBOOKS: job.project / "notebooks",
            **{f"{DATA}{plan}/": job.data_dir / plan for plan in related(job.period.plan, job.data_dir)},
            PROGRAM: PACKAGE,
        }
        toc = toc_file(job.project, job.period.body)
        self._files = {SETTINGS: job.project / SETTINGS, TOC: toc}
        self._known: dict[str, tuple[tuple[int, ...], str]] = {}

    def look(self) -> dict[str, str]:
        """The files as they are now. A file that goes away or is locked while it is looked at is not among them."""
        found = {}
        for name, path in self._all():
            try:
                found[name] = self._sha256(name, path)
            except OSError:
                continue
        return found

    def _all(self) -> Iterator[tuple[str, str]]:
        yield from ((name, str(path)) for name, path in self._files.items())
        for prefix, top in self._folders.items():
            yield from _below(prefix, str(top))

    def _sha256(self, name: str, path: str) -> str:
        status = os.stat(path)  # noqa: PTH116 - ten times a second for hundreds of files
        if not stat.S_ISREG(status.st_mode):  # a pipe would hold whoever reads it for ever
            raise FileNotFoundError(name)
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if name in self._known and self._known[name][0] == stamp:
            return self._known[name][1]
        digest = sha256(Path(path))
        if time.time_ns() - status.st_mtime_ns > _YOUNG:
            self._known[name] = (stamp, digest)
        else:  # another write may come at the same time as the file's
            self._known.pop(name, None)
        return digest


def _below(prefix: str, folder: str) -> Iterator[tuple[str, str]]:
    """The files in a folder and in those below it, with the prefix before their names. No link to a folder is gone into."""
    with suppress(OSError), os.scandir(folder) as entries:  # it has gone, or may not be read
        for entry in entries:
            if not _is_followed(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(f"{prefix}{entry.name}/", entry.path)
            else:
                yield prefix + entry.name, entry.path


def _is_followed(name: str) -> bool:
    """Whether a file or folder is not an editor's or a program's own: hidden, a backup, or compiled."""
    return not name.startswith(".") and not name.endswith("~") and name != "__pycache__"
