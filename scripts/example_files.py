"""Example records as files of the kinds that extracts come in, each told to be an example in its own way.

The same records always give the same bytes: no file holds the time or the machine it was written on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

LABEL = "EKSEMPEL: Alle oplysninger er opdigtede."
_MONTHS = (
    "Januar", "Februar", "Marts", "April", "Maj", "Juni", "Juli", "August", "September", "Oktober", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """How a system writes CSV: its separator, its encoding, and its dates."""

    delimiter: str
    encoding: str
    dates: str


DANISH = Dialect(";", "cp1252", "%d-%m-%Y")
INTERNATIONAL = Dialect(",", "utf-8-sig", "%Y-%m-%d")


def write_parquet(path: Path, months: Iterable[pa.Table]) -> None:
    """The case system's extract: a group of rows for each month, the label among the file's metadata."""
    writer = None
    for table in months:
        if writer is None:
            dates = [field.name for field in table.schema if pa.types.is_date(field.type)]
            key, *texts = [name for name in table.column_names if name not in dates]
            packed = {key: "DELTA_BYTE_ARRAY", **dict.fromkeys(dates, "DELTA_BINARY_PACKED")}
            writer = pq.ParquetWriter(
                path, table.schema, compression="zstd", compression_level=19, store_schema=False,
                use_dictionary=texts, column_encoding=packed,
            )  # fmt: skip
            writer.add_key_value_metadata({"status": LABEL})
        writer.write_table(table)
    if writer is not None:
        writer.close()


def write_workbook(path: Path, title: str, drawn: date, months: Mapping[int, pa.Table]) -> None:
    """A register's extract as XLSX: what it is on the first sheet, then a sheet for each month with titles above its
    header and real dates.
    """
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"{title}. {LABEL}", "created": datetime.combine(drawn, datetime.min.time())})
        formats = {
            "title": book.add_format({"bold": True, "align": "left"}),
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "dd-mm-yyyy"}),
        }
        about = book.add_worksheet("Om udtrækket")
        about.set_column(0, 0, 70)
        for row, line in enumerate((LABEL, title, f"Trukket {drawn:%d-%m-%Y}. Et ark for hver måned.")):
            about.write_string(row, 0, line)
        for number, table in months.items():
            _write_sheet(book.add_worksheet(_MONTHS[number - 1]), title, drawn, table, formats)


def _write_sheet(sheet: Any, title: str, drawn: date, table: pa.Table, formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, table.num_columns - 1, 24)
    sheet.merge_range(0, 0, 0, table.num_columns - 1, f"{title}. {LABEL}", formats["title"])
    sheet.write_string(1, 0, f"Trukket {drawn:%d-%m-%Y}")
    sheet.write_row(3, 0, table.column_names, formats["head"])
    columns = [column.to_pylist() for column in table.columns]
    for row, cells in enumerate(zip(*columns, strict=True), start=4):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, formats["date"])
            else:
                sheet.write(row, column, cell)


def write_csv(path: Path, title: str, drawn: date, months: Iterable[pa.Table], dialect: Dialect) -> None:
    """A register's extract as CSV, with titles above the header as some systems write them."""
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=dialect.delimiter)
        writer.writerows([[f"{title}. {LABEL}"], [f"Trukket {drawn.strftime(dialect.dates)}"], []])
        for number, table in enumerate(months):
            if number == 0:
                writer.writerow(table.column_names)
            columns = [column.to_pylist() for column in table.columns]
            writer.writerows([_as_text(cell, dialect) for cell in cells] for cells in zip(*columns, strict=True))


def _as_text(cell: object, dialect: Dialect) -> object:
    return cell.strftime(dialect.dates) if isinstance(cell, date) else cell
