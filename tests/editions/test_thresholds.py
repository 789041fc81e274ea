"""A plan whose `suppression_threshold` is another than the year before's: published, and right by both."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import call
from quick_site import publish_quickly
from yearly import DAYS, project_of, written

from kvartalsbog.periods import months_of

UNITS = {"a": 30, "b": 34, "c": 60, "d": 90}


@pytest.mark.parametrize(("then", "now"), [(10, 5), (5, 10)])
def test_the_next_plan_may_have_another_threshold(then: int, now: int, tmp_path: Path) -> None:
    """In the first quarter of 2024 a has 7 cases: few where 10 are asked for, and enough where 5 are."""
    cells = {(month, unit): n for month in months_of(2024) for unit, n in UNITS.items()}
    cells |= {(month, "a"): n for month, n in zip(months_of(2024)[:3], (2, 2, 3), strict=True)}
    days = {cell: (n, 100 * n + cell[0].number) for cell, n in cells.items()}
    own = {(month, unit): (n, 90 * n + month.number) for month in months_of(2025)[:3] for unit, n in UNITS.items()}
    series = {2024: {"1.1": days}, 2025: {"1.1": days | own}}
    plans = written(tuple(UNITS), 2024, then, m1_1=DAYS), written(tuple(UNITS), 2025, now, m1_1=DAYS)
    project, site = project_of(tmp_path, *plans, series=series, quarters=1), tmp_path / "site"
    for period in ("2024K1", "2024K2", "2024K3", "2024K4", "2025K1"):
        publish_quickly(project, site, period)
    assert call("audit", str(site)).returncode == 0
    done = call("audit", str(site), "--data-dir", str(project / "data"), "--project", str(project))
    assert (done.returncode, done.stderr) == (0, "")
