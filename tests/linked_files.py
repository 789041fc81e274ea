"""Some files as a whole site, and what is wrong with the links between them, as `verify` finds it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kvartalsbog.editions.known import Known
from kvartalsbog.editions.site import Site
from kvartalsbog.editions.tree import look
from kvartalsbog.errors import Problem


def broken(root: Path, files: Mapping[str, str]) -> list[Problem]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return list(Known(None).broken(look(root), Site(root, ())))
