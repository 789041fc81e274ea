"""A vintage of an example as the files that a quarter's readings stand in; the same readings always give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

Rows = Sequence[Iterable[object]]


def write_vintage(
    folder: Path, extracted: str, made_by: str, series: Rows, deliverables: Rows, words: Mapping[str, Any]
) -> None:
    """Write a vintage, which is called as its folder: rows with their head first, the owners' words by goal, and the
    source that says `made_by` what.
    """
    texts = {
        "series.csv": _csv(series),
        "deliverables.csv": _csv(deliverables),
        "commentary.yml": yaml.safe_dump(dict(words), allow_unicode=True, width=100) if words else "{}\n",
    }
    counts = (len(series) - 1, len(deliverables) - 1, len(words))
    files: dict[str, Any] = {
        name: {
            "sha256": hashlib.sha256(text.encode()).hexdigest(), "source": made_by,
            "rows_read": count, "rows_kept": count, "rows_rejected": 0,
        }
        for (name, text), count in zip(texts.items(), counts, strict=True)
    }  # fmt: skip
    source = {"vintage": folder.name, "extracted": extracted, "data_status": "example", "files": files}
    texts["source.json"] = json.dumps(source, indent=2) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _csv(rows: Rows) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)
