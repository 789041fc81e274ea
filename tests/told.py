"""Publications for the audit, written as tables: cells, and the names of the sums that are withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kvartalsbog.audit.record import Cell, Figure, Kind, Measure, Name, Publication, Series, Told, Verdict, add

DAYS = Measure(Decimal(900), whole=False)
IN_TIME = Measure(Decimal(1), whole=True)


def month(number: int) -> str:
    return f"2024-{number:02}"


def cells(table: Mapping[tuple[int, str], int], each: int = 100) -> dict[Cell, Figure]:
    """(month, unit) → cases, as figures of so many days a case."""
    return {Cell(month(m), unit): Figure(n, Decimal(n * each)) for (m, unit), n in table.items()}


def spread(year: Mapping[str, int], each: int = 100) -> dict[Cell, Figure]:
    """A unit's year to date over three months; up to 12 cases fall in March."""
    table = {}
    for unit, n in year.items():
        parts = (n // 3, n // 3, n - 2 * (n // 3)) if n > 12 else (0, 0, n)
        table |= {(number, unit): part for number, part in zip((1, 2, 3), parts, strict=True)}
    return cells(table, each)


def published(
    label: str,
    view: Mapping[Cell, Figure],
    withheld: Iterable[tuple[str, str]] = (),
    *,
    threshold: int = 5,
    only_months: bool = False,
    merged: tuple[str, ...] = (),
    verdicts: tuple[Verdict, ...] = (),
) -> Publication:
    """An edition of those cells that shows every sum that it has but `withheld`, each kind and name.

    `merged` units are shown as one, called by their names with a plus.
    """
    sums = []
    months = sorted({cell.month for cell in view})
    for last in months:
        sums.append((Name(Kind.MONTH, last), frozenset(c for c in view if c.month == last)))
        if not only_months:
            sums.append((Name(Kind.TO_DATE, last), frozenset(c for c in view if c.month <= last)))
    groups = {unit: {unit} for unit in sorted({cell.unit for cell in view})}
    if merged:
        groups = {u: g for u, g in groups.items() if u not in merged} | {"+".join(merged): set(merged)}
    if not only_months:
        sums += [(Name(Kind.UNIT, u), frozenset(c for c in view if c.unit in group)) for u, group in groups.items()]
    hidden = {Name(Kind(kind), of) for kind, of in withheld}
    told = tuple(Told(name, own, None if name in hidden else add(view[c] for c in own)) for name, own in sums)
    return Publication(label, threshold, told, view, verdicts)


def series(*publications: Publication, measure: Measure = DAYS) -> Series:
    return Series("4.2", 2024, measure, publications)


def units(*names: str) -> list[tuple[str, str]]:
    return [("unit", name) for name in names]


def months(*numbers: int) -> list[tuple[str, str]]:
    return [("month", month(number)) for number in numbers]


def to_date(*numbers: int) -> list[tuple[str, str]]:
    return [("to-date", month(number)) for number in numbers]
