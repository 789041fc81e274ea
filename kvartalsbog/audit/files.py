"""One version's files as they were written: every figure that any of them shows, and every one that is withheld.

The tables for machines in `data/` are believed; whatever another file shows beyond them, or otherwise, is told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import python_calamine

from kvartalsbog.audit.entries import (
    BEFORE,
    LATEST,
    MERGED,
    OCCASIONAL,
    TABLES,
    UNIT_MONTHS,
    Entry,
    Row,
    chapter_entries,
    entries_of,
    measured_entries,
    number_of,
    series_of,
    track_entries,
    unit_entries,
)
from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.book.outputs import DATA, HTML
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.documents import parse_json
from kvartalsbog.intake.extracts.archives import DamagedError, vetted
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.opendata.formats.earlier import CODES_SINCE, row_in_codes
from kvartalsbog.periods import Month, Period, as_name

_SHEETS = {
    "Måneder": "months",
    "År til dato": "year-to-date",
    "Enheder": "districts",
    "Sammenlagte enheder": MERGED,
    "Enheder året før": BEFORE,
    "Enheders måneder": UNIT_MONTHS,
}
_HEADS = {
    "Mål": "goal", "Måned": "month", "Til og med": "month", "Enhedens id": "district", "Antal": "n", "Sum": "total", "Værdi": "value", "Lagt sammen": "units", "Talserie": "series",
}  # fmt: skip
_MOST = 50_000_000  # bytes of a table
# what a file that somebody else wrote can be wrong by: a cell, a column or a sheet that is missing or another
_WRONG: Final = (
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, DamagedError, python_calamine.CalamineError
)  # fmt: skip


@dataclass(frozen=True)
class Files:
    """What a version's files say. `entries` are those of the tables for machines, by goal and name; `others` the rest;
    `units` their names by id.
    """

    entries: Mapping[tuple[str, Name], Entry]
    others: tuple[Entry, ...]
    revisions: tuple[Row, ...]
    criteria: tuple[Row, ...]
    units: Mapping[str, str]

    @cached_property
    def by_kind(self) -> Mapping[tuple[str, Kind], Sequence[Entry]]:
        """The entries of each goal and kind, in the order of the tables."""
        found: dict[tuple[str, Kind], list[Entry]] = {}
        for (goal, name), entry in self.entries.items():
            found.setdefault((goal, name.kind), []).append(entry)
        return found


def read_files(folder: Path, label: str, manifest: int = CODES_SINCE, period: Period | None = None) -> Files:
    """Read a version's folder, whose manifest has that format, and which is of a period. Raises ProblemsError where a table is missing or cannot be read."""
    problems: list[Problem] = []
    tables = {
        name: _table(folder, label, f"{DATA.folder}/{name}.csv", problems)
        for name in (*_own_tables(folder), "revisions", "criteria")
    }
    try:
        entries = {
            (e.goal, e.name): e
            for name in _own_tables(folder)
            for e in entries_of(f"{DATA.folder}/{name}.csv", name, tables[name])
        }
        others = tuple(_others(folder, label, problems, period))
        units = {row["district"]: row["district_name"] for row in tables["districts"]}
        _check(tables["revisions"], tables["criteria"])
    except ProblemsError as error:
        problems += error.problems
    except _WRONG as error:
        problems.append(Problem(Place(label), "En af versionens filer kan ikke læses.", type(error).__name__))
    if problems:
        raise ProblemsError(problems)
    criteria = tuple(row_in_codes(row, manifest) for row in tables["criteria"])
    return Files(entries, others, tables["revisions"], criteria, units)


def _own_tables(folder: Path) -> tuple[str, ...]:
    """The tables of sums that a version has."""
    return (*TABLES, *(name for name in OCCASIONAL if (folder / DATA.folder / f"{name}.csv").exists()))


