"""Numbers, dates and lists in a language. The only place that rounds or spells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_month_names
from babel.lists import format_list

from kvartalsbog.content.language import DANISH, Language, message, rounded
from kvartalsbog.periods import Month, Period
from kvartalsbog.words.units import unit_word

NBSP = "\u00a0"
DASH = "–"
WITHHELD = "[f]"
MISSING = "[m]"
INCOMPLETE = "[u]"
# `186,0–197,2`, alone or in brackets: it stands on one line, where both HTML and Typst would break after the dash
INTERVAL = re.compile(r"((?<![^\s(])\(?[−+]?[0-9][0-9.,]*–[−+]?[0-9][0-9.,]*\)?(?=[\s.,;:!?)]|$))")
_MOST = 6  # decimals that a value is shown with

_UNITS = "pct\\.|procent|dage?|timer?|minut(?:ter)?|kr\\.|mio\\.|mia\\.|point|kvartal|år"  # not translated: Danish typed by hand
_MONTHS = "|".join(get_month_names("wide", locale="da").values())  # not translated: the same
_TOGETHER = re.compile(
    rf"(?<=\d) (?=(?:{_UNITS})(?!\w))|(?<=\d\.) (?=(?:{_MONTHS}|kvartal)\b)|(?<=kvartal) (?=\d{{4}})"  # not translated: the same
)


def number(value: Decimal | int, decimals: int | None = None, language: Language = DANISH) -> str:
    """A number in the language: `1.234,5`. Without `decimals` only those that the number has."""
    return language.number(value, decimals)


def amount(value: Decimal | int, unit: str, decimals: int | None = None, language: Language = DANISH) -> str:
    """A number with its unit, held together by a space that does not break: `180 dage`, `1 dag`, `90 pct.`."""
    word = unit_word(unit, language, rounded(value, decimals))
    return f"{number(value, decimals, language)}{NBSP}{word}"


def measured(value: Decimal, limits: Sequence[Decimal], least: int, language: Language = DANISH) -> str:
    """A measured value with at `least` so many decimals, and as many as it takes not to look like one of its limits."""
    return number(value, _decimals(value, limits, least), language)


def as_measured(value: Decimal, limits: Sequence[Decimal], least: int) -> Decimal:
    """The value that `measured` writes: a figure that holds more digits than its text would tell what the text does not."""
    decimals = _decimals(value, limits, least)
    return value if decimals is None else value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _decimals(value: Decimal, limits: Sequence[Decimal], least: int) -> int | None:
    for decimals in range(least, _MOST + 1):
        if all(value == limit or number(value, decimals) != number(limit, decimals) for limit in limits):
            return decimals
    return None


def decimals_of(value: Decimal) -> int:
    """How many decimals a number has, noughts at its end aside: six at most, as a value is shown with."""
    return min(_MOST, max(0, -int(value.normalize().as_tuple().exponent)))


def long_date(day: date, language: Language = DANISH) -> str:
    """`31. december 2024`, with spaces that do not break."""
    return language.shown(day)


def short_date(day: date, language: Language = DANISH) -> str:
    """`31. dec. 2024`, for the columns of a table."""
    return str(format_skeleton("yMMMd", day, locale=language.locale)).replace(" ", NBSP)  # not translated: CLDR's


def short_period(period: Period, language: Language = DANISH) -> str:
    """`2. kvt. 2024`, for the columns of a table; a period that is no quarter of the calendar as it is called."""
    if not period.is_a_calendar_quarter:
        return language.shown(period)
    return str(format_date(period.first_day, "QQQ y", locale=language.locale)).replace(  # not translated: CLDR's
        " ", NBSP
    )  # not translated: CLDR's


def day_and_month(day: date, language: Language = DANISH) -> str:
    """`31. dec.`, for narrow places that tell the year."""
    return str(format_skeleton("MMMd", day, locale=language.locale)).replace(" ", NBSP)  # not translated: CLDR's


def month_name(month: Month, *, year: bool = False, language: Language = DANISH) -> str:
    """`januar`, or `januar 2024` with the year, which it always has where the plan has more than one such month."""
    year = year or (language.calendar is not None and len(language.calendar.months) > 12)
    name = _month_name(month.first_day.month, language.locale)
    return f"{name}{NBSP}{month.year}" if year else name


@cache
def _month_name(number: int, locale: Locale) -> str:
    return str(format_date(date(2000, number, 1), "MMMM", locale=locale))  # not translated: CLDR's


def month_letter(month: Month, language: Language = DANISH) -> str:
    """The three letters of a month, for an axis: `jan`, `feb`."""
    return month_name(month, language=language)[:3]


def months_words(months: Iterable[Month], language: Language = DANISH) -> str:
    """Months as they are, gaps and all: `januar 2024`, `januar–februar og april–juni 2024`, or with each year where they are
    of several, `april 2003–marts 2004`; "" for none.
    """
    ends = [[Month.counted(count) for count in run] for run in _runs(month.count for month in months)]
    if not ends:
        return ""
    plain = Language(language.locale, language.catalogue)
    if len({month.year for run in ends for month in run}) == 1:
        named = [[month_name(month, language=plain) for month in run] for run in ends]
        return f"{enumeration(map(DASH.join, named), language)}{NBSP}{ends[0][0].year}"
    return enumeration((_run(run, plain) for run in ends), language)


def years_words(years: Iterable[int], language: Language = DANISH) -> str:
    """Years as they are, gaps and all: `2019`, `2019–2021 og 2024`."""
    return enumeration((DASH.join(map(str, run)) for run in _runs(years)), language)


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """The first and the last of each unbroken row of numbers, once where they are the same."""
    runs: list[list[int]] = []
    for number_ in sorted(set(numbers)):
        if runs and runs[-1][-1] + 1 == number_:
            runs[-1] = [runs[-1][0], number_]
        else:
            runs.append([number_])
    return runs


def _run(ends: Sequence[Month], language: Language) -> str:
    """Months from one to another, the year told once where it is the same."""
    alike = ends[0].year == ends[-1].year
    first = [month_name(month, year=not alike, language=language) for month in ends[:-1]]
    return DASH.join([*first, month_name(ends[-1], year=True, language=language)])


def time_words(months: Iterable[Month], language: Language = DANISH) -> str:
    """`2024` for months of one year, whichever they are; else the months."""
    own = sorted(months)
    return str(own[0].year) if own[0].year == own[-1].year else months_words(own, language)


def held_together(words: str) -> str:
    """Words typed by hand with spaces that do not break between number and unit, day and month, quarter and year."""
    return _TOGETHER.sub(NBSP, words)


def spaced(words: str) -> str:
    """Words with ordinary spaces: nothing breaks lines in a data file."""
    return words.replace("\u00a0", " ")


def enumeration(words: Iterable[str], language: Language = DANISH) -> str:
    """`a, b og c`."""
    return str(format_list(list(words), locale=language.locale))


def count_word(n: int, language: Language = DANISH) -> str:
    """A number of things of neuter gender as it stands in a sentence: up to ten in letters, `ét`, `to`; then `11`."""
    words = (
        message("intet"), message("ét"), message("to"), message("tre"), message("fire"), message("fem"), message("seks"),
        message("syv"), message("otte"), message("ni"), message("ti"),
    )  # fmt: skip
    return language.say(words[n]) if n < len(words) else number(n, language=language)


def clauses(parts: Sequence[str], language: Language = DANISH) -> str:
    """Clauses with a verb each, which have a comma before »og« as well: `a, b, og c`."""
    if len(parts) < 2:
        return "".join(parts)
    return language.say("{first}, og {last}", first=", ".join(parts[:-1]), last=parts[-1])


def led(title: str, sentence: str) -> str:
    """The title, and after a colon how it stands; a title's last word that the sentence begins with is said once: `Strategien: Udarbejdet den 29. oktober`
    of what is called `Strategien udarbejdet`.
    """
    first, _, last = title.rpartition(" ")
    said = [word.strip(",.;").casefold() for word in sentence.split()[:2]]
    return f"{first if first and last.casefold() in said else title}: {sentence}"


def capital(sentence: str) -> str:
    """The sentence with its first letter as a capital."""
    return sentence[:1].upper() + sentence[1:]


def plural(count: int, one: str, many: str, language: Language = DANISH) -> str:
    """`1 kreds`, `3 kredse`; up to ten in letters is left to the sentences that need it."""
    return f"{number(count, language=language)}{NBSP}{language.say_n(one, many, count)}"
