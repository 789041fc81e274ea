"""`intake.yml` mutated: refused with its place, or read as it stands, also by what is read of an extract."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import LIBRARY, ROOT
from mapping_reading import read_mapping

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant, unfaithful
from kvartalsbog.errors import ProblemsError
from kvartalsbog.plan.loading import read_plan

BOUNDED = 150
NAME = "intake.yml"


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of the shipped mapping and of the invented one, each held against its plan."""
    known = []
    for folder in (ROOT / "data/2024", LIBRARY / "data/2026"):
        plan = read_plan(folder / "plan.yml", None, name="plan.yml")
        known.append((plan, (folder / NAME).read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as temporary:
        path = Path(temporary) / NAME

        def trial(rng: random.Random) -> Finding:
            plan, text = rng.choice(known)
            changed = mutant(text, rng)
            path.write_bytes(changed)
            try:
                mapping = read_mapping(path, plan, name=NAME)
            except ProblemsError as error:
                return refusal(error, NAME)
            value = mapping.model_dump(mode="json", exclude_defaults=True, exclude_unset=True)
            wrong = list(unfaithful(changed, value))
            if wrong:
                return Finding(Verdict.SILENT, "; ".join(wrong[:3]))
            return Finding(Verdict.AS_TOLD if changed.decode() != text else Verdict.SAME)

        yield trial
