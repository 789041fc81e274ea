"""Parquet: the columns are named and typed, and a record's line is its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.header import find_header
from kvartalsbog.intake.mapping import ROW
from kvartalsbog.intake.parts import Misshapen, identifier, literal, no_rows


@dataclass(frozen=True)
class Columnar:
    """A Parquet file."""

    name: str
    path: Path

    def register(self, duckdb: Any, view: str, columns: Iterable[str], *, numbered: bool) -> None:
        wanted = ", ".join(map(identifier, columns))
        row = "file_row_number + 1" if numbered else "0::bigint"
        duckdb.execute(
            f"create or replace temp view {view} as select {wanted}, {row} as {identifier(ROW)} "
            f"from read_parquet({literal(str(self.path))}, file_row_number=true)"
        )

    def misshapen(self, duckdb: Any, view: str) -> tuple[Misshapen, ...]:  # noqa: ARG002 - every row has its columns
        return ()

    def lines(self, rows: Iterable[int], misshapen: Iterable[Misshapen]) -> Mapping[int, int]:  # noqa: ARG002
        return {row: row for row in rows}


def read_columnar(path: Path, wanted: Iterable[str], *, name: str) -> Columnar:
    """A Parquet file that has the wanted columns. Raises ProblemsError when it is damaged or lacks some."""
    try:
        file = pq.ParquetFile(path)
        names, rows = file.schema_arrow.names, file.metadata.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        message = "Filen er tom, afkortet eller ikke en Parquet-fil."
        raise ProblemsError([Problem(Place(name), message, hint="Træk udtrækket igen.")]) from error
    find_header([names], tuple(wanted), [1], name=name)
    if rows == 0:
        raise ProblemsError([no_rows(name)])
    return Columnar(name, path)
