"""The calendar month: everything that is counted is reported by months."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

MONTH = "[0-9]{4}-(?:0[1-9]|1[0-2])"
_MONTH = re.compile(MONTH)
NAMES = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


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

    def after(self, months: int) -> Month:
        """The month so many months later; earlier where the number is negative."""
        return Month.counted(self.count + months)

    @property
    def year_before(self) -> Month:
        """The same month a year earlier."""
        return Month(self.year - 1, self.number)

    @property
    def name(self) -> str:
        """Its Danish name."""
        return NAMES[self.number - 1]

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_count(year: Any, number: Any) -> Any:
    """Months counted since the year 0, so that they can be held against one another as numbers; a database's columns too."""
    return year * 12 + number


def months_of(year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(Month(year, number) for number in range(1, 13))
