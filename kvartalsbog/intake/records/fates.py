"""What can become of a record, and the test for each: the first that holds decides."""

from __future__ import annotations

import math
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.records.dates import PARTS
from kvartalsbog.intake.records.mapping import ROW, SeriesMapping
from kvartalsbog.intake.records.measures import MEASURED, scale
from kvartalsbog.intake.records.outcome import Fate
from kvartalsbog.intake.records.plain_text import plain
from kvartalsbog.intake.records.question import Question

_Test = tuple[ir.BooleanValue, Fate, str]
Names = Mapping[str, str]


def fates(question: Question) -> tuple[tuple[Fate, str], ...]:
    """What the numbers in `judge`'s `fate` mean: the fate, and the column that is wrong, else empty."""
    names = names_of(question.mapping)
    dates = {f"{names[column]}_{part}": kind for column in question.mapping.dates for part, kind in PARTS.items()}
    columns = dict.fromkeys(names.values(), "string") | dates | MEASURED | {
        ROW: "int64", "key": "string", "kind": "string", "again": "boolean", "district": "string", "no_district": "boolean",
    }  # fmt: skip
    tests = tests_of(ibis.table(columns, name="any"), question, names)
    return (*((fate, column) for _, fate, column in tests), (Fate.KEPT, ""))


def names_of(mapping: SeriesMapping) -> Names:
    """What each of the mapping's columns is called while it is judged."""
    return {column: f"text_{n}" for n, column in enumerate(mapping.columns)}


def tests_of(steps: ir.Table, question: Question, names: Names) -> list[_Test]:
    """The first test that holds decides a record's fate."""
    mapping = question.mapping
    return [
        *_form(steps, mapping),
        *_dates(steps, question, names),
        *_measure(steps, mapping),
        *_order(steps, mapping, names),
        *_placing(steps, question, names),
        *_truth(steps, question, names),
    ]


def _form(steps: ir.Table, mapping: SeriesMapping) -> list[_Test]:
    tests = [(steps.key == "", Fate.NO_KEY, mapping.key), (steps.again, Fate.REPEATED_KEY, mapping.key)]
    if mapping.types is not None:
        kind, column = steps.kind, mapping.types.column
        tests.append((kind == "", Fate.NO_TYPE, column))
        tests.append((kind.notin([plain(known) for known in mapping.types.known]), Fate.UNKNOWN_TYPE, column))
        if mapping.types.left_out:
            tests.append((kind.isin([plain(known) for known in mapping.types.left_out]), Fate.TYPE_LEFT_OUT, ""))
    tests.append((steps.no_district, Fate.NO_DISTRICT, mapping.district))
    return [*tests, (steps.district == "", Fate.UNKNOWN_DISTRICT, mapping.district)]


def _dates(steps: ir.Table, question: Question, names: Names) -> list[_Test]:
    mapping = question.mapping
    first, last = (day.toordinal() for day in question.days)
    tests: list[_Test] = []
    for column in mapping.dates:
        missing, day, turned = (steps[f"{names[column]}_{part}"] for part in ("missing", "day", "turned"))
        if mapping.in_time is None or column != mapping.in_time.done:
            tests.append((missing, Fate.NO_DATE, column))
        tests.append((~missing & (day == 0) & turned, Fate.TURNED, column))
        tests.append((~missing & (day == 0), Fate.UNREADABLE_DATE, column))
        tests.append((~missing & ~day.between(first, last), Fate.NO_SUCH_TIME, column))
    return tests


def _measure(steps: ir.Table, mapping: SeriesMapping) -> list[_Test]:
    found = mapping.value or mapping.yes_no
    if found is None:
        return []
    tests = [(steps.no_value, Fate.NO_VALUE, found.column)]
    if mapping.value:
        tests.append((steps.two_ways, Fate.TWO_WAYS, found.column))
    return [*tests, (steps.value < 0, Fate.UNREADABLE_VALUE, found.column)]


def _order(steps: ir.Table, mapping: SeriesMapping, names: Names) -> list[_Test]:
    """What is told of one record can only have happened in one order; on one day the hours tell, where both stand."""
    tests: list[_Test] = []
    for earlier, later in mapping.orders:
        day, second = ([steps[f"{names[c]}_{part}"] for c in (earlier, later)] for part in ("day", "second"))
        hours = (day[1] == day[0]) & (second[1] > 0) & (second[0] > 0) & (second[1] < second[0])
        tests.append(((day[1] > 0) & ((day[1] < day[0]) | hours), Fate.END_BEFORE_START, later))
    return tests


def _placing(steps: ir.Table, question: Question, names: Names) -> list[_Test]:
    mapping = question.mapping
    day, month = (steps[f"{names[mapping.month]}_{part}"] for part in ("day", "month"))
    last = question.period.months[-1]
    tests: list[_Test] = []
    if mapping.since is not None:
        tests.append((day <= mapping.since.toordinal(), Fate.BEFORE_SINCE, ""))
    tests.append((month < question.period.to_date[0].count, Fate.OTHER_YEAR, mapping.month))
    tests.append((month > last.count, Fate.IN_THE_FUTURE, mapping.month))
    for district, months in question.absent.items():
        there = month.notin([absent.count for absent in months])
        tests.append(((steps.district == district) & ~there, Fate.ABSENT_DISTRICT, mapping.district))
    return tests


def _truth(steps: ir.Table, question: Question, names: Names) -> list[_Test]:
    """What a record of this quarter cannot say, and what is not settled yet."""
    mapping, drawn = question.mapping, question.extracted.toordinal()
    tests = [(steps[f"{names[column]}_day"] > drawn, Fate.AFTER_EXTRACTION, column) for column in mapping.happened]
    if question.bounds is not None and (mapping.days or mapping.value):
        least, most = (bound * scale(mapping) for bound in question.bounds)
        column = mapping.days.end if mapping.days else mapping.value.column if mapping.value else ""
        tests.append((~steps.value.between(math.ceil(least), math.floor(most)), Fate.OUT_OF_BOUNDS, column))
    if mapping.in_time is not None:
        open_ = steps[f"{names[mapping.in_time.done]}_missing"]
        tests.append((open_ & (steps[f"{names[mapping.in_time.due]}_day"] >= drawn), Fate.NOT_YET_DUE, ""))
    return tests
