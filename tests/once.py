"""What several workers of a run read is made by the first that needs it, in a folder that all of them share."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """The folder, filled by `make`; other processes that ask for it wait until it is whole. Nobody may write in it.

    What fails is tried again by the next that asks, so that every test that needs it tells why.
    """
    whole = folder.with_name(f"{folder.name}.whole")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder
