"""Two authorities' plans that do not say that they share anything, and are of the same cases: what one hides the other does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from quick_site import publish_quickly
from yearly import DAYS, SHARE, Figures, project_of, readings_of, write_vintage, written

from kvartalsbog.audit.findings import audit
from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.disclosure.publication import Cell, Key, Kind
from kvartalsbog.disclosure.record import read_records
from kvartalsbog.editions.auditing import editions
from kvartalsbog.editions.site import read_site
from kvartalsbog.inputs.periods import calendars
from kvartalsbog.periods import months_of
from kvartalsbog.plan.loading import read_plan

UNITS = {"a": 1, "b": 34, "c": 36, "d": 90}  # cases a month: a has 3 in a quarter


def project(folder: Path, days: Figures, share: Figures) -> Path:
    """A project where the first authority measures the days of its cases, and a museum how many of them were in time."""
    made = project_of(folder, written(tuple(UNITS), 2024, m1_1=DAYS), series={2024: {"1.1": days}}, quarters=1)
    plan = written(tuple(UNITS), 2024, m1_1=SHARE) | {
        "body": "museet",
        "overview": "notebooks/museet/2024/overview.ipynb",
    }
    plan["pillars"][0]["notebook"] = "notebooks/museet/2024/p.ipynb"
    file = made / "data/museet/2024/plan.yml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    scaffold(read_plan(file, None, name="museet/2024/plan.yml"), made)
    for vintage in readings_of(2024, 1, {"1.1": share}).vintages:
        write_vintage(file.parent / vintage.period.name, vintage)
    return made


@pytest.mark.parametrize("other", [0, 1])
def test_what_one_authority_hides_another_that_has_the_same_cases_does_not_tell(other: int, tmp_path: Path) -> None:
    """Of b's cases all were in time, so that c must hide a's share; with `other` cases they would not be the same, and each hides its own."""
    cells: dict[Cell, int] = {(month, unit): n for month in months_of(2024)[:3] for unit, n in UNITS.items()}
    days = {cell: (n, 100 * n + cell[0].number) for cell, n in cells.items()}
    share = {cell: (n + other, n + other - (0 if cell[1] in "ab" else 5)) for cell, n in cells.items()}
    made, site = project(tmp_path, days, share), tmp_path / "site"
    for period in ("2024K1", "museet/2024K1"):
        publish_quickly(made, site, period)
    records = read_records(made / "data", calendars(made / "data"))
    shown = {key for record in records for key, told in record.series["1.1"].decisions.items() if told}
    assert (Key(Kind.UNIT, "b") in shown) is bool(other)
    assert audit(editions(read_site(site), made, made / "data")) == ()
