"""Where the header of a table stands, and which of its columns are wanted: titles above it and any order are allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kvartalsbog.errors import Place, Problem, ProblemsError, settle, visible
from kvartalsbog.intake.extracts.parts import no_rows
from kvartalsbog.names import meant, same, skeleton
from kvartalsbog.words.numbers import plural, spaced

SEARCHED = 20  # rows of titles that may stand above a header


@dataclass(frozen=True)
class Header:
    """`row`: the header's place among the rows that were searched, from 0. `places`: wanted column → its place."""

    row: int
    places: dict[str, int]
    width: int


def holds(row: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a row names every wanted column."""
    cells = [cell.strip() for cell in row]
    return all(own_name(column, cells, wanted) for column in wanted)


def own_name(column: str, cells: Sequence[str], wanted: Sequence[str]) -> str | None:
    """What a header calls a wanted column: its name, or the only one that is written alike; None where neither is there."""
    alike = [skeleton(one) for one in wanted].count(skeleton(column))
    return column if column in cells else same(column, cells) if alike == 1 else None


def fits(row: Sequence[str], wanted: Sequence[str]) -> int:
    """How many of the wanted columns a row names, as they are or nearly."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return sum(bool(meant(column, cells)) for column in wanted)


def find_header(rows: Sequence[Sequence[str]], wanted: Sequence[str], lines: Sequence[int], *, name: str) -> Header:
    """The first row that names every wanted column.

    `lines` are the rows' lines. Raises ProblemsError with every column that the likeliest row lacks, or has twice, and
    with rows above the header that look like records.
    """
    for number, row in enumerate(rows):
        if holds(row, wanted):
            cells = [cell.strip() for cell in row]
            hint = "Slet eller omdøb den ene i udtrækket."
            twice = [one for one in wanted if cells.count(one) > 1]
            problems = [
                Problem(Place(name, lines[number], one), "Kolonnen står to gange.", one, hint=hint) for one in twice
            ]
            places = {column: cells.index(str(own_name(column, cells, wanted))) for column in wanted}
            problems += _above(rows[:number], places, lines, name)
            settle(problems)
            return Header(number, places, len(cells))
    raise ProblemsError(_missing(rows, wanted, lines, name))


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
    if not fits(cells, wanted):  # then it may be a record: its cells are not told
        hint = f"Ingen af de første {SEARCHED} rækker nævner udtrækkets kolonner. Sæt overskriften over rækkerne."
        return [Problem(Place(name, lines[best]), "Overskriften mangler.", allowed=", ".join(wanted), hint=hint)]
    found, problems = spaced(plural(len(cells), "kolonne", "kolonner")), []
    names = [cell for cell in cells if not any(character.isdigit() for character in cell)]  # others may be a case's
    for column in wanted:
        if own_name(column, cells, wanted) is None:
            advice = meant(column, names), "Ret udtrækkets overskrift, eller skriv kolonnens navn i intake.yml."
            place = Place(name, lines[best], column)
            problems.append(Problem(place, "Kolonnen mangler.", found, column, visible(" ".join(filter(None, advice)))))
    return problems
