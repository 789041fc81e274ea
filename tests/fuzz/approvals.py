"""A record of approvals mutated: refused, or read as it stands."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from conftest import LIBRARY

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant, unfaithful
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.approvals import approve, read_approvals, standings, write_approvals
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan

BOUNDED = 100
K2 = quarter_of(2026, 2)
INPUTS = {"data/2026/plan.yml": "a" * 64, "book/index.md": "b" * 64}


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of a record of one approval."""
    plan = read_plan(LIBRARY / "data/2026/plan.yml", None, name="2026/plan.yml")
    given = approve((), plan, "bibliotekar", "Ida Øst", datetime(2026, 8, 3, 12, tzinfo=UTC), INPUTS)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as temporary:
        data = Path(temporary)
        (data / "2026").mkdir()
        path = write_approvals(given, K2, data)
        text = path.read_text(encoding="utf-8")

        def trial(rng: random.Random) -> Finding:
            changed = mutant(text, rng)
            path.write_bytes(changed)
            try:
                found = read_approvals(K2, data)
            except ProblemsError as error:
                return refusal(error, "2026/approvals/2026K2.json")
            standings(plan, found, INPUTS)
            value = {"quarter": str(K2), "approvals": [approval.model_dump(exclude_unset=True) for approval in found]}
            wrong = list(unfaithful(changed, value))
            if wrong:
                return Finding(Verdict.SILENT, "; ".join(wrong[:3]))
            return Finding(Verdict.SAME if found == given else Verdict.AS_TOLD)

        yield trial
