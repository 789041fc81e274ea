"""A changed cell as the book's own pages would write it: the table, its row and its column in Danish, numbers and dates too."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.editions.comparison import CellChange
from kvartalsbog.opendata.tables.columns import NOTE
from kvartalsbog.opendata.tables.occasional import EVERY
from kvartalsbog.opendata.tables.schema import Field, Kind
from kvartalsbog.periods import MONTH, PERIOD, Month, Period, is_period
from kvartalsbog.words.numbers import DASH, capital, enumeration, month_name, number

_TABLES = {table.name: table for table in EVERY}
_FIGURE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_TIME = re.compile(rf"(?<![\w-])(?:{MONTH}-[0-9]{{2}}|{MONTH}|{PERIOD})(?![\w-])")
_LISTS = ("deadlines", "months_missing")  # several days or months in a cell


def in_words(change: CellChange, language: Language = DANISH) -> CellChange:
    """The same in a language. What no table of ours has, as another version of the program could write it, stays as it is."""
    found = _TABLES.get(change.table)
    table = found.said(language) if found else None
    fields = {field.name: field for field in (*table.fields, NOTE)} if table is not None else {}
    field = fields.get(change.column)
    before, after = _values(field, change.before or "", change.after or "", language)
    row = change.row
    if table is not None and table.key[0] == "goal":
        goal, _, rest = row.partition(" ")
        if "series" in table.key:  # a goal's own series has its name
            rest = rest.removeprefix(f"{goal} ")
        name = language.say("mål {goal}", goal=goal)
        row = f"{name}, {rest}" if rest else name
    named = (table.sheet if table else change.table), _times(row, language), (field.head if field else change.column)
    return CellChange(*named, before or DASH, after or DASH)


def sentence(change: CellChange, language: Language = DANISH) -> str:
    """The change as a sentence."""
    told = in_words(change, language)
    where = capital(told.row) if change.table == "goals" else f"{told.table}, {told.row}"
    said = message("{where}: {column} er gået fra {before} til {after}.")
    return language.say(said, where=where, column=capital(told.column), before=told.before, after=told.after)


def _values(field: Field | None, before: str, after: str, language: Language) -> tuple[str, str]:
    if field is None:
        return before, after
    if field.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MEASURE):
        return _figures(before, after, language)
    return _value(field, before, language), _value(field, after, language)


def _figures(before: str, after: str, language: Language) -> tuple[str, str]:
    """Figures with as few decimals as they have, at most one where that tells them apart."""
    shown = [Decimal(text) if _FIGURE.fullmatch(text) else None for text in (before, after)]
    known = [value for value in shown if value is not None]
    exact = max((max(0, -int(value.normalize().as_tuple().exponent)) for value in known), default=0)
    alike = (d for d in range(min(exact, 1), exact) if len({number(value, d) for value in known}) == len(set(known)))
    decimals = next(alike, exact)
    was, is_ = (text if value is None else language.number(value, decimals) for text, value in zip((before, after), shown, strict=True))  # fmt: skip
    return was, is_


def _value(field: Field, text: str, language: Language) -> str:
    if field.kind is Kind.WORD:
        return field.words.get(text, text)
    if field.kind is Kind.FLAG:
        return {"true": language.say("ja"), "false": language.say("nej")}.get(text, text)
    if field.name in _LISTS:
        return enumeration((_times(part, language) for part in text.split()), language)
    return _times(text, language) if field.kind in (Kind.DATE, Kind.MONTH, Kind.PERIOD) else text


def _times(words: str, language: Language) -> str:
    """Words with their days, months and quarters as people write them."""
    return _TIME.sub(lambda found: _time(found[0], language), words)


def _time(text: str, language: Language) -> str:
    try:
        if is_period(text):
            own = language.calendar.named(text) if language.calendar else None
            return language.shown(own or Period.parse(text))
        if len(text) > 7:
            return language.shown(date.fromisoformat(text))
        return month_name(Month.parse(text), year=True, language=language)
    except ValueError:
        return text
