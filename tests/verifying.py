"""A site, verified: what is wrong with it, as most tests ask."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.editions.verification import verified
from kvartalsbog.errors import Problem
from kvartalsbog.files.store import Store


def verify(
    root: Path, head: str | None = None, allowed: str | None = None, store: Store | None = None
) -> tuple[Problem, ...]:
    """Everything that is wrong with a site, and everything that cannot be proven."""
    return verified(root, head, allowed, store).problems
