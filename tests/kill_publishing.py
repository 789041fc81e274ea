"""Publishes many times and is killed each time: `python kill_publishing.py PROJECT BEFORE READY KILLS SEED`, told as JSON.

What takes long, the book itself, is copied from READY, so that the kills fall where the site is put together and put in
place. Each publishing is a process of its own, forked from this one.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from small_site import DAY, publish_now

from kvartalsbog.editions import publishing
from kvartalsbog.editions.manifest import NAME, Manifest, checksums, parse, to_bytes
from kvartalsbog.editions.site import SUMS
from kvartalsbog.editions.verification import verify


def ready_version(ready: Path):
    """In the place of `make_version`: the version that is ready; the published one made again is found to differ."""

    def make(manifest: Manifest, _source: object, _before: object, out: Path, **_: object) -> Manifest:
        whole = manifest.model_copy(update={"outputs": parse((ready / NAME).read_bytes(), NAME).outputs})
        if manifest.version > 1:
            shutil.copytree(ready, out)
            (out / NAME).write_bytes(to_bytes(whole))
            (out / SUMS).write_bytes(checksums(whole.outputs, whole))
        return whole

    return make


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def attempt(project: Path, root: Path) -> int:
    """Publish in a child process; gives its id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            publish_now(project, root, "2026K1", "Østbiblioteket havde talt forkert.")
            code = 0
        finally:
            os._exit(code)
    return child


def main(project: Path, before: Path, ready: Path, kills: int, seed: int) -> None:
    publishing.make_version = ready_version(ready)
    root, chance = before.with_name("killed") / "site", random.Random(seed)
    root.parent.mkdir()
    old = files(before)
    shutil.copytree(before, root)
    started = time.monotonic()
    assert os.waitpid(attempt(project, root), 0)[1] == 0
    whole, new = time.monotonic() - started, files(root)
    assert new.keys() > old.keys()
    counted = {"old": 0, "new": 0, "broken": 0, "finished": 0, "leftovers": 0}
    for _ in range(kills):
        shutil.rmtree(root)
        shutil.copytree(before, root)
        child = attempt(project, root)
        time.sleep(chance.uniform(0.1, 1.05) * whole)
        os.kill(child, signal.SIGKILL)
        counted["finished"] += os.waitpid(child, 0)[1] == 0
        found = files(root)
        state = "old" if found == old else "new" if found == new else "broken"
        counted[state] += 1
        if verify(root):
            counted["broken"] += 1
        counted["leftovers"] += any(root.parent.glob(".site-publishing-*"))
    if files(root) == old:
        assert os.waitpid(attempt(project, root), 0)[1] == 0
    counted["mended"] = int(files(root) == new and not any(root.parent.glob(".site-publishing-*")))
    sys.stdout.write(json.dumps(counted))


if __name__ == "__main__":
    assert DAY
    main(*map(Path, sys.argv[1:4]), *map(int, sys.argv[4:6]))  # type: ignore[arg-type]
