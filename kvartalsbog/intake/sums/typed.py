"""A number and a month as people type them, in a cell or on a command line."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kvartalsbog.intake.forms.days import day_typed
from kvartalsbog.intake.records.plain_text import plain
from kvartalsbog.periods import Month, months_of
from kvartalsbog.words.numbers import month_name

A_NUMBER, A_MONTH = "et tal som 1234,5", "en måned som 2025-01 eller januar 2025"
TWO_WAYS = (
    "Tallet kan læses på to måder. Er det et helt tal, så skriv det uden skilletegn; "
    "har det tre decimaler, så sæt et nul efter dem."
)
_PLACES = Decimal("0.000001")
_GROUPED = re.compile(r"-?\d{1,3}(?:([. ])\d{3}(?:\1\d{3})*)(?:,\d{1,6})?", re.ASCII)
_PLAIN = re.compile(r"-?\d+(?:[.,]\d{1,6})?", re.ASCII)
_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/. ](\d{4})", re.ASCII)
_NAMES = {month_name(month): month.number for month in months_of(2000)}


def number_typed(cell: object, *, whole: bool = False) -> Decimal:
    """The number of a cell: one that a spreadsheet keeps as a number, to six decimals, or a Danish text, `1.234,5`.

    A text that can be a whole number and one of three decimals, `1.234`, is a whole number where only a `whole` one can stand. Raises
    ValueError with what is wrong, in Danish.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell)).quantize(_PLACES).normalize() + 0 if abs(cell) < 10**12 else Decimal(int(cell))
    text = plain(str(cell)).replace("\u2212", "-")
    if not text:
        raise ValueError("Tallet mangler.")
    if _TWO_WAYS.fullmatch(text) and not (whole and "." in text):
        raise ValueError(TWO_WAYS)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise ValueError("Tallet kan ikke læses.")


def month_typed(cell: object) -> Month:
    """The month of `2025-01`, `01-2025`, `januar 2025` or `jan. 2025`, and of a date that is the first day of one: a spreadsheet makes
    dates of months. Raises ValueError with what is wrong, in Danish.
    """
    if isinstance(cell, date) and cell.day == 1:
        return Month.of(cell)
    text = plain(str(cell)).casefold()
    if not text:
        raise ValueError("Måneden mangler.")
    if found := _MONTH.fullmatch(text):
        year, number = int(found[1] or found[4]), int(found[2] or found[3])
    elif found := re.fullmatch(r"([a-zæøå]{3,9})\.? (\d{4})", text):
        own = [number for name, number in _NAMES.items() if name.startswith(found[1])]
        year, number = int(found[2]), own[0] if len(own) == 1 else 0
    elif (day := day_typed(text)) is not None and day.day == 1:
        year, number = day.year, day.month
    else:
        year, number = 0, 0
    if not (1900 <= year <= 2999 and 1 <= number <= 12):
        raise ValueError("Måneden kan ikke læses.")
    return Month(year, number)
