"""CSV files → rows of text that remember their line. Nothing is converted here, so nothing can be coerced."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.characters import hidden, unsafe_character
from kvartalsbog.files.text import line_of, read_text
from kvartalsbog.names import Allowed, Among

MAX_CELL = 5_000
MAX_BYTES = 20_000_000  # the readings of 400 goals and 40 units, with the year before, are some 9,000,000


@dataclass(frozen=True)
class Row:
    """One line of a file: its cells by column name, as they stand, and where it is."""

    file: str
    line: int
    cells: dict[str, str] = field(hash=False)

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, message: str, *, allowed: Allowed | None = None, hint: str | None = None) -> Problem:
        """A problem with one cell of this row; the cell's text is the value found."""
        return Problem(Place(self.file, self.line, column), message, self.cells[column], allowed, hint)


@dataclass(frozen=True)
class Rows:
    """The rows of a file, and the problems with its form (the rows that could be read are kept beside them)."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def csv_text(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Rows of cells, the head first, as the text of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def read_rows(path: Path, columns: Sequence[str], *, name: str, optional: Sequence[str] = ()) -> Rows:
    """The rows of a comma-separated UTF-8 file that must have exactly `columns`, in that order, and after them the
    `optional` ones or none of them: their cells are then empty.

    Problems of form are returned beside the rows: missing, extra or repeated columns, rows with another number of
    cells, cells that are far too long. A file that cannot be read at all gives problems and no rows.
    """
    try:
        text = read_text(path, name=name, most=MAX_BYTES)
    except ProblemsError as error:
        return Rows((), error.problems)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    line, suspect = 1, any(map(hidden, set(text)))
    try:
        header = next(reader)
        absent = dict.fromkeys(optional, "")
        if optional and set(header) & set(optional):
            columns, absent = (*columns, *optional), {}
        problems.extend(_header_problems(header, columns, name))
        if problems:
            return Rows((), tuple(problems))
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                bad = _row_problems(cells, columns, Place(name, line), suspect=suspect)
                problems.extend(bad)
                if not bad:
                    rows.append(Row(name, line, dict(zip(columns, cells, strict=True)) | absent))
            line = reader.line_num + 1
    except csv.Error:
        message = "Linjen kan ikke læses som CSV."
        hint = "Se efter et anførselstegn for meget eller for lidt."
        problems.append(Problem(Place(name, line), message, value=line_of(text, line), hint=hint))
    return Rows(tuple(rows), tuple(problems))


def _header_problems(header: list[str], columns: Sequence[str], name: str) -> list[Problem]:
    if header == list(columns):
        return []
    allowed = ",".join(columns)
    place = Place(name, 1)
    if len(header) == 1 and ";" in header[0]:
        return [
            Problem(
                place, "Kolonnerne er adskilt med semikolon.", header[0], allowed, "Gem filen med komma som skilletegn."
            )
        ]
    unknown = [(column, Among(column, tuple(columns))) for column in header if column not in columns]
    misspelt = {known.near for _, known in unknown}
    problems = [
        Problem(Place(name, 1, column), "Kolonnen mangler.", allowed=allowed)
        for column in columns
        if column not in header and (column,) not in misspelt
    ]
    problems += [
        Problem(Place(name, 1, column), "Ukendt kolonne.", column, known, "Slet kolonnen, eller ret dens navn.")
        for column, known in unknown
    ]
    problems += [
        Problem(Place(name, 1, column), "Kolonnen står to gange.", column, hint="Slet den ene.")
        for column in columns
        if header.count(column) > 1
    ]
    return problems or [Problem(place, "Kolonnerne står i en anden rækkefølge.", ",".join(header), allowed)]


def _row_problems(cells: list[str], columns: Sequence[str], place: Place, *, suspect: bool) -> list[Problem]:
    """What is wrong with a row's form. Cells are searched for hidden characters only where the file is `suspect`: has some."""
    if len(cells) != len(columns):
        hint = "Et tal må ikke have decimalkomma; en tekst med komma skal stå i anførselstegn."
        return [Problem(place, "Forkert antal felter.", str(len(cells)), str(len(columns)), hint)]
    problems = []
    for column, cell in zip(columns, cells, strict=True):
        if len(cell) > MAX_CELL:
            at = Place(place.file, place.line, column)
            problems.append(Problem(at, "Cellen er for lang.", f"{len(cell)} tegn", f"højst {MAX_CELL} tegn"))
        elif suspect and (unsafe := unsafe_character(cell)):
            at = Place(place.file, place.line, column)
            problems.append(Problem(at, "Teksten har et skjult tegn.", unsafe, hint="Skriv teksten igen uden tegnet."))
    return problems
