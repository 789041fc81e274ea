"""Many books: one command for four quarters, the workers of a Dask cluster, and what each book takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.build import KVARTALSBOG, QUARTERS, forget, project_copy
from bench.report import Comparison, Limit, Section
from bench.surroundings import environment
from bench.timing import Way, interleaved
from kvartalsbog.book.parcels import packed
from kvartalsbog.files.copying import contents
from kvartalsbog.inputs.taking import readable

TITLE = "Many books"
WORKERS = 2
PATIENCE = 120.0  # seconds
TEXT = """
The shipped project's four quarters from nothing: by `build --all`, and the same handed to two Dask workers on this machine (a scheduler and workers that
had started; processor time is that of the command alone). Both give the same bytes, which is looked at. [many-books.md](many-books.md) reckons with the last figures.
"""


def measure(work: Path) -> Section:
    """One round."""
    own, other = (project_copy(work / name) for name in ("own", "other"))
    (work / "share").mkdir()
    with _cluster(work) as address:
        cluster: list[str | Path] = ["--scheduler", address, "--share", work / "share"]
        every, handed = interleaved(
            [
                Way("--all", [[KVARTALSBOG, "build", "--all"]], lambda: forget(own), own),
                Way("two Dask workers", [[KVARTALSBOG, "build", "--all", *cluster]], lambda: forget(other), other),
            ],
            1,
        )  # fmt: skip
    if _books(own) != _books(other):
        raise ValueError("the two ways give other books")
    inputs = packed((Path(name).as_posix(), path) for name, path in readable(own, own / "data"))
    book = own / "_build" / QUARTERS[-1]
    made = packed((path.relative_to(book).as_posix(), path) for path in contents(book) if path != book)
    return Section(
        TEXT,
        [Comparison("four quarters, handed out", handed, every)],
        [
            Limit("a project's inputs, as one parcel", len(inputs) / 1e6, "MB"),
            Limit("a book, as one parcel", len(made) / 1e6, "MB"),
            Limit("a book, made", every.processor / len(QUARTERS), "s of processor"),
            Limit("a book, ordered and placed by the one who asks", handed.processor / len(QUARTERS), "s of processor"),
        ],
    )


def _books(project: Path) -> dict[str, bytes]:
    built = project / "_build"
    return {p.relative_to(built).as_posix(): p.read_bytes() for p in built.glob("2*/**/*") if p.is_file()}


@contextmanager
def _cluster(work: Path) -> Iterator[str]:
    """The address of a scheduler on this machine that has its workers."""
    told = work / "scheduler.json"
    common: list[str | Path] = ["--no-dashboard", "--scheduler-file", told]
    with ExitStack() as running:
        running.enter_context(_program("scheduler", "--host", "127.0.0.1", "--port", "0", *common))
        until = time.monotonic() + PATIENCE
        while not told.is_file() and time.monotonic() < until:
            time.sleep(0.1)
        for _ in range(WORKERS):
            running.enter_context(_program("worker", "--nthreads", "1", "--local-directory", work, *common))
        time.sleep(5)
        yield json.loads(told.read_text(encoding="utf-8"))["address"]


@contextmanager
def _program(name: str, *arguments: str | Path) -> Iterator[None]:
    nothing = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, "-m", f"distributed.cli.dask_{name}", *map(str, arguments)], stdout=nothing, stderr=nothing, env=environment())  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait()