def _check(revisions: tuple[Row, ...], criteria: tuple[Row, ...]) -> None:
    """Read what is read of these tables later; raises one of _WRONG."""
    for row in revisions:
        as_name(row["vintage"])
        Month.parse(row["month"])
        for column in ("n_before", "total_before", "n_after", "total_after"):
            if number_of(row[column]) is None:
                raise ValueError
    for row in criteria:
        if series_kind(row) is not None:
            number_of(row["limit"] or "0")
        row["goal"], row["kind"], row["state"], row["outlook"], row["direction"]


def contradictions(files: Files, told: Files | None = None, period: str = "") -> Iterator[tuple[Entry, Entry]]:
    """Each row of another file that shows what the tables withhold, or otherwise than they do, and the table's row. With
    `told`, the files of the edition of an earlier `period`: what is said here to have been told there.
    """
    tables = (told or files).entries
    latest = _latest(tables)
    for other in files.others:
        name = latest.get(other.goal, other.name) if other.name == Name(Kind.TO_DATE, LATEST) else other.name
        own = tables.get((other.goal, name))
        if other.period != period or own is None or not other.shows:
            continue
        pairs = ((other.n, own.n), (other.total, own.total), (other.value, own.value))
        if own.withheld or any(
            shown is not None and (told is None or abs(shown - told) > Decimal("0.0000011")) for shown, told in pairs
        ):
            yield other, own


def _latest(tables: Mapping[tuple[str, Name], Entry]) -> dict[str, Name]:
    """Goal → the year to date that is its latest: of the last month that has been reported, where one has."""
    found: dict[str, Name] = {}
    for goal, name in sorted(tables):
        told = tables[goal, name]
        if name.kind is Kind.TO_DATE and (goal not in found or told.shows or told.withheld):
            found[goal] = name
    return found


