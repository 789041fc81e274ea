"""Making a quarter's book: from nothing, after a change, after none, and four quarters; against the loop a user would write."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import users_loop
from bench.report import Comparison, Section
from bench.timing import Way, interleaved

TITLE = "Making a book"
PROJECT = Path(__file__).resolve().parents[2]
KVARTALSBOG = Path(sys.executable).with_name("kvartalsbog")
QUARTERS = ("2024K1", "2024K2", "2024K3", "2024K4")
NEWEST = QUARTERS[-1]
OTHER = "anklagemyndigheden"  # whose plan stands beside the first: what is measured is of one plan
ROUNDS = 2
TEXT = """
From the shipped project's data to the HTML and the PDF of a quarter. *Otherwise* is what a user would write: papermill's
command line for each chapter (the overview, five pillars, sixteen units), `jupyter-book build` on what they gave, and a browser that prints every
page ([users_loop.py](../scripts/bench/users_loop.py)). It knows no change, so it is the same loop that a change is held against.
The engine's ways run in turns, twice, and the loop, which takes minutes, once beside the first; four quarters are compared with four times that loop, whose
rounds have nothing in common. Times are wall times of whole processes. *From nothing* remembers nothing of an earlier build.
"""


def measure(work: Path) -> Section:
    """Two rounds of a quarter, and one of four and of the loop."""
    cold = project_copy(work / "cold")
    interleaved([_build(cold, "to begin with")], 1)
    shutil.copytree(cold, work / "changed", symlinks=True)
    shutil.copytree(cold, work / "unchanged", symlinks=True)
    changes, every = Changes(work / "changed"), project_copy(work / "every")
    (user,) = interleaved([_loop(work / "loop")], 1)
    from_nothing, reading, comment, nothing = interleaved(
        [
            _build(cold, "cold", ready=lambda: forget(cold)), _build(changes.project, "reading", ready=changes.reading),
            _build(changes.project, "comment", ready=changes.comment), _build(work / "unchanged", "unchanged"),
        ],
        ROUNDS,
    )  # fmt: skip
    (four,) = interleaved([_every(every)], 1)
    return Section(TEXT, [
        Comparison("one quarter from nothing", from_nothing, user, 4),
        Comparison("one figure of goal 1.1 changed", reading, user, 8),
        Comparison("one comment changed", comment, user),
        Comparison("nothing changed", nothing, user, 40),
        Comparison("four quarters from nothing", four, user.times(len(QUARTERS)), 8),
    ])  # fmt: skip


@dataclass
class Changes:
    """A project in which each call changes one thing, to what it never was before."""

    project: Path
    number: int = 0

    def reading(self) -> None:
        """Some more days in one month and district of goal 1.1."""
        self._change("series.csv", lambda text: re.sub(r"(?m)^(1\.1,.*,)(\d+)$", lambda found: f"{found[1]}{int(found[2]) + self.number}", text, count=1))  # fmt: skip

    def comment(self) -> None:
        """Another last word in the comment on goal 5.1."""
        self._change("commentary.yml", lambda text: re.sub(r"('5\.1':\n  comment: .*?)( \d+)?\.$", rf"\1 {self.number}.", text, flags=re.MULTILINE))  # fmt: skip

    def _change(self, name: str, changed: Callable[[str], str]) -> None:
        self.number += 1
        path = self.project / "data" / NEWEST[:4] / NEWEST / name
        before = path.read_text(encoding="utf-8")
        after = changed(before)
        if before == after:
            raise ValueError(f"{name}: there is nothing to change")
        path.write_text(after, encoding="utf-8")
        source = path.with_name("source.json")
        told = json.loads(source.read_text(encoding="utf-8"))
        told["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        source.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def project_copy(project: Path) -> Path:
    """A copy of the shipped project in a new folder, with the first authority's plan alone."""
    project.mkdir()
    for name in ("book", "notebooks", "data"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns(OTHER))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(PROJECT / name, project / name)
    return project


def forget(project: Path) -> None:
    """Take away what was made and what is remembered."""
    shutil.rmtree(project / "_build", ignore_errors=True)


def _build(project: Path, name: str, ready: Callable[[], object] = lambda: None) -> Way:
    return Way(name, [[KVARTALSBOG, "build", NEWEST]], ready, project)


def _every(project: Path) -> Way:
    return Way("four quarters", [[KVARTALSBOG, "build", "--all"]], folder=project)


def _loop(folder: Path) -> Way:
    def ready() -> None:
        users_loop.ready(PROJECT, folder)

    ready()  # its commands name the notebooks that are there
    return Way("papermill + jupyter-book + browser", list(users_loop.commands(folder, NEWEST)), ready, environment={"PYTHONPATH": str(PROJECT / "scripts")})  # fmt: skip
