"""A form with answers in it: those that the period has already, those of a workbook, or those that were typed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kvartalsbog.intake.extracts.workbook_cells import SheetCells, as_text
from kvartalsbog.intake.forms.days import day_typed
from kvartalsbog.intake.forms.layout import ANSWERS, DONE, EXPECTED, FIGURES, GUIDE, UNDATED, Cell, Form, Kind
from kvartalsbog.readings.values import DECISION
from kvartalsbog.readings.vintage_text import Item, VintageText
from kvartalsbog.words.statuses import ACCOUNT_FIELDS

At = tuple[str, int, int]  # sheet, row and column, from 0
Value = str | int | Decimal | date
DAYS = (Kind.DAY, Kind.WHEN)
_REMARKS = {Kind.COMMENT: "comment", Kind.REASON: "revision"} | {Kind(key): key for key in (*ACCOUNT_FIELDS, DECISION)}


def answered(form: Form, now: VintageText) -> Form:
    """A unit's form with the answers that the period has already."""
    items = {(goal, name): Item(*rest) for rows in now.items.values() for goal, name, *rest in rows}
    figures = {" ".join(row[:3]): row[3:] for rows in now.series.values() for row in rows}

    def known(at: At, cell: Cell) -> Value:
        if cell.kind in FIGURES and cell.about in figures:
            n, total = figures[cell.about]
            return int(n) if cell.kind is Kind.NUMBER else Decimal(total)
        return _known(cell, now.remarks.get(at[0], {}), items.get((at[0], cell.about)))

    return _with(form, known)


def filled(form: Form, answers: Mapping[At, str]) -> Form:
    """A form with typed answers in the places that ask for them; days are typed as 2024-12-31. What is no answer of its
    kind stands as it was typed, for whoever reads the form to refuse.
    """
    return _with(form, lambda at, cell: _typed(cell, answers[at].strip()) if at in answers else cell.value)


def filled_from(form: Form, cells: Sequence[SheetCells]) -> Form:
    """A form with the answers of a workbook that was made of it."""
    sheets = {sheet.name: sheet.rows for sheet in cells}

    def answer(at: At, cell: Cell) -> Value:
        rows = sheets.get(at[0], ())
        row: Sequence[Any] = rows[at[1]] if at[1] < len(rows) else ()
        raw = row[at[2]] if at[2] < len(row) else ""
        if cell.kind in FIGURES and isinstance(raw, int | float):
            return Decimal(repr(raw))  # as text it could be read in two ways
        text = as_text(raw, day=cell.kind in DAYS).strip()
        day = day_typed(text) if cell.kind in DAYS else None
        return day or text

    return _with(form, answer)


def _with(form: Form, answer: Callable[[At, Cell], Value]) -> Form:
    """The form with other values in the cells that ask for an answer."""

    def row_of(name: str, row: int, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(
            replace(cell, value=answer((name, row, column), cell)) if cell.kind in ANSWERS else cell
            for column, cell in enumerate(cells)
        )

    sheets = {
        name: tuple(row_of(name, row, cells) for row, cells in enumerate(rows))
        for name, rows in form.sheets.items()
        if name != GUIDE
    }
    return replace(form, sheets={**form.sheets, **sheets})


def _known(cell: Cell, remarks: Mapping[str, Any], item: Item | None) -> Value:
    """What the owner has told already, in the place that asks for it; else what stands there."""
    if cell.kind is Kind.NAME:
        return str(remarks.get("names", {}).get(cell.about, cell.value))
    if cell.kind in _REMARKS:
        told = remarks.get(_REMARKS[cell.kind], "")
        return (
            told if isinstance(told, date) else day_typed(str(told)) or cell.value if cell.kind in DAYS else str(told)
        )
    if item is None:
        return cell.value
    day = item.completed or item.expected
    state = DONE if item.completed else EXPECTED if item.expected else UNDATED
    own: dict[Kind, Value] = {
        Kind.STATE: state, Kind.DAY: day_typed(day) or "", Kind.EVIDENCE: item.evidence, Kind.DEGREE: item.degree,
        Kind.BY: item.by or cell.value,
    }  # fmt: skip
    return own.get(cell.kind, cell.value)


def _typed(cell: Cell, text: str) -> Value:
    if cell.kind in DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return (
        int(text)
        if cell.kind in (Kind.CONTROL, Kind.NUMBER) and text.isascii() and text.isdigit() and len(text) < 10
        else text
    )
