"""What runs, in one fingerprint: the program's own files, the libraries, and what else of the machine a page may depend on."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import kvartalsbog
from kvartalsbog.inputs.engine import engine_fingerprint, program_files

_ENVIRONMENT = ("PYTHON", "LC_", "LANG", "TZ", "SOURCE_DATE_EPOCH")  # names of settings begin so
_INSTALLED = ("site-packages", "dist-packages")
_RECORDS = (".dist-info", ".egg-info", ".egg-link", ".pth")  # what stands beside an installed library


def program_fingerprint() -> str | None:
    """One SHA-256 over all that decides what is made of the same inputs; None when what is on the disk is not what was
    loaded, so that nobody can say what runs.
    """
    if not is_loaded():
        return None
    folders = _folders()
    whole = hashlib.sha256(engine_fingerprint().encode())
    for line in (*_libraries(folders), *_surroundings()):
        whole.update(f"{line}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()


def is_loaded() -> bool:
    """Whether the program and the libraries on the disk have stood there since this process began: then they are what
    runs, here and in every kernel. No program can set the time at which a file or a folder was changed.
    """
    own = [path for _, path in program_files() if path.endswith(".py")]
    installed = [str(folder) for folder in _folders() if folder.name in _INSTALLED]
    return all(Path(path).stat().st_ctime <= kvartalsbog.BEGUN for path in (*own, *installed))


def _folders() -> list[Path]:
    return [Path(name) for name in sys.path if Path(name).is_dir()]


def _libraries(folders: list[Path]) -> Iterator[str]:
    """The libraries by name and version, as they are installed."""
    yield f"{platform.python_implementation()} {sys.version} {platform.platform()}"
    for folder in folders:
        yield from sorted(path.name for path in folder.iterdir() if path.name.endswith(_RECORDS))


def _surroundings() -> Iterator[str]:
    """Settings, and files of settings, that Python and matplotlib read by themselves."""
    yield from sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(_ENVIRONMENT))
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "matplotlib"
    named = [os.environ.get(name) for name in ("PYTHONSTARTUP", "MATPLOTLIBRC", "MPLCONFIGDIR")]
    for place in (home, Path.home() / ".matplotlib", *(Path(name) for name in named if name)):
        for path in (place, place / "matplotlibrc"):
            with suppress(OSError):
                yield f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
