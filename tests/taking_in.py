"""An intake of the invented project as a test asks for it."""

from __future__ import annotations

from pathlib import Path

from calling import Called, call
from extracts import as_text, records, write_csv

ROWS = records(24)


def folder(project: Path, quarter: str = "2026K3") -> Path:
    return project / "data" / "2026" / quarter


def intake(project: Path, *arguments: str | Path, quarter: str = "2026K3") -> Called:
    errors = ("--errors", str(project.parent / "fejl"))
    return call("intake", quarter, *map(str, arguments), *errors, "--extracted", "2026-10-06", cwd=project)


def answers(path: Path, points: int = 4) -> Path:
    """An extract of goal a.1: three answers a month from each branch."""
    rows = [
        [f"S{month}-{unit}-{n}", unit, f"{n + 1:02d}-{month:02d}-2026", str(points)]
        for month in (7, 8, 9)
        for unit in ("nord", "oest", "vest")
        for n in range(3)
    ]
    return write_csv(path, rows, head=["nr", "afdeling", "modtaget", "point"])


def revised(tmp_path: Path) -> Path:
    """March's returns counted again: the library's figures for March were others."""
    return write_csv(tmp_path / "afleveringer.csv", as_text([row for row in ROWS if row[3].month in (3, 7, 8, 9)]))
