"""A plan's months, and the periods that it is followed up by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kvartalsbog.periods.follow_ups import LABELS, PLAN_PERIOD, YEAR, FollowUp, Noun
from kvartalsbog.periods.months import Month
from kvartalsbog.periods.naming import as_name


@dataclass(frozen=True)
class Calendar:
    """The months of a plan, from first to last, and the periods that it is followed up by. `names` is the pattern of what
    readers call a period; without it the period has its ordinary Danish name.

    `body` is the folder of the authority whose plan it is, where others' plans stand beside those of the first.

    A plan that begins in January, or has no whole number of years, counts its periods as the calendar does, where they
    begin with the calendar's. Any other counts them from its own beginning, twelve months a year: 2003-04, 2004-05 …
    """

    begins: Month
    ends: Month
    follow_up: FollowUp = FollowUp.QUARTERLY
    names: str | None = field(default=None, compare=False)
    body: str = ""

    @classmethod
    def of_year(
        cls, year: int, follow_up: FollowUp = FollowUp.QUARTERLY, names: str | None = None, body: str = ""
    ) -> Calendar:
        """The calendar of a plan for a calendar year."""
        return cls(Month(year, 1), Month(year, 12), follow_up, names, body)

    @property
    def name(self) -> str:
        """The plan's folder: `2024`, or `2003-04` where it ends in another year than it begins; `anklagemyndigheden/2024`."""
        return _within(self.body, self.own_name)

    @property
    def own_name(self) -> str:
        """The plan's folder among those of its authority."""
        years = f"{self.begins.year:04d}"
        return years if self.begins.year == self.ends.year else f"{years}-{self.ends.year % 100:02d}"

    @property
    def years(self) -> str:
        """The plan's time as a reader sees it: `2024`, `2003/04` for a year that begins in another month, `2021–2023`."""
        first, last = self.begins.year, self.ends.year
        if first == last:
            return str(first)
        return f"{first}/{last % 100:02d}" if self.is_a_year else f"{first}–{last}"

    @property
    def first_day(self) -> date:
        return self.begins.first_day

    @property
    def last_day(self) -> date:
        return self.ends.last_day

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Every month of the plan."""
        return tuple(Month.counted(count) for count in range(self.begins.count, self.ends.count + 1))

    @cached_property
    def months_before(self) -> tuple[Month, ...]:
        """The year before the plan, which it is compared with: twelve months."""
        return tuple(self.begins.after(step) for step in range(-12, 0))

    @property
    def is_a_year(self) -> bool:
        """Whether the plan is for twelve months: then all of it is called the year, a school year's months too."""
        return len(self.months) == 12

    @property
    def noun(self) -> Noun:
        """What one of its periods is."""
        return self.follow_up.noun

    @property
    def span(self) -> Noun:
        """What all of its months are together: a year, whichever month it begins in, or another stretch of time."""
        return YEAR if self.is_a_year else PLAN_PERIOD

    @property
    def days_allowed(self) -> str:
        """Its days, as a problem tells what is allowed."""
        if self.is_a_year and self.begins.number == 1:
            return f"en dag i {self.begins.year}"
        return f"en dag fra {self.first_day} til {self.last_day}"

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period of the plan, first to last."""
        return tuple(self.period(number) for number in range(1, len(self.months) // self.follow_up.months + 1))

    def period(self, number: int) -> Period:
        """A period by its number, from 1. Those before the first and after the last are as they were if the plan went on."""
        length = self.follow_up.months
        first = self.begins.after(length * (number - 1))
        return Period(first.after(length - 1), first, self._name(first), self.body, self, number)

    def period_of(self, month: Month) -> Period:
        """The period that a month is in, as it would be if the plan went on where it is outside."""
        return self.period((month.count - self.begins.count) // self.follow_up.months + 1)

    def of_name(self, name: object) -> Period | None:
        """The period of the plan with a name; None where it has none."""
        return next((period for period in self.periods if period.name == name), None)

    def place(self, month: Month) -> int:
        """Which month of the plan a month is, counted from 1; one of the year before is where it was a year later."""
        place = month.count - self.begins.count + 1
        return place if place > 0 else place + 12

    def named(self, name: str) -> Period | None:
        """The period of the plan with a name, or the one of the year before it; None where it has none."""
        before = range(1 - 12 // self.follow_up.months, 1)
        return next((p for p in (*map(self.period, before), *self.periods) if p.name == name), None)

    @property
    def next(self) -> Calendar:
        """The calendar of a plan as long as this, which begins when this ends."""
        return self._moved(len(self.months))

    @property
    def previous(self) -> Calendar:
        """The calendar of a plan as long as this, which ends when this begins."""
        return self._moved(-len(self.months))

    def _moved(self, months: int) -> Calendar:
        return Calendar(self.begins.after(months), self.ends.after(months), self.follow_up, self.names, self.body)

    @cached_property
    def _as_the_calendar(self) -> bool:
        aligned = (self.begins.number - 1) % self.follow_up.months == 0
        return aligned and (self.begins.number == 1 or len(self.months) % 12 != 0)

    def _year(self, first: Month) -> tuple[int, int | None, int]:
        """The year that a period is counted in, the one that it ends in where that is another, and its number in it."""
        length = self.follow_up.months
        if self._as_the_calendar:
            return first.year, None, (first.number - 1) // length + 1
        years, months = divmod(first.count - self.begins.count, 12)
        year = self.begins.year + years
        return year, None if self.begins.number == 1 else year + 1, months // length + 1

    def _name(self, first: Month) -> str:
        year, last, number = self._year(first)
        years = f"{year:04d}" if last is None else f"{year:04d}-{last % 100:02d}"
        letter = self.follow_up.letter
        return f"{years}{letter}{number:02d}" if letter == "M" else f"{years}{letter}{number}"

    def label(self, period: Period, pattern: str | None = None) -> str:
        """A period as a Danish reader sees it, `1. kvartal 2024`, or by a pattern of another language; with spaces that do not break."""
        year, last, number = self._year(period.first)
        years = f"{year}" if last is None else f"{year}/{last % 100:02d}"
        month = f"{period.first.name} {period.first.year}"
        pattern = pattern or self.names or LABELS[self.follow_up]
        label = pattern.format(number=number, year=years, first=year, last=last or year, month=month)
        return label.replace(" ", "\u00a0")


@dataclass(frozen=True, order=True)
class Period:
    """What a plan is followed up by: its months from first to last, its own name, `2024K1` for a quarter, and whose it is. Of periods of
    different plans that is the newer which ends last.
    """

    last: Month
    first: Month
    name: str
    body: str
    calendar: Calendar = field(compare=False, repr=False)
    number: int = field(compare=False, repr=False)  # counted from 1 in the plan

    @classmethod
    def parse(cls, text: str, body: str = "") -> Period:
        """The period with a name, where its plan is for a calendar year: `2024K1`, `2024Q1`, `2024T2`, `2024M07`; raises
        ValueError on any other form, and for what only a plan can tell, `2003-04K1`.
        """
        name = as_name(text)
        follow_up = next((f for f in FollowUp if f.letter in name), None)
        found = None
        if follow_up and "-" not in name:
            found = Calendar.of_year(int(name[:4]), follow_up, body=body).named(name)
        if found is None:
            raise ValueError(f"{text!r} er ikke en periode som 2024K1")
        return found

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month.counted(count) for count in range(self.first.count, self.last.count + 1))

    @property
    def to_date(self) -> tuple[Month, ...]:
        """The plan's months from its first to the period's last."""
        return tuple(month for month in self.calendar.months if month <= self.last)

    @property
    def earlier(self) -> tuple[Period, ...]:
        """The plan's periods before this one."""
        return tuple(period for period in self.calendar.periods if period.number < self.number)

    @property
    def until_now(self) -> tuple[Period, ...]:
        """The plan's periods up to this one, itself included."""
        return (*self.earlier, self)

    @property
    def is_first(self) -> bool:
        """Whether the plan begins with it."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether the plan ends with it."""
        return self.last == self.calendar.ends

    @property
    def first_day(self) -> date:
        return self.first.first_day

    @property
    def last_day(self) -> date:
        return self.last.last_day

    @property
    def previous(self) -> Period:
        return self.calendar.period(self.number - 1)

    @property
    def next(self) -> Period:
        return self.calendar.period(self.number + 1)

    @property
    def is_a_calendar_quarter(self) -> bool:
        """Whether it is called as the calendar's quarter, which every language has a name for."""
        return self.calendar.names is None and re.fullmatch(r"[0-9]{4}K[0-9]", self.name) is not None

    @property
    def noun(self) -> Noun:
        """What it is, as a word: a quarter, a month."""
        return self.calendar.noun

    @property
    def plan(self) -> str:
        """The name of the plan's folder."""
        return self.calendar.name

    @property
    def folder(self) -> str:
        """Where its readings stand in the data: `2024/2024K1`."""
        return f"{self.plan}/{self.name}"

    @property
    def label(self) -> str:
        """The period as a Danish reader sees it: `1. kvartal 2024`, with spaces that do not break."""
        return self.calendar.label(self)

    def __str__(self) -> str:
        """What people call it by where there are several plans: `2024K1`, `anklagemyndigheden/2024K1`."""
        return _within(self.body, self.name)


def _within(body: str, name: str) -> str:
    return f"{body}/{name}" if body else name


def quarter_of(year: int, number: int) -> Period:
    """A quarter of a plan for a calendar year."""
    return Calendar.of_year(year).period(number)
