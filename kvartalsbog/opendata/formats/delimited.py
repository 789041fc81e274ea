"""A table as a CSV file: for machines (comma, decimal point, ISO dates), and for a spreadsheet with Danish settings.

For machines a figure that is not shown is an empty cell, and the column `note` says why. In the Danish file the mark of
the book stands in the cell itself.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvartalsbog.files.cells import inert
from kvartalsbog.files.rows import csv_text
from kvartalsbog.opendata.tables.columns import EDITION, NOTE
from kvartalsbog.opendata.tables.schema import Definition, Field, Kind, Mark, Table, Value, mark_of
from kvartalsbog.periods import Month, Period
from kvartalsbog.words.numbers import MISSING, WITHHELD

MARKS = {Mark.WITHHELD: WITHHELD, Mark.MISSING: MISSING}
_LAST = len(EDITION)


@dataclass(frozen=True)
class Form:
    """How a table is written: for machines, or for Danes."""

    suffix: str
    delimiter: str
    decimal: str
    day: str
    danish: bool

    def path(self, definition: Definition) -> str:
        """`goals.csv`, `goals-da.csv`."""
        return f"{definition.name}{self.suffix}.csv"

    def fields(self, definition: Definition) -> tuple[Field, ...]:
        """The columns of the file: for machines also the note, before the quarter and the status of the data."""
        fields = definition.fields
        if self.danish or not definition.marked:
            return fields
        return (*fields[:-_LAST], NOTE, *fields[-_LAST:])

    def head(self, column: Field) -> str:
        """What stands above a column."""
        return column.head if self.danish else column.name


MACHINE = Form("", ",", ".", "%Y-%m-%d", danish=False)
DANISH = Form("-da", ";", ",", "%d-%m-%Y", danish=True)
FORMS = (MACHINE, DANISH)


def csv_files(table: Table) -> dict[str, bytes]:
    """The table's files by name."""
    return {form.path(table.definition): to_csv(table, form) for form in FORMS}


def to_csv(table: Table, form: Form) -> bytes:
    """The table as UTF-8; the Danish form has a byte order mark, without which Excel reads it in another code."""
    rows = [[form.head(column) for column in form.fields(table.definition)]]
    cell = danish if form.danish else _plain
    for row in table.rows:
        cells = [cell(column, value) for column, value in zip(table.definition.fields, row, strict=True)]
        if not form.danish and table.definition.marked:
            mark = mark_of(row)
            cells.insert(-_LAST, mark.value if mark else "")
        rows.append(cells)
    return (codecs.BOM_UTF8 if form.danish else b"") + csv_text(rows, form.delimiter).encode()


def figure(value: Decimal | int) -> str:
    """A number with a decimal point and at most six decimals."""
    text = f"{Decimal(value):.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def danish(column: Field, value: Value) -> str:
    """A cell as a Dane reads it; nothing in it can become a formula, and no id a date."""
    if isinstance(value, Mark):
        return MARKS[value]
    if isinstance(value, str):
        if column.kind is Kind.WORD:
            return column.words.get(value, value)  # a kind of one's own may have a unit without a word
        return str(inert(f"{column.prefix}{value}"))
    return _typed(value, DANISH)


def _plain(_: Field, value: Value) -> str:
    return str(inert(value)) if isinstance(value, str) else _typed(value, MACHINE)


def _typed(value: int | Decimal | date | Month | Period | bool | Mark | None, form: Form) -> str:
    if value is None or isinstance(value, Mark):
        return ""
    if isinstance(value, bool):
        return ("ja" if value else "nej") if form.danish else ("true" if value else "false")
    if isinstance(value, int | Decimal):
        return figure(value).replace(".", form.decimal)
    if isinstance(value, Period):  # whose it is, the file says by its plan
        return value.name
    return value.strftime(form.day) if isinstance(value, date) else str(value)
