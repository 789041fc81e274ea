"""A publication as a reader meets it: the sums of one series and one year, each of them shown or withheld."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate

from kvartalsbog.kinds.measures import Sum, add_up
from kvartalsbog.periods import Calendar, Month

Cell = tuple[Month, str]  # a unit's month: what every sum is made of
View = Mapping[Cell, Sum]  # the truth that one publication was made from


class Kind(StrEnum):
    """What a published sum adds up."""

    MONTH = "month"
    TO_DATE = "year-to-date"
    UNIT = "unit"
    MERGED = "merged"
    WINDOW = "window"
    UNIT_MONTH = "unit-month"


@dataclass(frozen=True, order=True)
class Key:
    """The name of a sum: `month 2024-03`, `year-to-date 2024-03`, `unit nordjylland`, `window 2024-04..2024-06`, or
    `merged 2024-03 nordjylland aalborg`: a unit's year until a month with those that went into it; `merged 2023-03 nordjylland`
    is what a unit had in the year before until then, and `unit-month 2024-03 nordjylland` what it had in that month alone.
    """

    kind: Kind
    name: str

    @classmethod
    def of(cls, kind: Kind, month: str, units: str) -> Key:
        """The key of a month, of units with spaces between, or of both."""
        return cls(kind, " ".join(part for part in (month, units) if part))

    @property
    def month(self) -> Month | None:
        """The last month that it adds up; None for a unit."""
        return None if self.kind is Kind.UNIT else _last_month(self.name)

    @property
    def first(self) -> Month:
        """The first month of a window; raises ValueError for any other sum."""
        first, dots, _ = self.name.partition("..")
        if not dots:
            raise ValueError(f"{self.name!r} is no window")
        return Month.parse(first)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that it adds up; none where it adds up all."""
        if self.kind is Kind.UNIT:
            return (self.name,)
        return tuple(self.name.split()[1:]) if self.kind in (Kind.MERGED, Kind.UNIT_MONTH) else ()

    @property
    def is_of_one_before(self) -> bool:
        """Whether it is a unit's own year until a month: an edition tells that of the year before, for its own year is `unit`."""
        return self.kind is Kind.MERGED and len(self.units) == 1


@lru_cache(maxsize=1 << 16)
def _last_month(name: str) -> Month:
    return Month.parse(name.partition(" ")[0].rpartition("..")[2])


