"""What an axis of a plan's time names: its months, or the years of a longer plan."""

from __future__ import annotations

from kvartalsbog.content.language import Language
from kvartalsbog.periods import Calendar, Month
from kvartalsbog.words.numbers import month_letter


def ticks_of(calendar: Calendar, language: Language) -> tuple[list[Month], list[str]]:
    """The months that an axis names: each of a year's by its letters; of a longer plan the first, and each January, by year."""
    if len(calendar.months) <= 12:
        return list(calendar.months), [month_letter(month, language) for month in calendar.months]
    ticks = [month for month in calendar.months if month.number == 1]
    return ticks, [str(month.year) for month in ticks]


def year_before(calendar: Calendar, language: Language) -> str:
    """What the year before a plan is called beside its line."""
    return calendar.previous.years if calendar.is_a_year else language.say("året før")
