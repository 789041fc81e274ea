"""The parts of a plan's document that is not read yet, each with its key path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kvartalsbog.files.documents import Document, Path_

Part = tuple[Path_, dict[str, Any]]


def parts(parent: Any, path: Path_, key: str) -> Iterator[Part]:
    """The children of a part under a key, those that are tables."""
    children = parent.get(key) if isinstance(parent, dict) else None
    for index, child in enumerate(children if isinstance(children, list | tuple) else []):
        if isinstance(child, dict):
            yield (*path, key, index), child


def goals_of(document: Document) -> Iterator[Part]:
    """The goals of every pillar."""
    for path, pillar in parts(document.value, (), "pillars"):
        yield from parts(pillar, path, "goals")


def criteria_of(document: Document) -> Iterator[Part]:
    """The criteria of every goal."""
    for path, goal in goals_of(document):
        yield from parts(goal, path, "criteria")
