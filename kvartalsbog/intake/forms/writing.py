"""A form as XLSX: tables, dropdowns and checks where something is asked for, locked everywhere else."""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.errors import UsageError
from kvartalsbog.files.cells import FONT, HEAD, INK
from kvartalsbog.files.workplace import write_together
from kvartalsbog.intake.forms.layout import (
    ANSWERS,
    ASSESSED_HEAD,
    FIELD_HEAD,
    GOAL_HEAD,
    GUIDE,
    ITEM_HEAD,
    MONTH_HEAD,
    WORDS,
    Cell,
    Form,
    Kind,
    Rows,
    tables,
)
from kvartalsbog.intake.forms.rules import rule_of
from kvartalsbog.periods import Period

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "é": "e"})
_GUIDE_WIDTHS, _WIDTHS = (20, 110), (24, 58, 13, 15, 14, 46, 30, 24, 30)
_TALLEST = 400  # Excel has no taller row than 409
_HEIGHTS = {
    Kind.TITLE: 27,
    Kind.COMMENT: 150,
    **dict.fromkeys((Kind.REASON, Kind.DECISION, Kind.CAUSE, Kind.EVENTS, Kind.ACTION), 60),
}
_ANSWER, _LINE = "#FFF4CC", "#8C8C8C"
_DESCRIPTIONS = {
    GOAL_HEAD: "Én række for hvert mål i skemaet.",
    FIELD_HEAD: "Én række for hver slags felt i skemaet.",
    ITEM_HEAD: "Én række for hver leverance. Tilstand, Dato og Bemærkning udfyldes.",
    ASSESSED_HEAD: "Én række for hver leverance og vurdering. Tilstand, Dato, Bemærkning, Grad og Vurderet af udfyldes.",
    MONTH_HEAD: "Én række for hver måned. Kontroltal udfyldes for de måneder, der er nye.",
}
_FIGURES = "Én række for hver måned og enhed. Antal og sum udfyldes for de måneder, der er nye."
_ADDED = (
    ("docProps/core.xml", b"</cp:coreProperties>", b"<dc:language>da-DK</dc:language>"),
    ("xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockStructure="1"/>'),
)
_GROWING = re.compile(rb'(<row [^>]*ht="(?!150"|60")[0-9.]+") customHeight="1"')  # all rows but those of the words
Formats = Mapping[Kind, Any]


def as_file_name(words: str) -> str:
    """Words as a part of a file's name: small letters a to z, digits and hyphens; empty where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", words.casefold().translate(_LETTERS)).strip("-")[:80]


SCHEMA = "skema-"  # what the name of a form's file begins with


def file_names(forms: Iterable[Form]) -> tuple[str, ...]:
    """`skema-2024K4-rigspolitiet.xlsx`, for each form; two units whose names come to the same get a number."""
    names: list[str] = []
    for form in forms:
        letters = as_file_name(form.unit) or "enhed"
        name, number = f"{SCHEMA}{form.period.name}-{letters}", 2
        while f"{name}.xlsx" in names:
            name, number = f"{SCHEMA}{form.period.name}-{letters}-{number}", number + 1
        names.append(f"{name}.xlsx")
    return tuple(names)


def write_forms(forms: Sequence[Form], folder: Path) -> tuple[Path, ...]:
    """Write every form into a folder, all or none. Raises UsageError when one of them is there already: somebody may
    have filled it in; KvartalsbogError when the folder cannot be written.
    """
    files = {name: form_bytes(form) for name, form in zip(file_names(forms), forms, strict=True)}
    if existing := [str(folder / name) for name in files if (folder / name).exists()]:
        raise UsageError(f"{', '.join(existing)}: Findes allerede og er måske udfyldt. Flyt dem, eller vælg --out.")
    return write_together(folder, files, ".skemaer-")


def form_bytes(form: Form) -> bytes:
    """A form as the bytes of an XLSX file. The same form always gives the same bytes."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        title = f"Skema til {form.title}, {form.period}, {form.unit}"
        book.set_properties({"title": title, "subject": form.title, "created": _midnight(form.period.last_day)})
        formats = _formats(book)
        for name, rows in form.sheets.items():
            sheet = book.add_worksheet(name)
            widths = _GUIDE_WIDTHS if name == GUIDE else _WIDTHS[: max(len(ITEM_HEAD), *map(len, rows))]
            _lay_out(sheet, name, widths, form)
            _write(sheet, rows, widths, formats, form.period)
            for place, lines in enumerate(tables(rows), start=1):
                _mark_table(sheet, name, place, rows, lines, formats)
    return _completed(buffer.getvalue())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def _formats(book: Any) -> Formats:
    plain = {**FONT, "text_wrap": True, "align": "left", "indent": 1}
    answer = {**plain, "locked": False, "bg_color": _ANSWER, "border": 1, "border_color": _LINE}
    looks = {
        Kind.TITLE: {**FONT, "bold": True, "font_size": 15, "font_color": INK},
        Kind.NOTE: FONT,
        Kind.LABEL: {**plain, "bold": True},
        Kind.FIXED: {**plain, "border": 1, "border_color": "#D0D0D0"},
        Kind.HEAD: {**plain, **HEAD, "border": 1, "border_color": INK},
        Kind.SAID: {**plain, "font_color": "#4A4A4A"},
        Kind.UNCHANGED: answer,
        Kind.STATE: answer,
        Kind.DEGREE: answer,
        **{kind: {**answer, "num_format": "dd-mm-yyyy"} for kind in (Kind.DAY, Kind.WHEN)},
        Kind.SUM: {**answer, "align": "right"},
        **{kind: {**answer, "num_format": "#,##0", "align": "right"} for kind in (Kind.CONTROL, Kind.NUMBER)},
        **{kind: {**answer, "num_format": "@"} for kind in (*WORDS, Kind.NAME)},
    }
    return {kind: book.add_format(look) for kind, look in looks.items()}


def _lay_out(sheet: Any, name: str, widths: Sequence[int], form: Form) -> None:
    rows = form.sheets[name]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{_printed(form.unit)}, {form.period}&C&A&RSide &P af &N")
    sheet.protect("", {"format_columns": True, "format_rows": True})
    if name != GUIDE:
        for table in islice(tables(rows), 1):
            sheet.freeze_panes(table.start + 1, 1)
            sheet.repeat_rows(table.start)
        first = (
            (row, column) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell.kind in ANSWERS
        )
        sheet.set_selection(*(2 * next(first)))


def _printed(text: str) -> str:
    """A text for the foot of a page, where `&` begins a code and 255 signs are all there is room for."""
    return text[:70].replace("&", "&&")


def _height(cell: Cell, width: int) -> int:
    """The height that a cell takes up in points; not every program works it out when it opens a file."""
    if cell.kind in _HEIGHTS:
        return _HEIGHTS[cell.kind]
    lines = 1
    if cell.kind is not Kind.NOTE and isinstance(cell.value, str):
        lines = sum(len(textwrap.wrap(line, int(1.1 * width))) or 1 for line in cell.value.split("\n"))
    return min(15 * lines + 4, _TALLEST)


def _write(sheet: Any, rows: Rows, widths: Sequence[int], formats: Formats, period: Period) -> None:
    for row, cells in enumerate(rows):
        sheet.set_row(row, max((_height(cell, width) for cell, width in zip(cells, widths, strict=False)), default=19))
        for column, cell in enumerate(cells):
            look = formats[cell.kind]
            if isinstance(cell.value, date):
                sheet.write_datetime(row, column, _midnight(cell.value), look)
            elif isinstance(cell.value, int | Decimal):
                sheet.write_number(row, column, cell.value, look)
            elif cell.value:
                sheet.write_string(row, column, cell.value, look)
            else:
                sheet.write_blank(row, column, None, look)
            if rule := rule_of(cell, xl_rowcol_to_cell(row, column - 1) if column else "", period):
                sheet.data_validation(row, column, row, column, {**rule, "ignore_blank": True})


def _mark_table(sheet: Any, name: str, place: int, rows: Rows, lines: range, formats: Formats) -> None:
    """Tell programs that read aloud where a table is, what its heads are and what it is about."""
    head = [str(cell.value) for cell in rows[lines.start]]
    table = {
        "name": f"{re.sub('[^0-9a-z]', '_', f'ark_{name}'.casefold())}_{place}",
        "title": f"{name}: {', '.join(head)}"[:250],
        # the first head can name which of a goal's series the months are of
        "description": next((told for heads, told in _DESCRIPTIONS.items() if heads[1:] == tuple(head[1:])), _FIGURES),
        "autofilter": False,
        "style": None,
        "columns": [{"header": text, "header_format": formats[Kind.HEAD]} for text in head],
    }
    sheet.add_table(lines.start, 0, lines.stop - 1, len(head) - 1, table)


def _completed(data: bytes) -> bytes:
    """The file with what XlsxWriter has no way to say: that its language is Danish, that its sheets stay, and that rows
    grow with what is written in them.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            for file, before, addition in _ADDED:
                if entry.filename == file:
                    text = text.replace(before, addition + before, 1)
            new.writestr(entry, _GROWING.sub(rb"\1", text) if "/worksheets/" in entry.filename else text)
    return made.getvalue()
