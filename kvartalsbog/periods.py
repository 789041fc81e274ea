"""The quarter and the month: the two periods everything is reported in."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

PERIOD = "[0-9]{4}K[1-4]"  # a quarter's own name, as folders, files and data have it: a part of a pattern
MONTH = "[0-9]{4}-(?:0[1-9]|1[0-2])"
_TYPED = re.compile(r"([0-9]{4})[KQ]([1-4])")  # as people write it
_MONTH = re.compile(MONTH)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, written `2024-01`."""

    year: int
    number: int

    @classmethod
    @lru_cache(maxsize=1024)  # rows by the hundred thousand name a few months
    def parse(cls, text: str) -> Month:
        """The month of `2024-01`; raises ValueError on any other form."""
        if _MONTH.fullmatch(text) is None:
            raise ValueError(f"{text!r} er ikke en måned som 2024-01")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day is in."""
        return cls(day.year, day.month)

    @classmethod
    def counted(cls, count: int) -> Month:
        """The month that has a count, see `month_count`."""
        return cls((count - 1) // 12, (count - 1) % 12 + 1)

    @property
    def count(self) -> int:
        return int(month_count(self.year, self.number))

    @property
    def year_before(self) -> Month:
        """The same month a year earlier."""
        return Month(self.year - 1, self.number)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def quarter(self) -> Period:
        return Period(self.year, (self.number + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """A calendar quarter, written `2024K1` as Statistics Denmark does."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """The quarter of `2024K1`, or of `2024Q1` as people also write it; raises ValueError on any other form."""
        match = _TYPED.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"{text!r} er ikke et kvartal som 2024K1")
        return cls(int(match[1]), int(match[2]))

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = 3 * self.number - 2
        return (Month(self.year, first), Month(self.year, first + 1), Month(self.year, first + 2))

    @property
    def year_to_date(self) -> tuple[Month, ...]:
        """The months from January to the quarter's last."""
        return tuple(Month(self.year, number) for number in range(1, 3 * self.number + 1))

    @property
    def earlier(self) -> tuple[Period, ...]:
        """The quarters of the same year before this one."""
        return tuple(Period(self.year, number) for number in range(1, self.number))

    @property
    def until_now(self) -> tuple[Period, ...]:
        """The quarters of the year up to this one, itself included."""
        return (*self.earlier, self)

    @property
    def begins_year(self) -> bool:
        return not self.earlier

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        return self.months[-1].last_day

    @property
    def previous(self) -> Period:
        return Period(self.year - 1, 4) if self.number == 1 else Period(self.year, self.number - 1)

    @property
    def next(self) -> Period:
        return Period(self.year + 1, 1) if self.number == 4 else Period(self.year, self.number + 1)

    @property
    def label(self) -> str:
        """The quarter as a reader sees it: `1. kvartal 2024`, with spaces that do not break."""
        return f"{self.number}.\u00a0kvartal\u00a0{self.year}"

    def __str__(self) -> str:
        return f"{self.year:04d}K{self.number}"


def period_named(name: object) -> Period | None:
    """The quarter whose own name (`2024K1`) it is; None for anything else, and for what only people write so."""
    return Period.parse(name) if isinstance(name, str) and re.fullmatch(PERIOD, name) else None


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_count(year: Any, number: Any) -> Any:
    """Months counted since the year 0, so that they can be held against one another as numbers; a database's columns too."""
    return year * 12 + number


def months_of(year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(Month(year, number) for number in range(1, 13))


def quarter_of(year: int, number: int) -> Period:
    """A quarter of a plan that is of a calendar year."""
    return Period(year, number)
