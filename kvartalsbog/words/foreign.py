"""Words and numbers that another program has written, for a figure or table of the book: Danish ones, or what is not."""

from __future__ import annotations

import re
from collections.abc import Collection

from babel.dates import get_day_names, get_month_names

from kvartalsbog.words.numbers import NBSP

_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?![\w.,]*\d)")
_LONG = 5  # digits from which on a number is written in groups: 2024 may be a year
_DECIMAL = re.compile(r"(?<![\w.,])\d+\.\d+(?![\d.,]*\d)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_NAMED = re.compile(r"(?:mål|søjle|kriterium|afsnit|kapitel|bilag|version|udgave|punkt|nr\.|stk\.|kl\.|§)\s+$", re.I)
_NOTHING = re.compile(r"(?<!\w)(?:nan|NaN|NaT|None|<NA>|[+-]?inf)(?!\w)")


def in_danish(text: str) -> str:
    """A number as matplotlib writes it, as Danes do: `1,234.5` as `1234,5`, `10000` as `10.000`, `5%` as `5 pct.`."""
    return re.sub(r"(?<=\d)\s*%", f"{NBSP}pct.", _NUMBER.sub(_number, text))


def dates_in_danish(text: str) -> str:
    """A date as matplotlib writes it, with the Danish names of months and weekdays."""
    return re.sub(r"[A-Za-z]+", lambda word: _NAMES.get(word[0], word[0]), text)


def english_number(text: str, known: Collection[str] = ()) -> str | None:
    """The first number of a text that has a point before its decimals; `known` are names that look so, as a goal's."""
    for found in _DECIMAL.finditer(text):
        named = _NAMED.search(text[: found.start()])
        if found[0] not in known and not _GROUPED.fullmatch(found[0]) and not named:
            return found[0]
    return None


def nothing(text: str) -> str | None:
    """What a program writes where there is no value, if the text holds it: `nan`, `NaT`, `None`, `inf`."""
    found = _NOTHING.search(text)
    return found[0] if found else None


def _number(match: re.Match[str]) -> str:
    whole, decimals = match[1].replace(",", ""), match[2]
    grouped = f"{int(whole):,}".replace(",", ".") if len(whole) >= _LONG else whole
    return f"{grouped},{decimals}" if decimals else grouped


def _english_names() -> dict[str, str]:
    pairs = [
        (names("wide", locale="en"), names("wide", locale="da"), length)
        for names in (get_month_names, get_day_names)
        for length in (None, 3)
    ]
    return {
        english[key][:length]: danish[key][:length]
        for english, danish, length in pairs
        for key in english
    }  # fmt: skip


_NAMES = _english_names()
