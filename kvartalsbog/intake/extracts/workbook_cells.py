"""XLSX and ODS → the cells of every sheet, with what is hidden, merged or an error in them; bounded before memory is spent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kvartalsbog.errors import ProblemsError, refusal, visible
from kvartalsbog.intake.extracts.archives import DamagedError, Watch, vetted
from kvartalsbog.intake.extracts.file_kinds import refuse_other_kind
from kvartalsbog.intake.extracts.ods_facts import ContentScan
from kvartalsbog.intake.extracts.parts import no_rows
from kvartalsbog.intake.extracts.sheet_facts import BookScan, Facts, RelationScan, SheetScan, UnreadableError

Cell = Any
MOST_CELLS = 10_000_000  # in the smallest rectangles that hold the sheets' cells: a full sheet of nine columns
_DAY_0 = date(1899, 12, 30)  # the day that spreadsheets count from
_DAY_0_OF_1904 = date(1904, 1, 1)
_SERIAL = range(10_000, 80_000)  # 1927 to 2119
_DAY = 86_400  # seconds

# what an ODS keeps of other files that its formulas look in; no sheet can be called so
_COPIED = re.compile(r"'[^']*:.*'#.*", re.DOTALL)
_BOOK, _RELATIONS = (re.compile(rf"xl/{name}") for name in (r"workbook\d*\.xml", r"_rels/workbook\d*\.xml\.rels"))


@dataclass(frozen=True)
class SheetCells:
    """A sheet as it stands: its name, whether a reader can see it, its rows of cells, what is told of them beside their
    values, and the day that numbers count days from.
    """

    name: str
    visible: bool
    rows: Sequence[Sequence[Cell]]
    facts: Facts
    day_0: date = _DAY_0


def read_cells(path: Path, *, name: str) -> tuple[SheetCells, ...]:
    """Every sheet of a workbook. Raises ProblemsError when it cannot be read, or is too large."""
    refuse_other_kind(path, name)
    scans = _Scans()
    try:
        with vetted(path, name, scans.watcher) as copy, ExitStack() as stack:
            facts = scans.facts()
            _refuse_large(facts, name)
            book = stack.enter_context(CalamineWorkbook.from_path(copy))
            day_0 = _DAY_0_OF_1904 if scans.from_1904 else _DAY_0
            cells = tuple(
                SheetCells(
                    sheet.name,
                    sheet.visible == SheetVisibleEnum.Visible,
                    book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False),
                    facts[sheet.name],
                    day_0,
                )
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and not _COPIED.fullmatch(sheet.name)
            )
    except BaseException as error:
        # the reader is in Rust and panics at what it does not expect
        known = isinstance(error, CalamineError | DamagedError | UnreadableError | KeyError)
        if not known and type(error).__name__ != "PanicException":
            raise
        message = "Filen er afkortet, beskadiget, beskyttet med adgangskode eller ikke et regneark."
        hint = "Åbn den i et regneark, og gem den igen uden adgangskode."
        raise refusal(name, message, hint=hint) from error
    if not cells:
        raise ProblemsError([no_rows(name)])
    return cells


def _refuse_large(facts: Mapping[str, Facts], name: str) -> None:
    cells = sum(sheet.rows * sheet.columns for sheet in facts.values())
    if cells > MOST_CELLS:
        sheet, largest = max(facts.items(), key=lambda item: item[1].rows * item[1].columns)
        found = f"{largest.rows} rækker og {largest.columns} kolonner"
        hint = "Står der en celle langt nede eller ude til højre, så slet den. Gem ellers arket som CSV."
        message = "Arket er for stort."
        raise refusal(sheet_name(name, sheet), message, found, f"højst {MOST_CELLS} celler", hint)


class _Scans:
    """What watches which part of a workbook; afterwards, the facts of each sheet by its name."""

    def __init__(self) -> None:
        self.book, self.relations, self.content = BookScan(), RelationScan(), ContentScan()
        self.sheets: dict[str, SheetScan] = {}
        self.is_ods = False

    def watcher(self, part: str) -> Watch | None:
        if part == "content.xml":
            self.is_ods = True
            return self.content
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            return self.sheets.setdefault(part, SheetScan())
        if _BOOK.fullmatch(part):
            return self.book
        return self.relations if _RELATIONS.fullmatch(part) else None

    def facts(self) -> Mapping[str, Facts]:
        if self.is_ods:
            return self.content.sheets
        parts = {name: self.relations.parts.get(relation, "") for name, relation in self.book.sheets.items()}
        return {name: self.sheets[part].facts for name, part in parts.items() if part in self.sheets}

    @property
    def from_1904(self) -> bool:
        return self.content.from_1904 if self.is_ods else self.book.from_1904


def sheet_name(name: str, sheet: str) -> str:
    """What a sheet is called in problems."""
    return visible(f"{name}, ark »{sheet}«")


def as_text(cell: Cell, *, day: bool, day_0: date = _DAY_0) -> str:
    """A cell as text; a date as ISO. Where a `day` is wanted, a number is the day that spreadsheets mean by it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, float):
        if day and _SERIAL.start <= cell + (day_0 - _DAY_0).days < _SERIAL.stop:  # what is over whole days is the hour
            moment = datetime.combine(day_0, datetime.min.time()) + timedelta(seconds=round(cell * _DAY))
            return as_text(moment, day=True)
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def as_texts(row: Sequence[Cell]) -> list[str]:
    """A row as the texts of its cells, of which none is known to be a day."""
    return [as_text(cell, day=False) for cell in row]
