"""Where the header of a table stands, and which of its columns are wanted: titles above it and any order are allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kvartalsbog.errors import Place, Problem, ProblemsError, visible
from kvartalsbog.intake.extracts.parts import no_rows
from kvartalsbog.words.numbers import plural, spaced

_SURELY = 0.75  # how alike a cell and a column must be for the cell to be told
SEARCHED = 20  # rows of titles that may stand above a header


@dataclass(frozen=True)
class Header:
    """`row`: the header's place among the rows that were searched, from 0. `places`: wanted column → its place."""

    row: int
    places: dict[str, int]
    width: int


def holds(row: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a row names every wanted column."""
    return set(wanted) <= {cell.strip() for cell in row}


def fits(row: Sequence[str], wanted: Sequence[str]) -> int:
    """How many of the wanted columns a row names, as they are or nearly."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return sum(bool(get_close_matches(column, cells, 1)) for column in wanted)


def find_header(rows: Sequence[Sequence[str]], wanted: Sequence[str], lines: Sequence[int], *, name: str) -> Header:
    """The first row that names every wanted column.

    `lines` are the rows' lines. Raises ProblemsError with every column that the likeliest row lacks, or has twice, and
    with rows above the header that look like records.
    """
    for number, row in enumerate(rows):
        if holds(row, wanted):
            cells = [cell.strip() for cell in row]
            problems = [_twice(one, Place(name, lines[number], one)) for one in wanted if cells.count(one) > 1]
            places = {column: cells.index(column) for column in wanted}
            problems += _above(rows[:number], places, lines, name)
            if problems:
                raise ProblemsError(problems)
            return Header(number, places, len(cells))
    raise ProblemsError(_missing(rows, wanted, lines, name))


def _twice(column: str, place: Place) -> Problem:
    return Problem(place, "Kolonnen står to gange.", column, hint="Slet eller omdøb den ene i udtrækket.")


def _above(
    rows: Sequence[Sequence[str]], places: Mapping[str, int], lines: Sequence[int], name: str
) -> Iterator[Problem]:
    """A sheet that was sorted with its header has records above it. A title fills a cell or two."""
    for line, row in zip(lines, rows, strict=False):
        filled = sum(place < len(row) and row[place].strip() != "" for place in places.values())
        if 2 * filled > len(places):
            hint = "Flyt overskriften op over alle rækker, eller slet rækken."
            yield Problem(Place(name, line), "Rækken står over overskriften og ligner en post.", hint=hint)


def _missing(rows: Sequence[Sequence[str]], wanted: Sequence[str], lines: Sequence[int], name: str) -> list[Problem]:
    if not any(cell.strip() for row in rows for cell in row):
        return [no_rows(name)]

    def likeness(number: int) -> tuple[int, int]:
        cells = [cell.strip() for cell in rows[number] if cell.strip()]
        return len(set(wanted) & set(cells)), len(cells)

    best = max(range(len(rows)), key=likeness)
    cells = [cell.strip() for cell in rows[best] if cell.strip()]
    if not any(
        get_close_matches(column, cells, 1) for column in wanted
    ):  # then it may be a record: its cells are not told
        hint = f"Ingen af de første {SEARCHED} rækker nævner udtrækkets kolonner. Sæt overskriften over rækkerne."
        return [Problem(Place(name, lines[best]), "Overskriften mangler.", allowed=", ".join(wanted), hint=hint)]
    problems = []
    for column in wanted:
        if column not in cells:
            near = _near(column, cells)
            advice = f"Mente du »{visible(near)}«? " if near else ""
            hint = f"{advice}Ret udtrækkets overskrift, eller skriv kolonnens navn i intake.yml."
            problems.append(
                Problem(
                    Place(name, lines[best], column),
                    "Kolonnen mangler.",
                    spaced(plural(len(cells), "kolonne", "kolonner")),
                    column,
                    hint,
                )
            )
    return problems


def _near(column: str, cells: Sequence[str]) -> str | None:
    """The header's cell that is the wanted column written a little otherwise. No other cell is told: it can be a case's."""
    near = [cell for cell in cells if cell.casefold().startswith(f"{column.casefold()} ")]
    near = near or get_close_matches(column, cells, 1, cutoff=_SURELY)
    return near[0] if near and not any(character.isdigit() for character in near[0]) else None
