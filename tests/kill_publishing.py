"""Publishes many times and is killed each time: `python kill_publishing.py PROJECT BEFORE READY KILLS SEED [WHEN]`.

What takes long, the book itself, is copied from READY, so that the kills fall where the site is put together and put in
place. Each publishing is a process of its own, forked from this one. WHEN is `times`: SIGKILL after a time by chance;
`steps`: SIGKILL just before a change of the disk by chance, each of which is told by an audit event of Python; or
`two-steps`: the same where the system cannot exchange two names. KILLS 0 are all steps, one after another. What was
found is told as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from small_site import DAY, source

from kvartalsbog.editions import publishing
from kvartalsbog.editions.manifest import NAME, Manifest, checksums, parse, to_bytes
from kvartalsbog.editions.site import SUMS
from kvartalsbog.editions.verification import verify
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.files import placement

REASON = "Østbiblioteket havde talt forkert."
CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "ctypes.dlsym"}


def ready_version(ready: Path) -> Callable[..., Manifest]:
    """In the place of `make_version`: the version that is ready."""

    def make(manifest: Manifest, _source: object, _before: object, out: Path, **_: object) -> Manifest:
        whole = manifest.model_copy(update={"outputs": parse((ready / NAME).read_bytes(), NAME).outputs})
        shutil.copytree(ready, out)
        (out / NAME).write_bytes(to_bytes(whole))
        (out / SUMS).write_bytes(checksums(whole.outputs, whole))
        return whole

    return make


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def attempt(made_from: Source, root: Path, before_step: int | None = None, told: Path | None = None) -> int:
    """Publish in a child process; gives its id. It kills itself before a step, and counts its steps into a file."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            steps: list[str] = []
            sys.addaudithook(lambda event, arguments: _step(event, arguments, steps, before_step, str(root)))
            publishing.publish(made_from, root, Occasion(DAY, REASON), timeout=300, observe=lambda _: None)
            if told is not None:
                told.write_text(json.dumps(steps), encoding="utf-8")
            code = 0
        finally:
            os._exit(code)
    return child


def _step(event: str, arguments: tuple[object, ...], steps: list[str], last: int | None, root: str) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event in CHANGES or writes:
        if len(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        steps.append("into place" if event == "os.rename" and str(arguments[1]) == root else event)


def kill(made_from: Source, root: Path, moments: Iterator[float], *, by_time: bool) -> Iterator[int]:
    """Publish and be killed at every moment: seconds, or the number of a step. Gives how each ended."""
    for moment in moments:
        child = attempt(made_from, root, None if by_time else int(moment))
        if by_time:
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
        yield os.waitpid(child, 0)[1]


def main(project: Path, before: Path, ready: Path, kills: int, seed: int, when: str = "times") -> None:
    publishing.make_version = ready_version(ready)
    if when == "two-steps":
        placement._exchanged = lambda _new, _target: False
    root, chance, made_from = (
        before.with_name(f"killed-{when}") / "site",
        random.Random(seed),
        source(project, "2026K1"),
    )
    root.parent.mkdir()
    old, counted = files(before), Counter(old=0, new=0, gone=0, broken=0, finished=0, leftovers=0, mended=0, tries=0)
    shutil.copytree(before, root)
    told = before.with_name(f"steps-{when}")
    assert os.waitpid(attempt(made_from, root, told=told), 0)[1] == 0
    new, steps = files(root), json.loads(told.read_text(encoding="utf-8"))
    assert new.keys() > old.keys()
    _renew(root, before)
    started = time.monotonic()
    assert os.waitpid(attempt(made_from, root), 0)[1] == 0
    whole = time.monotonic() - started
    if when == "times":
        moments = [chance.uniform(0.05, 1.1) * whole for _ in range(kills)]
    else:
        moments = _steps(steps, kills, chance)
    _renew(root, before)
    for number, status in enumerate(kill(made_from, root, iter(moments), by_time=when == "times"), start=1):
        counted["finished"] += status == 0
        state = _state(root, old, new)
        counted[state] += 1
        counted["leftovers"] += any(path.name not in ("site", ".site.lock") for path in root.parent.iterdir())
        if number % 3 == 0 or number == len(moments) or state in ("gone", "broken"):
            counted["tries"] += 1
            done = os.waitpid(attempt(made_from, root), 0)[1] == 0
            clear = sorted(path.name for path in root.parent.iterdir()) == [".site.lock", "site"]
            counted["mended"] += done and clear and files(root) == new
        _renew(root, before, wholly=when != "times")
    assert files(before) == old
    sys.stdout.write(json.dumps({**counted, "steps": len(steps), "seconds": round(time.monotonic() - started)}))


def _steps(steps: list[str], kills: int, chance: random.Random) -> list[float]:
    """So many steps: those around the one that changes the site, and others by chance; without a number, all."""
    turn = max(number for number, event in enumerate(steps) if event in ("ctypes.dlsym", "into place"))
    around = list(range(turn - 3, turn + 4))
    others = [number for number in range(len(steps)) if number not in around]
    return [*around, *chance.sample(others, kills - len(around))] if kills else sorted((*around, *others))


def _state(root: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    if not root.exists():
        return "gone"
    found = files(root)
    return "broken" if found not in (old, new) or verify(root) else "old" if found == old else "new"


def _renew(root: Path, before: Path, *, wholly: bool = False) -> None:
    """The site as it was. What a killed publishing left beside it stays as it would, unless steps are to be the same."""
    for left in root.parent.iterdir() if wholly else [root] if root.exists() else []:
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copytree(before, root)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *map(int, sys.argv[4:6]), *sys.argv[6:])  # type: ignore[arg-type]
