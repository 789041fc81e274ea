"""What a row of a published table says of a sum: of the tables for machines, and of the tables of chapters and units' pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.periods import Month, Period

Row = Mapping[str, str]
TABLES = {
    "months": (Kind.MONTH, "month"),
    "year-to-date": (Kind.TO_DATE, "month"),
    "districts": (Kind.UNIT, "district"),
}
# where units were merged, where they can be compared with the year before, and where they have figures for each case
OCCASIONAL = ("merged-units", "units-before", "unit-months")
MERGED, BEFORE, UNIT_MONTHS = OCCASIONAL
LATEST = ""  # the last month that a year to date is told of, whichever that is
_NOT_SHOWN = ("", "[f]", "[m]")
_FIGURE = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?")


@dataclass(frozen=True)
class Entry:
    """What a row of a file says of a sum: cases, total and mean, each None where the row does not show it. `derived`: it
    shows something that was worked out from the sum. `period`: it is said to be what the edition of that period told.
    """

    file: str
    goal: str
    name: Name
    n: Decimal | None
    total: Decimal | None
    value: Decimal | None
    withheld: bool = False
    derived: bool = False
    period: str = ""

    @property
    def shows(self) -> bool:
        return self.derived or (self.n, self.total, self.value) != (None, None, None)


def entries_of(file: str, table: str, rows: Sequence[Row]) -> Iterator[Entry]:
    """The rows of a table for machines, or of one that has its columns. Raises ValueError, or KeyError, where a row is none."""
    kind, column = TABLES.get(table, (Kind.UNIT_MONTH if table == UNIT_MONTHS else Kind.MERGED, "month"))
    for row in rows:
        if kind is not Kind.UNIT:
            Month.parse(row[column])
        units = (row.get("units") or row["district"]) if kind in (Kind.MERGED, Kind.UNIT_MONTH) else ""
        of = f"{row[column]} {units}".strip()
        # a table for machines says why a figure is not shown, one for people has its mark in the cell
        withheld = row.get("note") == "withheld" or "[f]" in row.values()
        n, total, value = (number_of(row.get(figure)) for figure in ("n", "total", "value"))
        yield Entry(file, series_of(row), Name(kind, of), n, total, value, withheld)


def series_of(row: Row) -> str:
    """The series that a row is of; in tables of before, and in those of a chapter, it is the goal's."""
    return (row.get("series") or row["goal"]).removeprefix("Talserie ").removeprefix("Mål ")


def chapter_entries(name: str, rows: Sequence[Row], levels: Collection[str]) -> Iterator[Entry]:
    """The tables of chapters: a goal's months with the year to date beside them, its units, who pulls, what has changed since the
    year before, and units together.
    """
    for row in rows:
        if "goal" in row and "month" in row and "year_to_date" in row:
            yield from entries_of(name, "months", (row,))
            running = number_of(row["year_to_date"])
            if running is not None or row.get("series") is None:
                yield Entry(
                    name, series_of(row), Name(Kind.TO_DATE, row["month"]), None, None, running, running is None
                )
        elif "goal" in row and "units" in row and "n" in row:
            yield from entries_of(name, MERGED, (row,))
        elif "goal" in row and "district" in row and "n_before" in row:
            shows = row["rate"] not in _NOT_SHOWN
            yield replace(_of_unit(name, row, levels), derived=shows)
            yield replace(_before(name, row), derived=shows)
        elif "goal" in row and "district" in row and "n" in row:
            yield replace(_of_unit(name, row, levels), derived=row.get("contribution", "") not in _NOT_SHOWN)


def unit_entries(name: str, rows: Sequence[Row], levels: Collection[str]) -> Iterator[Entry]:
    """A unit's page: its months; and after each period its year to date, that of all units, and its own of the year before, as the period's own edition
    told them. Of `levels` there is no year to date of all.
    """
    for row in rows:
        if "month" in row:
            yield from entries_of(name, UNIT_MONTHS, (row,))
            continue
        period = "" if row["period"] == row["quarter"] else row["period"]
        own = {**row, "n": row["n_unit"], "value": row["value_unit"]}
        yield replace(_of_unit(name, own, levels), period=period)
        if row.get("until_before"):
            then = {**row, "month_before": row["until_before"]}
            yield replace(_before(name, then), period=period)
        if series_of(row) not in levels:
            n, value = number_of(row["n_all"]), number_of(row["value_all"])
            yield Entry(name, series_of(row), Name(Kind.TO_DATE, LATEST), n, None, value, period=period)


def measured_entries(name: str, rows: Sequence[Row], period: Period, levels: Collection[str]) -> Iterator[Entry]:
    """The plan's measured figures in an edition of a period: the year to date as it stands, and what was worked out of the months
    of the period, of the one before and of the year before: of a level of the last month of each.
    """
    compared = {
        "value": period.months, "previous": period.previous.months, "year_before": [m.year_before for m in period.months],
    }  # fmt: skip
    for row in rows:
        series = series_of(row)
        yield Entry(name, series, Name(Kind.TO_DATE, LATEST), None, None, number_of(row.get("to_date")))
        for column, months in compared.items():
            if number_of(row.get(column)) is not None:
                for month in months[-1:] if series in levels else months:
                    yield Entry(name, series, Name(Kind.MONTH, str(month)), None, None, None, derived=True)


def track_entries(name: str, rows: Sequence[Row], series: str) -> Iterator[Entry]:
    """What each of the year's editions told of a goal that one series is measured by: figures in words, of the year to date."""
    for row in rows:
        period = "" if row["edition"] == row["quarter"] else row["edition"].rpartition("/")[2]
        shown = any(sign.isdigit() for sign in row["reached"])
        yield Entry(name, series, Name(Kind.TO_DATE, LATEST), None, None, None, derived=shown, period=period)


def _before(name: str, row: Row) -> Entry:
    """What a row tells of its unit in the year before."""
    then = {**row, "month": row["month_before"], "n": row["n_before"], "value": row["value_before"]}
    (entry,) = entries_of(name, BEFORE, (then,))
    return entry


def _of_unit(name: str, row: Row, levels: Collection[str]) -> Entry:
    """A row of a unit; of a level it has an average month's number, and the table for machines what all months add up to."""
    (entry,) = entries_of(name, "districts", (row,))
    return replace(entry, n=None) if entry.goal in levels else entry


def number_of(text: str | None) -> Decimal | None:
    """A figure of a table; None where a cell shows none. Raises ValueError where it is something else."""
    if text is None or text in _NOT_SHOWN:
        return None
    if _FIGURE.fullmatch(text) is None:  # one with a large exponent takes all memory where it is made whole
        raise ValueError
    return Decimal(text.replace(",", "."))
