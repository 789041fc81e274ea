"""The records of workbooks as they really come: several sheets, titles above the header, rows and sheets that are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.errors import Collector, Place, Problem, ProblemsError, collecting, refusal
from kvartalsbog.intake.extracts.header import SEARCHED, find_header, fits, holds
from kvartalsbog.intake.extracts.parts import HEADER_AGAIN, TOLD, Beside, is_blank, no_rows
from kvartalsbog.intake.extracts.sheet_facts import NO_VALUE, At, Facts
from kvartalsbog.intake.extracts.workbook_cells import Cell, SheetCells, as_text, as_texts, sheet_name
from kvartalsbog.intake.records.mapping import ROW

_SHOW_IT = "Vis arket, hvis dets rækker skal med; slet det, hvis de ikke skal."
_SHOW_ROW = "Fjern filteret, eller vis rækken, hvis den skal med; slet den, hvis den ikke skal."
_MOST_MERGED = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """A sheet's records in memory."""

    name: str
    table: pa.Table
    beside: Beside

    def quick(self, duckdb: Any, view: str, columns: Sequence[str]) -> int | None:  # noqa: ARG002
        duckdb.register(view, self.table)
        return None if self.beside.rejected or self.beside.hidden or self.beside.empty else len(self.table)

    def exact(self, duckdb: Any, view: str, columns: Sequence[str]) -> Beside:  # noqa: ARG002
        duckdb.register(view, self.table)
        return self.beside


def read_sheets(
    cells: Sequence[SheetCells],
    wanted: Sequence[str],
    dates: Sequence[str],
    *,
    name: str,
    collector: Collector | None = None,
) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets that have the wanted columns, and in a sentence each the others, which are passed over.

    That no sheet has them, that a hidden one has them, or that one has them nearly goes to `collector`, and the sheets
    without such a problem are given; without a collector the problems are raised.
    """
    filled = [sheet for sheet in cells if not all(map(_is_blank, sheet.rows))]
    found = [sheet for sheet in filled if _has(sheet, wanted)]
    nearly = [sheet for sheet in filled if sheet not in found and _has_nearly(sheet, wanted)]
    parts: list[Sheet] = []
    with collecting(collector) as told:
        for sheet in found + nearly or sorted(cells, key=lambda sheet: not sheet.visible)[:1]:
            place = sheet_name(name, sheet.name)
            if sheet.visible:
                read = told.attempt(partial(_sheet, sheet, wanted, dates, place))
                parts += [read] if read is not None else []
            else:
                hidden = Problem(Place(place), "Arket er skjult og har rækker som de andre.", hint=_SHOW_IT)
                told.problems.append(hidden)
    return tuple(parts), tuple(_passed_over(sheet, name) for sheet in filled if sheet not in found)


def _has(sheet: SheetCells, wanted: Sequence[str]) -> bool:
    return any(holds(as_texts(row), wanted) for row in sheet.rows[:SEARCHED])


def _has_nearly(sheet: SheetCells, wanted: Sequence[str]) -> bool:
    """Whether a row names half of the columns or more, as they are or nearly."""
    return any(2 * fits(as_texts(row), wanted) >= len(wanted) for row in sheet.rows[:SEARCHED])


def _passed_over(sheet: SheetCells, name: str) -> str:
    rows = sum(not _is_blank(row) for row in sheet.rows)
    hidden = "" if sheet.visible else ", som er skjult,"
    counted = "1 række" if rows == 1 else f"{rows} rækker"
    return f"{sheet_name(name, sheet.name)}{hidden} har ikke udtrækkets overskrift. Dets {counted} er ikke læst"


def _sheet(cells: SheetCells, wanted: Sequence[str], dates: Sequence[str], name: str) -> Sheet:
    head = [as_texts(row) for row in cells.rows[:SEARCHED]]
    header = find_header(head, wanted, range(1, len(head) + 1), name=name)
    filled = (n for n, row in enumerate(cells.rows) if not _is_blank(row))
    last = max((*filled, *(row for row, _ in cells.facts.errors)), default=0)
    if last <= header.row:
        raise ProblemsError([no_rows(name)])
    sieve = _Sieve(cells, header.places, [column in dates for column in wanted], name)
    for number in range(header.row + 1, last + 1):
        sieve.take(number, cells.rows[number] if number < len(cells.rows) else ())
    columns = {column: pa.array([row[n] for row in sieve.rows], pa.string()) for n, column in enumerate(wanted)}
    table = pa.table({**columns, ROW: pa.array(sieve.lines, pa.int64())})
    rejected = len(sieve.told) - sieve.hidden
    return Sheet(name, table, Beside(rejected, sieve.hidden, sieve.empty, tuple(sieve.told[:TOLD])))


class _Sieve:
    """Tells records from what stands among them."""

    def __init__(self, cells: SheetCells, places: Mapping[str, int], days: Sequence[bool], name: str) -> None:
        self.cells, self.places, self.days, self.name = cells, places, days, name
        self.header = [column.casefold() for column in places]
        self.merged = _merged(cells.facts, set(places.values()), len(cells.rows), name)
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self.told: list[Problem] = []
        self.hidden = self.empty = 0

    def take(self, number: int, row: Sequence[Cell]) -> None:
        facts, line = self.cells.facts, number + 1
        broken = [at for place in self.places.values() if (at := (number, place)) in facts.errors or at in self.merged]
        if _is_blank(row) and not broken:
            self.empty += 1
        elif number in facts.hidden:
            self.hidden += 1
            self.told.append(Problem(Place(self.name, line), "Rækken er skjult, fx af et filter.", hint=_SHOW_ROW))
        elif broken:
            self.told.append(self._broken(line, broken[0]))
        else:
            places = zip(self.places.values(), self.days, strict=True)
            texts = [as_text(row[p], day=day, day_0=self.cells.day_0) for p, day in places]
            if [text.strip().casefold() for text in texts] == self.header:
                self.told.append(Problem(Place(self.name, line), HEADER_AGAIN, hint="Slet rækken."))
            else:
                self.rows.append(texts)
                self.lines.append(line)

    def _broken(self, line: int, at: At) -> Problem:
        column = next(column for column, place in self.places.items() if place == at[1])
        cell, shown = xl_rowcol_to_cell(*at), self.cells.facts.errors.get(at)
        if shown is None:
            message, hint = f"Celle {cell} er flettet med andre celler.", "Ophæv fletningen, og udfyld hver celle."
        elif shown == NO_VALUE:
            message = f"Celle {cell} har en formel, men ingen værdi."
            hint = "Åbn filen i et regneark, så formlen bliver regnet ud, og gem den igen."
            shown = None
        else:
            message, hint = f"Celle {cell} viser en fejl.", "Ret cellen dér, hvor den kommer fra."
        return Problem(Place(self.name, line, column), message, shown, None, hint)


def _merged(facts: Facts, columns: set[int], rows: int, name: str) -> set[At]:
    """The cells of wanted columns that are part of another one. Raises ProblemsError for more than anybody means."""
    found: set[At] = set()
    taken = 0
    for first, last in facts.merged:
        own = [column for column in columns if first[1] <= column <= last[1]]
        below = range(first[0], min(last[0] + 1, rows))
        taken += len(own) * len(below)
        if taken > _MOST_MERGED:
            hint = "Ophæv fletningerne, og gem filen igen."
            raise refusal(name, "Arket har for mange flettede celler.", hint=hint)
        found |= {(row, column) for row in below for column in own} - {first}
    return found


def _is_blank(row: Sequence[Cell]) -> bool:
    return is_blank([cell if isinstance(cell, str) else "x" for cell in row])
