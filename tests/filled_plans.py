"""Plans whose readings are written by a test: the agreement of three years, and a fiscal year followed up by months."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import ROOT

from kvartalsbog.periods import Period
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.vintage_text import VintageText, texts

# the stock at each quarter's end, and its cases' mean age in days
STOCK = (40_000, 39_000, 38_000, 36_500, 35_000, 34_000, 33_000, 31_980, 31_000, 30_000, 29_000, 28_290)
AGE = (360, 358, 355, 350, 346, 342, 338, 334, 330, 326, 322, 318)
MULTIYEAR = (ROOT / "tests/plans/multiyear/data/2021-23/plan.yml").read_text(encoding="utf-8")
MONTHLY = """\
title: Resultatplan for Havnekontrollen 2024/25
period: {from: 2024-04-01, to: 2025-03-31}
follow_up: monthly
authority: Havnekontrollen
ministry: Transportministeriet
source: {document: Resultatplan 2024/25}
data_status: example
overview: notebooks/2024-25/overview.ipynb
districts: [{id: nord, name: Kontrolenhed Nord}, {id: syd, name: Kontrolenhed Syd}]
pillars:
- id: "1"
  title: Hurtig kontrol
  weight: 100
  notebook: notebooks/2024-25/pillar_1.ipynb
  goals:
  - id: "1.1"
    title: Kontrol til tiden
    summary: Mindst 90 pct. af de anmeldte anløb bliver kontrolleret til tiden.
    weight: 100
    responsible: Kontrolafdelingen
    criteria:
    - {id: in-time, kind: share, title: Anløb kontrolleret til tiden, unit: pct., limit: 90, direction: at_least, deadline: 2025-03-31,
       counted: anløb, districts: [nord, syd]}
"""


def write_multiyear(data: Path) -> None:
    """The agreement of three years and its twelve quarters."""
    told = dict(
        zip((f"{y}K{n}" for y in (2021, 2022, 2023) for n in (1, 2, 3, 4)), zip(STOCK, AGE, strict=True), strict=True)
    )

    def rows(period: Period) -> VintageText:
        stock, age = told[period.name]
        month = str(period.last)
        return VintageText(
            {
                "1.1": [("1.1", month, "landet", str(stock), str(stock))],
                "1.2": [("1.2", month, "landet", str(stock), str(stock * age))],
            }
        )

    _write(data / "2021-23", MULTIYEAR, rows)


def write_monthly(data: Path) -> None:
    """The fiscal year and its twelve months: 40 and 25 calls a month, of which one in ten is late."""

    def rows(period: Period) -> VintageText:
        month = str(period.last)
        return VintageText({"1.1": [("1.1", month, "nord", "40", "36"), ("1.1", month, "syd", "30", "27")]})

    _write(data / "2024-25", MONTHLY, rows)


def _write(folder: Path, plan: str, rows: Callable[[Period], VintageText]) -> None:
    folder.mkdir(parents=True)
    (folder / "plan.yml").write_text(plan, encoding="utf-8")
    read = read_plan(folder / "plan.yml", None, name=f"{folder.name}/plan.yml")
    for period in read.calendar.periods:
        (folder / period.name).mkdir()
        for name, text in texts(rows(period), read, period).items():
            (folder / period.name / name).write_text(text, encoding="utf-8", newline="\n")
