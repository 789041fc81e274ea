"""A DataFrame that somebody else has made → a table for the book: heads, Danish numbers and dates, and the same as data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import pandas as pd

from kvartalsbog.content.blocks import Column, Table, text
from kvartalsbog.errors import UsageError
from kvartalsbog.files.cells import inert
from kvartalsbog.periods import Month, Period, quarter_of
from kvartalsbog.words.foreign import english_number, nothing
from kvartalsbog.words.numbers import DASH, long_date, month_name, number

MOST_ROWS = 400
LONGEST = 1_000  # signs of a cell: in the PDF a row stands on one page
WIDEST = 100  # signs of a line of a table that a page has room for
NOTHING = text(f"{DASH} Ingen oplysning.")
_YEARS = ("år", "årstal")
_MOST_TOLD = 5
_LARGEST = 10**15
_RESERVED = ("quarter", "data_status")  # every data file says them in columns of its own


@dataclass(frozen=True)
class _Column:
    """A column as it is shown and as it is kept: `plain` has numbers with a point and days as ISO dates."""

    title: str
    shown: tuple[str, ...]
    plain: tuple[object, ...]
    is_number: bool


def table_of(
    frame: object, *, label: str, caption: str, index: bool | None, decimals: int | None, known: Collection[str]
) -> tuple[Table, list[dict[str, object]]]:
    """The table of a frame, and its rows as they are shown, as data. `index` says whether the frame's index heads the rows; without
    it an index with a name or with words does. `decimals` are those of all numbers; without it each column has as many as
    tell its values apart, up to two. `known` are the names of goals.

    Raises UsageError with everything that cannot be shown.
    """
    sound = _refuse_shape(frame)
    if decimals is not None and (_is_bool(decimals) or decimals not in range(7)):
        raise UsageError(f"decimals er {decimals!r}. Tilladt: et helt tal fra 0 til 6.")
    named = _says_something(sound.index) if index is None else index
    series = [(_title(name), level) for name, level in _levels(sound)] if named else []
    stub = len(series) or min(1, sound.shape[1] - 1)
    series += [(_title(name), sound.iloc[:, place]) for place, name in enumerate(sound.columns)]
    problems: list[str] = list(_head_faults([title for title, _ in series], sound.index.nlevels if named else 0, known))
    columns = [_column(title, list(values), decimals, known, problems) for title, values in series]
    if (width := sum(_width(column) for column in columns)) > WIDEST:
        problems.append(f"Tabellen er for bred til en side: omkring {width} tegn på en linje, højst {WIDEST}. Vis færre kolonner, eller vend den med frame.T.")  # fmt: skip
    if problems:
        more = f" Og {len(problems) - _MOST_TOLD} fejl til." if len(problems) > _MOST_TOLD else ""
        raise UsageError(" ".join(problems[:_MOST_TOLD]) + more)
    rows = tuple(tuple(map(text, row)) for row in zip(*(column.shown for column in columns), strict=True))
    table = Table(
        label=label,
        caption=caption,
        columns=tuple(Column(title=c.title, align="right" if c.is_number else "left") for c in columns),
        rows=rows,
        stub=stub,
        notes=(NOTHING,) if any(DASH in column.shown for column in columns) else (),
    )
    heads = [str(inert(column.title)) for column in columns]
    return table, [dict(zip(heads, row, strict=True)) for row in zip(*(c.plain for c in columns), strict=True)]


def _refuse_shape(frame: object) -> pd.DataFrame:
    if not isinstance(frame, pd.DataFrame):
        what = type(frame).__name__
        raise UsageError(f"Det første i parentesen er {what}. Tilladt: en DataFrame fra pandas; en Series bliver til en med .to_frame(\"navn\").")  # fmt: skip
    rows, columns = frame.shape
    if not rows or not columns:
        raise UsageError(f"Tabellen er tom: {rows} rækker og {columns} kolonner.")
    if rows > MOST_ROWS:
        raise UsageError(
            f"Tabellen har {number(rows)} rækker; højst {MOST_ROWS}. Vis de vigtigste, eller læg tal sammen."
        )
    if all(isinstance(name, Integral) and name == place for place, name in enumerate(frame.columns)):
        raise UsageError('Kolonnerne har ingen navne. Giv dem nogle: frame.columns = ["…", "…"].')
    return frame


def _says_something(index: pd.Index[Any]) -> bool:
    """Whether an index heads the rows: it has a name, or holds something else than the numbers that rows have by themselves."""
    return any(name is not None for name in index.names) or not pd.api.types.is_integer_dtype(index.dtype)


def _levels(frame: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """The index's levels, outermost first, with their names."""
    for level in range(frame.index.nlevels):
        yield frame.index.names[level], frame.index.get_level_values(level)


def _title(name: Any) -> str:
    if isinstance(name, tuple):
        return ", ".join(filter(None, map(_title, name)))
    if _is_missing(name):
        return ""
    found = (str(name), name) if isinstance(name, Integral) and not _is_bool(name) else _cell(name, None, is_year=True)
    return found[0] if found else ""


def _head_faults(titles: Sequence[str], levels: int, known: Collection[str]) -> Iterator[str]:
    """What is wrong with the heads, of which the first `levels` are the index's."""
    for place, title in enumerate(titles, start=1):
        if not title.strip() or title.startswith("Unnamed: ") or nothing(title):
            own = 'frame.index.name = "…"' if levels == 1 else "frame.index.names = […]"
            what = f"Den er frames indeks: giv det et navn, {own}, eller udelad det med index=False." if place <= levels else "Giv den et navn: frame.columns = […]."  # fmt: skip
            yield f"Kolonne {place} har ingen overskrift. {what}"
        elif title in _RESERVED:
            yield f"Kolonne {place} hedder {title}, som datafilen har en kolonne af i forvejen. Giv den et dansk navn."
        elif found := english_number(title, known):
            yield f"Kolonne {place}: overskriften har tallet {found} med punktum som decimaltegn. Skriv det med komma."
        elif title in titles[: place - 1]:
            yield f"To kolonner hedder »{title}«. Giv den ene et andet navn."


