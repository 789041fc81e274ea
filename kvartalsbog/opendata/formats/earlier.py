"""What editions of before say in Danish words, read as the codes of today: those whose manifest has format 1 or 2."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.kinds.units import TYPED, Unit

CODES_SINCE = 3  # the first format of manifests beside which the tables have codes
_CODES: Mapping[str, Mapping[str, str]] = {
    "verdict": {
        "opfyldt": "met",
        "delvist opfyldt": "partly_met",
        "ikke opfyldt": "not_met",
        "ikke forfalden": "not_due",
        "mangler data": "no_data",
    },
    "outlook": {
        "på vej": "on_track",
        "mangler svar": "unanswered",
        "i risiko": "at_risk",
        "uden for rækkevidde": "out_of_reach",
    },
    "state": {"not due": "not_due", "no data": "no_data"},
    "unit": TYPED,
}


def code(column: str, cell: str) -> str:
    """What a cell of before would be today; a cell that is no such word is as it was."""
    return str(_CODES.get(column, {}).get(cell, cell))


def row_in_codes(row: Mapping[str, str], manifest: int) -> Mapping[str, str]:
    """A row of a table for machines beside a manifest of that format. The unit of a number that is to be reached was
    what is counted, and stands in a column of its own today.
    """
    if manifest >= CODES_SINCE:
        return row
    coded = {column: code(column, cell) for column, cell in row.items()}
    if row.get("unit") and row.get("direction") == "":
        coded |= {"unit": Unit.ITEMS.value, "counted": row["unit"]}
    return coded


def series_of(row: Mapping[str, str]) -> str:
    """The series that a row is of: until series had names, a goal had one, which was called as the goal."""
    return row.get("series") or row["goal"]


def series_titles(criteria: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    """What a goal calls its series where it has several: as the first of its criteria on each. Goal and series → title."""
    found: dict[str, dict[str, str]] = {}
    for row in criteria:
        if series_kind(row) is not None:
            found.setdefault(row["goal"], {}).setdefault(series_of(row), row["criterion_title"])
    return {(goal, name): title for goal, own in found.items() if len(own) > 1 for name, title in own.items()}


def rows_of(content: bytes, manifest: int) -> tuple[Mapping[str, str], ...]:
    """The rows of a table for machines beside a manifest of that format, in the codes of today."""
    return tuple(row_in_codes(row, manifest) for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
