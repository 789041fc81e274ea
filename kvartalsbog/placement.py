"""Putting a finished folder in the place of another, so that whoever looks sees one of them, whole."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kvartalsbog.errors import KvartalsbogError, UsageError

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux' renameat2
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
_REASONS = {
    errno.EACCES: "du har ikke lov til det",
    errno.EPERM: "du har ikke lov til det",
    errno.EROFS: "disken er skrivebeskyttet",
    errno.ENOSPC: "disken er fuld",
    errno.EDQUOT: "din kvote på disken er brugt",
    errno.ENOTDIR: "der ligger en fil, hvor en mappe skulle være",
    errno.EEXIST: "der ligger en fil, hvor en mappe skulle være",
    errno.EISDIR: "der ligger en mappe, hvor en fil skulle være",
    errno.ENOTEMPTY: "mappen er ikke tom",
    errno.ENOENT: "mappen over den findes ikke",
    errno.EBUSY: "mappen er i brug, eller den er et drevs øverste mappe og kan ikke skiftes ud",
}


def put_in_place(new: Path, target: Path) -> None:
    """Make `new` stand at `target`; what stood there is removed afterwards.

    Both must lie on one file system. Where the system can exchange two names at once, there is no moment without a
    whole folder at `target`; elsewhere there is a very short one. Raises OSError; then `target` is as it was.
    """
    if not target.exists():
        new.replace(target)
        return
    if not _exchanged(new, target):
        aside = new.with_name(new.name + ".replaced")
        target.replace(aside)
        try:
            new.replace(target)
        except OSError:
            aside.replace(target)
            raise
        new = aside
    shutil.rmtree(new)


def _exchanged(one: Path, other: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder while it is changed; raises UsageError when somebody else does. A process that ends lets go."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise UsageError(f"{folder}: En anden kommando er ved at skrive her. Prøv igen, når den er færdig.") from error
    finally:
        os.close(handle)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Tell why a folder cannot be written; raises KvartalsbogError in the place of OSError."""
    try:
        yield
    except OSError as error:
        raise KvartalsbogError(f"{folder}: Der kan ikke skrives i mappen: {why(error)}. Intet er ændret.") from error


def why(error: OSError) -> str:
    """The system's reason for refusing something, in Danish."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