def _column(
    title: str, values: list[Any], decimals: int | None, known: Collection[str], problems: list[str]
) -> _Column:
    there = [value for value in values if not _is_missing(value)]
    numbers = [value for value in there if isinstance(value, Real | Decimal) and not _is_bool(value)]
    is_number = bool(there) and len(numbers) == len(there)
    is_year = title.casefold() in _YEARS and not any((_exact(value) or 0) % 1 for value in numbers)
    places = 0 if is_year else _decimals(there) if is_number and decimals is None else decimals
    shown: list[str] = []
    plain: list[object] = []
    for row, value in enumerate(values, start=1):
        found = (DASH, "") if _is_missing(value) else _cell(value, places, is_year=is_year)
        for fault in _cell_faults(value, found, known):
            problems.append(f"Kolonnen »{title}«, række {row}: {fault}")
        shown.append(found[0] if found else "")
        plain.append(found[1] if found else "")
    return _Column(title, tuple(shown), tuple(plain), is_number and not is_year)


def _cell_faults(value: Any, found: tuple[str, object] | None, known: Collection[str]) -> Iterator[str]:
    if found is None and isinstance(value, Real | Decimal):
        yield "tallet er uendeligt eller har flere end 15 cifre foran kommaet. Brug pd.NA, eller regn det om, fx til millioner."
    elif found is None:
        yield f"en værdi af typen {type(value).__name__} kan ikke vises. Lav den til et tal, en dato eller en tekst."
    elif isinstance(value, str):
        if len(value) > LONGEST:
            yield f"teksten har {number(len(value))} tegn; højst {number(LONGEST)}. Skriv den i et afsnit, og kort i tabellen."
        if empty := nothing(value):
            yield f"teksten {empty} står, hvor der ingen værdi er. Brug pd.NA."
        if english := english_number(value, known):
            yield f"tallet {english} er en tekst med punktum som decimaltegn. Lav kolonnen til tal med pd.to_numeric."


def _cell(value: Any, places: int | None, *, is_year: bool) -> tuple[str, object] | None:
    """A value as it is shown and as it is kept; None for one that is neither a number, a time nor words."""
    if (isinstance(value, Real | Decimal)) and not _is_bool(value):
        exact = _exact(value)
        if exact is None:
            return None
        shown = str(int(exact)) if is_year and exact == int(exact) else number(exact, places if places is not None else _decimals([value]))  # fmt: skip
        shown = shown if re.search("[1-9]", shown) else shown.lstrip("−")  # nothing is not less than nothing
        return shown, shown.replace(".", "").replace(",", ".").replace("−", "-")
    return _word(value)


def _word(value: Any) -> tuple[str, object] | None:
    """Everything but a number."""
    if _is_bool(value):
        return ("ja", "true") if value else ("nej", "false")
    if isinstance(value, str):
        return _line(value), _line(value)
    return _month(value) if isinstance(value, pd.Period | Month | Period) else _day(value)


def _day(value: Any) -> tuple[str, object] | None:
    if isinstance(value, datetime) and (value.hour or value.minute or value.second or value.microsecond):
        return f"{long_date(value)} kl. {value:%H.%M}", value.isoformat(timespec="minutes")
    return (long_date(value), f"{value:%Y-%m-%d}") if isinstance(value, date) else None


def _month(value: pd.Period | Month | Period) -> tuple[str, object] | None:
    """A period of pandas or of the book."""
    if isinstance(value, Month):
        return month_name(value, year=True), str(value)
    if isinstance(value, Period):
        return value.label, str(value)
    length = value.freqstr
    if length == "M":
        return _month(Month(value.year, value.month))
    if length == "Q-DEC":  # another's quarters are other months
        return _month(quarter_of(value.year, value.quarter))
    return _day(value.to_timestamp()) if length == "D" else (str(value.year),) * 2 if length == "Y-DEC" else None


def _decimals(values: Sequence[Any]) -> int:
    """As few decimals, up to two, as show every value whole; more only where a value would be shown as nothing."""
    exact = (_exact(value) for value in values if not isinstance(value, Integral))
    finite = [value for value in exact if value is not None]
    for places in range(7):
        whole = all(value == round(value, places) for value in finite)
        if whole or (places >= 2 and all(round(value, places) or not value for value in finite)):
            return places
    return 2


def _exact(value: Any) -> Decimal | None:
    """A number as it is written; None for one that is too large for a table, or without end."""
    if isinstance(value, Decimal):
        exact = value
    elif isinstance(value, Integral):
        exact = Decimal(int(value))
    else:
        exact = (
            Decimal(repr(float(value))) if abs(value) < _LARGEST else Decimal("inf")
        )  # a fraction can be larger than any float
    return exact if exact.is_finite() and abs(exact) < _LARGEST else None


def _width(column: _Column) -> int:
    """About how many signs a column takes of a page's width: all of a short one, a word of one that can be broken."""
    longest = max(map(len, column.shown))
    words = max(len(word) for shown in column.shown for word in [*shown.split(" "), ""])
    return max(longest if longest <= 19 else words, *(len(word) for word in column.title.split(" "))) + 2


def _is_missing(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_nan()
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _is_bool(value: Any) -> bool:
    return pd.api.types.is_bool(value)


def _line(words: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", words)
