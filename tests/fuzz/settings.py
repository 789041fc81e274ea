"""`_config.yml` and `_toc.yml` mutated: refused before anything is built, or read as they stand."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import ROOT

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant, unfaithful
from kvartalsbog.book.layout import table_of_contents
from kvartalsbog.book.settings import check_settings, read_settings, read_toc
from kvartalsbog.errors import CompilationError, ProblemsError
from kvartalsbog.plan.loading import read_plan

BOUNDED = 100
NAMES = ("_config.yml", "_toc.yml")


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of the shipped settings, one file at a time."""
    plan = read_plan(ROOT / "data/2024/plan.yml", None, name="2024/plan.yml")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as temporary:
        project = Path(temporary)
        shutil.copytree(ROOT / "book", project / "book")
        texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}

        def trial(rng: random.Random) -> Finding:
            for name, text in texts.items():
                (project / name).write_text(text, encoding="utf-8")
            name = rng.choice(NAMES)
            changed = mutant(texts[name], rng)
            (project / name).write_bytes(changed)
            try:
                check_settings(project)
                value = read_settings(project) if name == "_config.yml" else read_toc(project)
                table_of_contents(read_toc(project), plan)
            except ProblemsError as error:
                return refusal(error, *NAMES)
            except CompilationError as error:
                return Finding(Verdict.REFUSED if "_toc.yml" in str(error) else Verdict.UNCLEAR, str(error))
            wrong = list(unfaithful(changed, value))
            if wrong:
                return Finding(Verdict.SILENT, f"{name}: {'; '.join(wrong[:3])}")
            return Finding(Verdict.AS_TOLD if changed.decode() != texts[name] else Verdict.SAME)

        yield trial
