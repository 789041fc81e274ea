"""The mapping in a file, or everything that is wrong with it, for tests that ask for nothing else."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import Problem, settle
from kvartalsbog.intake.records.mapping import IntakeMapping
from kvartalsbog.intake.records.mapping_loading import judged_mapping
from kvartalsbog.plan.values import Plan


def read_mapping(path: Path, agreed: Plan | None, *, name: str) -> IntakeMapping:
    """As `judged_mapping`; raises ProblemsError with the problems."""
    problems: list[Problem] = []
    mapping = judged_mapping(path, agreed, problems, name=name)
    settle(problems)
    return mapping
