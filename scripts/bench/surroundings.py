"""What a process that is measured finds around it: what it would find on a user's machine, whoever measures."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FORGOTTEN = "PYTHON"  # so begin Python's own switches: one lets every process compile every module anew
_LIBRARIES = ("site-packages", "dist-packages")


def environment(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of this process without what it tells Python, and with a way's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FORGOTTEN)}
    return {**kept, **(own or {})}


def read_folders() -> tuple[Path, ...]:
    """Where the modules lie that are measured: Python's own library, the installed ones, the program's and these."""
    found = [
        sysconfig.get_path("stdlib"),
        *site.getsitepackages(),
        *(p for p in sys.path if Path(p).name in _LIBRARIES),
    ]
    folders = (*(Path(name) for name in found), PROJECT / "kvartalsbog", PROJECT / "scripts")
    return tuple(dict.fromkeys(folders))


def compile_once(folders: Iterable[Path]) -> None:
    """Compile what is compiled once on a machine. What stands there compiled is only looked at, and what cannot be compiled
    is left as it is. In a process of its own: Linux counts the peak of the one that starts a process as its own.
    """
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0", "-x", r"[/\\]tests?[/\\]", *map(str, folders)]
    nothing = subprocess.DEVNULL
    subprocess.run(command, env=environment(), stdout=nothing, stderr=nothing, check=False)
