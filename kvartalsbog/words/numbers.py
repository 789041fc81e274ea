"""Danish: numbers, dates and the sentences made of them. The only place that rounds or spells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal

from kvartalsbog.periods import Month
from kvartalsbog.words.units import unit_word

NBSP = "\u00a0"
DASH = "–"
WITHHELD = "[f]"
MISSING = "[m]"
INCOMPLETE = "[u]"

_UNITS = "pct\\.|procent|dage?|timer?|minut(?:ter)?|kr\\.|mio\\.|mia\\.|point|kvartal|år"
_MONTHS = "|".join(get_month_names("wide", locale="da").values())
_TOGETHER = re.compile(
    rf"(?<=\d) (?=(?:{_UNITS})(?!\w))|(?<=\d\.) (?=(?:{_MONTHS}|kvartal)\b)|(?<=kvartal) (?=\d{{4}})"
)


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """A number in Danish: `1.234,5`. Without `decimals` only those that the number has."""
    exact = Decimal(value)
    if decimals is None:
        exact = exact.normalize()
        decimals = max(0, -int(exact.as_tuple().exponent))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded, format=pattern, locale="da", decimal_quantization=False)).replace("-", "−")


def amount(value: Decimal | int, unit: str, decimals: int | None = None) -> str:
    """A number with its unit, held together by a space that does not break: `180 dage`, `1 dag`, `90 pct.`."""
    shown = number(value, decimals)
    return f"{shown}{NBSP}{unit_word(unit, one=shown == '1')}"


def precision(limit: Decimal | int) -> int:
    """How many decimals a value is shown with: one more than the limit that it is held against."""
    return 1 + max(0, -int(Decimal(limit).normalize().as_tuple().exponent))


def measured(value: Decimal, limit: Decimal) -> str:
    """A measured value with one decimal more than its limit, or as many as it takes not to look like the limit."""
    return number(value, _decimals(value, limit))


def as_measured(value: Decimal, limit: Decimal) -> Decimal:
    """The value that `measured` writes: a figure that holds more digits than its text would tell what the text does not."""
    decimals = _decimals(value, limit)
    return value if decimals is None else value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _decimals(value: Decimal, limit: Decimal) -> int | None:
    shown = (d for d in range(precision(limit), 7) if value == limit or number(value, d) != number(limit, d))
    return next(shown, None)


def points(value: Decimal) -> str:
    """Points with only the decimals they have: `15`, `12,5`."""
    return number(value)


def long_date(day: date) -> str:
    """`31. december 2024`, with spaces that do not break."""
    return str(format_date(day, "d. MMMM y", locale="da")).replace(" ", NBSP)


def day_and_month(day: date) -> str:
    """`31. dec.`, for narrow places that tell the year."""
    return str(format_date(day, "d. MMM", locale="da")).replace(" ", NBSP)


def month_name(month: Month, *, year: bool = False) -> str:
    """`januar`, or `januar 2024` with the year."""
    return str(format_date(month.first_day, f"MMMM{NBSP}y" if year else "MMMM", locale="da"))


def month_letter(month: Month) -> str:
    """The three letters of a month, for an axis: `jan`, `feb`."""
    return month_name(month)[:3]


def months_words(months: Iterable[Month]) -> str:
    """Months of one year as they are, gaps and all: `januar 2024`, `januar–februar og april–juni 2024`; "" for none."""
    runs: list[list[Month]] = []
    for month in sorted(months):
        if runs and runs[-1][-1].number + 1 == month.number:
            runs[-1].append(month)
        else:
            runs.append([month])
    if not runs:
        return ""
    named = [month_name(r[0]) if len(r) == 1 else f"{month_name(r[0])}{DASH}{month_name(r[-1])}" for r in runs]
    return f"{enumeration(named)}{NBSP}{runs[0][0].year}"


def held_together(words: str) -> str:
    """Words typed by hand with spaces that do not break between number and unit, day and month, quarter and year."""
    return _TOGETHER.sub(NBSP, words)


def spaced(words: str) -> str:
    """Words with ordinary spaces: nothing breaks lines in a data file."""
    return words.replace("\u00a0", " ")


def danish_order(words: str) -> tuple[tuple[int, ...], str]:
    """The key that sorts as a Danish dictionary does: æ, ø, å last, aa as å, capitals as small letters."""
    folded = words.lower().replace("aa", "å")
    return tuple("æøå".find(sign) + 0x110000 if sign in "æøå" else ord(sign) for sign in folded), words


def enumeration(words: Iterable[str]) -> str:
    """`a, b og c`."""
    return str(format_list(list(words), locale="da"))


def closed(sentence: str) -> str:
    """The sentence with its full stop; an abbreviation at its end (`pct.`) has brought one."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def capital(sentence: str) -> str:
    """The sentence with its first letter as a capital."""
    return sentence[:1].upper() + sentence[1:]


def plural(count: int, one: str, many: str) -> str:
    """`1 kreds`, `3 kredse`; up to ten in letters is left to the sentences that need it."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"
