"""What becomes of each record of an extract, written once in Ibis: the same expression on DuckDB, PostgreSQL and Spark.

Dates are read as text and turned into day numbers by whole-number arithmetic (H. Hinnant, "chrono-compatible
low-level date algorithms"), so that no engine's own idea of a date, a cast or a time zone can change a reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.mapping import SeriesMapping
from kvartalsbog.quarter import Month, Quarter

ROW = "row"
_ISO = r"^([0-9]{4})-([0-9]{2})-([0-9]{2})([ T]00:00(:00([.]0+)?)?)?$"
_DANISH = r"^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})$"


class Fate(StrEnum):
    """What became of a record: it is kept, left out by the goal's own rule, or rejected as bad."""

    KEPT = "kept"
    TYPE_LEFT_OUT = "left out: type"
    BEFORE_SINCE = "left out: before since"
    NO_KEY = "rejected: no key"
    REPEATED_KEY = "rejected: repeated key"
    UNKNOWN_TYPE = "rejected: unknown type"
    UNKNOWN_DISTRICT = "rejected: unknown district"
    NO_DATE = "rejected: no date"
    UNREADABLE_DATE = "rejected: unreadable date"
    END_BEFORE_START = "rejected: end before start"
    OTHER_YEAR = "rejected: another year"
    IN_THE_FUTURE = "rejected: after the quarter"


@dataclass(frozen=True)
class _Date:
    """A date column: its text, whether it is a day that exists, its day number and its month as year · 12 + month."""

    text: ir.StringValue
    valid: ir.BooleanValue
    number: ir.IntegerValue
    month: ir.IntegerValue


def judge(records: ir.Table, mapping: SeriesMapping, spelled: Mapping[str, str], quarter: Quarter) -> ir.Table:
    """A row for each record: `row`, `fate`, `column` (what is wrong with it, else empty), `district`, `month` (year · 12
    + month), `value` (days, or 1 in time and 0 not).

    `records` has the mapping's columns, of any type, and `row`, a whole number that tells rows apart. `spelled` is
    spelling → district id. A key that stands twice is kept at its first row.
    """
    text = {column: _text(records[column]) for column in mapping.columns}
    dates = {column: _date(text[column]) for column in mapping.dates}
    district = ibis.cases(*((text[mapping.district] == s, ibis.literal(d)) for s, d in spelled.items()), else_="")
    placed = dates[mapping.month]
    repeated = ibis.row_number().over(group_by=text[mapping.key], order_by=records[ROW]) > 0
    tests = [*_form(mapping, text, district, repeated), *_dates(mapping, dates), *_placing(mapping, placed, quarter)]
    kept = ibis.literal(Fate.KEPT.value)
    return records.select(
        records[ROW],
        fate=ibis.cases(*((test, ibis.literal(fate.value)) for test, fate, _ in tests), else_=kept),
        column=ibis.cases(*((test, ibis.literal(column)) for test, _, column in tests), else_=""),
        district=district,
        month=placed.month,
        value=_value(mapping, dates),
    )


def readings(judged: ir.Table) -> ir.Table:
    """The kept records added up: `district`, `month`, `n`, `total`."""
    kept = judged.filter(judged.fate == Fate.KEPT.value)
    return kept.group_by("district", "month").aggregate(n=kept.count(), total=kept.value.sum())


def fates(judged: ir.Table) -> ir.Table:
    """How many records met each fate: `fate`, `column`, `records`. They add up to all records."""
    return judged.group_by("fate", "column").aggregate(records=judged.count())


def month_of(number: int) -> Month:
    """The month that `judge` gives as year · 12 + month."""
    return Month((number - 1) // 12, (number - 1) % 12 + 1)


_Test = tuple[ir.BooleanValue, Fate, str]


def _form(
    mapping: SeriesMapping, text: Mapping[str, ir.StringValue], district: ir.StringValue, repeated: ir.BooleanValue
) -> list[_Test]:
    key = text[mapping.key]
    tests = [(key == "", Fate.NO_KEY, mapping.key), (repeated, Fate.REPEATED_KEY, mapping.key)]
    if mapping.types is not None:
        kind, column = text[mapping.types.column], mapping.types.column
        tests.append((kind.notin(mapping.types.known), Fate.UNKNOWN_TYPE, column))
        if mapping.types.left_out:
            tests.append((kind.isin(mapping.types.left_out), Fate.TYPE_LEFT_OUT, ""))
    return [*tests, (district == "", Fate.UNKNOWN_DISTRICT, mapping.district)]


def _dates(mapping: SeriesMapping, dates: Mapping[str, _Date]) -> list[_Test]:
    tests: list[_Test] = []
    for column, date in dates.items():
        optional = mapping.in_time is not None and column == mapping.in_time.done
        if not optional:
            tests.append((date.text == "", Fate.NO_DATE, column))
        tests.append(((date.text != "") & ~date.valid, Fate.UNREADABLE_DATE, column))
    if mapping.days is not None:
        start, end = dates[mapping.days.start], dates[mapping.days.end]
        tests.append((end.number < start.number, Fate.END_BEFORE_START, mapping.days.end))
    return tests


def _placing(mapping: SeriesMapping, placed: _Date, quarter: Quarter) -> list[_Test]:
    last = quarter.months[-1]
    tests: list[_Test] = []
    if mapping.since is not None:
        tests.append((placed.number < mapping.since.toordinal(), Fate.BEFORE_SINCE, ""))
    tests.append((placed.month <= quarter.year * 12, Fate.OTHER_YEAR, mapping.month))
    return [*tests, (placed.month > last.year * 12 + last.number, Fate.IN_THE_FUTURE, mapping.month)]


def _value(mapping: SeriesMapping, dates: Mapping[str, _Date]) -> ir.IntegerValue:
    if mapping.days is not None:
        return dates[mapping.days.end].number - dates[mapping.days.start].number
    if mapping.in_time is None:
        raise ValueError("a mapping measures days or what is in time")
    due, done = dates[mapping.in_time.due], dates[mapping.in_time.done]
    return ibis.cases((done.valid & (done.number <= due.number), ibis.literal(1)), else_=0).cast("int64")


def _text(column: ir.Column) -> ir.StringValue:
    """A column as text without spaces around it; nothing is empty text."""
    return column.cast("string").strip().fill_null("")


def _date(text: ir.StringValue) -> _Date:
    iso, danish = text.re_search(_ISO), text.re_search(_DANISH)

    def part(iso_group: int, danish_group: int) -> ir.IntegerValue:
        found = ibis.cases(
            (iso, text.re_extract(_ISO, iso_group)), (danish, text.re_extract(_DANISH, danish_group)), else_="0"
        )
        return found.cast("int64")

    year, month, day = part(1, 3), part(2, 2), part(3, 1)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    february = leap.ifelse(29, 28)
    days = ibis.cases((month == 2, february), (month.isin((4, 6, 9, 11)), ibis.literal(30)), else_=31)
    valid = (year > 0) & month.between(1, 12) & (day >= 1) & (day <= days)
    return _Date(text, valid, _day_number(year, month, day), year * 12 + month)


def _day_number(year: ir.IntegerValue, month: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """The proleptic Gregorian ordinal of a date, as `datetime.date.toordinal` counts; all divisions are of positives."""
    shifted = year - (month <= 2).ifelse(1, 0)
    of_year = (153 * (month + (month > 2).ifelse(-3, 9)) + 2) // 5 + day
    return (shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 306).cast("int64")