@dataclass(frozen=True)
class Part:
    """A sum that a publication could show, and the cells it adds up; `is_value` marks the value of a criterion."""

    key: Key
    cells: frozenset[Cell]
    is_value: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a verdict tells of the total of a sum: at least, or at most, `bound` for every `cases` cases, or of the sum itself
    where `cases` is 0. A `strict` one tells that it is not the bound itself either.
    """

    key: Key
    bound: Decimal
    at_least: bool
    cases: int = 1
    strict: bool = False


@dataclass(frozen=True)
class Publication:
    """What was published of a series and a year: `view` is the truth behind it, `shown` the sums that were shown, and
    `verdicts` what is told of criteria's values even where those are withheld. `calendar` is its plan's; without one its
    periods are the calendar's quarters. `counted` are the cells of sums of which another series of the same cases tells how
    many there are. A sum of fewer cases than its plan's `threshold` is few.
    """

    name: str
    view: View
    parts: tuple[Part, ...]
    shown: frozenset[Key] = frozenset()
    verdicts: tuple[Verdict, ...] = ()
    calendar: Calendar | None = None
    counted: frozenset[frozenset[Cell]] = frozenset()
    threshold: int = field(kw_only=True)

    def period_of(self, month: Month) -> str:
        """The name of the period that a month is in."""
        return (self.calendar or Calendar.of_year(month.year)).period_of(month).name

    @cached_property
    def cases(self) -> Mapping[Key, int]:
        """The true number of cases of each of its sums."""
        view = self.view
        return {part.key: sum([view[cell].n for cell in part.cells]) for part in self.parts}

    @cached_property
    def withheld(self) -> Set[Key]:
        """The sums that it does not show."""
        return {part.key for part in self.parts} - self.shown

    def sum_of(self, cells: Iterable[Cell]) -> Sum:
        """Cases and total of some of its cells."""
        return add_up(self.view[cell] for cell in cells)


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


def cell_order(item: tuple[Cell, object]) -> tuple[int, int, str]:
    """Where a cell of a view stands: by month, then by unit."""
    (month, unit), _ = item
    return month.year, month.number, unit


def _either(one: frozenset[Cell], other: frozenset[Cell]) -> frozenset[Cell]:
    return one | other


class Cells:
    """The cells of one year by the sums that they are part of."""

    def __init__(self, view: Iterable[Cell]) -> None:
        months: dict[Month, set[Cell]] = {}
        units: dict[str, set[Cell]] = {}
        for cell in view:
            months.setdefault(cell[0], set()).add(cell)
            units.setdefault(cell[1], set()).add(cell)
        self._units = {unit: frozenset(cells) for unit, cells in units.items()}
        self.months = {month: frozenset(months[month]) for month in sorted(months)}
        self.to_date = dict(zip(self.months, accumulate(self.months.values(), _either), strict=True))

    def units(self, members: Iterable[str]) -> frozenset[Cell]:
        """All that some units have."""
        return frozenset[Cell]().union(*(self._units.get(unit, ()) for unit in members))

    def of(self, key: Key) -> frozenset[Cell]:
        """The cells that a sum adds up; none where the year has none."""
        last = key.month
        if last is None:
            return self.units(key.units)
        if key.kind is Kind.WINDOW:
            cells = (cells for month, cells in self.months.items() if key.first <= month <= last)
            return frozenset[Cell]().union(*cells)
        if key.kind is Kind.MONTH:
            return self.months.get(last, frozenset())
        if key.kind is Kind.UNIT_MONTH:
            return self.months.get(last, frozenset()) & {(last, unit) for unit in key.units}
        every = self.to_date.get(max((m for m in self.months if m <= last), default=last), frozenset())
        return every & self.units(key.units) if key.units else every


def year_parts(view: View, units: Mapping[str, Sequence[str]], values: Collection[Key]) -> tuple[Part, ...]:
    """The sums of a year's own edition: its months, the year to date after each, each unit's year to date, and windows.

    `units` is the units shown → those whose cells each adds up: itself or, where units were merged, both. `values` are
    the sums that criteria are judged by.
    """
    year = Cells(view)
    keys = [Key(Kind.MONTH, str(month)) for month in year.months]
    keys += [Key(Kind.TO_DATE, str(month)) for month in year.to_date]
    keys += sorted(key for key in values if key.kind is Kind.WINDOW)
    parts = [Part(key, year.of(key), is_value=key in values) for key in keys]
    for unit, members in units.items():
        if cells := year.units(members):
            parts.append(Part(Key(Kind.UNIT, unit), cells))
    return tuple(parts)


def month_parts(view: View) -> tuple[Part, ...]:
    """The months of a whole year, as the next year shows them for comparison."""
    return tuple(Part(Key(Kind.MONTH, str(month)), cells) for month, cells in Cells(view).months.items())


def unit_months(view: View, units: Collection[str]) -> tuple[Part, ...]:
    """Each month that one of some units has, as a sum of its own."""
    every = sorted(view.items(), key=cell_order)
    return tuple(
        Part(Key.of(Kind.UNIT_MONTH, str(month), unit), frozenset({(month, unit)}))
        for (month, unit), _ in every
        if unit in units
    )


def merged_part(units: Sequence[str], last: Month, cells: frozenset[Cell]) -> Part:
    """A unit's months until a last one with those of the units that went into it, as one sum; the unit itself is the first."""
    return Part(Key.of(Kind.MERGED, str(last), " ".join(units)), cells)
