"""All tables as one accessible XLSX: contents, notes and columns first, then one table a sheet; always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from typing import Any

from kvartalsbog.content.language import Language
from kvartalsbog.files.cells import FONT, HEAD, INK, PLAIN
from kvartalsbog.opendata.formats.delimited import danish, figure
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.front import COLUMNS, CONTENTS, NOTES, front, remark
from kvartalsbog.opendata.tables.schema import Field, Kind, Table, Value
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import DASH, month_name
from kvartalsbog.words.statuses import DATA_STATUSES

HEAD_ROW = 3  # the head of a sheet's table, counted from 0: title, remark and the way on stand above it
LANGUAGE = "da-DK"
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "line": {},
    "link": {"font_color": INK, "underline": 1},
    "head": {**HEAD, "text_wrap": True, "align": "left", "indent": 1},
    "right head": {**HEAD, "text_wrap": True, "align": "right"},
    "words": {"text_wrap": True, "align": "left", "indent": 1},
    "mark": {"align": "right"},
    "whole": {"num_format": "#,##0"},
    "parts": {"num_format": "#,##0.0#####"},
    "measure": {"num_format": "#,##0.000"},
    "date": {"num_format": "dd-mm-yyyy", "align": "left", "indent": 1},
    "month": {"num_format": "[$-406]mmmm yyyy", "align": "left", "indent": 1},
}
_TYPED = (Kind.WHOLE, Kind.NUMBER, Kind.MEASURE, Kind.DATE, Kind.MONTH)
_RIGHT = (Kind.WHOLE, Kind.NUMBER, Kind.MEASURE)
_NARROW, _WIDE = 10, 60  # characters
_LINE = 15  # points
Looks = Mapping[str, Any]


def workbook(tables: Sequence[Table], findings: Findings, edition: EditionFacts) -> bytes:
    """The workbook of an edition. A figure that is not shown has the book's mark, explained in the notes."""
    say = findings.language.say
    title = say("{title}, {quarter}: alle tal", title=edition.title, quarter=findings.period)
    about = About(title, remark(findings), edition.published or findings.extracted)
    return written((*front(tables, findings), *tables), findings, about, _link_contents)


@dataclass(frozen=True)
class About:
    """A workbook's title, what each sheet says after what it holds, and the day that the workbook is of."""

    title: str
    remark: str
    made: date


def written(
    tables: Sequence[Table],
    findings: Findings,
    about: About,
    link: Callable[[Any, Sequence[Table], Looks, Language], None] | None = None,
) -> bytes:
    """A workbook of a sheet for each table. `link` puts the ways between sheets, in the third line, where there are any."""
    import xlsxwriter  # noqa: PLC0415 - a sixth of a second, and a draft has no workbook

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **PLAIN}) as book:
        _describe(book, findings, about)
        looks = {name: book.add_format({**FONT, **look}) for name, look in _LOOKS.items()}
        for table in tables:
            sheet, definition = book.add_worksheet(table.definition.sheet), table.definition
            sheet.write_string(0, 0, definition.title, looks["title"])
            sheet.write_string(1, 0, f"{definition.meaning} {about.remark}", looks["line"])
            _rows(sheet, table, looks, findings.language)
            _lay_out(sheet, table)
        if link is not None:
            link(book, tables, looks, findings.language)
    return _with_language(out.getvalue())


def _describe(book: Any, findings: Findings, about: About) -> None:
    """The document's own title, author and status, and a date that is the edition's and not the clock's."""
    book.set_properties(
        {
            "title": about.title,
            "subject": about.remark,
            "author": findings.plan.authority,
            "status": findings.language.say(DATA_STATUSES[findings.plan.data_status]),
            "created": datetime.combine(about.made, time()),
        }
    )


def _link_contents(book: Any, tables: Sequence[Table], looks: Looks, language: Language) -> None:
    """The contents lead to every sheet of figures, and every sheet back to them."""
    sheets = {table.definition.name: table.definition.sheet for table in tables}
    contents = book.get_worksheet_by_name(sheets[CONTENTS.name])
    figures = [sheet for name, sheet in sheets.items() if name not in (CONTENTS.name, NOTES.name, COLUMNS.name)]
    for row, name in enumerate(figures, start=HEAD_ROW + 1):
        contents.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], name)
    for table in tables:
        _way(book.get_worksheet_by_name(table.definition.sheet), table, looks, language)


