"""LibreOffice in the tests: it opens files and saves them again. Starting it takes seconds, opening another file a moment."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from conftest import tool


@cache
def _profile() -> str:
    """A user's settings, as LibreOffice makes them at its first start; each process of the tests has its own."""
    folder = tempfile.mkdtemp(prefix="office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation=file://{folder}"


def opened(paths: Sequence[Path], into: str, folder: Path, *options: str) -> None:
    """Let LibreOffice open files and save each as something else, in a folder."""
    command = [tool("soffice", "libreoffice"), _profile(), "--headless", *options, "--convert-to", into]
    done = subprocess.run([*command, "--outdir", str(folder), *map(str, paths)], capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def converted(paths: Sequence[Path], suffix: str, folder: Path) -> list[Path]:
    """The files as LibreOffice opens them and saves them again; no two may have the same stem."""
    folder.mkdir(exist_ok=True)
    made = [folder / f"{path.stem}.{suffix}" for path in paths]
    assert len(set(made)) == len(paths)
    opened(paths, suffix, folder)
    assert [path for path in made if not path.is_file()] == []
    return made
