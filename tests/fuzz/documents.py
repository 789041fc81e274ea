"""The plan's text with a few bytes changed anywhere: it is a document or a problem, whatever it has become."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import LIBRARY

from fuzz.harness import Finding, Trial, Verdict, refusal
from kvartalsbog.documents import read_yaml
from kvartalsbog.errors import ProblemsError

BOUNDED = 60
_PIECES = ("\t", "\0", "\r", "\ufeff", "\u202e", ": ", "- ", "[", "{", '"', "'", "&a ", "*a", "!!int ", "!x ", "? ", "---\n", "%", "|", ">", "#")  # fmt: skip


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of the invented plan's text."""
    text = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "plan.yml")

        def trial(rng: random.Random) -> Finding:
            path.write_bytes(_mutant(text, rng))
            try:
                read_yaml(path, name="2026/plan.yml")
            except ProblemsError as error:
                return refusal(error, "2026/plan.yml")
            return Finding(Verdict.SAME)

        yield trial


def _mutant(text: str, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice((rng.choice(_PIECES), "", text[at : at + 40])) + text[at + rng.randint(0, 2) :]
    data = text.encode()
    if rng.random() < 0.2:
        at = rng.randrange(len(data))
        data = data[:at] + bytes([rng.randrange(256)]) + data[at:]
    return data
