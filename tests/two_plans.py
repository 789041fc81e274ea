"""A project of two invented authorities: the library, and a museum whose plan shares two of the library's goals."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from conftest import make_library

from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.plan.loading import read_plan

OWN, OTHER = "2026", "museet/2026"
SHARED = {"a.1": "m.1", "a.2": "m.2", "c.1": "n.1"}  # the library's goal → the museum's
MAPPING = """\
goals:
  n.2:
    extract: besoeg
    key: nr
    district: hus
    month: dato
    yes_no: {column: ung, yes: [ja], no: [nej]}
"""
_UNTOLD = "goal,deliverable,completed,expected,evidence\n"


def two_plans(folder: Path) -> None:
    """Make the project `library` in a folder, with the notebooks of both plans."""
    project = make_library(folder)
    library = project / "data" / OWN / "plan.yml"
    told = yaml.safe_load(library.read_text(encoding="utf-8"))
    museum = project / "data" / OTHER / "plan.yml"
    told["suppression_threshold"] = 70  # so that something is withheld
    for goal in goals_of(told):
        if goal["id"] in SHARED:
            goal["shared"] = {"authorities": ["Museet"], "plan": OTHER, "goal": SHARED[goal["id"]]}
    _write(library, told)
    museum.parent.mkdir(parents=True)
    _write(museum, _museum(told))
    (museum.parent / "intake.yml").write_text(MAPPING, encoding="utf-8")
    vintage(museum.parent / "2026K1", ("2026-01", 20, 12), ("2026-02", 24, 15), ("2026-03", 21, 15))
    vintage(museum.parent / "2026K2", ("2026-04", 25, 17), ("2026-05", 22, 16), ("2026-06", 20, 15))
    scaffold(read_plan(museum, None, name=f"{OTHER}/plan.yml"), project)


def goals_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [goal for pillar in plan["pillars"] for goal in pillar["goals"]]


def changed(project: Path, plan: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a plan's file."""
    path = project / "data" / plan / "plan.yml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(told)
    _write(path, told)


def vintage(folder: Path, *months: tuple[str, int, int]) -> None:
    """A quarter's files of the museum: visits of one unit and how many of them were by the young."""
    texts = {
        "series.csv": "goal,month,district,n,total\n" + "".join(f"n.2,{m},nord,{n},{t}\n" for m, n, t in months),
        "deliverables.csv": _UNTOLD,
        "commentary.yml": "{}\n",
    }
    files = {
        name: {"sha256": hashlib.sha256(text.encode()).hexdigest(), "source": "prøve", "rows_read": len(months), "rows_kept": len(months), "rows_rejected": 0}
        for name, text in texts.items()
    }  # fmt: skip
    library = json.loads((folder.parents[2] / OWN / folder.name / "source.json").read_text(encoding="utf-8"))
    told = {"vintage": folder.name, "extracted": library["extracted"], "data_status": "example", "files": files}
    texts["source.json"] = json.dumps(told, indent=2) + "\n"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _museum(library: dict[str, Any]) -> dict[str, Any]:
    every = {goal["id"]: goal for goal in goals_of(library)}
    weights = {"a.1": 40, "a.2": 20, "c.1": 20}
    lent = [
        {**every[own], "id": other, "weight": weights[own], "shared": {"authorities": ["Biblioteket"], "plan": OWN, "goal": own, "reported": "there"}}
        for own, other in SHARED.items()
    ]  # fmt: skip
    young: dict[str, Any] = {
        "id": "young", "kind": "share", "title": "Besøg af unge", "unit": "pct.", "limit": 60, "direction": "at_least",
        "deadline": "2026-12-31", "counted": "besøg", "districts": ["nord"], "sensitive": False,
    }  # fmt: skip
    own = {
        "id": "n.2",
        "title": "Unge gæster",
        "summary": "Seks af ti gæster er unge.",
        "weight": 20,
        "responsible": "Museet",
        "criteria": [young],
    }
    return {
        **library, "title": "Resultatkontrakt for Museet i Lille By 2026", "body": "museet", "authority": "Museet i Lille By",
        "overview": f"notebooks/{OTHER}/overview.ipynb", "amendments": [],
        "pillars": [
            {"id": "m", "title": "Sammen med biblioteket", "weight": 60, "notebook": f"notebooks/{OTHER}/m.ipynb", "goals": lent[:2]},
            {"id": "n", "title": "Museets egne", "weight": 40, "notebook": f"notebooks/{OTHER}/n.ipynb", "goals": [lent[2], own]},
        ],
    }  # fmt: skip


def _write(path: Path, told: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(told, default=str))  # without YAML's references to what stands twice
    path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")


def without(project: Path, plan: str) -> None:
    """Take a plan away."""
    shutil.rmtree(project / "data" / plan)
