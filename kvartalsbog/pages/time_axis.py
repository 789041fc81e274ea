"""What an axis of a plan's time names: its months, or the years of a longer plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kvartalsbog.content.language import Language
from kvartalsbog.pages.canvas import Canvas
from kvartalsbog.periods import Calendar, Month
from kvartalsbog.words.numbers import month_letter

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def two_years(calendar: Calendar) -> tuple[Month, ...]:
    """The year before a plan and the plan's own months, as figures of months have them."""
    return (*calendar.months_before, *calendar.months)


def ticks_of(calendar: Calendar, language: Language) -> tuple[list[Month], list[str]]:
    """The months that an axis names: each of a year's by its letters; of a longer plan the first, and each January, by year."""
    if len(calendar.months) <= 12:
        return list(calendar.months), [month_letter(month, language) for month in calendar.months]
    ticks = [month for month in calendar.months if month.number == 1]
    return ticks, [str(month.year) for month in ticks]


def month_ticks(months: Sequence[Month], language: Language, *, narrow: bool) -> tuple[list[int], list[str]]:
    """Of a row of months the places that an axis names and their names: every third, `jan`, with the year at the first of each year; of more than
    24 months, and on a phone every half year, only what there is room for.
    """
    long = len(months) > 24
    wanted = (1,) if long else (1, 7) if narrow else (1, 4, 7, 10)
    places = [place for place, month in enumerate(months) if month.number in wanted]
    names, told = [], set[int]()
    for place in places:
        month = months[place]
        name = str(month.year) if long else month_letter(month, language)
        names.append(name if long or month.year in told else f"{name}\n{month.year}")
        told.add(month.year)
    return places, names


def name_months(axes: Axes, canvas: Canvas, months: Sequence[Month], bottom: int, language: Language) -> None:
    """Write the names below panels that end at `bottom`, the month that each is of at its left."""
    for place, name in zip(*month_ticks(months, language, narrow=True), strict=True):
        axes.text(place - 0.4, bottom - 0.06, name, va="top", fontsize=8, color=canvas.palette.muted)
