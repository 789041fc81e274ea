"""Seeded plans as large as are asked for, with all their readings, in the project's own files.

`write_plans(FOLDER, goals, units, years)` gives a data folder with a plan for each year and four vintages in each: 12 own
months a year and, in the first quarter, the 12 of the year before. Later vintages restate some months and report some
late. Every fifth goal also has deliverables, every tenth a unit with few cases in a few months. The same numbers always
give the same bytes.
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
from pathlib import Path

SEED = 46
FIRST_YEAR = 2020
PILLARS = 10
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


def write_plans(folder: Path, size: Size, seed: int = SEED) -> None:
    """Write `FOLDER/<year>/plan.yml` and `FOLDER/<year>/<quarter>/` for every year."""
    for year in range(FIRST_YEAR, FIRST_YEAR + size.years):
        own = folder / str(year)
        own.mkdir(parents=True)
        (own / "plan.yml").write_text(
            json.dumps(_plan(size, year), ensure_ascii=False), encoding="utf-8"
        )  # JSON is YAML
        chance = random.Random(f"{seed} {year}")
        known: dict[tuple[str, str, str], _Row] = {}
        for number in range(1, 5):
            restated: set[str] = set()
            rows = [*_restated(chance, known, restated), *_new(chance, size, year, number)]
            known.update({row[:3]: row for row in rows})
            _write_vintage(own / f"{year}K{number}", size, (year, number), rows, restated)


def _plan(size: Size, year: int) -> dict[str, object]:
    pillars = min(PILLARS, size.goals)
    groups = [[n for n in range(size.goals) if n % pillars == pillar] for pillar in range(pillars)]
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
    return f"{number % PILLARS + 1}.{number // PILLARS + 1}"


def _new(chance: random.Random, size: Size, year: int, quarter: int) -> Iterator[_Row]:
    """A quarter's own months, and in the first quarter the year before; one in two hundred is not reported."""
    before = [(year - 1, month) for month in range(1, 13)] if quarter == 1 else []
    for number in range(size.goals):
        for own, month in (*before, *((year, 3 * quarter - 3 + m) for m in (1, 2, 3))):
            for unit in range(size.units):
                is_small = number % 10 == 3 and unit == 1 and month % 4 == 0
                cases = chance.randint(1, 4) if is_small else chance.randint(30, 900)
                days = cases * chance.randint(60, 140) + chance.randint(0, cases)
                if chance.random() > 1 / 200 or unit == 0:
                    yield (_id(number), f"{own}-{month:02d}", f"enhed-{unit}", cases, days)


def _restated(chance: random.Random, known: dict[tuple[str, str, str], _Row], restated: set[str]) -> Iterator[_Row]:
    """One in a hundred of what was reported is another number of cases now."""
    for goal, month, unit, cases, days in known.values():
        if cases >= 30 and chance.random() < 1 / 100:
            restated.add(goal)
            yield (goal, month, unit, cases + 20, days + 20 * 90)


def _write_vintage(folder: Path, size: Size, quarter: tuple[int, int], rows: list[_Row], restated: set[str]) -> None:
    folder.mkdir()
    ended = date(quarter[0], 3 * quarter[1], 20)
    extracted = ended + timedelta(days=20)
    items = [
        (_id(number), f"skridt-{step}", ended.isoformat() if step == quarter[1] else "", "" if step == quarter[1] else f"{quarter[0]}-12-01", "")
        for number in range(0, size.goals, 5)
        for step in range(quarter[1], 9)
    ]  # fmt: skip
    texts = {
        "series.csv": _csv(("goal", "month", "district", "n", "total"), rows),
        "deliverables.csv": _csv(("goal", "deliverable", "completed", "expected", "evidence"), items),
        "commentary.yml": json.dumps({goal: {"comment": "Gennemgået.", "revision": "Sager er talt igen."} for goal in sorted(restated)}) + "\n",
    }  # fmt: skip
    counts = {"series.csv": len(rows), "deliverables.csv": len(items), "commentary.yml": len(restated)}
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
