"""What is wrong with rows whatever plan they are of, so that a plan which cannot be read hides none of it."""

from __future__ import annotations

from collections.abc import Iterable

from kvartalsbog.errors import Problem
from kvartalsbog.files.rows import Row
from kvartalsbog.periods import Period
from kvartalsbog.readings.cells import cases_of, days_of, evidence_of, month_of, total_of
from kvartalsbog.readings.rules import COLUMNS, DELIVERABLE_COLUMNS, SERIES_COLUMNS, stands_twice

_KEYS = {SERIES_COLUMNS: 3, DELIVERABLE_COLUMNS: 2}  # so many of the columns tell a row apart


def broken_alone(file: str, rows: Iterable[Row], vintage: Period) -> list[Problem]:
    """The problems of a file's rows with their own form; goals, units and items are held against the plan when there is one."""
    problems: list[Problem] = []
    first: dict[tuple[str, ...], Row] = {}
    columns = COLUMNS[file]
    key = columns[: _KEYS[columns]]
    for row in rows:
        before = len(problems)
        if columns == SERIES_COLUMNS:
            month_of(row, vintage, problems)
            cases_of(row, problems)
            total_of(row, problems, signed=True)  # whether it can be negative, the plan says
        else:
            days_of(row, vintage, problems)
            evidence_of(row, problems)
        if len(problems) == before:
            earlier = first.setdefault(tuple(row[column] for column in key), row)
            problems += [stands_twice(row, earlier)] if earlier is not row else []
    return problems
