"""Plans of a year with a goal for each of some series, their readings as tables, and projects of several years."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from conftest import make_library

from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.disclosure.history import propose
from kvartalsbog.disclosure.publication import Cell
from kvartalsbog.disclosure.record import Record
from kvartalsbog.kinds.measures import SeriesReading
from kvartalsbog.periods import months_of, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Vintage

DAYS, SHARE = {"kind": "mean", "unit": "dage", "limit": 100, "direction": "at_most", "plausible": {"minimum": 0, "maximum": 900}}, {"kind": "share", "unit": "pct.", "limit": 80, "direction": "at_least"}  # fmt: skip
THRESHOLD = 5
Figures = Mapping[Cell, tuple[int, int]]


def plan_of(units: Sequence[str], year: int, threshold: int = THRESHOLD, **series: Mapping[str, Any]) -> Plan:
    """A plan with a goal for each series; `_` stands for the point in its number."""
    return Plan.model_validate(written(units, year, threshold, **series))


def written(units: Sequence[str], year: int, threshold: int = THRESHOLD, **series: Mapping[str, Any]) -> dict[str, Any]:
    """Such a plan as its file says it."""
    names = {name.replace("_", ".").removeprefix("m"): asked for name, asked in series.items()}
    goals = [
        {"id": name.removeprefix("m"), "title": name, "summary": "m", "weight": 100 // len(names), "responsible": "m", "criteria": [{"id": "k", "title": "k", "deadline": date(year, 12, 31), "counted": "sager", "districts": list(units), **asked}]}
        for name, asked in names.items()
    ]  # fmt: skip
    return {
        "title": "Plan", "year": year, "authority": "A", "ministry": "M", "source": {"document": "D"}, "data_status": "example",
        "suppression_threshold": threshold, "overview": f"notebooks/{year}/overview.ipynb",
        "districts": [{"id": unit, "name": unit} for unit in units], "approvers": [{"role": "leder", "title": "Lederen"}],
        "pillars": [{"id": "p", "title": "s", "weight": 100, "notebook": f"notebooks/{year}/p.ipynb", "goals": goals}],
    }  # fmt: skip


def readings_of(year: int, quarters: int, series: Mapping[str, Figures]) -> Readings:
    """What is reported of each series: the year before in a vintage of its own, and then each quarter in its own."""
    vintages = []
    for quarter in (quarter_of(year - 1, 4), *(quarter_of(year, number) for number in range(1, quarters + 1))):
        mine = months_of(year - 1) if quarter.last.year < year else quarter.months
        rows = tuple(
            SeriesReading(name, m, u, n, Decimal(total), quarter)
            for name, own in series.items() for (m, u), (n, total) in own.items() if m in mine
        )  # fmt: skip
        vintages.append(Vintage(quarter, rows, (), {}, date(year + 1, 2, 1), {}))
    return Readings(tuple(vintages))


def editions(plan: Plan, readings: Readings, quarters: int, before: tuple[Record, ...] = ()) -> tuple[Record, ...]:
    assert plan.year is not None
    for number in range(1, quarters + 1):
        own = quarter_of(plan.year, number)
        before = (*before, propose(plan, readings.as_of(own), own, before, ()).record)
    return before


def project_of(
    folder: Path, *plans: dict[str, Any], series: Mapping[int, Mapping[str, Figures]], quarters: int
) -> Path:
    """A project of plans, each of a year, with what is reported of it: the last of them for so many quarters."""
    project = make_library(folder)
    shutil.rmtree(project / "data" / "2026")
    for plan in plans:
        year = plan["year"]
        file = project / "data" / str(year) / "plan.yml"
        file.parent.mkdir()
        file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
        scaffold(read_plan(file, None, name=f"{year}/plan.yml"), project)
        readings = readings_of(year, 4 if plan is not plans[-1] else quarters, series[year])
        for vintage in readings.vintages:
            write_vintage(file.parent / vintage.period.name, vintage)
    return project


def write_vintage(folder: Path, vintage: Vintage) -> None:
    """A vintage's files."""
    rows = "".join(f"{r.series},{r.month},{r.district},{r.n},{r.total}\n" for r in vintage.series)
    texts = {
        "series.csv": f"goal,month,district,n,total\n{rows}",
        "deliverables.csv": "goal,deliverable,completed,expected,evidence\n",
        "commentary.yml": "{}\n",
    }
    files = {
        name: {"sha256": hashlib.sha256(text.encode()).hexdigest(), "source": "prøve", "rows_read": 1, "rows_kept": 1, "rows_rejected": 0}
        for name, text in texts.items()
    }  # fmt: skip
    told = {"vintage": folder.name, "extracted": str(vintage.extracted), "data_status": "example", "files": files}
    texts["source.json"] = json.dumps(told, indent=2) + "\n"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
