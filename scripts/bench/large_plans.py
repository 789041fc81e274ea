"""Seeded plans as large as are asked for, with all their readings, in the project's own files.

`write_plans(FOLDER, Size(goals, units, years))` gives a data folder with a plan for each year and four vintages in each: 12
own months a year and, in the first quarter, the 12 of the year before. Some months come a quarter late and some are
restated. Every fifth goal also has deliverables, and every fifth one unit in five with hardly any cases. The same
sizes always give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

SEED = 46
FIRST_YEAR = 2020
IN_PILLAR = 10  # goals
_Row = tuple[str, str, str, int, int]


@dataclass(frozen=True)
class Size:
    """How large: goals a plan, units that report to each goal, plan years. Months are 12 a year and the 12 before."""

    goals: int
    units: int
    years: int = 1

    @property
    def rows(self) -> int:
        """Units' months of all goals in one plan year."""
        return self.goals * self.units * 24

    @property
    def months(self) -> int:
        """The plans' own months."""
        return 12 * self.years


def write_plans(folder: Path, size: Size, alike: int | None = None) -> None:
    """Write `FOLDER/<year>/plan.yml` and `FOLDER/<year>/<quarter>/` for every year. With `alike` the figures repeat
    themselves after so many goals, and after so many units, so that a plan of twice as many has twice as much of the same.
    """
    for year in range(FIRST_YEAR, FIRST_YEAR + size.years):
        own = folder / str(year)
        own.mkdir(parents=True)
        text = json.dumps(_plan(size, year), ensure_ascii=False)  # JSON is YAML too
        (own / "plan.yml").write_text(text, encoding="utf-8")
        told: list[list[_Row]] = [[], [], [], []]
        for goal, unit in product(range(size.goals), range(size.units)):
            figures = (goal, unit) if alike is None else (goal % alike, unit % alike)
            for quarter, month, cases, days in _reported(year, *figures):
                told[quarter - 1].append((_id(goal), month, f"enhed-{unit}", cases, days))
        for quarter, rows in enumerate(told, start=1):
            _write_vintage(own / f"{year}K{quarter}", size, (year, quarter), rows)


def _reported(year: int, goal: int, unit: int) -> Iterator[tuple[int, str, int, int]]:
    """What a unit reports to a goal: the quarter, the month, cases and days."""
    chance = random.Random(f"{SEED} {year} {goal} {unit}")
    for own in (year - 1, year):
        for month in range(1, 13):
            quarter = 1 if own < year else (month + 2) // 3
            is_small = goal % 5 == 3 and unit % 5 == 1
            cases = chance.choice((0, 0, 1)) if is_small else chance.randint(30, 900)
            days = cases * chance.randint(60, 140) + chance.randint(0, cases)
            fate = chance.random()
            late = fate < 1 / 100 and quarter < 4 and unit > 0
            yield quarter + late, f"{own}-{month:02d}", cases, days
            if 1 / 100 <= fate < 1 / 50 and quarter < 4 and not is_small:
                yield quarter + 1, f"{own}-{month:02d}", cases + 20, days + 20 * 90


def _plan(size: Size, year: int) -> dict[str, object]:
    groups = [range(first, min(first + IN_PILLAR, size.goals)) for first in range(0, size.goals, IN_PILLAR)]
    weight = Decimal(100 * 10**6 // size.goals) / 10**6
    rest = 100 - weight * (size.goals - 1)
    return {
        "title": f"Plan {year}", "year": year, "authority": "Styrelsen", "ministry": "Ministeriet",
        "source": {"document": "Planen"}, "data_status": "example", "overview": f"notebooks/{year}/overview.ipynb",
        "districts": [{"id": f"enhed-{u}", "name": f"Enhed {u}"} for u in range(size.units)],
        "pillars": [
            {
                "id": str(pillar + 1), "title": f"Søjle {pillar + 1}",
                "weight": float(sum(rest if n == 0 else weight for n in group)),
                "notebook": f"notebooks/{year}/pillar_{pillar + 1}.ipynb",
                "goals": [_goal(size, year, n, float(rest if n == 0 else weight)) for n in group],
            }
            for pillar, group in enumerate(groups)
        ],
    }  # fmt: skip


def _goal(size: Size, year: int, number: int, weight: float) -> dict[str, object]:
    criteria: list[dict[str, object]] = [{
        "id": "days", "kind": "mean", "title": "Dage fra anmeldelse til afgørelse", "unit": "dage", "limit": 100,
        "direction": "at_most", "deadline": f"{year}-12-31", "plausible": {"minimum": 0, "maximum": 1500},
        "counted": "sager", "districts": [f"enhed-{u}" for u in range(size.units)],
    }]  # fmt: skip
    if number % 5 == 0:
        criteria.append({
            "id": "steps", "kind": "count", "title": "Skridt taget", "unit": "skridt", "limit": 4,
            "deadline": f"{year}-12-31", "items": {"id": "skridt", "title": "Skridt", "most": 8},
        })  # fmt: skip
    return {
        "id": _id(number), "title": f"Mål nummer {number}", "summary": "Målet.", "weight": weight,
        "responsible": "Styrelsen", "criteria": criteria,
    }  # fmt: skip


def _id(number: int) -> str:
    return f"{number // IN_PILLAR + 1}.{number % IN_PILLAR + 1}"


def _write_vintage(folder: Path, size: Size, quarter: tuple[int, int], rows: list[_Row]) -> None:
    folder.mkdir()
    ended = date(quarter[0], 3 * quarter[1], 20)
    extracted = ended + timedelta(days=20)
    reasons = [_id(number) for number in range(size.goals)] if quarter[1] > 1 else []
    items = [
        (_id(number), f"skridt-{step}", ended.isoformat() if step == quarter[1] else "", "" if step == quarter[1] else f"{quarter[0]}-12-01", "")
        for number in range(0, size.goals, 5)
        for step in range(quarter[1], 9)
    ]  # fmt: skip
    texts = {
        "series.csv": _csv(("goal", "month", "district", "n", "total"), rows),
        "deliverables.csv": _csv(("goal", "deliverable", "completed", "expected", "evidence"), items),
        "commentary.yml": json.dumps({goal: {"comment": "Gennemgået.", "revision": "Sager er talt igen."} for goal in reasons}) + "\n",
    }  # fmt: skip
    counts = {"series.csv": len(rows), "deliverables.csv": len(items), "commentary.yml": len(reasons)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    source = {
        "vintage": f"{quarter[0]}K{quarter[1]}", "extracted": extracted.isoformat(), "data_status": "example",
        "files": {
            name: {
                "sha256": hashlib.sha256(text.encode()).hexdigest(), "source": "seeded",
                "rows_read": counts[name], "rows_kept": counts[name], "rows_rejected": 0,
            }
            for name, text in texts.items()
        },
    }  # fmt: skip
    (folder / "source.json").write_text(json.dumps(source, indent=2) + "\n", encoding="utf-8")


def _csv(header: tuple[str, ...], rows: object) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()
