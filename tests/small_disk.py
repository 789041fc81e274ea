"""Publishes on a small file system of its own: `unshare --mount python small_disk.py PROJECT BEFORE READY FOLDER ROOMS`.

ROOMS are kB of room that a publishing finds, one after another; with READY `-` books are really made. The file system is
in memory and is gone with this process. What was found is told as JSON, a list of [room, exit code, error, state].
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import forks
from kill_publishing import REASON, files
from verifying import verify

import kvartalsbog.cli.editions  # noqa: F401 - what is forked from this process finds it imported


def main(project: Path, before: Path, ready: str, folder: Path, rooms: list[int]) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    root, ballast = folder / "site", folder / "ballast"
    shutil.copytree(before, root)
    old, told = files(before), []
    publishing = ("publish", "2026K1", "--site", root, "--correction", REASON, "--early", "Prøve")
    for room in rooms:
        _leave(room * 1024, ballast)
        done = forks.forked(*publishing, cwd=project, ready=None if ready == "-" else Path(ready))
        beside = sorted(path.name for path in folder.iterdir())
        ballast.unlink()
        state = "old" if files(root) == old else "new" if verify(root) == () else "broken"
        if set(beside) - {".site.lock"} != {"ballast", "site"}:
            state += f", with {beside}"
        told.append([room, done.returncode, done.stderr, state])
        if done.returncode == 0:
            break
    sys.stdout.write(json.dumps(told))


def _leave(room: int, ballast: Path) -> None:
    """Fill the file system but for so many bytes."""
    found = os.statvfs(ballast.parent)
    with ballast.open("wb") as file:
        for _ in range((found.f_bavail * found.f_frsize - room) // 4096):
            file.write(b"\0" * 4096)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="known-") as known:
        os.environ["KVARTALSBOG_CACHE"] = known  # what is known of sites is kept between commands, as for everybody
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), list(map(int, sys.argv[5:])))
