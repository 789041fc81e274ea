"""What was published of one goal and one year, and in which order: sums that are told and sums that are withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from kvartalsbog.periods import Calendar, Month


class Cell(NamedTuple):
    """A month (`2024-01`) in a unit: every sum is one of cells."""

    month: str
    unit: str


class Figure(NamedTuple):
    """So many cases, and their total (days, or how many were in time)."""

    n: int
    total: Decimal


class Kind(StrEnum):
    """What a sum adds up: a month, the year to and with a month, months from one to another, a unit's year to date, that of
    several units together, or a unit's month alone.
    """

    MONTH = "month"
    TO_DATE = "to-date"
    UNIT = "unit"
    MERGED = "merged"
    WINDOW = "window"
    UNIT_MONTH = "unit-month"


Span = tuple[Month, Month]  # the first and the last month of a plan, or of the year before one


class Name(NamedTuple):
    """Which sum it is: its kind, and the month or unit; of units together the last month and then each of them, and of a unit's month
    both.
    """

    kind: Kind
    of: str

    @property
    def month(self) -> str | None:
        """The last month that it adds up; None of a unit's sum."""
        return None if self.kind is Kind.UNIT else self.of.partition(" ")[0].rpartition("..")[2]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that it adds up; none where it adds up all."""
        if self.kind is Kind.UNIT:
            return (self.of,)
        return tuple(self.of.split()[1:]) if self.kind in (Kind.MERGED, Kind.UNIT_MONTH) else ()

    @property
    def group(self) -> tuple[str, ...]:
        """What the sums of several publications are compared by: of units together whatever month is the last."""
        return (self.kind.value, " ".join(self.units) if self.kind is Kind.MERGED else self.of)


@dataclass(frozen=True)
class Told:
    """A sum of a publication: what it adds up, and what it was told to be; None where it is withheld."""

    name: Name
    cells: frozenset[Cell]
    figure: Figure | None


@dataclass(frozen=True)
class Verdict:
    """What a verdict tells of the total of some cells: that it is at least, or at most, `limit` for each case, or with `adds`
    the limit itself; of a `strict` one that it is not the limit either.
    """

    cells: frozenset[Cell]
    limit: Fraction
    at_least: bool
    adds: bool = False
    strict: bool = False


@dataclass(frozen=True)
class Publication:
    """One version of an edition, or what it tells of an earlier one. `view` is the truth that it was made from; it is
    empty where nobody knows it. `verdicts` are told of criteria's values, withheld ones too. `calendar` is its plan's; without one its periods
    are the calendar's quarters. Of sums that are `counted` a series of the same cases tells how many there are.
    """

    label: str
    threshold: int
    sums: tuple[Told, ...]
    view: Mapping[Cell, Figure] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    calendar: Calendar | None = None
    counted: tuple[Told, ...] = ()

    @cached_property
    def by_name(self) -> dict[Name, Told]:
        return {told.name: told for told in self.sums}

    @cached_property
    def by_group(self) -> dict[tuple[str, ...], Told]:
        return {told.name.group: told for told in self.sums}


@dataclass(frozen=True)
class Measure:
    """The most and the least that one case can add to a total, and whether totals are whole: 1, 0 and whole for a share."""

    most: Decimal
    whole: bool
    least: Decimal = Decimal(0)


@dataclass(frozen=True)
class Series:
    """A goal's publications of a plan's months, or of those of the year before one, first published first."""

    goal: str
    span: Span
    measure: Measure
    publications: tuple[Publication, ...]


def add(figures: Iterable[Figure]) -> Figure:
    """The sum of figures."""
    every = tuple(figures)
    return Figure(sum(f.n for f in every), sum((f.total for f in every), Decimal(0)))
