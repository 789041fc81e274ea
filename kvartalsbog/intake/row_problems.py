"""A rejected row in words: what is wrong with it, what was allowed and what to do. Keys are never repeated in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kvartalsbog.errors import Place, Problem
from kvartalsbog.intake.judgement import Fate
from kvartalsbog.intake.outcome import BadRow, Outcome, Question
from kvartalsbog.intake.parts import LIKE_SUM, NO_SUM, Misshapen, looks_like_sum

_SHOWN = 40  # characters of a value
_LINES = 5  # lines that are named in a group
_MESSAGES = {
    Fate.NO_KEY: "Nøglen mangler.",
    Fate.UNKNOWN_TYPE: "Typen er ukendt.",
    Fate.UNKNOWN_DISTRICT: "Kredsen er ukendt.",
    Fate.NO_DATE: "Datoen mangler.",
    Fate.UNREADABLE_DATE: "Datoen kan ikke læses.",
    Fate.END_BEFORE_START: "Datoen ligger før den dag, der regnes fra.",
    Fate.OTHER_YEAR: "Datoen ligger før året.",
    Fate.IN_THE_FUTURE: "Datoen ligger efter kvartalet.",
}
_DATES = "en dato som 31-12-2024 eller 2024-12-31, evt. med klokkeslæt"
Judged = tuple[int, tuple[Fate, str], int | None, Sequence[str]]


def misshapen_row(name: str, one: Misshapen) -> BadRow:
    """A row that is no record."""
    return BadRow(name, one.line, one.column, one.message, one.value, one.allowed, one.hint)


def bad_rows(name: str, rows: Iterable[Judged], question: Question) -> Iterator[BadRow]:
    """Rejected rows in words. Each is its line, what is wrong, the line where its key stands first, and its cells."""
    for line, (fate, column), first, texts in rows:
        cells = dict(zip(question.mapping.columns, texts, strict=True))
        if looks_like_sum(texts):
            yield BadRow(name, line, column, LIKE_SUM, hint=NO_SUM, cells=tuple(texts))
            continue
        row = _row(name, line, fate, column, question, cells, first)
        yield replace(row, cells=tuple(texts), value=row.value and row.value[:_SHOWN])


def _row(
    name: str, line: int, fate: Fate, column: str, question: Question, cells: dict[str, str], first: int | None
) -> BadRow:
    if fate is Fate.REPEATED_KEY:
        message = (
            f"Posten står to gange (første gang i linje {first})." if first else "Posten står også i en anden fil."
        )
        return BadRow(name, line, column, message, hint="Behold den rigtige af dem.")
    if fate is Fate.NO_KEY:
        hint = "Uden nøgle kan det ikke ses, om posten står to gange."
        return BadRow(name, line, column, _MESSAGES[fate], hint=hint)
    hint = "Er det en ny stavemåde, så skriv den under »spellings« i intake.yml."
    allowed = _allowed(fate, question, cells)
    value = cells[column] or None
    return BadRow(name, line, column, _MESSAGES[fate], value, allowed, hint if fate is Fate.UNKNOWN_DISTRICT else None)


def _allowed(fate: Fate, question: Question, cells: Mapping[str, str]) -> str:
    mapping = question.mapping
    if fate is Fate.UNKNOWN_TYPE and mapping.types:
        return ", ".join(mapping.types.known)
    if fate is Fate.END_BEFORE_START and mapping.days:
        return f"tidligst {cells[mapping.days.start]} (»{mapping.days.start}«)"
    return {
        Fate.UNKNOWN_DISTRICT: ", ".join(dict.fromkeys(question.spelled.values())),
        Fate.OTHER_YEAR: f"en dato i {question.quarter.year}",
        Fate.IN_THE_FUTURE: f"senest {question.quarter.last_day}",
    }.get(fate, _DATES)


def counted(name: str, outcome: Outcome) -> list[Problem]:
    """The rejected records of a database, by what is wrong: none of them leaves it."""
    hint = "Rækkerne bliver i databasen; find dem dér."
    messages = {**_MESSAGES, Fate.REPEATED_KEY: "Posten står to gange."}
    return [
        Problem(Place(name), messages[fate], f"{count} rækker", hint=hint)
        for fate, count in outcome.fates.items()
        if fate in messages and count
    ]


def told(bad: Iterable[BadRow]) -> list[Problem]:
    """The rejected rows, grouped: alike ones are told once, with their number and the first lines they stand on."""

    def alike(row: BadRow) -> tuple[str, ...]:
        message = row.message.partition(" (")[0]
        return (row.name, row.column or "", message, row.value or "", row.allowed or "")

    problems = []
    for _, group in groupby(sorted(bad, key=lambda row: (alike(row), row.line)), key=alike):
        rows = list(group)
        row = rows[0]
        message = row.message if len(rows) == 1 else f"{row.message.partition(' (')[0].rstrip('.')}. {_lines(rows)}"
        problems.append(Problem(Place(row.name, row.line, row.column), message, row.value, row.allowed, row.hint))
    return problems


def _lines(rows: Sequence[BadRow]) -> str:
    shown = ", ".join(str(row.line) for row in rows[:_LINES])
    return f"{len(rows)} rækker: linje {shown}{' …' if len(rows) > _LINES else ''}."
