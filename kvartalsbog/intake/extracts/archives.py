"""A workbook's archive, unpacked within bounds: what a few megabytes may grow to is known before it takes any memory."""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kvartalsbog.errors import refusal
from kvartalsbog.files.workplace import temporary

LARGEST = 256 << 20  # bytes of all text in a workbook: about a million rows of six columns
_PARTS = 2_000
_BLOCK = 1 << 18
_READ = (".xml", ".rels", "mimetype")  # pictures, macros and the like are left in the archive
_AS_TEXT = "Gem arket som CSV, eller del det i flere."


class DamagedError(Exception):
    """An archive that cannot be read to its end."""


Watch = Callable[[bytes], None]


@contextmanager
def vetted(path: Path, name: str, watcher: Callable[[str], Watch | None]) -> Iterator[Path]:
    """A copy of a workbook that holds its text, unpacked, and nothing else. `watcher` gives for a part's name what is to
    see its bytes as they come; at the end it gets none.

    Only what the archive's directory says is ever unpacked, and no more than `LARGEST`, so that a directory that lies
    gains nothing: the copy's is true. Raises ProblemsError when it is too large, DamagedError when it is damaged.
    """
    with temporary() as folder:
        copy = folder / f"copy{path.suffix.lower()}"
        try:
            with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as new:
                for part in _parts(archive, name):
                    watch = watcher(part.filename)
                    with archive.open(part) as old, new.open(zipfile.ZipInfo(part.filename), "w") as file:
                        while block := old.read(_BLOCK):
                            file.write(block)
                            if watch:
                                watch(block)
                        if watch:
                            watch(b"")
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise DamagedError from error
        except OSError as error:
            if error.errno != errno.EINVAL:  # of a place in the archive that is none
                raise
            raise DamagedError from error
        yield copy


def _parts(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    every = archive.infolist()
    parts = [part for part in every if part.filename.lower().endswith(_READ)]
    names = {part.filename for part in parts}
    whole = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others are unpacked without a bound
    if len(names) < len(parts) or any(part.flag_bits & 1 or part.compress_type not in whole for part in parts):
        raise DamagedError
    size = sum(part.file_size for part in parts)
    if size > LARGEST or len(every) > _PARTS:
        found = f"{size >> 20} MB" if size > LARGEST else f"{len(every)} dele"
        allowed = f"højst {LARGEST >> 20} MB" if size > LARGEST else f"højst {_PARTS} dele"
        raise refusal(name, "Regnearket er for stort, når det pakkes ud.", found, allowed, _AS_TEXT)
    return parts
