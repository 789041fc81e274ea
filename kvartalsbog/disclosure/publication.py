"""A publication as a reader meets it: the sums of one series and one year, each of them shown or withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month

Cell = tuple[Month, str]  # a unit's month: never published, but what every sum is made of
View = Mapping[Cell, Sum]  # the truth that one publication was made from


class Kind(StrEnum):
    """What a published sum adds up."""

    MONTH = "month"
    TO_DATE = "year-to-date"
    UNIT = "unit"


@dataclass(frozen=True, order=True)
class Key:
    """The name of a sum: `month 2024-03`, `year-to-date 2024-03` or `unit nordjylland`."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class Part:
    """A sum that a publication could show, and the cells it adds up; `is_value` marks the goal's own value."""

    key: Key
    cells: frozenset[Cell]
    is_value: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a verdict tells of the total of the year to date after a month: at least, or at most, `bound`."""

    month: Month
    bound: Decimal
    at_least: bool


@dataclass(frozen=True)
class Publication:
    """What was published of a series and a year: `view` is the truth behind it, `shown` the sums that were shown, and
    `verdict` what is told of the goal's value even where that is withheld.
    """

    name: str
    view: View
    parts: tuple[Part, ...]
    shown: frozenset[Key] = frozenset()
    verdict: Verdict | None = None

    def sum_of(self, cells: Iterable[Cell]) -> Sum:
        """Cases and total of some of its cells."""
        found = [self.view[cell] for cell in cells]
        return Sum(sum(s.n for s in found), sum((s.total for s in found), Decimal(0)))


@dataclass(frozen=True)
class Measure:
    """What one case can add to a total: from `least` to `most`; `whole` where it is counted (in time or not)."""

    least: Decimal
    most: Decimal
    whole: bool = False


@dataclass(frozen=True)
class Choice:
    """What a publication shows, and where a person must decide.

    `value_withheld`: the goal's own value cannot be shown. `exposed`: sums or cells of few cases that can be worked
    out whatever this publication withholds. `near`: sums that a correction moved by a few cases from what was shown.
    """

    shown: frozenset[Key]
    value_withheld: bool = False
    exposed: tuple[tuple[str, ...], ...] = ()
    near: tuple[Key, ...] = field(default=())


def months_of_view(view: View) -> list[Month]:
    """The months that have a cell, in order."""
    return sorted({month for month, _ in view})


def year_parts(view: View, units: Mapping[str, Sequence[str]], settled: Month | None = None) -> tuple[Part, ...]:
    """The sums of a year's own edition: its months, the year to date after each, and each unit's year to date.

    `units` is the units shown → those whose cells each adds up: itself or, where units were merged, both. The goal's
    value is the year to date after the last month, or after the month of the deadline, `settled`.
    """
    months = months_of_view(view)
    value = max((month for month in months if settled is None or month <= settled), default=None)
    parts = list(month_parts(view))
    for month in months:
        cells = frozenset(cell for cell in view if cell[0] <= month)
        parts.append(Part(Key(Kind.TO_DATE, str(month)), cells, is_value=month == value))
    for unit, members in units.items():
        if cells := frozenset(cell for cell in view if cell[1] in members):
            parts.append(Part(Key(Kind.UNIT, unit), cells))
    return tuple(parts)


def month_parts(view: View) -> tuple[Part, ...]:
    """The months of a whole year, as the next year shows them for comparison."""
    return tuple(
        Part(Key(Kind.MONTH, str(month)), frozenset(cell for cell in view if cell[0] == month))
        for month in months_of_view(view)
    )