def _table(folder: Path, label: str, name: str, problems: list[Problem], *, delimiter: str = ",") -> tuple[Row, ...]:
    try:
        with (folder / name).open("rb") as file:
            content = file.read(_MOST + 1)
        if len(content) > _MOST:
            problems.append(Problem(Place(f"{label}/{name}"), "Tabellen er for stor.", allowed=f"{_MOST} byte"))
            return ()
        text = content.decode("utf-8-sig")
        return tuple(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        problems.append(Problem(Place(f"{label}/{name}"), "Tabellen mangler eller kan ikke læses."))
        return ()


def _others(folder: Path, label: str, problems: list[Problem], period: Period | None) -> Iterator[Entry]:
    for table in _own_tables(folder):
        name = f"{DATA.folder}/{table}-da.csv"
        rows = _table(folder, label, name, problems, delimiter=";")
        yield from entries_of(name, table, tuple({_HEADS.get(k, k): v for k, v in row.items()} for row in rows))
    yield from _workbook(folder, label)
    criteria = _table(folder, label, f"{DATA.folder}/criteria.csv", [])
    levels = {series_of(row) for row in criteria if row.get("over") == "latest"}
    for path in sorted((folder / HTML.folder / "data").glob("goal-*.csv")):  # a notebook's own are tbl-… and fig-…
        name = f"{HTML.folder}/data/{path.name}"
        yield from chapter_entries(name, _table(folder, label, name, problems), levels)
    for path in sorted((folder / HTML.folder / "data").glob("unit-*.csv")):
        name = f"{HTML.folder}/data/{path.name}"
        yield from unit_entries(name, _table(folder, label, name, problems), levels)
    measured = folder / HTML.folder / "data/maalte-tal.csv"
    if period is not None and measured.is_file():
        name = measured.relative_to(folder).as_posix()
        yield from measured_entries(name, _table(folder, label, name, problems), period, levels)
    if period is not None:
        yield from _tracks(folder, label, period, criteria, problems)
    yield from _headlines(folder, label, problems)


def _tracks(
    folder: Path, label: str, period: Period, criteria: Sequence[Row], problems: list[Problem]
) -> Iterator[Entry]:
    """What the year's editions told of each goal that one criterion alone judges, by the year to date of a series."""
    for path in sorted((folder / HTML.folder / "data").glob("goal-*-track.csv")):
        name = path.relative_to(folder).as_posix()
        rows = _table(folder, label, name, problems)
        own = [row for row in criteria if rows and row["goal"] == rows[0]["goal"]]
        running = {Kind.TO_DATE: [Name(Kind.TO_DATE, str(period.last))]}
        of = (
            _sum_of(own[0], {(series_of(own[0]), kind): names for kind, names in running.items()})
            if len(own) == 1
            else None
        )
        if of is not None:  # where the deadline has passed, the figure is an earlier one
            yield from track_entries(name, rows, of[0])


def _workbook(folder: Path, label: str) -> Iterator[Entry]:
    path = folder / "data" / "data.xlsx"
    with vetted(path, f"{label}/{DATA.folder}/{path.name}", lambda _: None) as copy:
        book = python_calamine.CalamineWorkbook.from_path(copy)
        own = {sheet: table for sheet, table in _SHEETS.items() if table in _own_tables(folder)}
        sheets = {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in own}
    for sheet, table in own.items():
        rows = [[_text(cell) for cell in row] for row in sheets[sheet] if row]
        start = next((number for number, row in enumerate(rows) if row[0] == "Mål" and len(row) > 1), None)
        if start is not None:
            heads = [_HEADS.get(head, head) for head in rows[start]]
            found = tuple(dict(zip(heads, row, strict=True)) for row in rows[start + 1 :] if row[0].startswith("Mål "))
            yield from entries_of(f"{DATA.folder}/{path.name}", table, found)


def _text(cell: object) -> str:
    """A cell as the tables for machines have it; a workbook keeps a month as its first day."""
    return f"{cell:%Y-%m}" if isinstance(cell, date) else str(cell)


def _headlines(folder: Path, label: str, problems: list[Problem]) -> Iterator[Entry]:
    """The value of a criterion or goal wherever it stands: of the last year to date, of a level of the last month, by the deadline."""
    known: dict[tuple[str, Kind], list[Name]] = {}
    for table in ("months", "year-to-date"):
        for e in entries_of("", table, _table(folder, label, f"{DATA.folder}/{table}.csv", [])):
            if e.withheld or e.shows:
                known.setdefault((e.goal, e.name.kind), []).append(e.name)
    criteria = _table(folder, label, f"{DATA.folder}/criteria.csv", [])
    first = {
        row["goal"]: row for row in reversed(criteria) if row.get("unit")
    }  # the one that a goal's own line tells of
    for name in (f"{DATA.folder}/goals.csv", f"{DATA.folder}/criteria.csv", f"{HTML.folder}/data/maal.csv"):
        path = folder / name
        for row in _table(folder, label, name, problems) if path.is_file() else ():
            of = _sum_of(row if "kind" in row else first.get(row["goal"]), known)
            if of is not None:
                yield from _headlined(name, *of, row)
    if (folder / "results.json").is_file():
        document: Any = parse_json((folder / "results.json").read_bytes(), name=f"{label}/results.json")
        for goal in document["goals"]:
            of = _sum_of(first.get(goal["goal"]), known)
            if of is not None:
                yield from _headlined("results.json", *of, goal)


def _sum_of(row: Row | None, known: Mapping[tuple[str, Kind], Sequence[Name]]) -> tuple[str, Name] | None:
    """The series and the sum that a criterion's value is of, by its deadline; None of no series, or of a part of the year."""
    if row is None or series_kind(row) is None or row.get("from") or not row.get("direction"):
        return None
    kind, last = Kind.MONTH if row.get("over") == "latest" else Kind.TO_DATE, (row.get("deadline") or "9999")[:7]
    names = [name for name in known.get((series_of(row), kind), ()) if name.of <= last]
    return (series_of(row), max(names, key=lambda name: name.of)) if names else None


def _headlined(file: str, series: str, name: Name, row: Mapping[str, Any]) -> Iterator[Entry]:
    for column in ("value", "required_rest_of_year"):
        found = row.get(column)
        value = number_of(None if found is None else str(found))
        if value is not None:
            # what the rest of the time must give is worked out from the value: it may stand only where that does
            yield Entry(file, series, name, None, None, value if column == "value" else None, derived=True)
