"""What becomes of each record of an extract, written once in Ibis: the same expression on DuckDB, PostgreSQL and Spark.

The work is done in steps, each a query around the one before: an engine that is given one large expression computes
the same part of it again for every test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.dates import is_typed, typed_date, with_date
from kvartalsbog.intake.mapping import ROW, SeriesMapping
from kvartalsbog.quarter import Month, Quarter


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
class Lookups:
    """Tables in which an engine that joins quickly finds what it would else work out again for every record.

    `districts`: `spelling`, `district`. `calendar`: dates that are read already, as `with_date` wants it.
    """

    districts: ir.Table
    calendar: ir.Table


def counted_keys(records: ir.Table, mapping: SeriesMapping) -> ir.Table:
    """`keys`, how many there are, and `hashes`, how many the engine's hashes of them: if as many, no key is repeated.

    Where an engine is quick at hashes, this takes less time and memory than `repeated_keys`.
    """
    hashed = records.select(hash=_text(records[mapping.key]).hash())
    return hashed.aggregate(keys=hashed.count(), hashes=hashed.hash.nunique())


def repeated_keys(records: ir.Table, mapping: SeriesMapping) -> ir.Table:
    """The keys that stand more than once: `key` and `first`, the row where it stands first. Most extracts have none."""
    keys = records.select(ROW, key=_text(records[mapping.key]))
    keys = keys.filter(keys.key != "")
    counted = keys.group_by("key").aggregate(first=keys[ROW].min(), times=keys.count())
    return counted.filter(counted.times > 1).select("key", "first")


def judge(
    records: ir.Table,
    mapping: SeriesMapping,
    spelled: Mapping[str, str],
    quarter: Quarter,
    repeated: ir.Table | None = None,
    lookups: Lookups | None = None,
) -> ir.Table:
    """A row for each record: `row`, `fate` (a place in `fates`), `district`, `month` (year · 12 + month), `value` (days,
    or 1 in time and 0 not), `first` (the row where a repeated key stands first, else 0), and `text_0`, `text_1` … (the
    mapping's columns as text).

    `records` has the mapping's columns, of any type, and `row`, a whole number that tells rows apart. `spelled` is
    spelling → district id. `repeated` is what `repeated_keys` gives, or nothing where no key is repeated: a key that
    stands twice is kept at its first row. `lookups` change nothing but the time it takes.
    """
    names = {column: f"text_{n}" for n, column in enumerate(mapping.columns)}
    texts = {name: _text(records[column]) for column, name in names.items()}
    typed = {
        column: typed_date(records[column], names[column]) for column in mapping.dates if is_typed(records[column])
    }
    steps = records.select(ROW, **texts, **{name: value for date in typed.values() for name, value in date.items()})
    for column in mapping.dates:
        if column not in typed:
            steps = with_date(steps, names[column], lookups.calendar if lookups else None)
    steps = _with_first(steps, names[mapping.key], repeated)
    steps = _with_district(steps, names[mapping.district], spelled, lookups)
    tests = [test for test, _, _ in _tests(steps, mapping, names, quarter)]
    return steps.select(
        ROW,
        "district",
        "first",
        fate=ibis.cases(*((test, number) for number, test in enumerate(tests)), else_=len(tests)),
        month=steps[f"{names[mapping.month]}_month"],
        value=_value(steps, mapping, names),
        **{name: steps[name] for name in names.values()},
    )


def fates(mapping: SeriesMapping, quarter: Quarter) -> tuple[tuple[Fate, str], ...]:
    """What the numbers in `judge`'s `fate` mean: the fate, and the column that is wrong, else empty."""
    names = {column: f"text_{n}" for n, column in enumerate(mapping.columns)}
    parts = {"missing": "boolean", "day": "int64", "month": "int64"}
    dates = {f"{names[column]}_{part}": kind for column in mapping.dates for part, kind in parts.items()}
    columns = dict.fromkeys(names.values(), "string") | dates | {ROW: "int64", "again": "boolean", "district": "string"}
    tests = _tests(ibis.table(columns, name="any"), mapping, names, quarter)
    return (*((fate, column) for _, fate, column in tests), (Fate.KEPT, ""))


def added_up(judged: ir.Table, kept: int) -> ir.Table:
    """What became of all records, in one pass: `fate`, `district`, `month`, `n`, `total`.

    `kept` is the number of the kept ones' fate. For records that are not kept, `district` is empty and `month` 0; the
    `n` of all rows add up to all records.
    """
    is_kept = judged.fate == kept
    shown = judged.mutate(district=is_kept.ifelse(judged.district, ""), month=is_kept.ifelse(judged.month, 0))
    groups = shown.group_by("fate", "district", "month")
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


def _tests(steps: ir.Table, mapping: SeriesMapping, names: _Names, quarter: Quarter) -> list[_Test]:
    """The first test that holds decides a record's fate."""
    return [*_form(steps, mapping, names), *_dates(steps, mapping, names), *_placing(steps, mapping, names, quarter)]


def _form(steps: ir.Table, mapping: SeriesMapping, names: _Names) -> list[_Test]:
    key = steps[names[mapping.key]]
    tests = [(key == "", Fate.NO_KEY, mapping.key), (steps.again, Fate.REPEATED_KEY, mapping.key)]
    if mapping.types is not None:
        kind, column = steps[names[mapping.types.column]], mapping.types.column
        tests.append((kind.notin(mapping.types.known), Fate.UNKNOWN_TYPE, column))
        if mapping.types.left_out:
            tests.append((kind.isin(mapping.types.left_out), Fate.TYPE_LEFT_OUT, ""))
    return [*tests, (steps.district == "", Fate.UNKNOWN_DISTRICT, mapping.district)]


def _dates(steps: ir.Table, mapping: SeriesMapping, names: _Names) -> list[_Test]:
    tests: list[_Test] = []
    for column in mapping.dates:
        missing, day = steps[f"{names[column]}_missing"], steps[f"{names[column]}_day"]
        if mapping.in_time is None or column != mapping.in_time.done:
            tests.append((missing, Fate.NO_DATE, column))
        tests.append((~missing & (day == 0), Fate.UNREADABLE_DATE, column))
    if mapping.days is not None:
        start, end = (steps[f"{names[column]}_day"] for column in (mapping.days.start, mapping.days.end))
        tests.append((end < start, Fate.END_BEFORE_START, mapping.days.end))
    return tests


def _placing(steps: ir.Table, mapping: SeriesMapping, names: _Names, quarter: Quarter) -> list[_Test]:
    day, month = (steps[f"{names[mapping.month]}_{part}"] for part in ("day", "month"))
    last = quarter.months[-1]
    tests: list[_Test] = []
    if mapping.since is not None:
        tests.append((day <= mapping.since.toordinal(), Fate.BEFORE_SINCE, ""))
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
    text = column.cast("string").fill_null("")
    spaced = text.like(" %") | text.like("% ")
    return ibis.cases((spaced, text.strip()), else_=text)  # the test is cheaper than the strip


def _with_first(steps: ir.Table, key: str, repeated: ir.Table | None) -> ir.Table:
    """The steps with `again`, whether the record's key stands earlier, and `first`, where a repeated key stands first."""
    if repeated is None:
        return steps.mutate(first=0, again=ibis.literal(False))
    joined = steps.left_join(repeated, steps[key] == repeated.key)
    steps = joined.select(steps, first=repeated.first.fill_null(0))
    return steps.mutate(again=(steps.first > 0) & (steps.first < steps[ROW]))


def _with_district(steps: ir.Table, name: str, spelled: Mapping[str, str], lookups: Lookups | None) -> ir.Table:
    """The steps with `district`, its id, or empty text where the spelling is unknown."""
    if lookups is None:
        return steps.mutate(district=ibis.cases(*((steps[name] == s, d) for s, d in spelled.items()), else_=""))
    districts = lookups.districts
    joined = steps.left_join(districts, steps[name] == districts.spelling)
    return joined.select(steps, district=districts.district.fill_null(""))
