"""What one record measures: days, whether it was done in time, a number of its own, a yes, or that it is there."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.numbers import MILLION, millionths, two_ways
from kvartalsbog.intake.records.plain_columns import fold_column, plain_column
from kvartalsbog.intake.records.plain_text import fold, plain

MEASURED = {"value": "int64", "no_value": "boolean", "two_ways": "boolean", "by_day": "boolean"}


def scale(mapping: SeriesMapping) -> int:
    """How many of what is added up make one of the goal's unit: numbers are added up in millionths, the rest as it is."""
    return MILLION if mapping.value else 1


def with_measure(
    steps: ir.Table, mapping: SeriesMapping, names: Mapping[str, str], engine: str, *, numeric: bool
) -> ir.Table:
    """The steps with MEASURED: `value` in `scale`ths, below 0 where it cannot be read; `no_value`, where nothing stands;
    `two_ways`, where it can be read as two numbers; `by_day`, where a deadline's hour could not be used.

    `numeric` is whether the column of the value holds numbers, so that its text has a decimal point.
    """
    no = ibis.literal(False)
    plainly = {"no_value": no, "two_ways": no, "by_day": no}
    if mapping.days:
        end, start = (steps[f"{names[column]}_day"] for column in (mapping.days.end, mapping.days.start))
        return steps.mutate(value=end - start, **plainly)
    if mapping.in_time:
        return _in_time(steps, *(names[column] for column in (mapping.in_time.due, mapping.in_time.done)))
    if mapping.value:
        steps = steps.mutate(number=plain_column(steps[names[mapping.value.column]], engine))
        decimal = "point" if numeric else mapping.value.decimal
        return steps.mutate(
            value=millionths(steps.number, decimal),
            no_value=steps.number == "",
            two_ways=two_ways(steps.number) if decimal is None else no,
            by_day=no,
        ).drop("number")
    if mapping.records:
        return steps.mutate(value=ibis.literal(1, type="int64"), **plainly)
    if mapping.yes_no is None:
        raise ValueError("a mapping measures one thing")
    steps = steps.mutate(answer=fold_column(plain_column(steps[names[mapping.yes_no.column]], engine)))
    told = ((mapping.yes_no.yes, 1), (mapping.yes_no.no, 0))
    cases = [(steps.answer.isin([fold(plain(word)) for word in words]), number) for words, number in told]
    value = ibis.cases(*cases, else_=-1).cast("int64")
    return steps.mutate(**plainly | {"value": value, "no_value": steps.answer == ""}).drop("answer")


def _in_time(steps: ir.Table, due: str, done: str) -> ir.Table:
    """Where both carry an hour the hour counts; a deadline without one is kept until the day is over."""
    day, second = ((steps[f"{due}_{part}"], steps[f"{done}_{part}"]) for part in ("day", "second"))
    same = (day[1] == day[0]) & (day[1] > 0)
    late = same & (second[0] > 0) & (second[1] > second[0])
    in_time = (day[1] > 0) & (day[1] <= day[0]) & ~late
    no = ibis.literal(False)
    return steps.mutate(
        value=in_time.ifelse(1, 0).cast("int64"),
        no_value=no,
        two_ways=no,
        by_day=same & (second[0] > 0) & (second[1] == 0),
    )
