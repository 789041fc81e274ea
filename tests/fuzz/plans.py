"""The plan mutated: it is refused, or every value of the plan that is used is what stands in the file."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import LIBRARY, ROOT

from fuzz.harness import Finding, Trial, Verdict, refusal
from fuzz.texts import mutant, unfaithful
from kvartalsbog.errors import ProblemsError
from kvartalsbog.plan.loading import read_plan

BOUNDED = 60
NAME = "2026/plan.yml"


GOALS = """\
  - effective: 2026-10-01
    decided: 2026-09-20
    by: Byrådet
    reason: Et mål er udgået, og et andet er kommet til.
    drops: [a.2]
    adds:
      - pillar: b
        goal:
          id: b.2
          title: Læsekroge
          summary: To læsekroge er åbne inden årets udgang.
          weight: 2.25
          responsible: Bygningskontoret
          criteria:
            - {id: nooks, kind: count, title: Læsekroge, unit: læsekroge, limit: 2, items: {id: krog, title: Læsekrog, most: 3}, deadline: 2026-12-31}
    changes:
      - {goal: a.1, field: weight, old: 30.5, new: 45.5}
      - {goal: b.1, field: weight, old: 32.25, new: 30}
"""


def base() -> str:
    """The invented plan, with everything that a plan can have."""
    text = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
    text = text.replace(
        "  - {id: vest,",
        "  - {id: syd, name: Sydbiblioteket, begins: 2026-07-01, replaces: [vest]}\n"
        "  - {id: by, name: Bybiblioteket, ends: 2026-06-30, into: oest, names: [{since: 2026-02-01, name: Centralbiblioteket}]}\n"
        "  - {id: vest, ends: 2026-06-30,",
    )
    return text.replace("districts: [nord, oest, vest]", "districts: [nord, oest, vest, syd]") + GOALS


def bases() -> dict[str, str]:
    """The plans that are mutated, by the name of their file: the invented one, and those of other authorities."""
    others = sorted((ROOT / "tests/plans").glob("*/data/*/plan.yml"))
    found = [
        (f"{path.parents[2].name}/{path.parent.name}/plan.yml", path.read_text(encoding="utf-8")) for path in others
    ]
    return {f"library/{NAME}": base(), **dict(found)}


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of plans, each in a folder of its plan's time."""
    texts = bases()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        before = {}
        for name, text in texts.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            before[name] = read_plan(path, None, name=name)

        def trial(rng: random.Random) -> Finding:
            name = rng.choice(list(texts))
            path, data = Path(folder, name), mutant(texts[name], rng)
            path.write_bytes(data)
            try:
                plan = read_plan(path, None, name=name)
                plan.in_force(plan.calendar.last_day).with_every_goal()
            except ProblemsError as error:
                return refusal(error, name)
            # a criterion that names no series reads its goal's own
            own = tuple(f"'series'): {goal.id!r} stands nowhere" for goal in plan.goals)
            read = plan.model_dump(exclude_unset=True, by_alias=True)
            wrong = [told for told in unfaithful(data, read) if not told.endswith(own)]
            if wrong:
                return Finding(Verdict.SILENT, "; ".join(wrong[:3]))
            return Finding(Verdict.SAME if plan == before[name] else Verdict.AS_TOLD)

        yield trial
