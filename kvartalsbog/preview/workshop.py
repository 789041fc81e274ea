"""One round of a preview: what has changed since the last, and a new book of it or what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kvartalsbog.compilation import compile_book, compile_pages, lay_out
from kvartalsbog.errors import KvartalsbogError, ProblemsError
from kvartalsbog.execution import Observer, execute
from kvartalsbog.inputs import fingerprints, input_files, notebooks, sha256, sha256_of
from kvartalsbog.loading import load
from kvartalsbog.quarter import Quarter
from kvartalsbog.release import DRAFT


@dataclass(frozen=True)
class Shown:
    """What a round gives: the folder of a book's pages, or what is wrong, with the last book that was right, if any."""

    pages: Path | None
    error: Exception | None = None
    executed: tuple[str, ...] = ()


def stale(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The notebooks that must be executed: those whose key (their own bytes and the data's) is not that of their last
    execution.
    """
    return tuple(name for name, key in after.items() if before.get(name) != key)


@dataclass
class Workshop:
    """Makes a quarter's book again and again in a folder of its own, executing only what has changed."""

    quarter: Quarter
    project: Path
    data_dir: Path
    folder: Path
    with_pdf: bool = False
    timeout: float = 300
    keys: dict[str, str] = field(default_factory=dict)
    rounds: int = 0
    good: Path | None = None

    def round(self, observe: Observer = lambda _: None) -> Shown:
        """Make the book of what is there now. An error is a result like any other: the next save may mend it."""
        self.rounds += 1
        try:
            pages, executed = self._make(observe)
        except (KvartalsbogError, OSError) as error:
            return Shown(self.good, error)
        old, self.good = self.good, pages
        if old is not None:
            shutil.rmtree(old.parent, ignore_errors=True)
        return Shown(pages, executed=executed)

    def _make(self, observe: Observer) -> tuple[Path, tuple[str, ...]]:
        report = load(self.quarter, self.data_dir, self.project)
        work = self.folder / f"round-{self.rounds}"
        executed = self.folder / "executed"
        wanted = {name: path for path, name in notebooks(report, self.project)}
        files = input_files(report, self.project, self.data_dir)
        data = fingerprints({name: path for name, path in files.items() if name.startswith("data/")})
        whole = sha256_of(repr(data).encode())
        keys = {name: f"{whole} {sha256(path)}" for name, path in wanted.items()}
        todo = stale(self.keys, keys)
        if todo:
            parameters = {"quarter": str(self.quarter), "data_dir": str(self.data_dir)}
            execute(
                [(wanted[name], name) for name in todo], parameters, work / "new", timeout=self.timeout, observe=observe
            )
            shutil.copytree(work / "new", executed, dirs_exist_ok=True)
            self.keys |= {name: keys[name] for name in todo}
        for left in executed.rglob("*.ipynb"):  # of a plan that has other notebooks now
            if left.relative_to(executed).as_posix() not in wanted:
                left.unlink()
        lay_out(self.project, executed, work / "stage", report.plan)
        compile_ = compile_book if self.with_pdf else compile_pages
        compile_(work / "stage", report, self.data_dir, work / "book", DRAFT)
        return work / "book" / "html", todo


def problems_of(error: Exception) -> tuple[tuple[str, str], ...]:
    """Place and words of everything that an error tells; the place is empty where there is none."""
    if isinstance(error, ProblemsError):
        return tuple((str(p.place), str(p).removeprefix(f"{p.place}: ")) for p in error.problems)
    return (("", str(error)),)
