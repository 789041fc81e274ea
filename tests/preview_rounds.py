"""Rounds of a preview of the invented library, made in the process of the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from unittest import mock

from conftest import make_library

import kvartalsbog
from kvartalsbog.book.layout import Layout
from kvartalsbog.book.memory.place import memory_of
from kvartalsbog.book.outputs import Builders
from kvartalsbog.book.preview import snapshot
from kvartalsbog.book.preview.rounds import Job, Outcome
from kvartalsbog.book.preview.workshop import Judged, make
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.periods import quarter_of


def _still() -> AbstractContextManager[object]:
    """The program counts as what was loaded: whoever works on it tests it meanwhile."""
    return mock.patch.object(kvartalsbog, "BEGUN", float("inf"))


class Rounds:
    """One round after the other, each of the files as they are then; as in a preview, what looks at them and what remembers
    is there once.
    """

    def __init__(self, folder: Path) -> None:
        project = make_library(folder)
        (folder / "work").mkdir()
        self.job = Job(quarter_of(2026, 2), project, project / "data", folder / "work")
        self.number, self.judged = 0, Judged()
        with _still():
            self.memory = memory_of(self.job.project)
        assert self.memory is not None

    def __call__(self, running: Running = USUAL) -> Outcome:
        self.number += 1
        with _still():
            return make(self.job, self.number, running, self.memory, self.judged)

    def quick(self) -> Outcome:
        """A round in which Sphinx is taken to have nothing to say."""
        with mock.patch("kvartalsbog.book.preview.workshop.compiled", _no_pages):
            return self()


@contextmanager
def kept(path: Path, aside: Path) -> Iterator[None]:
    """Whatever is done to a file or folder, afterwards it is as it was."""
    copy = aside / "kept"
    shutil.copytree(path, copy) if path.is_dir() else shutil.copyfile(path, copy)
    try:
        yield
    finally:
        removed(path)
        shutil.move(copy, path)


def removed(path: Path) -> None:
    """Take a file, link, pipe or folder away, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def still_program(folder: Path) -> Iterator[None]:
    """Let the program that is followed be a copy, so that nobody changes it meanwhile."""
    ignored = shutil.ignore_patterns("__pycache__")
    copy = Path(shutil.copytree(snapshot.PACKAGE, folder / "kvartalsbog", ignore=ignored))
    with mock.patch.object(snapshot, "PACKAGE", copy):
        yield


def _no_pages(layout: Layout, wanted: Builders, *_: object) -> Path:
    written = layout.stage / "written"
    for builder in wanted:
        (written / builder).mkdir(parents=True)
        (written / builder / "index.html").write_text("Bogen", encoding="utf-8")
    return written
