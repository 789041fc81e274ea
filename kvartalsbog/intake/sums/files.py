"""A file of sums: unit, month, number and sum in each row, known by its heads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.errors import Place, Problem
from kvartalsbog.intake.extracts.delimited import DELIMITERS
from kvartalsbog.intake.extracts.delimited_records import read_lines, read_records
from kvartalsbog.intake.extracts.encodings import encoding_of
from kvartalsbog.intake.extracts.header import SEARCHED
from kvartalsbog.intake.extracts.parts import LIKE_SUM, NO_SUM, is_blank, looks_like_sum
from kvartalsbog.intake.extracts.workbook_cells import SheetCells, as_text, as_texts, sheet_name
from kvartalsbog.intake.records.plain_text import plain
from kvartalsbog.intake.sums.given import Given, Kind, reading
from kvartalsbog.kinds.measures import SeriesReading, Sum
from kvartalsbog.names import Among, same, skeleton
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.values import Plan

# column of series.csv → the heads that mean it
HEADS = {
    "goal": ("mål", "serie", "goal", "series"),
    "month": ("måned", "month"),
    "district": ("enhed", "kreds", "district", "unit"),
    "n": ("antal", "nævner", "n"),
    "total": ("sum", "tæller", "total"),
}
Spelled = Callable[[str], Mapping[str, str]]  # series → how its units may be written
_Line = tuple[int, Mapping[str, object]]
_BEGINNING = 1 << 16  # bytes
_ASKED = ("month", "district", "n")  # a sum may be the number itself, and the goal may be told otherwise


@dataclass(frozen=True)
class SumTable:
    """A table of sums: what it is called, its heads as they stand by the column that they mean, its rows (line, and cells by column),
    and all its columns. `problems` are of rows that are no rows of it.
    """

    name: str
    heads: Mapping[str, str]
    rows: tuple[_Line, ...]
    columns: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def tables_of_text(path: Path, name: str) -> tuple[SumTable, ...]:
    """The table of a CSV file; none where none of its first rows has the heads of sums."""
    if not _may_hold_sums(path):
        return ()
    encoding = encoding_of(path, name)
    for mark in DELIMITERS:
        with closing(read_lines(path, encoding, name)) as lines:
            head = list(islice(read_records(lines, mark), SEARCHED))
        found = next((n for n, (_, cells, _) in enumerate(head) if cells and _places(cells)), None)
        if found is not None:
            with closing(read_lines(path, encoding, name)) as lines:
                records = list(islice(read_records(lines, mark), found, None))
            return (_of_records(name, records),)
    return ()


def _may_hold_sums(path: Path) -> bool:
    """Whether the beginning of a file has the words of such heads: a long extract is not read through to find that out."""
    with path.open("rb") as file:
        start = file.read(_BEGINNING)
    texts = (start.decode(encoding, "replace").casefold() for encoding in ("utf-8", "cp1252", "utf-16"))
    spelt = (text.translate({ord("å"): "aa"}) for text in texts)
    return any(all(any(skeleton(head) in text for head in HEADS[column]) for column in _ASKED) for text in spelt)


def tables_of_sheets(sheets: Sequence[SheetCells], name: str) -> tuple[SumTable, ...]:
    """The tables of a workbook's sheets that have the heads of sums."""
    found = []
    for sheet in sheets:
        at = next((n for n, row in enumerate(sheet.rows[:SEARCHED]) if _places(as_texts(row))), None)
        if at is not None:
            found.append(_of_sheet(sheet, at, sheet_name(name, sheet.name)))
    return tuple(found)


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Column of series.csv → its place in a row of heads; nothing where they are none."""
    known = {skeleton(head): column for column, heads in HEADS.items() for head in heads}
    named = [known.get(skeleton(cell), "") for cell in cells]
    places = {column: named.index(column) for column in HEADS if named.count(column) == 1}
    return places if places.keys() >= set(_ASKED) and len(places) == len([one for one in named if one]) else {}


def _of_records(name: str, records: Sequence[tuple[int, list[str] | None, bool]]) -> SumTable:
    heads = records[0][1] or []
    places, rows, problems = _places(heads), list[_Line](), list[Problem]()
    for line, cells, _ in records[1:]:
        if cells is None:
            hint = "Ret linjen, eller gem filen igen fra regnearket."
            problems.append(Problem(Place(name, line), "Et anførselstegn er for meget eller mangler.", hint=hint))
        elif is_blank(cells):
            continue
        elif looks_like_sum(cells):
            problems.append(Problem(Place(name, line), LIKE_SUM, hint=NO_SUM))
        elif len(cells) < len(heads) or any(cell.strip() for cell in cells[len(heads) :]):
            problems.append(Problem(Place(name, line), "Forkert antal felter.", str(len(cells)), str(len(heads))))
        else:
            rows.append((line, {column: cells[place] for column, place in places.items()}))
    return _table(name, heads, places, rows, problems)


def _of_sheet(sheet: SheetCells, head: int, name: str) -> SumTable:
    heads = as_texts(sheet.rows[head])
    places, rows, problems = _places(heads), list[_Line](), list[Problem]()
    if not sheet.visible:
        problems.append(Problem(Place(name), "Arket er skjult og har summer.", hint="Vis arket, eller slet det."))
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 1):
        broken = [at for place in places.values() if (at := (number, place)) in sheet.facts.errors]
        for at in broken:
            hint = "Ret cellen, og gem filen igen."
            message = "Cellen viser en fejl."
            problems.append(Problem(Place(name, number + 1, xl_rowcol_to_cell(*at)), message, hint=hint))
        if broken or is_blank(map(str, row)):
            continue
        if number in sheet.facts.hidden:
            hint = "Vis rækken, hvis den skal med; slet den, hvis den ikke skal."
            problems.append(Problem(Place(name, number + 1), "Rækken er skjult, fx af et filter.", hint=hint))
        elif looks_like_sum(as_texts(row)):
            problems.append(Problem(Place(name, number + 1), LIKE_SUM, hint=NO_SUM))
        else:
            rows.append((number + 1, {column: row[p] if p < len(row) else "" for column, p in places.items()}))
    return _table(name, heads, places, rows, problems)


def _table(
    name: str, heads: Sequence[str], places: Mapping[str, int], rows: Sequence[_Line], problems: Sequence[Problem]
) -> SumTable:
    own = {column: plain(heads[place]) for column, place in places.items()}
    return SumTable(name, own, tuple(rows), frozenset(map(plain, heads)), tuple(problems))


class SumReader:
    """Reads tables of sums as a plan's series; what is wrong in them goes to `problems`. `spelled` tells how the units of a series may
    be written.
    """

    def __init__(self, plan: Plan, period: Period, spelled: Spelled, problems: list[Problem]) -> None:
        self.plan, self.period, self.spelled, self.problems = plan, period, spelled, problems
        self.names = {goal.id: goal.series[0] for goal in plan.goals if len(goal.series) == 1}
        self.names |= {name: name for name in plan.own_series}

    def read(self, tables: Iterable[SumTable], sources: Mapping[str, str | None], told: str | None) -> Iterator[Given]:
        """The sums of each series in a file's tables; `told` is the series of those that have no column of goals."""
        cells: dict[str, dict[tuple[Month, str], Sum]] = {}
        first: dict[tuple[str, Month, str], str] = {}
        for table in tables:
            self.problems += table.problems
            if "goal" not in table.heads and told is None:
                hint = f"Tilføj en kolonne »Mål«, eller brug --goal. Mål med tal: {', '.join(self.plan.own_series)}."
                message = "Det kan ikke ses, hvilket mål summerne hører til."
                self.problems.append(Problem(Place(table.name), message, hint=hint))
                continue
            for line, row in table.rows:
                where = str(Place(table.name, line))
                found = self._row(table, line, row, told)
                if found is not None and (earlier := first.setdefault(found.key, where)) != where:
                    message, hint = "Tallet for måneden og enheden står to gange.", "Behold det rigtige af de to."
                    self.problems.append(Problem(Place(table.name, line), message, earlier, hint=hint))
                elif found is not None:
                    cells.setdefault(found.series, {})[found.month, found.district] = Sum(found.n, found.total)
        for series, own in cells.items():
            yield Given(series, Kind.SUMS, sources, own)

    def _row(self, table: SumTable, line: int, row: Mapping[str, object], told: str | None) -> SeriesReading | None:
        """The reading of one row; None, and its problems told, where it cannot be used."""

        def place(column: str) -> Place:
            return Place(table.name, line, table.heads.get(column, column))

        series = self._series(row["goal"], place("goal")) if "goal" in row else told or ""
        if series not in self.plan.own_series:
            return None
        found = reading(series, row, self.plan, self.period, self.spelled(series), place)
        if isinstance(found, list):
            self.problems += found
            return None
        return found

    def _series(self, cell: object, place: Place) -> str:
        """The series that a cell names; "", and the problem told, where it names none."""
        text = re.sub(r"^mål ", "", plain(as_text(cell, day=False)), flags=re.IGNORECASE)
        if isinstance(cell, float) and f"{text}0" in self.names:  # a spreadsheet makes 1.1 of 1.10
            self.problems.append(Problem(place, "Målet kan læses på to måder.", hint="Gør cellen til tekst."))
        elif name := same(text, self.names):
            return self.names[name]
        else:
            message, allowed = (
                "Målet findes ikke, eller det har ingen talserie.",
                Among(text, tuple(self.plan.own_series), self.plan.titles),
            )
            self.problems.append(Problem(place, message, text, allowed))
        return ""


def series_named(stem: str, plan: Plan) -> str | None:
    """The series that a file's name begins with, `1.1-2025K1` or `mål 1.1`; None where it names none."""
    found = [
        name
        for name in plan.own_series
        if re.match(rf"(?:(?:mål|maal|goal)[ _-]*)?{re.escape(name)}(?![0-9a-zæøå]|\.[0-9])", stem.casefold())
    ]
    return found[0] if len(found) == 1 else None
