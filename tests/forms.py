"""What the tests of forms share: forms of the two plans, their cells by name, and filling in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from conftest import LIBRARY, ROOT
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from kvartalsbog.intake.forms.composing import forms
from kvartalsbog.intake.forms.layout import Form, Kind, Known
from kvartalsbog.intake.forms.writing import form_bytes
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.periods import Period

Value = str | int | float | date | None
Question = tuple[str, Kind, str]  # the sheet, the kind of answer, the item or month that it is about
DATA = {2024: ROOT / "data", 2026: LIBRARY / "data"}


def blank_forms(quarter: str, *, mapped: bool = True) -> dict[str, Form]:
    """The forms of a quarter of the shipped plan (2024) or the invented one (2026), by unit; not `mapped` they ask for figures."""
    base = ground(Period.parse(quarter), DATA[int(quarter[:4])])
    asking = () if mapped else forms(base.plan, base.period, Known(base.before, base.items))
    return {form.unit: form for form in asking or base.forms or ()}


def place(form: Form, sheet: str, kind: Kind, about: str = "") -> str:
    """Where an answer is given: `D6`."""
    for row, cells in enumerate(form.sheets[sheet], start=1):
        for column, cell in enumerate(cells, start=1):
            if (cell.kind, cell.about) == (kind, about):
                return f"{get_column_letter(column)}{row}"
    raise KeyError((sheet, kind, about))


def written(form: Form, folder: Path, name: str = "skema.xlsx") -> Path:
    """The form as `template` writes it."""
    path = folder / name
    path.write_bytes(form_bytes(form))
    return path


def type_in(book: Workbook, form: Form, answers: Mapping[Question, Value]) -> None:
    """Answers as an owner types them: what begins with = is text where the cell is made for text."""
    for (sheet, kind, about), value in answers.items():
        cell = book[sheet][place(form, sheet, kind, about)]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def changed(path: Path, change: Callable[[Workbook], object]) -> Path:
    """The file with a change made to it by another program."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path
