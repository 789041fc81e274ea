"""A table of records where it stands: how DuckDB reads it, the line of each record in it, and what in it is no record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kvartalsbog.errors import Place, Problem


@dataclass(frozen=True)
class Beside:
    """The rows of a part that are no records: how many are rejected (another number of fields, quotation marks that do not
    match, a cell that is an error), hidden and empty. `told` are the first of the rejected and hidden ones.
    """

    rejected: int = 0
    hidden: int = 0
    empty: int = 0
    told: tuple[Problem, ...] = ()


TOLD = 50_000  # bad rows that are told one by one; more are only counted
LIKE_SUM, NO_SUM = "Rækken ligner en sum.", "Slet den."
HEADER_AGAIN = "Overskriften står her igen."
_SUMS = ("i alt", "ialt", "total", "sum", "hovedtotal", "samlet", "alle")


def looks_like_sum(cells: Iterable[str]) -> bool:
    """Whether a row is one that a report program puts below its records."""
    return any(cell.casefold().partition(":")[0].strip() in _SUMS for cell in cells)


def is_blank(cells: Iterable[str]) -> bool:
    """Whether nothing stands in a row."""
    return not any(map(str.strip, cells))


def no_rows(name: str) -> Problem:
    """A table with a header and nothing below it."""
    return Problem(Place(name), "Der er ingen rækker.", hint="Træk udtrækket igen.")


class Part(Protocol):
    """One file, or one sheet of it."""

    @property
    def name(self) -> str:
        """What it is called in problems."""

    def quick(self, duckdb: Any, view: str, columns: Sequence[str]) -> int | None:
        """Make a view of the wanted columns, with 0 in `row`, and tell how many records it must give. Nothing where the
        part holds more than records, so that only `exact` reads it right.
        """

    def exact(self, duckdb: Any, view: str, columns: Sequence[str]) -> Beside:
        """Make the same view with each record's line in `row`, and tell what stands beside the records."""


def identifier(name: str) -> str:
    """A name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL quotes it."""
    return "'" + text.replace("'", "''") + "'"
