"""A table of records where it stands: how DuckDB reads it, and the line of each record in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kvartalsbog.errors import Place, Problem


@dataclass(frozen=True)
class Misshapen:
    """A line that is no record: it has another number of fields, or its quotation marks do not match."""

    line: int
    message: str
    value: str | None = None
    allowed: str | None = None
    hint: str | None = None


LIKE_SUM, NO_SUM = "Rækken ligner en sum.", "Slet den."
_SUMS = ("i alt", "ialt", "total", "sum", "hovedtotal", "samlet", "alle")


def looks_like_sum(cells: Iterable[str]) -> bool:
    """Whether a row is one that a report program puts below its records."""
    return any(cell.casefold().partition(":")[0].strip() in _SUMS for cell in cells)


def no_rows(name: str) -> Problem:
    """A table with a header and nothing below it."""
    return Problem(Place(name), "Der er ingen rækker.", hint="Træk udtrækket igen.")


class Part(Protocol):
    """One file, or one sheet of it."""

    @property
    def name(self) -> str:
        """What it is called in problems."""

    def register(self, duckdb: Any, view: str, columns: Iterable[str], *, numbered: bool) -> None:
        """Make a view of the wanted columns as they stand, with `row` from 1 where rows are numbered, else 0."""

    def misshapen(self, duckdb: Any, view: str) -> tuple[Misshapen, ...]:
        """What the view could not take as records, once it has been read."""

    def lines(self, rows: Iterable[int], misshapen: Iterable[Misshapen]) -> Mapping[int, int]:
        """The line of each of the rows."""


def identifier(name: str) -> str:
    """A name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL quotes it."""
    return "'" + text.replace("'", "''") + "'"