def _way(sheet: Any, table: Table, looks: Looks, language: Language) -> None:
    definition, say = table.definition, language.say
    if definition.name == CONTENTS.name:
        said = say(
            "Mærker og ord er forklaret i arket {notes}, kolonner i arket {columns}.",
            notes=say(NOTES.sheet),
            columns=say(COLUMNS.sheet),
        )
        sheet.write_string(2, 0, said, looks["line"])
    else:
        sheet.write_url(2, 0, f"internal:'{say(CONTENTS.sheet)}'!A1", looks["link"], say("Til indholdet"))


def _rows(sheet: Any, table: Table, looks: Looks, language: Language) -> None:
    definition = table.definition
    if not table.rows:
        sheet.write_string(HEAD_ROW, 0, language.say("Der er ingen rækker i dette kvartal."), looks["line"])
        return
    for number, row in enumerate(table.rows, start=HEAD_ROW + 1):
        for place, (column, value) in enumerate(zip(definition.fields, row, strict=True)):
            _cell(sheet, number, place, column, value, looks)
    heads = [
        {"header": c.head, "header_format": looks["right head" if c.kind in _RIGHT else "head"]}
        for c in definition.fields
    ]
    options = {
        "name": f"tabel_{definition.name.replace('-', '_')}", "title": definition.title,
        "description": definition.meaning, "style": None, "columns": heads,
    }  # fmt: skip
    sheet.add_table(HEAD_ROW, 0, HEAD_ROW + len(table.rows), len(definition.fields) - 1, options)


def _cell(sheet: Any, row: int, place: int, column: Field, value: Value, looks: Looks) -> None:
    if isinstance(value, Month | date):
        day = value.first_day if isinstance(value, Month) else value
        look = looks["month" if isinstance(value, Month) else "date"]
        sheet.write_datetime(row, place, datetime.combine(day, time()), look)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        look = "whole" if value == int(value) else "measure" if column.kind is Kind.MEASURE else "parts"
        sheet.write_number(row, place, float(figure(value)), looks[look])
    elif value is None and column.kind in _TYPED:  # words would spoil the column for sums and sorting
        sheet.write_blank(row, place, None, looks["mark"])
    else:
        look = "mark" if column.kind in _RIGHT else "words"
        sheet.write_string(row, place, _shown(column, value), looks[look])


def _shown(column: Field, value: Value) -> str:
    """What a cell says, near enough to know how much room it takes."""
    if value is None:
        return "" if column.kind in _TYPED else DASH
    if isinstance(value, Decimal) and column.kind is Kind.MEASURE:
        return f"{value:,.3f}"
    if isinstance(value, Month):
        return month_name(value, year=True)
    return danish(column, value)


def _lay_out(sheet: Any, table: Table) -> None:
    """Columns as wide as their words, up to a limit; rows as high as the words that wrap in them."""
    fields = table.definition.fields
    shown = [[_shown(column, value) for column, value in zip(fields, row, strict=True)] for row in table.rows]
    widths = [
        min(max(_NARROW, len(column.head) + 4, *(len(row[place]) + 3 for row in shown)), _WIDE)
        for place, column in enumerate(fields)
    ]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 1.6 * _LINE)
    for number, row in enumerate(shown, start=HEAD_ROW + 1):
        lines = max(ceil(len(words) / width) for words, width in zip(row, widths, strict=True))
        if lines > 1:
            sheet.set_row(number, lines * _LINE)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1 + (sum(widths) > 200), 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.repeat_columns(0)


def _with_language(book: bytes) -> bytes:
    """The workbook with the language in its properties, which XlsxWriter does not write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = content.replace(b"</cp:coreProperties>", _LANGUAGE + b"</cp:coreProperties>")
            entry = zipfile.ZipInfo(part.filename)  # its date is 1980, as XlsxWriter's own
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


_LANGUAGE = f"<dc:language>{LANGUAGE}</dc:language>".encode()
