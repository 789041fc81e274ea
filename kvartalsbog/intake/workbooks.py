"""XLSX and ODS as they really come: several sheets, titles above the header, dates as numbers, sheets that are hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.header import SEARCHED, find_header, holds
from kvartalsbog.intake.mapping import ROW
from kvartalsbog.intake.parts import Misshapen, no_rows

Cell = Any
_DAY_0 = date(1899, 12, 30)  # the day that spreadsheets count from
_SERIAL = range(10_000, 80_000)  # 1927 to 2119


@dataclass(frozen=True)
class SheetCells:
    """A sheet as it stands: its name, whether a reader can see it, and its rows of cells."""

    name: str
    visible: bool
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Sheet:
    """A sheet's records in memory."""

    name: str
    table: pa.Table
    numbers: Sequence[int]

    def register(self, duckdb: Any, view: str, columns: Iterable[str], *, numbered: bool) -> None:  # noqa: ARG002
        duckdb.register(view, self.table)

    def misshapen(self, duckdb: Any, view: str) -> tuple[Misshapen, ...]:  # noqa: ARG002 - a sheet has its columns
        return ()

    def lines(self, rows: Iterable[int], misshapen: Iterable[Misshapen]) -> Mapping[int, int]:  # noqa: ARG002
        return {row: self.numbers[row - 1] for row in rows}


def read_cells(path: Path, *, name: str) -> tuple[SheetCells, ...]:
    """Every sheet of a workbook. Raises ProblemsError when it cannot be read."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            return tuple(
                SheetCells(
                    sheet.name,
                    sheet.visible == SheetVisibleEnum.Visible,
                    book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False),
                )
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            )
    except BaseException as error:
        # the reader is in Rust and panics at a sheet too large for any memory: one stray cell in the last corner does it
        if not isinstance(error, CalamineError | OSError) and type(error).__name__ != "PanicException":
            raise
        message = "Filen er tom, afkortet, beskyttet med adgangskode eller ikke et regneark."
        hint = "Åbn den i et regneark, og gem den igen uden adgangskode."
        raise ProblemsError([Problem(Place(name), message, hint=hint)]) from error


def sheet_name(name: str, sheet: str) -> str:
    """What a sheet is called in problems."""
    return f"{name}, ark »{sheet}«"


def read_sheets(
    cells: Sequence[SheetCells], wanted: Sequence[str], dates: Sequence[str], *, name: str
) -> tuple[Sheet, ...]:
    """The sheets that have the wanted columns; the others are passed over.

    Raises ProblemsError when no sheet has them, or a hidden one does.
    """
    found = [sheet for sheet in cells if any(holds(_texts(row), wanted) for row in sheet.rows[:SEARCHED])]
    hint = "Vis arket, hvis dets rækker skal med; slet det, hvis de ikke skal."
    hidden = [
        Problem(Place(sheet_name(name, sheet.name)), "Arket er skjult og har rækker som de andre.", hint=hint)
        for sheet in found
        if not sheet.visible
    ]
    if hidden:
        raise ProblemsError(hidden)
    shown = found or [sheet for sheet in cells if sheet.visible][:1]
    return tuple(_sheet(sheet, wanted, dates, sheet_name(name, sheet.name)) for sheet in shown)


def _sheet(cells: SheetCells, wanted: Sequence[str], dates: Sequence[str], name: str) -> Sheet:
    head = [_texts(row) for row in cells.rows[:SEARCHED]]
    header = find_header(head, wanted, range(1, len(head) + 1), name=name)
    places = [header.places[column] for column in wanted]
    days = [column in dates for column in wanted]
    rows, numbers = [], []
    for number, row in enumerate(cells.rows[header.row + 1 :], start=header.row + 2):
        if any(cell != "" for cell in row):
            rows.append([as_text(row[p], day=day) for p, day in zip(places, days, strict=True)])
            numbers.append(number)
    if not rows:
        raise ProblemsError([no_rows(name)])
    columns = {column: pa.array([row[n] for row in rows], pa.string()) for n, column in enumerate(wanted)}
    return Sheet(name, pa.table({**columns, ROW: pa.array(range(1, len(rows) + 1), pa.int64())}), numbers)


def _texts(row: Sequence[Cell]) -> list[str]:
    return [as_text(cell, day=False) for cell in row]


def as_text(cell: Cell, *, day: bool) -> str:
    """A cell as text; a date as ISO. Where a `day` is wanted, a number is the day that spreadsheets mean by it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, float):
        if day and cell in _SERIAL:
            return (_DAY_0 + timedelta(days=int(cell))).isoformat()
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
