"""What becomes of each record of an extract, written once in Ibis: the same expression on DuckDB, PostgreSQL and Spark.

The work is done in steps, each a query around the one before: an engine that is given one large expression computes
the same part of it again for every test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.records.dates import apart, is_typed, slashed, typed_date, with_date
from kvartalsbog.intake.records.fates import Names, names_of, tests_of
from kvartalsbog.intake.records.mapping import ROW, SeriesMapping
from kvartalsbog.intake.records.measures import with_measure
from kvartalsbog.intake.records.plain_columns import fold_column, plain_column
from kvartalsbog.intake.records.question import Question


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
    hashed = records.select(hash=_key(records, mapping).hash())
    return hashed.aggregate(keys=hashed.count(), hashes=hashed.hash.nunique())


def repeated_keys(records: ir.Table, mapping: SeriesMapping) -> ir.Table:
    """The keys that stand more than once: `key` and `first`, the row where it stands first. Most extracts have none."""
    keys = records.select(ROW, key=_key(records, mapping))
    keys = keys.filter(keys.key != "")
    counted = keys.group_by("key").aggregate(first=keys[ROW].min(), times=keys.count())
    return counted.filter(counted.times > 1).select("key", "first")


def judge(
    records: ir.Table, question: Question, repeated: ir.Table | None = None, lookups: Lookups | None = None
) -> ir.Table:
    """A row for each record: `row`, `fate` (a place in `fates`), `district`, `month` (its `month_count`), `value` (what is
    measured, in `scale`ths), `by_day` (whether a deadline's hour was not used, because the record has no hour that it
    was done), `first` (the row where a repeated key stands first, else 0), and `text_0`, `text_1` … (the mapping's
    columns as text).

    `records` has the mapping's columns, of any type, and `row`, a whole number that tells rows apart. `repeated` is what `repeated_keys` gives, or nothing
    where no key is repeated: a key that stands twice is kept at its first row. `lookups` change nothing but the time it takes.
    """
    mapping, engine = question.mapping, str(records.get_backend().name)
    names = names_of(mapping)
    texts = {name: records[column].cast("string").fill_null("") for column, name in names.items()}
    typed = {
        column: typed_date(records[column], names[column]) for column in mapping.dates if is_typed(records[column])
    }
    steps = records.select(
        ROW,
        key=_key(records, mapping),
        **texts,
        **{name: value for date in typed.values() for name, value in date.items()},
    )
    for column in mapping.dates:
        if column not in typed:
            calendar, form = lookups.calendar if lookups else None, mapping.form_of(column)
            steps = with_date(apart(steps, engine), names[column], engine, calendar, form)
    steps = apart(steps, engine)
    steps = _with_first(steps, repeated)
    steps = _with_kind(steps, mapping, names, engine)
    steps = _with_district(steps, names[mapping.district], question, lookups, engine)
    steps = with_measure(steps, mapping, names, engine, numeric=_is_numeric(records, mapping))
    tests = [test for test, _, _ in tests_of(steps, question, names)]
    return steps.select(
        ROW,
        "district",
        "first",
        "value",
        "by_day",
        fate=ibis.cases(*((test, number) for number, test in enumerate(tests)), else_=len(tests)),
        month=steps[f"{names[mapping.month]}_month"],
        **{name: steps[name] for name in names.values()},
    )


def added_up(judged: ir.Table, kept: int, dates: Sequence[str] = ()) -> ir.Table:
    """What became of all records, in one pass: `fate`, `district`, `month`, `n`, `total`, `by_day`, and of each of the texts
    `dates` whether one is written with slashes, and whether one of these can only have its day first.

    `kept` is the number of the kept ones' fate. For records that are not kept, `district` is empty and `month` 0; the
    `n` of all rows add up to all records.
    """
    is_kept = judged.fate == kept
    shown = judged.mutate(district=is_kept.ifelse(judged.district, ""), month=is_kept.ifelse(judged.month, 0))
    groups = shown.group_by("fate", "district", "month")
    by_day = (shown.by_day & (shown.fate == kept)).ifelse(1, 0).sum()
    total = shown.value.cast("decimal(38, 0)").sum()  # millionths of large numbers are more than 64 bits hold
    seen = {f"{name}_{what}": test.any() for name in dates for what, test in slashed(shown[name]).items()}
    return groups.aggregate(n=shown.count(), total=total, by_day=by_day, **seen)


def compiled(backend: Any, expression: ir.Table) -> str:
    """The expression in the language of an engine, its steps kept apart."""
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(backend.compile(expression))
    finally:
        ibis.options.sql.fuse_selects = fused


def _key(records: ir.Table, mapping: SeriesMapping) -> ir.StringValue:
    return plain_column(records[mapping.key].cast("string").fill_null(""), records.get_backend().name)


def _is_numeric(records: ir.Table, mapping: SeriesMapping) -> bool:
    return mapping.value is not None and bool(records[mapping.value.column].type().is_numeric())


def _with_first(steps: ir.Table, repeated: ir.Table | None) -> ir.Table:
    """The steps with `again`, whether the record's key stands earlier, and `first`, where a repeated key stands first."""
    if repeated is None:
        return steps.mutate(first=0, again=ibis.literal(False))
    joined = steps.left_join(repeated, steps.key == repeated.key)
    steps = joined.select(steps, first=repeated.first.fill_null(0))
    return steps.mutate(again=(steps.first > 0) & (steps.first < steps[ROW]))


def _with_kind(steps: ir.Table, mapping: SeriesMapping, names: Names, engine: str) -> ir.Table:
    """The steps with `kind`, the type as it is compared; a known one is not looked at again."""
    if mapping.types is None:
        return steps.mutate(kind=ibis.literal(""))
    text = steps[names[mapping.types.column]]
    return steps.mutate(kind=ibis.cases((text.isin(mapping.types.known), text), else_=plain_column(text, engine)))


def _with_district(steps: ir.Table, name: str, question: Question, lookups: Lookups | None, engine: str) -> ir.Table:
    """The steps with `district`, its id, or empty text where the spelling is unknown, and `no_district`, where none is."""
    if lookups is None:
        steps = steps.mutate(found=ibis.literal(""), seen=plain_column(steps[name], engine))
    else:
        districts = lookups.districts
        joined = steps.left_join(districts, steps[name] == districts.spelling)
        steps = joined.select(steps, found=districts.district.fill_null(""))
        steps = steps.mutate(seen=ibis.cases((steps.found != "", ""), else_=plain_column(steps[name], engine)))
    steps = steps.mutate(folded=fold_column(steps.seen))
    exactly = [(steps.seen == spelling, district) for spelling, district in question.exactly.items()]
    folded = [(steps.folded == spelling, district) for spelling, district in question.folded.items()]
    steps = steps.mutate(
        district=ibis.cases((steps.seen == "", steps.found), *exactly, *folded, else_=""),
        no_district=(steps.found == "") & (steps.seen == ""),
    )
    return steps.drop("found", "seen", "folded")
