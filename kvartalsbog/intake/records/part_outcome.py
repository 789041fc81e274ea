"""What became of the records of files: added up in DuckDB, with the bad rows where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import ibis.expr.types as ir

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.extracts.parts import TOLD, Beside, Part, identifier
from kvartalsbog.intake.records.engines import Engine, has_repeated, judged, summed
from kvartalsbog.intake.records.fates import fates
from kvartalsbog.intake.records.judgement import repeated_keys
from kvartalsbog.intake.records.mapping import ROW
from kvartalsbog.intake.records.outcome import LEFT_OUT, BadRow, Fate, Outcome, RowCounts
from kvartalsbog.intake.records.question import Question
from kvartalsbog.intake.records.row_problems import bad_rows

_APART = 10**10  # room for the rows of each part in one numbering


def outcome_of_parts(engine: Engine, parts: Sequence[Part], question: Question) -> Outcome:
    """What became of the records of files. Raises ProblemsError when a file turns out to be damaged, or does not fit.

    Files that hold nothing but sound records are read as DuckDB likes it; all others once more, row by row.
    """
    with _in_words(engine, parts):
        return _quick(engine, parts, question) or _exact(engine, parts, question)


def _quick(engine: Engine, parts: Sequence[Part], question: Question) -> Outcome | None:
    columns = question.mapping.columns
    expected = []
    for number, part in enumerate(parts):
        try:
            expected.append(part.quick(engine.backend.con, _view(number), columns))
        except duckdb.InvalidInputException:
            return None
        if expected[-1] is None:
            return None
    records = _union(engine, len(parts))
    try:
        if has_repeated(engine, records, question.mapping):
            return None
        found = judged(engine, records, question)
        whole = summed(engine, found, question)
    except duckdb.InvalidInputException:  # it reads a file otherwise than it was found to be
        return None
    if whole.rejected or whole.read != sum(rows or 0 for rows in expected):
        return None
    return replace(whole, parts=_counts(engine, parts, found, [Beside()] * len(parts), whole, question))


def _exact(engine: Engine, parts: Sequence[Part], question: Question) -> Outcome:
    con, mapping = engine.backend.con, question.mapping
    beside = [part.exact(con, _view(number), mapping.columns) for number, part in enumerate(parts)]
    records = _union(engine, len(parts))
    repeated = repeated_keys(records, mapping) if has_repeated(engine, records, mapping) else None
    found = judged(engine, records, question, repeated)
    whole = replace(
        summed(engine, found, question),
        misshapen=sum(one.rejected for one in beside),
        empty=sum(one.empty for one in beside),
        hidden=sum(one.hidden for one in beside),
    )
    counts = _counts(engine, parts, found, beside, whole, question)
    bad = _bad(engine, parts, found, beside, question) if whole.rejected or whole.hidden else ()
    return replace(whole, bad=bad, parts=counts)


def _view(number: int) -> str:
    return f"part_{number}"


def _union(engine: Engine, parts: int) -> ir.Table:
    row = identifier(ROW)
    tables = [f"select * replace ({n * _APART} + {row} as {row}) from {_view(n)}" for n in range(parts)]
    engine.backend.con.execute(f"create or replace temp view records as {' union all by name '.join(tables)}")
    return engine.backend.table("records")


def _counts(
    engine: Engine,
    parts: Sequence[Part],
    found: ir.Table,
    beside: Sequence[Beside],
    whole: Outcome,
    question: Question,
) -> tuple[tuple[str, RowCounts], ...]:
    """The rows of each part; of one alone they are those of the whole."""
    if len(parts) == 1:
        return ((parts[0].name, whole.counts),)
    told = fates(question)
    counted: Counter[tuple[int, Fate]] = Counter()
    placed = found.mutate(part=(found[ROW] // _APART).cast("int64"))
    for number, fate, n in engine.ask(placed.group_by("part", "fate").aggregate(n=placed.count())):
        counted[number, told[fate][0]] += n
    made = []
    for number, (part, one) in enumerate(zip(parts, beside, strict=True)):
        kept, left_out = counted[number, Fate.KEPT], sum(counted[number, fate] for fate in LEFT_OUT)
        every = sum(n for (place, _), n in counted.items() if place == number)
        made.append(
            (part.name, RowCounts(kept, left_out, every - kept - left_out + one.rejected, one.empty, one.hidden))
        )
    return tuple(made)


def _bad(
    engine: Engine,
    parts: Sequence[Part],
    found: ir.Table,
    beside: Sequence[Beside],
    question: Question,
) -> tuple[BadRow, ...]:
    """The rejected rows of all parts with their lines, in order."""
    mapping = question.mapping
    told = fates(question)
    fine = [n for n, (fate, _) in enumerate(told) if fate is Fate.KEPT or fate in LEFT_OUT]
    rejected = found.filter(found.fate.notin(fine)).order_by(ROW).limit(TOLD)
    cells = [f"text_{n}" for n in range(len(mapping.columns))]
    rows = engine.ask(rejected.select(ROW, "fate", "first", *cells))
    made: list[tuple[int, BadRow]] = []
    for number, part in enumerate(parts):
        own = [
            (row % _APART, told[fate], first % _APART if first and first // _APART == number else None, texts)
            for row, fate, first, *texts in rows
            if row // _APART == number
        ]
        made += [(number, BadRow(one)) for one in beside[number].told]
        made += [(number, row) for row in bad_rows(part.name, own, question)]
    return tuple(row for _, row in sorted(made, key=lambda one: (one[0], one[1].line)))


@contextmanager
def _in_words(engine: Engine, parts: Sequence[Part]) -> Iterator[None]:
    """What DuckDB cannot read, in Danish and with the file's name."""
    try:
        yield
    except duckdb.Error as error:
        message, hint = _told(error)
        names = [part.name for number, part in enumerate(parts) if not _readable(engine, number)]
        named = names or [part.name for part in parts]
        raise ProblemsError([Problem(Place(name), message, hint=hint) for name in named]) from error


def _told(error: duckdb.Error) -> tuple[str, str]:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "Filen fylder for meget til at blive læst.", "Del udtrækket i flere filer, fx en for hver måned."
    if isinstance(error, duckdb.ConversionException):  # of a moment: what is text is read by our own rules
        hint = "Står datoen for »ingen dato«, skal cellen være tom."
        return "En dato i filen ligger så langt ude, at den ikke kan læses.", hint
    return "Filen er beskadiget og kan ikke læses til ende.", "Træk udtrækket igen."


def _readable(engine: Engine, number: int) -> bool:
    try:
        engine.backend.con.execute(f"select count(columns(*)) from {_view(number)}").fetchall()
    except duckdb.Error:
        return False
    return True
