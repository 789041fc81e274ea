"""The engines that judge records: DuckDB in this process for files, and a database or Spark where records already lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from kvartalsbog.intake.dates import WRITTEN, read_dates
from kvartalsbog.intake.judgement import (
    Fate,
    Lookups,
    added_up,
    compiled,
    counted_keys,
    fates,
    judge,
    month_of,
    repeated_keys,
)
from kvartalsbog.intake.mapping import ROW, SeriesMapping
from kvartalsbog.intake.outcome import LEFT_OUT, BadRow, Outcome, Question, add
from kvartalsbog.intake.parts import Misshapen, Part, identifier, literal
from kvartalsbog.intake.row_problems import bad_rows, misshapen_row

MEMORY = "600MB"
THREADS = 8  # each reads CSV in blocks of 32 MB: twenty leave no memory for anything else
TOLD = 10_000  # bad rows that are fetched one by one; more are only counted
_YEARS = 20  # before the quarter's; older days are read one by one
_APART = 10**10  # room for the rows of each part in one numbering


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
    mapping = question.mapping
    repeated = None
    if _has_repeated(engine, records, mapping):
        records, repeated = numbered, repeated_keys(numbered, mapping)
    told = fates(mapping, question.quarter)
    judged = judge(records, mapping, question.spelled, question.quarter, repeated, lookups(engine, question))
    counted: Counter[Fate] = Counter()
    sums = []
    for number, district, month, n, total in engine.ask(added_up(judged, kept=len(told) - 1)):
        counted[told[number][0]] += n
        if told[number][0] is Fate.KEPT:
            sums.append(add(month_of(month), district, n, int(total)))
    return Outcome(dict(counted), 0, dict(sums))


def _has_repeated(engine: Engine, records: ir.Table, mapping: SeriesMapping) -> bool:
    if not engine.hashes:
        return bool(engine.ask(repeated_keys(records, mapping).limit(1)))
    [(keys, hashes)] = engine.ask(counted_keys(records, mapping))
    return bool(keys != hashes)


def lookups(engine: Engine, question: Question) -> Lookups | None:
    """The districts' spellings, and every day from _YEARS before the quarter's year, in tables of DuckDB."""
    if not engine.hashes:
        return None
    backend, con = engine.backend, engine.backend.con
    spelled = ", ".join(
        f"({literal(spelling)}, {literal(district)})" for spelling, district in question.spelled.items()
    )
    con.execute(f"create or replace temp table districts as select * from (values {spelled}) as t (spelling, district)")
    first, end = (f"date '{year}-01-01'" for year in (question.quarter.year - _YEARS, question.quarter.year + 1))
    forms = " union all ".join(f"select strftime(day, '{form}') as written from days" for form in WRITTEN)
    days = f"with days as (select unnest(range({first}, {end}, interval 1 day)) as day)"
    con.execute(f"create or replace temp table written as {days} {forms}")
    read = read_dates(backend.table("written"), "written")
    calendar = compiled(backend, read.select("written", day=read.written_day, month=read.written_month))
    con.execute(f"create or replace temp table calendar as {calendar}")
    return Lookups(backend.table("districts"), backend.table("calendar"))


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


def outcome_of_parts(engine: Engine, parts: Sequence[Part], question: Question) -> Outcome:
    """What became of the records of files, with the bad rows where they stand."""
    mapping, con = question.mapping, engine.backend.con
    records, numbered = (_union(engine, parts, mapping, numbered=yes) for yes in (False, True))
    found = outcome(engine, records, numbered, question)
    misshapen = {n: part.misshapen(con, _view(n, numbered=False)) for n, part in enumerate(parts)}
    if any(misshapen.values()):  # then only the numbered ones are sure to be all
        if Fate.REPEATED_KEY not in found.fates:  # else they are what was counted
            found = outcome(engine, numbered, numbered, question)
        misshapen = {n: part.misshapen(con, _view(n, numbered=True)) for n, part in enumerate(parts)}
    found = replace(found, misshapen=sum(map(len, misshapen.values())))
    if not found.rejected:
        return found
    repeated = repeated_keys(numbered, mapping) if Fate.REPEATED_KEY in found.fates else None
    return replace(found, bad=_bad(engine, parts, numbered, repeated, misshapen, question))


def _view(number: int, *, numbered: bool) -> str:
    return f"part_{number}{'_numbered' if numbered else ''}"


def _union(engine: Engine, parts: Sequence[Part], mapping: SeriesMapping, *, numbered: bool) -> ir.Table:
    con = engine.backend.con
    tables, row = [], identifier(ROW)
    for number, part in enumerate(parts):
        view = _view(number, numbered=numbered)
        part.register(con, view, mapping.columns, numbered=numbered)
        tables.append(f"select * replace ({number * _APART} + {row} as {row}) from {view}")
    name = f"records{'_numbered' if numbered else ''}"
    con.execute(f"create or replace temp view {name} as {' union all by name '.join(tables)}")
    return engine.backend.table(name)


def _bad(
    engine: Engine,
    parts: Sequence[Part],
    numbered: ir.Table,
    repeated: ir.Table | None,
    misshapen: Mapping[int, Sequence[Misshapen]],
    question: Question,
) -> tuple[BadRow, ...]:
    """The rejected rows of all parts with their lines, in order."""
    mapping = question.mapping
    told = fates(mapping, question.quarter)
    fine = [n for n, (fate, _) in enumerate(told) if fate is Fate.KEPT or fate in LEFT_OUT]
    judged = judge(numbered, mapping, question.spelled, question.quarter, repeated, lookups(engine, question))
    rejected = judged.filter(judged.fate.notin(fine)).order_by(ROW).limit(TOLD)
    cells = [f"text_{n}" for n in range(len(mapping.columns))]
    rows = engine.ask(rejected.select(ROW, "fate", "first", *cells))
    made: list[BadRow] = []
    for number, part in enumerate(parts):
        own = [(row % _APART, told[fate], first, texts) for row, fate, first, *texts in rows if row // _APART == number]
        firsts = {first % _APART for *_, first, _ in own if first and first // _APART == number}
        lines = part.lines({row for row, *_ in own} | firsts, misshapen[number])
        where = {number * _APART + row: line for row, line in lines.items()}
        made += [misshapen_row(part.name, one) for one in misshapen[number]]
        made += bad_rows(
            part.name, [(lines[row], told, where.get(first), texts) for row, told, first, texts in own], question
        )
    return tuple(sorted(made, key=lambda row: ([part.name for part in parts].index(row.name), row.line)))
