"""What the example year's figures are, worked out from its files alone, so that no test has to repeat them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from conftest import ROOT

DATA = ROOT / "data" / "2024"


@cache
def _known(quarter: str) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(goal, month, unit) → cases and total, as of a quarter: of each the newest that was reported."""
    found = {}
    for folder in sorted(path for path in DATA.iterdir() if path.name[:4].isdigit() and path.name <= quarter):
        with (folder / "series.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["goal"], row["month"], row["district"]] = int(row["n"]), int(row["total"])
    return found


def value(goal: str, quarter: str, months: Iterable[int] = range(1, 13), *, year: int = 2024) -> Decimal:
    """The figure of all units over some months of a year, in days or per cent, exactly."""
    asked = {f"{year}-{month:02}" for month in months}
    sums = [sums for (own, month, _), sums in _known(quarter).items() if own == goal and month in asked]
    return Decimal(sum(total for _, total in sums)) / sum(n for n, _ in sums) * (100 if goal == "4.2" else 1)


def cases_of(goal: str, quarter: str, unit: str, *, year: int = 2024) -> int:
    """How many cases a unit had in a year."""
    return sum(
        n for (own, month, of), (n, _) in _known(quarter).items() if (own, month[:4], of) == (goal, str(year), unit)
    )


def cases_in(goal: str, quarter: str, month: int, *, year: int = 2024) -> int:
    """How many cases all units had in a month."""
    when = f"{year}-{month:02}"
    return sum(n for (own, of, _), (n, _) in _known(quarter).items() if (own, of) == (goal, when))


def danish(figure: Decimal) -> str:
    """A figure as readers see it, with one decimal."""
    return f"{figure.quantize(Decimal('0.1'), ROUND_HALF_UP)}".replace(".", ",").replace("-", "−")


def told(goal: str, quarter: str, months: Iterable[int] = range(1, 13), *, year: int = 2024) -> str:
    """The same with its unit: `184,4 dage`."""
    return f"{danish(value(goal, quarter, months, year=year))} {'pct.' if goal == '4.2' else 'dage'}"
