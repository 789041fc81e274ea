"""Work that takes long: a command of the program's own in a process of its own, of which the disk tells how far it is.

A piece of work has a folder beside what waits in the inbox: what was asked for, what the command tells, and at its end the
exit code. The process holds the folder as long as it lives, so that one that was killed is known. Closing the desk ends none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.disclosure.remembered import forgotten
from kvartalsbog.errors import UsageError
from kvartalsbog.files.holding import alone, hold

FOLDER = ".arbejde"
_ASKED, _TOLD, _CODE, _HELD = "kommando.json", "fortalt.txt", "kode", "laas"
_MOST = 200  # lines that are shown
_KEPT = 20  # pieces of work


@dataclass(frozen=True)
class Errand:
    """A piece of work: its number, the command, the last lines that it told, and its exit code, None while it goes on.
    `lost`: its process ended without one.
    """

    number: str
    command: tuple[str, ...]
    lines: tuple[str, ...]
    code: int | None
    lost: bool

    @property
    def is_going_on(self) -> bool:
        return self.code is None and not self.lost


def begin(inbox: Path, command: Sequence[str], project: Path) -> str:
    """Begin a command in a project; gives its number. Raises UsageError while another of the same inbox goes on."""
    top = inbox / FOLDER
    top.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(top):
        known = errands(inbox)
        if known and known[-1].is_going_on:
            raise UsageError(f"»{known[-1].command[0]}« er i gang. Vent, til det er færdigt: se side »Udgiv«.")
        number = f"{max((int(folder.name) for folder in _folders(inbox)), default=0) + 1:04d}"
        folder = _laid(top / number, command)
        held = os.open(folder / _HELD, os.O_RDWR)
        try:
            hold(held)
            _start(folder, project, held)
        finally:
            os.close(held)
    return number


def errands(inbox: Path) -> tuple[Errand, ...]:
    """All that was begun, oldest first."""
    return tuple(found for folder in _folders(inbox)[-_KEPT:] if (found := _read(folder)))


def errand(inbox: Path, number: str) -> Errand | None:
    """The piece of work of a number."""
    return next((one for one in errands(inbox) if one.number == number), None)


def _folders(inbox: Path) -> list[Path]:
    top = inbox / FOLDER
    return sorted(path for path in top.iterdir() if path.name.isdigit()) if top.is_dir() else []


def _laid(folder: Path, command: Sequence[str]) -> Path:
    """Make the folder of a piece of work, whole or not at all: the disk may be full."""
    stage = Path(tempfile.mkdtemp(prefix=".ny-", dir=folder.parent))
    try:
        (stage / _ASKED).write_text(json.dumps(list(command), ensure_ascii=False), encoding="utf-8", newline="\n")
        (stage / _HELD).touch()
        return stage.rename(folder)
    except OSError:
        shutil.rmtree(stage, ignore_errors=True)
        raise


def _start(folder: Path, project: Path, held: int) -> None:
    """Start a process that inherits the hold on the folder, and so holds it until it ends."""
    posix = os.name == "posix"
    process = subprocess.Popen(
        [sys.executable, "-m", "kvartalsbog.desk.errand", str(folder)],
        cwd=project, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=posix, pass_fds=(held,) if posix else (),
    )  # fmt: skip
    threading.Thread(target=process.wait, daemon=True).start()


def _read(folder: Path) -> Errand | None:
    """A piece of work from its folder; None where what was asked for is not there any more."""
    try:
        command = tuple(json.loads((folder / _ASKED).read_text(encoding="utf-8")))
    except (ValueError, OSError):
        return None
    code = folder / _CODE
    alive = _is_held(folder / _HELD)
    ended = int(code.read_text(encoding="ascii")) if code.is_file() else None
    told = (folder / _TOLD).read_text(encoding="utf-8", errors="replace") if (folder / _TOLD).is_file() else ""
    return Errand(folder.name, command, tuple(told.splitlines()[-_MOST:]), ended, ended is None and not alive)


def _is_held(path: Path) -> bool:
    if not path.is_file():
        return False
    handle = os.open(path, os.O_RDWR)
    try:
        hold(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def run(folder: Path) -> None:
    """Run a folder's command to its end, and write down how it ended."""
    command = json.loads((folder / _ASKED).read_text(encoding="utf-8"))
    with suppress(OSError):  # it is held already, where a process inherits what its parent holds
        hold(os.open(folder / _HELD, os.O_RDWR))
    environment = {**forgotten(os.environ), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    with (folder / _TOLD).open("wb") as told:
        done = subprocess.run(
            [sys.executable, "-m", "kvartalsbog", *command], stdin=subprocess.DEVNULL, stdout=told,
            stderr=subprocess.STDOUT, env=environment, check=False,
        )  # fmt: skip
    stage = folder / f"{_CODE}.ny"
    stage.write_text(str(done.returncode), encoding="ascii", newline="\n")
    stage.replace(folder / _CODE)
