"""The shipped year as it would have been with a merger of two units, or with a goal dropped or added, from 1 July 2024."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from conftest import ROOT, seal

OLD, NEW = ("fyn", "sydoestjylland"), "fyn-sydoest"
MERGED = """\
  - {id: sydoestjylland, tile: [3, 2], name: Sydøstjyllands Politi, ends: 2024-06-30}
  - {id: fyn-sydoest, tile: [3, 2], name: Fyns og Sydøstjyllands Politi, begins: 2024-07-01, replaces: [fyn, sydoestjylland]}
"""
DROPPED = """\
amendments:
  - effective: 2024-07-01
    decided: 2024-06-20
    by: Justitsministeriet
    reason: Målet udgår.
    drops: ["2.2"]
    changes:
      - {goal: "2.4", field: weight, old: 5, new: 10}
"""
ADDED = """\
amendments:
  - effective: 2024-07-01
    decided: 2024-06-20
    by: Justitsministeriet
    reason: En ny opgave er kommet til.
    adds:
      - pillar: "2"
        goal:
          id: "2.5"
          title: Nyt vagtsystem
          summary: Et nyt vagtsystem er valgt inden årets udgang.
          weight: 3
          responsible: Rigspolitiet
          criteria:
            - {id: chosen, kind: deliverable, title: Vagtsystem valgt, deliverable: vagtsystem, deadline: 2024-12-31}
    changes:
      - {goal: "2.4", field: weight, old: 5, new: 2}
"""


def shipped(folder: Path) -> Path:
    """A copy of the shipped data that a test may change."""
    # without the plan that shares goals with it, which would have to change too
    return Path(shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("anklagemyndigheden")))


def amend(data: Path, text: str) -> None:
    """Put amendments into the plan, before its own."""
    edit(data / "2024/plan.yml", "amendments:\n", text.removesuffix("\n") + "\n")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def merge_units(data: Path) -> None:
    """Two units become one on 1 July: in the plan, and in what the quarters since then reported."""
    plan = data / "2024/plan.yml"
    edit(plan, "  - {id: sydoestjylland, tile: [3, 2], short: Sydøst- jylland, name: Sydøstjyllands Politi}\n", MERGED)
    edit(plan, "name: Fyns Politi}", "name: Fyns Politi, ends: 2024-06-30}")
    edit(plan, "districts: [nordjylland,", f"districts: [{NEW}, nordjylland,")
    merge_readings(data)


def merge_readings(data: Path) -> None:
    """The rows of the two units from July on, added up as one unit's."""
    latest: dict[tuple[str, str, str], tuple[int, int]] = {}
    for quarter in ("2024K3", "2024K4"):
        folder = data / "2024" / quarter
        with (folder / "series.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        for goal, month, unit, n, total in rows[1:]:
            latest[goal, month, unit] = (int(n), int(total))
        touched = dict.fromkeys((r[0], r[1]) for r in rows[1:] if r[1] >= "2024-07" and r[2] in OLD)
        kept = [r for r in rows if not (r[1] >= "2024-07" and r[2] in OLD)]
        for goal, month in touched:
            both = [latest.get((goal, month, unit), (0, 0)) for unit in OLD]
            kept.append([goal, month, NEW, *(str(sum(part)) for part in zip(*both, strict=True))])
        with (folder / "series.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(kept)
        seal(folder)
