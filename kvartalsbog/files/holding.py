"""What one process holds alone while it changes it; a process that ends lets go, however it ends."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kvartalsbog.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a folder or file while it is changed. Raises UsageError when somebody else does."""
    handle = _opened(path)
    try:
        hold(handle)
    except OSError as error:
        os.close(handle)
        raise UsageError(f"{path}: En anden kommando er ved at skrive her. Prøv igen, når den er færdig.") from error
    try:
        yield
    finally:
        os.close(handle)


def hold(handle: int) -> None:
    """Hold what is opened until it is closed. Raises OSError when another process does."""
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)


def _opened(path: Path) -> int:
    if fcntl is not None or path.is_file():
        return os.open(path, os.O_RDONLY)
    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()  # Windows opens no folder: a file stands for it
    return os.open(Path(tempfile.gettempdir(), f"kvartalsbog-{name}.lock"), os.O_RDWR | os.O_CREAT)
