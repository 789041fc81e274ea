"""Parquet: the columns are named and typed, and a record's line is its number."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kvartalsbog.errors import Place, Problem, ProblemsError, refusal, settle
from kvartalsbog.intake.extracts.header import find_header
from kvartalsbog.intake.extracts.parts import Beside, identifier, literal, no_rows
from kvartalsbog.intake.records.mapping import ROW

_LARGEST_FOOTER = 64 << 20
_NUMBER = "file_row_number"


@dataclass(frozen=True)
class Columnar:
    """A Parquet file."""

    name: str
    path: Path
    rows: int
    places: Mapping[str, int]  # column → its place: to DuckDB a and A are one name
    floating: frozenset[str]  # the columns of floating point
    own_numbers: bool  # whether the file has a column of the name by which DuckDB numbers rows

    def quick(self, duckdb: Any, view: str, columns: Sequence[str]) -> int:
        self._register(duckdb, view, columns, "0::bigint")
        return self.rows

    def exact(self, duckdb: Any, view: str, columns: Sequence[str]) -> Beside:
        # rows are numbered as they are read, one after another, where the file's own column is in the way of the quicker
        self._register(duckdb, view, columns, "row_number() over ()" if self.own_numbers else f"{_NUMBER} + 1")
        return Beside()

    def _register(self, duckdb: Any, view: str, columns: Sequence[str], row: str) -> None:
        wanted = ", ".join(f"{self._cell(column)} as {identifier(column)}" for column in columns)
        numbered = "" if self.own_numbers else f", {_NUMBER}=true"
        duckdb.execute(
            f"create or replace temp view {view} as select {wanted}, {row} as {identifier(ROW)} "
            f"from read_parquet({literal(escape(str(self.path)))}{numbered})"
        )

    def _cell(self, column: str) -> str:
        """A column's cells in SQL; what is no number in a column of floating point is nothing: programs write so."""
        cell = f"#{self.places[column] + 1}"
        return f"case when isnan({cell}) then null else {cell} end" if column in self.floating else cell


def read_columnar(path: Path, wanted: Iterable[str], dates: Iterable[str], *, name: str, work: Path) -> Columnar:
    """A Parquet file that has the wanted columns. Raises ProblemsError when it is damaged, lacks some, or has some of
    types that are no text, number or day.
    """
    try:
        with path.open("rb") as opened:
            _refuse_large_footer(opened)
            file = pq.ParquetFile(opened)
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError, struct.error) as error:
        message = "Filen er afkortet, beskadiget, krypteret eller ikke en Parquet-fil."
        raise refusal(name, message, hint="Træk udtrækket igen.") from error
    columns = tuple(wanted)
    header = find_header([schema.names], columns, [1], name=name)
    kinds = {column: schema.field(place).type for column, place in header.places.items()}
    problems = [_unfit(name, column, kind, column in set(dates)) for column, kind in kinds.items()]
    settle([problem for problem in problems if problem])
    if rows == 0:
        raise ProblemsError([no_rows(name)])
    own_numbers = _NUMBER in map(str.casefold, schema.names)
    floating = frozenset(column for column, kind in kinds.items() if pa.types.is_floating(kind))
    return Columnar(name, _addressed(path, work), rows, header.places, floating, own_numbers)


def _refuse_large_footer(file: BinaryIO) -> None:
    """What a file says of itself is read whole: a few MB for any real one."""
    file.seek(-8, 2)
    (size,) = struct.unpack("<I", file.read(4))
    if size > _LARGEST_FOOTER:
        raise OSError
    file.seek(0)


def _unfit(name: str, column: str, kind: pa.DataType, is_date: bool) -> Problem | None:
    types = pa.types
    inner = kind.value_type if types.is_dictionary(kind) else kind
    is_text = (
        types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner) or types.is_null(inner)
    )
    is_day = types.is_date(inner) or (types.is_timestamp(inner) and inner.tz is None)
    is_number = (
        types.is_integer(inner) or types.is_decimal(inner) or types.is_floating(inner) or types.is_boolean(inner)
    )
    if is_text or is_day or (is_number and not is_date):
        return None
    if types.is_timestamp(inner):
        hint = "Hvilken dag det er, afhænger af tidszonen. Gem kolonnen som dato."
        allowed = "dato eller tekst"
        return Problem(Place(name, column=column), "Kolonnen er tidspunkter med tidszone.", str(kind), allowed, hint)
    allowed = "dato eller tekst" if is_date else "tekst, tal eller dato"
    hint = "Gem kolonnen som en af dem."
    return Problem(Place(name, column=column), "Kolonnens type kan ikke bruges.", str(kind)[:80], allowed, hint)


def _addressed(path: Path, work: Path) -> Path:
    """The file by a name that DuckDB can be told: not every name of a file is text."""
    if str(path).isprintable():
        return path
    link = work / f"{len(list(work.iterdir()))}.parquet"
    try:
        link.symlink_to(path)
    except OSError:  # Windows lets few make links
        shutil.copyfile(path, link)
    return link
