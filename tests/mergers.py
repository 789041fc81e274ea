"""Two mergers that happened, in invented figures: five districts into Nordjylland on 1 January 2007, and a unit of 2022 that six
units, and parts of two, went into.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.vintage_text import VintageText, texts

# cases and days of January 2006: 887 together, with a mean of 173.0; the mean of the five means is 163.0
JANUARY_2006 = {"aalborg": (609, 178), "hjoerring": (116, 170), "frederikshavn": (74, 160), "loegstoer": (45, 150), "hobro": (43, 157)}  # fmt: skip
OLD = tuple(JANUARY_2006)
Unit = dict[str, object]
Cases = Mapping[tuple[Month, str], tuple[int, int]]  # a unit's month → cases, and the days of all of them


def nordjylland() -> list[Unit]:
    """The five with an end and an heir, the heir with a beginning, and a district that went through it unchanged."""
    gone = [{"id": unit, "name": f"Politiet i {unit.capitalize()}", "ends": "2006-12-31", "into": "nordjylland"} for unit in OLD]  # fmt: skip
    heir = {"id": "nordjylland", "name": "Nordjyllands Politi", "begins": "2007-01-01"}
    return [*gone, heir, {"id": "bornholm", "name": "Bornholms Politi"}]


def first_quarter_of_2007() -> Cases:
    """February and March are as January in both years; Nordjylland has 880 cases of 171 days a month."""
    months = [(before, now) for before, now in zip(quarter_of(2006, 1).months, quarter_of(2007, 1).months, strict=True)]
    found = {}
    for before, now in months:
        found |= {(before, unit): (n, n * mean) for unit, (n, mean) in JANUARY_2006.items()}
        found |= {
            (now, "nordjylland"): (880, 880 * 171),
            (before, "bornholm"): (20, 3000),
            (now, "bornholm"): (20, 3100),
        }
    return found


def plan_text(year: int, units: Sequence[Unit], goal: Mapping[str, Any] | None = None, **changed: Any) -> str:
    """A plan of one goal, the days of cases, that all of the units report to. What is `changed` is the plan's, and `goal`
    the goal's.
    """
    criterion = {
        "id": "dage", "kind": "mean", "title": "Sagsbehandlingstid", "unit": "dage", "limit": 180, "direction": "at_most",
        "deadline": f"{year}-12-31", "counted": "sager", "districts": [unit["id"] for unit in units], "plausible": {"minimum": 0, "maximum": 900},
    }  # fmt: skip
    own = {"id": "1.1", "title": "Sagsbehandlingstid", "summary": "Højst 180 dage.", "weight": 100, "responsible": "Politiet", "criteria": [criterion]}  # fmt: skip
    pillar = {
        "id": "1",
        "title": "Sager",
        "weight": 100,
        "notebook": f"notebooks/{year}/pillar_1.ipynb",
        "goals": [own | dict(goal or {})],
    }
    plan = {
        "title": f"Plan {year}", "year": year, "authority": "Politiet", "ministry": "Justitsministeriet",
        "source": {"document": "En opdigtet plan"}, "data_status": "example", "overview": f"notebooks/{year}/overview.ipynb",
        "districts": list(units), "pillars": [pillar],
    }  # fmt: skip
    text: str = yaml.safe_dump(plan | changed, allow_unicode=True, sort_keys=False)
    return text


def write_year(folder: Path, year: int, units: Sequence[Unit], cases: Cases, last: int = 1, **changed: Any) -> Path:
    """A data folder with a plan and its vintages until a quarter; each month is reported in its own quarter, those of the
    year before in the first vintage.
    """
    own = folder / str(year)
    own.mkdir(parents=True)
    (own / "plan.yml").write_text(plan_text(year, units, **changed), encoding="utf-8")
    plan = read_plan(own / "plan.yml", None, name=f"{year}/plan.yml")
    for quarter in (quarter_of(year - 1, 4), *(quarter_of(year, number) for number in range(1, last + 1))):
        mine = (
            [m for m in cases if m[0].year < year]
            if quarter.last.year < year
            else [m for m in cases if m[0] in quarter.months]
        )
        rows = [("1.1", str(month), unit, *map(str, cases[month, unit])) for month, unit in sorted(mine)]
        (own / str(quarter)).mkdir()
        for name, text in texts(VintageText({"1.1": rows}), plan, quarter).items():
            (own / str(quarter) / name).write_text(text, encoding="utf-8")
    return folder
