"""The engines that judge records: DuckDB in this process for files, and a database or Spark where records already lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from kvartalsbog.intake.extracts.parts import literal
from kvartalsbog.intake.records.dates import WRITTEN, read_dates
from kvartalsbog.intake.records.fates import fates, names_of
from kvartalsbog.intake.records.judgement import (
    Lookups,
    added_up,
    compiled,
    counted_keys,
    judge,
    repeated_keys,
)
from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.measures import scale
from kvartalsbog.intake.records.outcome import Fate, Outcome, add
from kvartalsbog.intake.records.question import Question
from kvartalsbog.periods import Month

MEMORY = "600MB"
THREADS = 8  # each reads CSV in blocks of 32 MB: twenty leave no memory for anything else
_YEARS = 20  # before the quarter's; older days are read one by one


@dataclass(frozen=True)
class Engine:
    """An Ibis backend, how its rows are fetched, and whether it compares keys by their hash first."""

    backend: Any
    fetch: Callable[[str], Sequence[Sequence[Any]]]
    hashes: bool = False

    def ask(self, expression: ir.Table) -> Sequence[Sequence[Any]]:
        """The rows of an expression, its columns in order."""
        return self.fetch(compiled(self.backend, expression))


def outcome(engine: Engine, records: ir.Table, numbered: ir.Table, question: Question) -> Outcome:
    """What became of the records, without a word of any single one.

    `numbered` has the same records with their rows numbered; it is used only when a key is repeated, because numbering
    keeps an engine from working on several records at a time.
    """
    repeated = None
    if has_repeated(engine, records, question.mapping):
        records, repeated = numbered, repeated_keys(numbered, question.mapping)
    return summed(engine, judged(engine, records, question, repeated), question)


def judged(engine: Engine, records: ir.Table, question: Question, repeated: ir.Table | None = None) -> ir.Table:
    """The records as `judge` has them; in DuckDB a view, so that what is asked of it is put into SQL once."""
    known = lookups(engine, question)
    if known is None:
        return judge(records, question, repeated)
    sql = judgement(engine, records, question, repeated, known)
    engine.backend.con.execute(f"create or replace temp view judged as {sql}")
    return engine.backend.table("judged")


def judgement(engine: Engine, records: ir.Table, question: Question, repeated: ir.Table | None, known: Lookups) -> str:
    """What `judge` does, in SQL; the question and the records' columns decide it."""
    return compiled(engine.backend, judge(records, question, repeated, known))


def summed(engine: Engine, found: ir.Table, question: Question) -> Outcome:
    """What became of records that are judged, added up."""
    told = fates(question)
    counted: Counter[Fate] = Counter()
    sums, days = [], 0
    mapping = question.mapping
    texts, dates = names_of(mapping), [column for column in mapping.dates if mapping.form_of(column) is None]
    seen = [False] * (2 * len(dates))
    asked = added_up(found, len(told) - 1, [texts[column] for column in dates])
    for number, district, month, n, total, by_day, *tests in engine.ask(asked):
        seen = [before or bool(now) for before, now in zip(seen, tests, strict=True)]
        counted[told[number][0]] += n
        if told[number][0] is Fate.KEPT:
            sums.append(add(Month.counted(month), district, n, int(total), scale(mapping)))
            days += int(by_day)
    unsure = tuple(
        column for column, told_, first in zip(dates, seen[::2], seen[1::2], strict=True) if told_ and not first
    )
    return Outcome(dict(counted), dict(sums), by_day=days, unsure=unsure)


def has_repeated(engine: Engine, records: ir.Table, mapping: SeriesMapping) -> bool:
    """Whether a key stands twice, or seems to."""
    if not engine.hashes:
        return bool(engine.ask(repeated_keys(records, mapping).limit(1)))
    [(keys, hashes)] = engine.ask(counted_keys(records, mapping))
    return bool(keys != hashes)


def lookups(engine: Engine, question: Question) -> Lookups | None:
    """The districts' spellings, and every day from _YEARS before the plan's first year, in tables of DuckDB."""
    if not engine.hashes:
        return None
    backend, con = engine.backend, engine.backend.con
    spelled = ", ".join(
        f"({literal(spelling)}, {literal(district)})" for spelling, district in question.spelled.items()
    )
    con.execute(f"create or replace temp table districts as select * from (values {spelled}) as t (spelling, district)")
    calendar = question.period.calendar
    con.register("days_read", _calendar(calendar.begins.year - _YEARS, calendar.ends.year))
    con.execute("create or replace temp table calendar as from days_read")
    return Lookups(backend.table("districts"), backend.table("calendar"))


@cache
def _calendar(first: int, last: int) -> pa.Table:
    """The days of these years as they are written, read by DuckDB: once in a process, whatever number of extracts it judges."""
    read = read_dates(ibis.table({"written": "string"}, name="written"), "written")
    sql = compiled(ibis.duckdb, read.select("written", day=read.written_day, month=read.written_month))
    days = f"select unnest(range(date '{first}-01-01', date '{last + 1}-01-01', interval 1 day)) as day"
    forms = " union all ".join(f"select strftime(day, '{form}') as written from days" for form in WRITTEN)
    with duckdb.connect() as con:
        con.execute(f"create temp table written as with days as ({days}) {forms}")
        return con.sql(sql).to_arrow_table()


@contextmanager
def duckdb_engine(work: Path) -> Iterator[Engine]:
    """DuckDB in this process; what does not fit in memory goes below `work`, which the caller removes."""
    backend = ibis.duckdb.connect()
    try:
        con = backend.con
        con.execute(f"set memory_limit='{MEMORY}'; set temp_directory='{work / 'spill'}'")
        [(cores,)] = con.execute("select current_setting('threads')").fetchall()
        con.execute(f"set threads={min(cores, THREADS)}")
        # DuckDB takes a large CSV for a table of a few rows, and would lay it out in memory to look the calendar up in
        con.execute("set disabled_optimizers='join_order,build_side_probe_side'")
        yield Engine(backend, lambda sql: con.execute(sql).fetchall(), hashes=True)
    finally:
        backend.disconnect()
