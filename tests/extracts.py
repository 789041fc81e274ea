"""Extracts of the invented library's returns, written in every form that extracts come in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from kvartalsbog.intake.records.outcome import Outcome
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.proposal import read
from kvartalsbog.periods import quarter_of

HEAD = ("nr", "afdeling", "slags", "frist", "rettet", "låner")
Record = tuple[str, str, str, date, date | None, str]
SPELLINGS = ("Nord", "Østbiblioteket", "N", "oest")


def records(count: int = 24) -> list[Record]:
    """Returns of the year's first nine months, a film among them now and then; a borrower's name stands in each."""
    made = []
    for number in range(1, count + 1):
        due = date(2026, 1, 5) + timedelta(days=11 * number)
        done = None if number % 5 == 0 else due + timedelta(days=number % 4 - 1)
        kind = "film" if number % 7 == 0 else "bog"
        made.append((f"A{number:04d}", SPELLINGS[number % 4], kind, due, done, f"Åse Ærø Ødegård {number}"))
    return made


def danish(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def as_text(rows: Iterable[Record], written: object = danish) -> list[list[str]]:
    """The records' cells as text, their dates in one way of writing."""
    shown = danish if written is danish else iso
    return [[shown(cell) if cell is None or isinstance(cell, date) else cell for cell in row] for row in rows]


def write_csv(
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    head: Sequence[str] = HEAD,
    delimiter: str = ";",
    encoding: str = "utf-8",
    line_end: str = "\n",
    titles: Sequence[str] = (),
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        file.writelines(title + line_end for title in titles)
        writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(head)
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[object]]], *, merged: bool = True) -> Path:
    """Sheets with two title rows above the header, the first of them over all columns."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(["Afleveringer, udtræk (eksempel)"])
        if merged:
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEAD))
        sheet.append([])
        for row in [HEAD, *rows] if rows else [["Arket har ingen tabel."]]:
            sheet.append(list(row))
    book.save(path)
    return path


def write_parquet(path: Path, rows: Sequence[Record], *, typed: bool = True) -> Path:
    cells = rows if typed else as_text(rows)
    columns = [list(column) for column in zip(*cells, strict=True)]
    pq.write_table(pa.table(dict(zip(HEAD, columns, strict=True))), path)
    return path


def base(project: Path) -> Ground:
    """What an intake of 2026K3 stands on."""
    return ground(quarter_of(2026, 3), project / "data")


def outcome(arguments: Sequence[Path | str], project: Path, goal: str | None = None) -> Outcome:
    """What became of the one extract that is named."""
    (extract,) = read([str(argument) for argument in arguments], goal, base(project)).extracts
    assert extract.goal == "a.2"
    return extract.outcome
