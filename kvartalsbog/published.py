"""Which quarters have been published, written down beside their inputs: a published quarter is corrected, never re-taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.quarter import Quarter

FILE = "published.json"


def published(data_dir: Path, year: int) -> Mapping[str, int]:
    """Quarter → its newest published version, of a plan year. Raises ProblemsError when what is written cannot be read."""
    path = data_dir / str(year) / FILE
    if not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not all(type(version) is int and version > 0 for version in told.values()):
        hint = "Hent den, som den var; »publish« skriver den."
        raise ProblemsError([Problem(Place(f"{year}/{FILE}"), "Filen siger ikke, hvad der er udgivet.", hint=hint)])
    return told


def write_published(data_dir: Path, quarter: Quarter, version: int) -> Path:
    """Write down that a version of a quarter is published; gives the file. Raises OSError and what `published` does."""
    path = data_dir / str(quarter.year) / FILE
    told = {**published(data_dir, quarter.year), str(quarter): version}
    new = path.with_name(f".{FILE}.new")
    new.write_text(json.dumps(dict(sorted(told.items())), indent=2) + "\n", encoding="utf-8", newline="\n")
    new.replace(path)
    return path
