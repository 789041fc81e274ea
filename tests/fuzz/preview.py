"""Mistakes by chance in a project that the preview follows: each is a Danish page, and the next save mends it.

Sphinx is taken to have nothing to say, so that a round takes a moment; what it tells has a table of its own.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from in_process import in_process
from preview_rounds import Rounds, kept, removed, still_program

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant
from kvartalsbog.book.preview.rounds import Outcome
from kvartalsbog.errors import ProblemsError

BOUNDED = 15
_FILES = (
    "_toc.yml", "_config.yml", "book/method.md", "book/index.md", "notebooks/2026/pillar_a.ipynb", "data/2026/plan.yml", "data/2026/intake.yml",
    "data/2026/2026K1/source.json", "data/2026/2026K2/series.csv", "data/2026/2026K2/deliverables.csv", "data/2026/2026K2/commentary.yml", "data/2026/2026K2/source.json",
)  # fmt: skip
_FOLDERS = ("book", "notebooks", "notebooks/2026", "data/2026", "data/2026/2026K1", "data/2026/2026K2")


@contextmanager
def trials() -> Iterator[Trial]:
    """One mistake a round, seldom two; afterwards the files are as they were, and so must the book be."""
    with (
        in_process(),
        tempfile.TemporaryDirectory(prefix="fuzz-") as temporary,
        still_program(Path(temporary, "program")),
    ):
        rounds = Rounds(Path(temporary))
        if rounds.quick().problems:
            raise AssertionError("the project as it is has no mistakes")

        def trial(rng: random.Random) -> Finding:
            names = rng.sample(_FILES, rng.choice((1, 1, 1, 2)))
            names = [rng.choice(_FOLDERS)] if rng.random() < 0.1 else names
            aside = Path(tempfile.mkdtemp(dir=temporary))
            project = rounds.job.project
            with kept(project, aside):
                words = [_mistake(project / name, rng) for name in names]
                outcome = rounds.quick()
            shutil.rmtree(aside)
            told = ", ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))
            if (mended := rounds.quick()).problems:
                return Finding(Verdict.SILENT, f"{told}: afterwards {mended.problems[0]}")
            return _judged(outcome, told, str(rounds.job.work))

        yield trial


def _mistake(path: Path, rng: random.Random) -> str:
    kind = rng.random()
    if path.is_dir() or kind < 0.15:
        removed(path)
        if kind < 0.05:
            path.mkdir()
        elif kind < 0.1:
            path.symlink_to("nix")
        return "another thing"
    data = path.read_bytes()
    if kind < 0.3:
        path.write_bytes(data[: rng.randrange(len(data))])
        return "half"
    if kind < 0.35:
        path.write_bytes(rng.choice((b"", b"[]", b"null", b"{}", b'"x"', b"7", b"[" * 100_000, b"\0" * 100, b"\xe6")))
        return "something else"
    path.write_bytes(mutant(data.decode(), rng))
    return "a mutant"


def _judged(outcome: Outcome, told: str, work: str) -> Finding:
    if not outcome.problems:
        return Finding(Verdict.AS_TOLD if outcome.pages else Verdict.SILENT, f"{told}: neither pages nor problems")
    shown = "".join(map(str, outcome.problems))
    if "Uventet fejl" in shown or work in shown or tempfile.gettempdir() + "/kvartalsbog" in shown:
        return Finding(Verdict.UNCLEAR, f"{told}: {shown[:500]}")
    found = refusal(ProblemsError(outcome.problems), *{problem.place.file for problem in outcome.problems})
    # Python's own words of a cell that fails stay its own
    python = all("ipynb [" in str(problem) for problem in outcome.problems)
    return Finding(Verdict.REFUSED) if python and found.verdict is Verdict.UNCLEAR else found
