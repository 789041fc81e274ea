"""Dates that cannot be read, in words: which forms are, which one the cells seem to have, and how it is written in the mapping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kvartalsbog.intake.extracts.cell_shapes import NO_SUCH_DAY, shape
from kvartalsbog.intake.records.date_forms import DAY, date_form, forms_of
from kvartalsbog.intake.records.mapping import SeriesMapping
from kvartalsbog.intake.records.outcome import Fate
from kvartalsbog.periods import Period, capital, days_of

_SHOWN = 3  # forms that are named where the cells do not tell which they have
_YEARS = 10  # before a period's, that nearly all its records' dates are in
_EXAMPLE = days_of(2024)[1]
_AGAIN = "træk udtrækket igen med datoer som 2024-12-31."
_UNSURE = "Så er de andre datoer i kolonnen også usikre: 03/04 kan være den 3. april eller den 4. marts."
_DAYS_COUNTED = "Fem cifre er regnearkets antal dage siden 1900: giv kolonnen et datoformat i regnearket, og gem igen."
_PLAIN = re.compile(r"[\w. ]*\w", re.ASCII)  # what YAML takes as it stands within braces
DATE_FATES = (Fate.TURNED, Fate.UNREADABLE_DATE)
ANY_FORM = "Har udtrækket en anden form, så skriv den som »date_form« ved målet i intake.yml."


def dates_allowed(mapping: SeriesMapping, column: str) -> str:
    """The forms of dates that are read in a column."""
    form = mapping.form_of(column)
    own = f"{form.of(_EXAMPLE)} ({form.written})" if form else "31-12-2024"
    return f"en dato som {own} eller 2024-12-31, evt. med klokkeslæt"


def order_refused(mapping: SeriesMapping, column: str) -> str:
    """That day and month stand in the other order than a column's form has."""
    form = mapping.form_of(column)
    day_first = form is None or form.order[0] == DAY
    return "Måneden står før dagen." if day_first else "Dagen står før måneden."


def date_shape(cell: str, mapping: SeriesMapping, column: str) -> str:
    """The form of what should be a date, without what stands in it."""
    form = mapping.form_of(column)
    return shape(cell, form.pattern if form else None)


def forms_seen(cells: Mapping[str, Iterable[str]], period: Period) -> Mapping[str, tuple[str, ...]]:
    """Column → the forms that its unreadable dates seem to have, when they are of the years before a period."""
    year = period.last_day.year
    days = days_of(year - _YEARS)[0], days_of(year + 1)[1]
    return {column: forms_of(texts, days) for column, texts in cells.items()}


def date_hint(
    fate: Fate, shaped: str, column: str, mapping: SeriesMapping, forms: tuple[str, ...], *, several: bool
) -> str:
    """What to do about a date of a column whose unreadable dates seem to have some of the forms; `several`: there are others.

    The whole extract is named first: where one column's dates have the month first, another's may have it where nobody sees it.
    """
    unsure = f"{_UNSURE} " if fate is Fate.TURNED else ""
    if forms:
        whole, own = f"»date_form: {_quoted(forms[0])}«", f"»date_forms: {{{_quoted(column)}: {_quoted(forms[0])}}}«"
        example = "" if len(forms) == 1 else "fx "
        named = " eller ".join(forms[:_SHOWN])
        alone = f"; har kun kolonnen den, så skriv {example}{own}" if len(mapping.dates) > 1 else ""
        told = f"Har alle udtrækkets datoer formen {named}, så skriv {example}{whole} ved målet i intake.yml{alone}."
        return f"{unsure}{told} Ellers {_AGAIN}"
    if shaped == NO_SUCH_DAY:
        return "Ret datoen i det system, udtrækket kommer fra, og træk det igen."
    if shaped == "99999":
        return _DAYS_COUNTED
    return f"{capital(_AGAIN)} {ANY_FORM}" if several else capital(_AGAIN)


def _quoted(text: str) -> str:
    """A text as it can stand in a line of YAML."""
    is_plain = _PLAIN.fullmatch(text) or date_form(text)
    return text if is_plain and "," not in text else f'"{text}"'
