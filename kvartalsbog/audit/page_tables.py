"""What a page's tables tell: of a goal's months and units, of units together, of what has changed since last year, and of a unit's months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kvartalsbog.audit.entries import Entry
from kvartalsbog.audit.files import Files
from kvartalsbog.audit.record import Kind, Name
from kvartalsbog.periods import Month
from kvartalsbog.words.numbers import month_name

NUMBER = r"\d[\d.]*(?:,\d+)?"
_OF_UNIT = re.compile(r"tbl-unit-(?P<unit>.+)-months")
_SORTED_BY_CHANCE = 5  # so many rows or fewer may stand in the order of their values without having been sorted


@dataclass
class Table:
    """A table of a page: its id, and the text of its rows, heads first."""

    id: str
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Trace:
    """What a page tells: its file, the goal, the sum, and what is wrong in Danish."""

    file: str
    goal: str
    name: Name | None
    message: str


def table_traces(file: str, goal: str, table: Table, files: Files) -> Iterator[Trace]:
    """A goal's months or units, or a unit's months: no digit in what is withheld."""
    if len(table.rows) < 2 or not table.id.endswith(("-months", "-districts", "-merged", "-since")):
        return
    heads, *rows = table.rows
    if of_unit := _OF_UNIT.fullmatch(table.id):
        yield from _unit_months(file, of_unit["unit"].replace("--", "."), heads, rows, files)
        return
    if table.id.endswith("-since"):
        yield from _since(file, goal, rows, files)
        return
    if table.id.endswith("-districts"):
        names = unit_names(files, goal)
        for row in rows:
            entry = names.get(row[0])
            if entry is not None and entry.withheld and any(map(_has_number, row[1:])):
                yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")
        values = [(bool(e and e.withheld), _parsed(row[-1])) for row in rows for e in [names.get(row[0])]]
        yield from sorted_traces(file, goal, values)
        return
    if table.id.endswith("-merged"):
        yield from _merged(file, goal, rows, files)
        return
    own = [Month.parse(e.name.of) for e in own_entries(files, goal, Kind.MONTH)]
    months = {name: str(month) for month in own for name in (month_name(month), f"{month_name(month)} {month.year}")}
    for row in rows:
        for head, cell in list(zip(heads, row, strict=False))[1:]:
            name = _month_column(head, months.get(row[0].lower()))
            entry = files.entries.get((goal, name)) if name else None
            if entry is not None and entry.withheld and _has_number(cell):
                yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _unit_months(file: str, unit: str, heads: Sequence[str], rows: Sequence[Sequence[str]], files: Files) -> Iterator[Trace]:  # fmt: skip
    """A unit's months in rows, its figures in columns, each under the goal's number."""
    own = [(goal, entry) for (goal, name), entry in files.entries.items() if name.kind is Kind.UNIT_MONTH and name.units == (unit,)]  # fmt: skip
    for goal, entry in own:
        month = Month.parse(entry.name.of.split(" ")[0])
        told = [row for row in rows if row[0].lower() == f"{month_name(month)} {month.year}"]
        cells = [cell for row in told for head, cell in zip(heads, row, strict=False) if head.startswith(f"Mål {goal} (")]  # fmt: skip
        if entry.withheld and any(map(_has_number, cells)):
            yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _merged(file: str, goal: str, rows: Sequence[Sequence[str]], files: Files) -> Iterator[Trace]:
    """Units that others have gone into: after the name this year's cases and value, then those of the year before."""
    for row in rows:
        own = [
            e for e in _every(files, goal, Kind.MERGED) if files.units.get(e.name.units[0], e.name.units[0]) == row[0]
        ]
        newest_first = sorted(own, key=lambda e: e.name.of, reverse=True)
        for entry, cells in zip(newest_first, (row[1:3], row[3:5]), strict=False):
            if entry.withheld and any(map(_has_number, cells)):
                yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _since(file: str, goal: str, rows: Sequence[Sequence[str]], files: Files) -> Iterator[Trace]:
    """What has changed since the year before: a unit that is not told in both years has no row of its own."""
    hidden = [
        e
        for kind in (Kind.UNIT, Kind.MERGED)
        for e in _every(files, goal, kind)
        if e.withheld and len(e.name.units) == 1
    ]
    for entry in hidden:
        name = files.units.get(entry.name.units[0], entry.name.units[0])
        if any(row[0] == name and any(map(_has_number, row[1:])) for row in rows):
            yield Trace(file, goal, entry.name, "Tabellen viser et tal, der er holdt tilbage.")


def _month_column(head: str, month: str | None) -> Name | None:
    if month is None:
        return None
    if head.startswith(("Året til dato", "Planperioden til dato")):
        return Name(Kind.TO_DATE, month)
    if head.startswith("Året før"):
        return Name(Kind.MONTH, str(Month.parse(month).year_before))
    return Name(Kind.MONTH, month)


def sorted_traces(file: str, goal: str, rows: Sequence[tuple[bool, float | None]]) -> Iterator[Trace]:
    """A table in the order of its values, with what is withheld in between, tells between which values that lies."""
    shown = [value for withheld, value in rows if not withheld and value is not None]
    places = [number for number, (withheld, _) in enumerate(rows) if withheld]
    inner = [place for place in places if any(not w for w, _ in rows[:place]) and any(not w for w, _ in rows[place:])]
    if len(shown) > _SORTED_BY_CHANCE and inner and len(set(shown)) > _SORTED_BY_CHANCE and shown in (sorted(shown), sorted(shown, reverse=True)):  # fmt: skip
        yield Trace(file, goal, None, "Rækkerne står i tallenes orden, og de tilbageholdte står imellem dem.")


def own_entries(files: Files, goal: str, kind: Kind) -> list[Entry]:
    """The entries of a goal in the order of the table; of months only those of the edition's own year."""
    every = _every(files, goal, kind)
    if kind is Kind.UNIT:
        return every
    own = [Month.parse(e.name.of) for e in _every(files, goal, Kind.TO_DATE)]
    begins = min(own, default=None)  # only the plan's own months have a sum to date
    return [e for e in every if begins is None or Month.parse(e.name.of) >= begins]


def _every(files: Files, goal: str, kind: Kind) -> list[Entry]:
    return list(files.by_kind.get((goal, kind), ()))


def unit_names(files: Files, goal: str) -> dict[str, Entry]:
    return {files.units.get(e.name.of, e.name.of): e for e in own_entries(files, goal, Kind.UNIT)}


def _has_number(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def _parsed(cell: str) -> float | None:
    number = re.search(NUMBER, cell)
    return float(number[0].replace(".", "").replace(",", ".")) if number else None
