"""Other figures behind the same sums make the same site: five editions, a correction and the next year's first among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import seal
from quick_site import publish_quickly
from yearly import DAYS, SHARE, Figures, project_of, written

from kvartalsbog.disclosure.publication import Cell
from kvartalsbog.periods import Month, months_of

UNITS = {"a": 30, "b": 34, "c": 60, "d": 90}
OF_INPUTS = (
    "manifest.json",
    "SHA256SUMS",
    "editions.json",
    "feed.xml",
)  # they have keyed fingerprints of what an edition is made from


def figures(*, other: bool) -> dict[str, Figures]:
    """In each first quarter a has few cases, which b hides: one of them is a's in January or, with `other`, b's, and in February the other way round."""
    cells: dict[Cell, int] = {(month, unit): n for y in (2023, 2024, 2025) for month in months_of(y) for unit, n in UNITS.items()}  # fmt: skip
    for year in (2023, 2024):
        cells |= {(month, "a"): n for month, n in zip(months_of(year)[:3], (1, 2, 1), strict=True)}
    days = {cell: (n, 100 * n + cell[0].number) for cell, n in cells.items()}
    share = {cell: (n, n - 3 * (n > 20)) for cell, n in cells.items()}
    moved = [(Month(year, m), u, s) for year in (2023, 2024) for m, one in ((1, 1), (2, -1)) for u, s in (("a", one), ("b", -one))]  # fmt: skip
    for month, unit, more in moved if other else ():
        for of, each in ((days, 100), (share, 1)):
            n, total = of[month, unit]
            of[month, unit] = (n + more, total + more * each)
    return {"1.1": days, "1.2": share}


def published(folder: Path, *, other: bool) -> dict[str, bytes]:
    own = figures(other=other)
    later = {"1.1": own["1.1"], "1.3": own["1.2"]}
    since = {name: {cell: value for cell, value in of.items() if cell[0].year > 2023} for name, of in later.items()}
    plans = written(tuple(UNITS), 2024, m1_1=DAYS, m1_2=SHARE), written(tuple(UNITS), 2025, 4, m1_1=DAYS, m1_3=SHARE)
    project, site = project_of(folder, *plans, series={2024: own, 2025: since}, quarters=1), folder / "site"
    for period in ("2024K1", "2024K2"):
        publish_quickly(project, site, period)
    file = project / "data/2024/2024K2/series.csv"
    text = file.read_text(encoding="utf-8")
    assert "1.1,2024-05,c,60,6005" in text
    file.write_text(text.replace("1.1,2024-05,c,60,6005", "1.1,2024-05,c,70,7005"), encoding="utf-8")
    seal(file.parent)
    publish_quickly(project, site, "2024K2", "Ti sager manglede.")
    for period in ("2024K3", "2024K4", "2025K1"):
        publish_quickly(project, site, period)
    files = (path for path in sorted(site.rglob("*")) if path.is_file() and path.name not in OF_INPUTS)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_nothing_of_a_site_depends_on_what_is_withheld(tmp_path: Path) -> None:
    one, two = (published(tmp_path / str(other), other=other) for other in (False, True))
    assert any(name.startswith("2024K2/v2/data/") for name in one)
    assert b"withheld" in one["2025K1/v1/data/unit-months.csv"]
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
