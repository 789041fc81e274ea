"""Tables of a book → a workbook with a sheet for each: the very words of the pages, and numbers where they are numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from kvartalsbog.content.blocks import Inline, Table
from kvartalsbog.content.language import Language
from kvartalsbog.files.cells import FONT, HEAD, INK, PLAIN
from kvartalsbog.word.inline import words_of

_NUMBER = re.compile(r"[-−+]?\d{1,3}(?:\.\d{3})*(?:,(\d+))?|[-−+]?\d+(?:,(\d+))?", re.ASCII)
_HEAD_ROW = 3  # counted from 0
_NARROW, _WIDE = 10, 60  # characters


class Placed(NamedTuple):
    """A table and the title of the page that it stands on."""

    page: str
    table: Table


def tables_workbook(placed: Sequence[Placed], title: str, remark: str, made: date, language: Language) -> bytes:
    """The workbook: its contents first, then a sheet a table; the same tables give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - a sixth of a second

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **PLAIN}) as book:
        book.set_properties({"title": title, "comments": remark, "created": datetime.combine(made, time())})
        writer = _Writer(book, remark, language)
        writer.contents(placed, title)
        for number, (_, table) in enumerate(placed, start=1):
            writer.sheet(number, table)
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, remark: str, language: Language) -> None:
        self._book, self._remark, self._say = book, remark, language.say
        look: dict[str, dict[str, object]] = {
            "title": {"bold": True, "font_size": 14}, "line": {}, "link": {"font_color": INK, "underline": 1}, "head": {**HEAD, "text_wrap": True},
            "words": {"text_wrap": True}, "right": {"align": "right"},
        }  # fmt: skip
        self._looks = {name: book.add_format({**FONT, **own}) for name, own in look.items()}
        self._numbers: dict[int, Any] = {}

    def contents(self, placed: Sequence[Placed], title: str) -> None:
        """The first sheet: which tables there are, with a way to each."""
        sheet = self._begun(self._say("Indhold"), title)
        for column, head in enumerate((self._say("Tabel"), self._say("Side"), self._say("Indhold"))):
            sheet.write_string(_HEAD_ROW, column, head, self._looks["head"])
        for number, (page, table) in enumerate(placed, start=1):
            name, row = self._name(number), _HEAD_ROW + number
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self._looks["link"], name)
            sheet.write_string(row, 1, page, self._looks["words"])
            sheet.write_string(row, 2, table.caption, self._looks["words"])
        for column, width in enumerate((_NARROW, 40, _WIDE)):
            sheet.set_column(column, column, width)

    def sheet(self, number: int, table: Table) -> None:
        """A table under its caption, and its notes below it."""
        sheet = self._begun(self._name(number), table.caption)
        for column, told in enumerate(table.columns):
            sheet.write_string(_HEAD_ROW, column, told.title, self._looks["head"])
        for row, cells in enumerate(table.rows, start=_HEAD_ROW + 1):
            for column, (runs, told) in enumerate(zip(cells, table.columns, strict=True)):
                self._cell(sheet, row, column, _words(runs), to_the_right=told.align == "right")
        for row, note in enumerate(table.notes, start=_HEAD_ROW + len(table.rows) + 2):
            sheet.write_string(row, 0, _words(note), self._looks["line"])
        sheet.freeze_panes(_HEAD_ROW + 1, table.stub)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)

    def _begun(self, name: str, title: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title, self._looks["title"])
        sheet.write_string(1, 0, self._remark, self._looks["line"])
        return sheet

    def _name(self, number: int) -> str:
        return self._say("Tabel {number}", number=str(number))

    def _cell(self, sheet: Any, row: int, column: int, words: str, *, to_the_right: bool) -> None:
        if to_the_right and (found := _NUMBER.fullmatch(words)):
            decimals = len(found[1] or found[2] or "")
            value = Decimal(words.replace(".", "").replace(",", ".").replace("−", "-"))
            sheet.write_number(row, column, value, self._number(decimals))
        else:
            sheet.write_string(row, column, words, self._looks["right" if to_the_right else "words"])

    def _number(self, decimals: int) -> Any:
        if decimals not in self._numbers:
            form = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._book.add_format({**FONT, "num_format": form})
        return self._numbers[decimals]


def _words(runs: Inline) -> str:
    return "".join(map(words_of, runs))


def _widths(table: Table) -> list[int]:
    """As wide as the longest cell, within what can be read."""
    columns = zip(
        *([column.title for column in table.columns], *([_words(cell) for cell in row] for row in table.rows)),
        strict=True,
    )
    return [min(_WIDE, max(_NARROW, 2 + max(map(len, column)))) for column in columns]
