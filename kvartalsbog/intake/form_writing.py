"""A form as XLSX: one table a sheet, dropdowns and checks where something is asked for, locked everywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from kvartalsbog.intake.form_layout import GUIDE, HEAD_ROW, STATES, Cell, Form, Kind
from kvartalsbog.quarter import Quarter
from kvartalsbog.records import MAX_CELL

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"})
_WIDTHS = {GUIDE: (18, 100), "items": (24, 62, 14, 16, 14, 60), "months": (18, 60, 24, 16)}
_LIGHT, _INK = "#FFF8E1", "#12304F"
_PICTURE = {"font_name": "Arial", "font_size": 11, "valign": "top"}  # Excel's own default is not on every machine
Formats = Mapping[Kind, Any]


def file_name(form: Form) -> str:
    """`skema-2024K4-rigspolitiet.xlsx`."""
    letters = form.unit.casefold().translate(_LETTERS)
    return f"skema-{form.quarter}-{''.join(c for c in letters if c.isascii() and (c.isalnum() or c == '-'))}.xlsx"


def write_form(form: Form, path: Path) -> None:
    """Write a form. The same form always gives the same bytes."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        words = f"Skema til {form.title}, {form.quarter}, {form.unit}"
        book.set_properties({"title": words, "subject": words, "created": _created(form.quarter)})
        formats = _formats(book)
        for name, rows in form.sheets.items():
            sheet = book.add_worksheet(name)
            _write(sheet, rows, formats)
            _lay_out(sheet, name, rows, formats)


def _created(quarter: Quarter) -> datetime:
    return datetime.combine(quarter.last_day, datetime.min.time())


def _formats(book: Any) -> Formats:
    answer = {
        **_PICTURE,
        "locked": False,
        "bg_color": _LIGHT,
        "border": 1,
        "border_color": "#B9A46A",
        "text_wrap": True,
    }
    return {
        Kind.FIXED: book.add_format({**_PICTURE, "text_wrap": True}),
        Kind.HEAD: book.add_format({**_PICTURE, "bold": True, "bg_color": _INK, "font_color": "#FFFFFF"}),
        Kind.WORDS: book.add_format({**answer, "num_format": "@"}),
        Kind.STATE: book.add_format(answer),
        Kind.DATE: book.add_format({**answer, "num_format": "dd-mm-yyyy", "align": "left"}),
        Kind.COUNT: book.add_format({**answer, "num_format": "#,##0"}),
    }


def _write(sheet: Any, rows: Sequence[Sequence[Cell]], formats: Formats) -> None:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            look = formats[cell.kind]
            if isinstance(cell.value, date):
                sheet.write_datetime(row, column, datetime.combine(cell.value, datetime.min.time()), look)
            elif cell.value:
                sheet.write_string(row, column, cell.value, look)
            else:
                sheet.write_blank(row, column, None, look)
            if rule := _rule(cell):
                sheet.data_validation(row, column, row, column, rule)


def _rule(cell: Cell) -> dict[str, Any] | None:
    """What a cell takes, and what its reader is told."""
    if cell.kind is Kind.STATE:
        return _told({"validate": "list", "source": list(STATES)}, "Tilstand", f"Vælg {', '.join(STATES)}.")
    if cell.kind is Kind.DATE:
        bounds = {"minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31)}
        return _told({"validate": "date", "criteria": "between", **bounds}, "Dato", "Skriv en dato som 31-12-2024.")
    if cell.kind is Kind.COUNT:
        return _told({"validate": "integer", "criteria": ">=", "value": 0}, "Kontroltal", "Skriv et helt tal fra 0.")
    if cell.kind is Kind.WORDS:
        length = {"validate": "length", "criteria": "<=", "value": MAX_CELL}
        return _told(length, "Tekst", f"Skriv højst {MAX_CELL} tegn.")
    return None


def _told(rule: dict[str, Any], title: str, message: str) -> dict[str, Any]:
    told = {"input_title": title, "input_message": message, "error_title": title, "error_message": message}
    return {**rule, **told, "ignore_blank": True}


def _lay_out(sheet: Any, name: str, rows: Sequence[Sequence[Cell]], formats: Formats) -> None:
    kind = GUIDE if name == GUIDE else "items" if len(rows[HEAD_ROW]) > 4 else "months"
    for column, width in enumerate(_WIDTHS[kind]):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    if name == GUIDE:
        return
    for row in (1, 2):
        sheet.set_row(row, 90)
    head = rows[HEAD_ROW]
    table = {
        "name": f"maal_{name.replace('.', '_')}", "title": str(rows[0][0].value), "autofilter": False, "style": None,
        "description": f"Én række for hver {'leverance' if kind == 'items' else 'måned'}. De lyse felter udfyldes.",
        "columns": [{"header": str(cell.value), "header_format": formats[Kind.HEAD]} for cell in head],
    }  # fmt: skip
    sheet.add_table(HEAD_ROW, 0, len(rows) - 1, len(head) - 1, table)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
