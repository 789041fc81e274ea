"""The months of a series that units have not reported, of those that have passed."""

from __future__ import annotations

from collections.abc import Iterable

from kvartalsbog.periods import Month
from kvartalsbog.verdicts.findings import Series


def missing_months(series: Series) -> dict[str, tuple[Month, ...]]:
    """Unit → the months that others have reported and it has not; units that lack none are left out."""
    found: dict[str, list[Month]] = {}
    for month, district in series.gaps:
        found.setdefault(district, []).append(month)
    return {district: tuple(months) for district, months in found.items()}


def units_missing(series: Series, order: Iterable[str]) -> dict[Month, list[str]]:
    """Month → the units that have not reported it, of the months that others have, in an order."""
    missing = missing_months(series)
    found: dict[Month, list[str]] = {month: [] for month in sorted({month for month, _ in series.gaps})}
    for district in order:
        for month in missing.get(district, ()):
            found[month].append(district)
    return found
