"""Publishes once and looks at the site before every change of the disk: `python kill_publishing.py PROJECT BEFORE READY HOW …`.

A process that is killed leaves the disk as it was just then, so what is there before a step is what SIGKILL before that
step leaves. Each step is told by an audit event of Python; at some, above all around the one that puts the new site in
place, all that is there is copied and published again, and at a few the process is really killed, which must leave the
same. What takes long, the book itself, is copied from READY. HOW is `exchanged`, or `two-steps`, where the system cannot
exchange two names. What was found of each is told as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from remembered import catalogues_once, links_once
from small_site import DAY, source
from verifying import verify

from kvartalsbog.editions import publishing
from kvartalsbog.editions.manifest import NAME, Manifest, checksums, parse, to_bytes
from kvartalsbog.editions.site import SUMS
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.files import placement
from kvartalsbog.files.fingerprints import sha256_of

REASON = "Østbiblioteket havde talt forkert."
CHANGES = {
    "open",
    "os.mkdir",
    "os.link",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "os.truncate",
    "ctypes.dlsym",
}
AROUND = 3  # so many steps from the first that changes the site on


def ready_version(ready: Path) -> Callable[..., Manifest]:
    """In the place of `make_version`: the version that is ready."""

    def make(manifest: Manifest, _source: object, _before: object, out: Path, _running: object) -> Manifest:
        whole = manifest.model_copy(update={"outputs": parse((ready / NAME).read_bytes(), NAME).outputs})
        shutil.copytree(ready, out)
        (out / NAME).write_bytes(to_bytes(whole))
        (out / SUMS).write_bytes(checksums(whole.outputs, whole))
        return whole

    return make


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Steps:
    """The changes of the disk that a publishing makes: before each, `before_step` is told its number and what it is."""

    def __init__(self, root: Path, before_step: Callable[[int, str], None]) -> None:
        self.root, self.place, self.before_step = str(root), str(root.parent), before_step
        self.number, self._looking = 0, False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._looking or not self._changes(event, arguments):
            return
        self._looking = True
        self.before_step(self.number, "the site" if self.root in arguments[:2] else event)
        self._looking = False
        self.number += 1

    def _changes(self, event: str, arguments: tuple[object, ...]) -> bool:
        """Whether the event is of a change, and not of one in another folder than the site's."""
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):  # fmt: skip
            return False
        name = str(arguments[0])
        return event in CHANGES and (not name.startswith("/") or name.startswith(self.place))


def publish(made_from: Source, root: Path, before_step: Callable[[int, str], None] = lambda _, __: None) -> int:
    """Publish in a child process; gives how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            sys.addaudithook(Steps(root, before_step))
            publishing.publish(made_from, root, Occasion(DAY, REASON))
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def state_of(root: Path) -> str:
    """One word for what is there: of each file what tells that it is another one or was written to, as good as its bytes, and
    quicker.
    """
    if not root.exists():
        return "gone"
    found, waiting = [], [str(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    known = entry.stat(follow_symlinks=False)
                    found.append((entry.path, known.st_ino, known.st_size, known.st_mtime_ns))
    return sha256_of(repr(sorted(found)).encode())


def main(project: Path, before: Path, ready: Path, *ways: str) -> None:
    publishing.make_version = ready_version(ready)
    found = {}
    for how in ways:
        exchanged = placement._exchanged if how == "exchanged" else lambda _new, _target: False
        with mock.patch.object(placement, "_exchanged", exchanged):
            found[how] = _found(project, before, how)
    sys.stdout.write(json.dumps(found))


def _found(project: Path, before: Path, how: str) -> dict[str, object]:
    """All that is found of publishing in one way."""
    folder, made_from = before.with_name(how), source(project, "2026K1")
    root = folder / "place/site"
    shutil.copytree(before, root)
    assert verify(root) == ()  # what is seen of its pages here, no child need look for again
    states = _look(made_from, root, folder, each_kind=how == "exchanged")
    new = files(root)
    assert verify(root) == ()
    assert new.keys() > files(before).keys()
    chosen = sorted(int(path.name) for path in (folder / "looked").iterdir())
    mended = sum(_mends(made_from, folder / f"looked/{number}", new) for number in chosen)
    killed = []
    turn = states.count("old")
    for number in (turn - 1, turn) if how == "exchanged" else (turn,):  # just before the change, and just after it
        shutil.rmtree(root.parent)
        shutil.copytree(before, root)
        killed.append(_killed_leaves_the_same(made_from, root, number, folder / f"killed/{number}"))
    return {"states": states, "chosen": chosen, "mended": mended, "killed": killed}


def _look(made_from: Source, root: Path, folder: Path, *, each_kind: bool) -> list[str]:
    """Publish, and tell before every step whether the site is the old one, the new one or neither; copy all that is
    there before some from the one on that puts the new site in place, and before the first step of each kind.
    """
    old, seen, kinds, ahead = state_of(root), folder / "seen", set[str](), [0]

    def look(number: int, event: str) -> None:
        with seen.open("a", encoding="utf-8") as file:
            file.write(state_of(root) + "\n")
        if event in ("the site", "ctypes.dlsym"):
            ahead[0] = AROUND
        if ahead[0] or (each_kind and event not in kinds):
            kinds.add(event)
            ahead[0] = max(0, ahead[0] - 1)
            shutil.copytree(root.parent, folder / f"looked/{number}")

    assert publish(made_from, root, look) == 0
    known = {old: "old", state_of(root): "new", "gone": "gone"}
    return [known.get(state, "broken") for state in seen.read_text(encoding="utf-8").splitlines()]


def _mends(made_from: Source, place: Path, new: dict[str, bytes]) -> bool:
    """The next publishing makes the new site of what is there, and clears away the rest."""
    done = publish(made_from, place / "site") == 0
    return done and sorted(path.name for path in place.iterdir()) == [".site.lock", "site"] and files(place / "site") == new  # fmt: skip


def _killed_leaves_the_same(made_from: Source, root: Path, last: int, looked: Path) -> bool:
    """SIGKILL before a step leaves what was found there just before."""

    def kill(number: int, _event: str) -> None:
        if number == last:
            shutil.copytree(root.parent, looked)
            os.kill(os.getpid(), signal.SIGKILL)

    assert publish(made_from, root, kill) == signal.SIGKILL
    return files(root.parent) == files(looked)


if __name__ == "__main__":
    with links_once(), catalogues_once():
        main(*map(Path, sys.argv[1:4]), *sys.argv[4:])
