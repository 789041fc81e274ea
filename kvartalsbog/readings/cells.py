"""Cells of rows → months, numbers and days, or the problems with them: what can be said of a row by itself."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kvartalsbog.content.blocks import Inline
from kvartalsbog.content.prose import inline_of
from kvartalsbog.errors import Problem
from kvartalsbog.files.fields import day_of
from kvartalsbog.files.rows import Row
from kvartalsbog.periods import Month, Period

_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)
_SIGNED = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
LINKS = "en adresse, der begynder med https://"


def month_of(row: Row, vintage: Period, problems: list[Problem]) -> Month | None:
    """The month of a row of `series.csv`; None when it is none, or none that can be told of by then."""
    first, last = vintage.calendar.months_before[0], vintage.months[-1]
    try:
        month = Month.parse(row["month"])
    except ValueError:
        problems.append(row.problem("month", "Måneden kan ikke læses.", allowed="en måned som 2024-01"))
        return None
    if not first <= month <= last:
        allowed = f"{first} til {last}"
        problems.append(row.problem("month", f"Måneden kan ikke indberettes i {vintage}.", allowed=allowed))
        return None
    return month


def cases_of(row: Row, problems: list[Problem]) -> Decimal | None:
    """How many cases a row tells of."""
    return _matching(row, "n", _WHOLE, "et helt tal fra 0 og op", problems)


def total_of(row: Row, problems: list[Problem], *, signed: bool) -> Decimal | None:
    """What they come to; `signed` where that can be less than nought."""
    allowed = "et tal med punktum som decimaltegn" if signed else "et tal fra 0 og op, med punktum som decimaltegn"
    return _matching(row, "total", _SIGNED if signed else _NUMBER, allowed, problems)


def days_of(row: Row, vintage: Period, problems: list[Problem]) -> tuple[date | None, date | None]:
    """When an item was completed, or is expected: not both."""
    first, last = vintage.calendar.begins.year - 1, vintage.calendar.ends.year
    completed, expected = _date(row, "completed", problems, first, last + 1), _date(row, "expected", problems, first, last + 5)  # fmt: skip
    if completed is not None and expected is not None:
        problems.append(row.problem("expected", "En gennemført leverance har ingen forventet dato.", allowed="tom"))
    return completed, expected


def evidence_of(row: Row, problems: list[Problem]) -> Inline:
    try:
        return inline_of(row["evidence"])
    except ValueError as error:
        problems.append(row.problem("evidence", f"Linket kan ikke bruges: {error}.", allowed=LINKS))
        return ()


def _matching(row: Row, column: str, form: re.Pattern[str], allowed: str, problems: list[Problem]) -> Decimal | None:
    text = row[column]
    if form.fullmatch(text):
        return Decimal(text)
    hint = "Brug punktum som decimaltegn og intet tusindtalsskilletegn." if "," in text else None
    message = (
        "Tallet mangler."
        if not text
        else "Tallet er negativt."
        if text.startswith("-") and form.fullmatch(text[1:])
        else "Værdien er ikke et tal, der kan bruges."
    )
    problems.append(row.problem(column, message, allowed=allowed, hint=hint))
    return None


def _date(row: Row, column: str, problems: list[Problem], first: int, last: int) -> date | None:
    """The day in a cell, between two years; None when it is empty or wrong."""
    if not row[column]:
        return None
    day = day_of(row[column])
    if day is None:
        problems.append(row.problem(column, "Datoen kan ikke læses.", allowed="en dato som 2024-12-31, eller tom"))
    elif not first <= day.year <= last:
        problems.append(row.problem(column, "Datoen ligger for langt fra planens år.", allowed=f"{first} til {last}"))
        return None
    return day
