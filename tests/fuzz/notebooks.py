"""Notebooks mutated: refused before they are run, or told with their cell, or shown as the book that they were of."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import make_library
from in_process import in_process

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant
from kvartalsbog.book.execution import execute
from kvartalsbog.book.held import hold
from kvartalsbog.book.notebooks import has_error, unusable
from kvartalsbog.errors import Collector, ExecutionError, Place, Problem, ProblemsError
from kvartalsbog.inputs.fingerprints import data_fingerprint, notebooks, own_parameters
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of

BOUNDED = 8
NAME = "notebooks/2026/pillar_a.ipynb"
_SOURCES = ("", "1", "pass", "1/0", "x = (", "import sys; sys.exit(0)", "quarter = '2026K1'", "data_dir = '/nix'", "goal.development", "goal.nix", "chapter.summary", "%nix", "print('x' * 1000)", "raise StopIteration", "None",
            "chapter.goal('b.1').status", "chapter.goal('nix')", "from nix import x", "raise ValueError('\\x1b[31m\\u202e')", "'æ' * 10", "display(1)", "_ = [0] * 10")  # fmt: skip


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of one chapter, run in this process and held against its plan, quarter and data."""
    with in_process(), tempfile.TemporaryDirectory(prefix="fuzz-") as temporary:
        project = make_library(Path(temporary))
        report = load(quarter_of(2026, 2), project / "data", project)
        data = data_fingerprint(report, project / "data")
        path, text = project / NAME, (project / NAME).read_text(encoding="utf-8")
        every = notebooks(report, project)
        parameters = {"quarter": "2026K2", "data_dir": str(project / "data")}
        folder = Path(temporary, "executed")
        execute(every, parameters, folder, own=own_parameters(report, project))
        before = (folder / "2026/pillar_a.ipynb").read_text(encoding="utf-8")

        def trial(rng: random.Random) -> Finding:
            changed = _changed(text, rng)
            path.write_bytes(changed)
            target = folder / "2026/pillar_a.ipynb"
            target.write_text(before, encoding="utf-8")
            try:
                Collector(list(unusable({NAME: (path, parameters)}))).settle()
                one = Path(temporary, "one")
                execute([(path, "a.ipynb")], parameters, one)
                after = (one / "a.ipynb").read_text(encoding="utf-8")
                target.write_text(after, encoding="utf-8")
                hold(folder, report, data)
            except ProblemsError as error:
                return refusal(error, NAME)
            except ExecutionError as error:  # Python's own words of a cell stay its own
                told = str(error).removeprefix(f"{path}: ")
                return Finding(Verdict.REFUSED if "linje" in told else refusal(ProblemsError([Problem(Place(NAME), told)]), NAME).verdict, told)  # fmt: skip
            if has_error(after):
                return Finding(Verdict.SILENT, "an error was taken for a chapter")
            if _shown(after) - _shown(before):
                return Finding(Verdict.SILENT, f"shows what it did not: {changed[:200]!r}")
            return Finding(Verdict.SAME if after == before else Verdict.AS_TOLD)

        yield trial


def _changed(text: str, rng: random.Random) -> bytes:
    kind = rng.random()
    if kind < 0.3:
        return mutant(text, rng)
    document: Any = json.loads(text)
    cell = rng.choice(document["cells"])
    if kind < 0.5:
        cell["source"] = rng.choice(_SOURCES)
    elif kind < 0.6:
        cell["metadata"]["tags"] = rng.choice((["skip-execution"], ["remove-cell"], "remove-cell", [1], None, ["parameters"], {}, ["nix"], ["raises-exception"], ["injected-parameters"]))  # fmt: skip
    elif kind < 0.7:
        cell.pop(rng.choice(sorted(cell)))
    elif kind < 0.8:
        cell[rng.choice(sorted(cell))] = rng.choice((None, 7, [], {}, "x", ["a", "b"], True))
    elif kind < 0.85:
        document[rng.choice(sorted(document))] = rng.choice((None, 7, [], {}, "x", 99, -1))
    elif kind < 0.9:
        document.pop(rng.choice(sorted(document)))
    elif kind < 0.95:
        rng.shuffle(document["cells"])
    else:
        document["cells"] *= 2
    return json.dumps(document).encode()


def _shown(executed: str) -> set[str]:
    """What a reader sees of the cells' blocks."""
    outputs = [o for cell in json.loads(executed)["cells"] if "remove-cell" not in cell["metadata"].get("tags", ()) for o in cell.get("outputs", ())]  # fmt: skip
    return {json.dumps(o.get("data"), sort_keys=True) for o in outputs if o.get("data")}
