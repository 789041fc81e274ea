"""What becomes of each record of an extract, written once in Ibis: the same expression on DuckDB, PostgreSQL and Spark.

Dates are read as text and turned into day numbers by whole-number arithmetic (H. Hinnant, "chrono-compatible
low-level date algorithms"), so that no engine's own idea of a date, a cast or a time zone can change a reading. The
work is done in steps, each a query around the one before: an engine that is given one large expression computes the
same part of it again for every test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

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


def judge(records: ir.Table, mapping: SeriesMapping, spelled: Mapping[str, str], quarter: Quarter) -> ir.Table:
    """A row for each record: `row`, `fate`, `column` (what is wrong with it, else empty), `district`, `month` (year · 12
    + month), `value` (days, or 1 in time and 0 not).

    `records` has the mapping's columns, of any type, and `row`, a whole number that tells rows apart. `spelled` is
    spelling → district id. A key that stands twice is kept at its first row.
    """
    steps = records.select(ROW, **{f"text_{n}": _text(records[column]) for n, column in enumerate(mapping.columns)})
    names = {column: f"text_{n}" for n, column in enumerate(mapping.columns)}
    for column in mapping.dates:
        steps = _with_date(steps, names[column])
    steps = steps.mutate(
        district=ibis.cases(*((steps[names[mapping.district]] == s, d) for s, d in spelled.items()), else_=""),
        times=ibis.row_number().over(group_by=steps[names[mapping.key]], order_by=steps[ROW]),
    )
    tests = [*_form(steps, mapping, names), *_dates(steps, mapping, names), *_placing(steps, mapping, names, quarter)]
    found = ibis.cases(*((test, number) for number, (test, _, _) in enumerate(tests)), else_=len(tests))
    steps = steps.mutate(found=found, value=_value(steps, mapping, names))
    told = [*((fate.value, column) for _, fate, column in tests), (Fate.KEPT.value, "")]
    return steps.select(
        ROW,
        "district",
        "value",
        fate=ibis.cases(*((steps.found == number, fate) for number, (fate, _) in enumerate(told)), else_=""),
        column=ibis.cases(*((steps.found == number, column) for number, (_, column) in enumerate(told)), else_=""),
        month=steps[f"{names[mapping.month]}_month"],
    )


def added_up(judged: ir.Table) -> ir.Table:
    """What became of all records, in one pass: `fate`, `column`, `district`, `month`, `n`, `total`.

    For records that are not kept, `district` is empty and `month` 0; the `n` of all rows add up to all records.
    """
    kept = judged.fate == Fate.KEPT.value
    shown = judged.mutate(district=kept.ifelse(judged.district, ""), month=kept.ifelse(judged.month, 0))
    groups = shown.group_by("fate", "column", "district", "month")
    return groups.aggregate(n=shown.count(), total=shown.value.sum())


def compiled(backend: Any, expression: ir.Table) -> str:
    """The expression in the language of an engine, its steps kept apart."""
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(backend.compile(expression))
    finally:
        ibis.options.sql.fuse_selects = fused


def month_of(number: int) -> Month:
    """The month that `judge` gives as year · 12 + month."""
    return Month((number - 1) // 12, (number - 1) % 12 + 1)


_Test = tuple[ir.BooleanValue, Fate, str]
_Names = Mapping[str, str]


def _form(steps: ir.Table, mapping: SeriesMapping, names: _Names) -> list[_Test]:
    key = steps[names[mapping.key]]
    tests = [(key == "", Fate.NO_KEY, mapping.key), (steps.times > 0, Fate.REPEATED_KEY, mapping.key)]
    if mapping.types is not None:
        kind, column = steps[names[mapping.types.column]], mapping.types.column
        tests.append((kind.notin(mapping.types.known), Fate.UNKNOWN_TYPE, column))
        if mapping.types.left_out:
            tests.append((kind.isin(mapping.types.left_out), Fate.TYPE_LEFT_OUT, ""))
    return [*tests, (steps.district == "", Fate.UNKNOWN_DISTRICT, mapping.district)]


def _dates(steps: ir.Table, mapping: SeriesMapping, names: _Names) -> list[_Test]:
    tests: list[_Test] = []
    for column in mapping.dates:
        text, day = steps[names[column]], steps[f"{names[column]}_day"]
        if mapping.in_time is None or column != mapping.in_time.done:
            tests.append((text == "", Fate.NO_DATE, column))
        tests.append(((text != "") & (day == 0), Fate.UNREADABLE_DATE, column))
    if mapping.days is not None:
        start, end = (steps[f"{names[column]}_day"] for column in (mapping.days.start, mapping.days.end))
        tests.append((end < start, Fate.END_BEFORE_START, mapping.days.end))
    return tests


def _placing(steps: ir.Table, mapping: SeriesMapping, names: _Names, quarter: Quarter) -> list[_Test]:
    day, month = (steps[f"{names[mapping.month]}_{part}"] for part in ("day", "month"))
    last = quarter.months[-1]
    tests: list[_Test] = []
    if mapping.since is not None:
        tests.append((day < mapping.since.toordinal(), Fate.BEFORE_SINCE, ""))
    tests.append((month <= quarter.year * 12, Fate.OTHER_YEAR, mapping.month))
    return [*tests, (month > last.year * 12 + last.number, Fate.IN_THE_FUTURE, mapping.month)]


def _value(steps: ir.Table, mapping: SeriesMapping, names: _Names) -> ir.IntegerValue:
    if mapping.days is not None:
        return steps[f"{names[mapping.days.end]}_day"] - steps[f"{names[mapping.days.start]}_day"]
    if mapping.in_time is None:
        raise ValueError("a mapping measures days or what is in time")
    due, done = (steps[f"{names[column]}_day"] for column in (mapping.in_time.due, mapping.in_time.done))
    return ((done > 0) & (done <= due)).ifelse(1, 0).cast("int64")


def _text(column: ir.Column) -> ir.StringValue:
    """A column as text without spaces around it; nothing is empty text."""
    return column.cast("string").strip().fill_null("")


def _with_date(steps: ir.Table, name: str) -> ir.Table:
    """The steps with `<name>_day`, the date's day number, 0 where there is no such day, and `<name>_month`."""
    text = steps[name]
    steps = steps.mutate(iso=text.re_search(_ISO), danish=text.re_search(_DANISH))

    def part(iso: int, danish: int) -> ir.IntegerValue:
        found = ((steps.iso, text.re_extract(_ISO, iso)), (steps.danish, text.re_extract(_DANISH, danish)))
        return ibis.cases(*found, else_="0").cast("int64")

    text = steps[name]
    steps = steps.mutate(y=part(1, 3), m=part(2, 2), d=part(3, 1))
    leap = ((steps.y % 4 == 0) & (steps.y % 100 != 0)) | (steps.y % 400 == 0)
    thirty = steps.m.isin((4, 6, 9, 11))
    steps = steps.mutate(longest=ibis.cases((steps.m == 2, leap.ifelse(29, 28)), (thirty, 30), else_=31))
    valid = (steps.y > 0) & steps.m.between(1, 12) & (steps.d >= 1) & (steps.d <= steps.longest)
    day = valid.ifelse(_day_number(steps.y, steps.m, steps.d), 0)
    steps = steps.mutate(**{f"{name}_day": day, f"{name}_month": steps.y * 12 + steps.m})
    return steps.drop("iso", "danish", "y", "m", "d", "longest")


def _day_number(year: ir.IntegerValue, month: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """The ordinal of a date, as `datetime.date.toordinal` counts; all divisions are of positives."""
    shifted = year - (month <= 2).ifelse(1, 0)
    of_year = (153 * (month + (month > 2).ifelse(-3, 9)) + 2) // 5 + day
    return (shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 306).cast("int64")
