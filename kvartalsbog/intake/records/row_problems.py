"""A rejected row in words: what is wrong with it, what was allowed and what to do. No cell is ever repeated in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kvartalsbog.errors import Place, Problem
from kvartalsbog.intake.extracts.cell_shapes import kind
from kvartalsbog.intake.extracts.parts import LIKE_SUM, NO_SUM, looks_like_sum
from kvartalsbog.intake.records.date_words import (
    ANY_FORM,
    DATE_FATES,
    date_hint,
    date_shape,
    dates_allowed,
    forms_seen,
    order_refused,
)
from kvartalsbog.intake.records.outcome import BadRow, Fate, Outcome
from kvartalsbog.intake.records.plain_text import plain
from kvartalsbog.intake.records.question import Question
from kvartalsbog.kinds.units import Unit, typed
from kvartalsbog.names import meant
from kvartalsbog.words.numbers import months_words, number, plural, spaced

_LINES = 5  # lines that are named in a group
_FORMS = 3  # forms that are shown of a group
_MESSAGES = {
    Fate.NO_KEY: "Nøglen mangler.",
    Fate.REPEATED_KEY: "Posten står to gange.",
    Fate.NO_TYPE: "Typen mangler.",
    Fate.UNKNOWN_TYPE: "Typen er ukendt.",
    Fate.NO_DISTRICT: "Enheden mangler.",
    Fate.UNKNOWN_DISTRICT: "Enheden er ukendt.",
    Fate.NO_DATE: "Datoen mangler.",
    Fate.TURNED: "Måneden står før dagen.",
    Fate.UNREADABLE_DATE: "Datoen kan ikke læses.",
    Fate.NO_SUCH_TIME: "Datoen kan ikke passe.",
    Fate.AFTER_EXTRACTION: "Datoen ligger efter den dag, udtrækket er trukket.",
    Fate.END_BEFORE_START: "Datoen ligger før den dag, der regnes fra.",
    Fate.OTHER_YEAR: "Datoen ligger før {span}.",
    Fate.IN_THE_FUTURE: "Datoen ligger efter {period}.",
    Fate.ABSENT_DISTRICT: "Enheden fandtes ikke i postens måned.",
    Fate.NO_VALUE: "Værdien mangler.",
    Fate.TWO_WAYS: "Tallet kan læses på to måder: med tusindtalsskilletegn eller med tre decimaler.",
    Fate.UNREADABLE_VALUE: "Værdien kan ikke læses.",
    Fate.OUT_OF_BOUNDS: "Det, der måles, er ikke sandsynligt for en enkelt post.",
}
_HINTS = {
    Fate.NO_KEY: "Uden nøgle kan det ikke ses, om posten står to gange.",
    Fate.NO_DISTRICT: "Skriv enheden i det system, udtrækket kommer fra, og træk det igen.",
    Fate.UNKNOWN_DISTRICT: "Er det en ny stavemåde, så skriv den under »spellings« i intake.yml.",
    Fate.NO_SUCH_TIME: "Står den for »ingen dato«, skal cellen være tom.",
    Fate.AFTER_EXTRACTION: "Er det en anden dag, så giv den med --extracted.",
    Fate.ABSENT_DISTRICT: "Skriv den enhed, der havde posten da, i det system, udtrækket kommer fra; planen har dagene som »begins« og »ends«.",
    Fate.TWO_WAYS: "Skriv »decimal: comma« eller »decimal: point« under »value« i intake.yml.",
    Fate.OUT_OF_BOUNDS: "Er det rigtigt, så skriv målets grænser for en enkelt post som »plausible« i intake.yml.",
}
_KEEP_ONE = "Behold den rigtige af dem."
_ROUNDED = re.compile(r"[0-9]{16,}|[0-9]([.,][0-9]+)?[Ee]\+[0-9]+")  # as a spreadsheet leaves a long number
_AS_TEXT = "Er det to poster, hvis nøgler et regneark har rundet af til det samme tal, så gem kolonnen som tekst, og træk udtrækket igen."
_MISSING = (Fate.NO_KEY, Fate.NO_TYPE, Fate.NO_DISTRICT, Fate.NO_DATE, Fate.NO_VALUE)
Judged = tuple[int, tuple[Fate, str], int | None, Sequence[str]]


def _repeated(place: Place, first: int | None, key: str) -> Problem:
    also = f"Posten står to gange (første gang i linje {first})." if first else "Posten står også i en anden fil."
    return Problem(place, also, hint=f"{_KEEP_ONE} {_AS_TEXT}" if _ROUNDED.fullmatch(key) else _KEEP_ONE)


def bad_rows(name: str, rows: Iterable[Judged], question: Question) -> Iterator[BadRow]:
    """Rejected rows in words. Each is its line, what is wrong, the line where its key stands first, and its cells."""
    rows, columns = list(rows), question.mapping.columns
    dates: dict[str, list[str]] = {}
    for _, (fate, column), _, texts in rows:
        if fate in DATE_FATES:
            dates.setdefault(column, []).append(plain(dict(zip(columns, texts, strict=True))[column]))
    forms = forms_seen(dates, question.period)
    for line, (fate, column), first, texts in rows:
        cells, place = tuple(texts), Place(name, line, column)
        if looks_like_sum(cells):
            yield BadRow(Problem(place, LIKE_SUM, hint=NO_SUM), cells)
            continue
        if fate is Fate.REPEATED_KEY:
            yield BadRow(_repeated(place, first, plain(dict(zip(columns, cells, strict=True))[column])), cells)
            continue
        cell = plain(dict(zip(columns, cells, strict=True))[column])
        value, allowed = _value(fate, cell, column, question), _allowed(fate, column, question)
        own = _HINTS.get(fate)
        if fate in DATE_FATES:
            own = date_hint(fate, value or "", column, question.mapping, forms[column], several=len(dates[column]) > 1)
        hint = " ".join(filter(None, (_meant(fate, cell, question), own)))
        yield BadRow(Problem(place, _message(fate, column, question), value, allowed, hint or None), cells)


def _message(fate: Fate, column: str, question: Question) -> str:
    if fate is Fate.TURNED:
        return order_refused(question.mapping, column)
    calendar = question.period.calendar
    return _MESSAGES[fate].format(span=calendar.span.the, period=calendar.noun.the)


def _value(fate: Fate, cell: str, column: str, question: Question) -> str | None:
    """What stands in a cell, as far as it can be told without repeating it."""
    if fate is Fate.UNREADABLE_DATE:
        return date_shape(cell, question.mapping, column)
    told = (Fate.UNKNOWN_TYPE, Fate.UNKNOWN_DISTRICT, Fate.UNREADABLE_VALUE)
    return kind(cell) if fate in told else None


def _meant(fate: Fate, cell: str, question: Question) -> str:
    """What was likely meant, one of the words that are allowed."""
    if fate is Fate.UNKNOWN_DISTRICT:
        return meant(cell, question.exactly)
    return meant(cell, question.mapping.types.known) if fate is Fate.UNKNOWN_TYPE and question.mapping.types else ""


def _allowed(fate: Fate, column: str, question: Question) -> str | None:
    mapping, days = question.mapping, question.days
    if fate in _MISSING and fate is not Fate.NO_DATE:
        return None
    if fate is Fate.UNREADABLE_VALUE and mapping.yes_no:
        return ", ".join((*mapping.yes_no.yes, *mapping.yes_no.no))
    if fate is Fate.OUT_OF_BOUNDS and question.bounds:
        unit = mapping.value.unit if mapping.value else typed(Unit.DAYS)
        return f"fra {number(question.bounds[0])} til {number(question.bounds[1])} {unit}"
    begun = " og ".join(f"»{earlier}«" for earlier, later in mapping.orders if later == column)
    return {
        Fate.UNKNOWN_TYPE: ", ".join(mapping.types.known if mapping.types else ()),
        Fate.UNKNOWN_DISTRICT: ", ".join(dict.fromkeys(question.spelled.values())),
        Fate.OTHER_YEAR: question.period.calendar.days_allowed.replace("en dag", "en dato"),
        Fate.IN_THE_FUTURE: f"senest {question.period.last_day}",
        Fate.ABSENT_DISTRICT: ", ".join(f"{unit} uden for {months_words(m)}" for unit, m in question.absent.items()),
        Fate.AFTER_EXTRACTION: f"senest {question.extracted}",
        Fate.NO_SUCH_TIME: f"en dato fra {days[0].year} til {days[1].year}",
        Fate.END_BEFORE_START: f"tidligst datoen i {begun}",
        Fate.UNREADABLE_VALUE: "et tal fra 0 og op",
        Fate.TWO_WAYS: "et tal, der kun kan læses på én måde",
    }.get(fate) or dates_allowed(mapping, column)


def counted(name: str, outcome: Outcome) -> list[Problem]:
    """The rejected records of a database, by what is wrong: none of them leaves it."""
    where = "Rækkerne bliver i databasen; find dem dér."
    return [
        Problem(
            Place(name),
            _MESSAGES[fate],
            f"{number(count)} {'række' if count == 1 else 'rækker'}",
            hint=f"{where} {ANY_FORM}" if fate in DATE_FATES else where,
        )
        for fate, count in outcome.fates.items()
        if fate in _MESSAGES and count
    ]


def told(bad: Iterable[BadRow]) -> list[Problem]:
    """The rejected rows, grouped: what has one cause is told once, with the number of rows, the first lines they stand
    on, and the forms that most of them have.
    """

    def alike(row: BadRow) -> tuple[str, ...]:
        one = row.problem
        value = "" if row.cells else one.value or ""
        return (one.place.file, one.place.column or "", _first(one), str(one.allowed or ""), one.hint or "", value)

    problems = []
    for _, group in groupby(sorted(bad, key=lambda row: (alike(row), row.line)), key=alike):
        one, *more = rows = [row.problem for row in group]
        message = f"{_first(one).rstrip('.')}. {_lines(rows)}" if more else one.message
        problems.append(replace(one, message=message, value=_forms(rows)))
    return problems


def _first(problem: Problem) -> str:
    return problem.message.partition(" (")[0]


def _forms(rows: Sequence[Problem]) -> str | None:
    forms: Mapping[str, int] = Counter(row.value for row in rows if row.value)
    shown = [form for form, _ in sorted(forms.items(), key=lambda one: (-one[1], one[0]))]
    return ", ".join(shown[:_FORMS]) + (" …" if len(shown) > _FORMS else "") if shown else None


def _lines(rows: Sequence[Problem]) -> str:
    shown = ", ".join(str(row.place.line) for row in rows[:_LINES])
    return f"{spaced(plural(len(rows), 'række', 'rækker'))}: linje {shown}{' …' if len(rows) > _LINES else ''}."
