"""CSV as it really comes: with ; or , or tabs, in UTF-8 or Windows-1252, with titles above the header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from glob import escape
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.extracts.delimited_records import LONGEST, Record, read_lines, read_records
from kvartalsbog.intake.extracts.encodings import encoding_of
from kvartalsbog.intake.extracts.header import SEARCHED, find_header, holds
from kvartalsbog.intake.extracts.parts import (
    HEADER_AGAIN,
    LIKE_SUM,
    NO_SUM,
    TOLD,
    Beside,
    identifier,
    is_blank,
    literal,
    looks_like_sum,
    no_rows,
)
from kvartalsbog.intake.extracts.plain_lines import plain_records
from kvartalsbog.intake.records.mapping import ROW

DELIMITERS = (";", ",", "\t", "|")
_TRIED = 10_000  # records that are held against the header
_BATCH = 50_000  # records of a copy that are written at a time,
_HEAVY = 1 << 24  # or fewer, when they are as many characters
_ENDS_EARLY = "Filen slutter midt i en linje og er nok afkortet. Træk udtrækket igen."
_QUOTE_IT = "Et felt med skilletegn eller linjeskift skal stå i anførselstegn."
_NO_NOTE = "Er det en note under tabellen, så slet den."


@dataclass(frozen=True)
class Delimited:
    """A CSV file, its header found: `header_line` is the line on which the header ends, `work` where a copy may lie, and
    `plain` the number of its records where it is plain, see `plain_lines`.
    """

    name: str
    path: Path
    encoding: str
    delimiter: str
    header_line: int
    places: Mapping[str, int]
    width: int
    work: Path
    plain: int | None

    def quick(self, duckdb: Any, view: str, columns: Sequence[str]) -> int | None:
        """The file as it lies, when it is plain."""
        if self.plain is not None:
            every = ", ".join(f"'c{n}': 'varchar'" for n in range(self.width))
            wanted = ", ".join(f"c{self.places[column]} as {identifier(column)}" for column in columns)
            duckdb.execute(
                f"create or replace temp view {view} as select {wanted}, 0::bigint as {identifier(ROW)} from read_csv("
                f"{literal(escape(str(self.path)))}, delim={literal(self.delimiter)}, header=false, skip={self.header_line}, "
                f"auto_detect=false, columns={{{every}}}, quote='\"', escape='\"', strict_mode=true, max_line_size={2 * LONGEST})"
            )
        return self.plain

    def exact(self, duckdb: Any, view: str, columns: Sequence[str]) -> Beside:
        """A copy of the records' wanted columns, read record by record."""
        copy = self.work / f"{view}.parquet"
        sieve = _Sieve(self, columns)
        schema = pa.schema([*((column, pa.string()) for column in columns), (ROW, pa.int64())])
        with pq.ParquetWriter(copy, schema, compression="none") as writer, closing(self.records()) as records:
            for batch in sieve.batches(records):
                writer.write_table(pa.table(batch, schema=schema))
        duckdb.execute(f"create or replace temp view {view} as from read_parquet({literal(escape(str(copy)))})")
        return Beside(sieve.rejected, 0, sieve.empty, tuple(sieve.told))

    def records(self) -> Generator[Record, None, None]:
        """The records below the header."""
        records = read_records(read_lines(self.path, self.encoding, self.name), self.delimiter)
        return (record for record in records if record[0] > self.header_line)


@dataclass
class _Sieve:
    """Tells records from what stands among them."""

    part: Delimited
    columns: Sequence[str]
    rejected: int = 0
    empty: int = 0
    told: list[Problem] = field(default_factory=list)
    widths: Counter[int] = field(default_factory=Counter)

    def batches(self, records: Iterable[Record]) -> Iterator[list[list[str] | list[int]]]:
        """The records' wanted columns and their lines, some records at a time."""
        places, width = [self.part.places[column] for column in self.columns], self.part.width
        header = [column.casefold() for column in self.columns]
        rows: list[list[str]] = []
        lines: list[int] = []
        weight = 0
        for seen, (line, cells, ended) in enumerate(records, start=1):
            if seen <= _TRIED:
                self._count_width(cells, seen)
            if cells is None:
                self._refuse(
                    line, "Et anførselstegn er for meget eller mangler.", hint=_QUOTE_IT if ended else _ENDS_EARLY
                )
            elif is_blank(cells):
                self.empty += 1
            elif len(cells) != width and not (len(cells) == width + 1 and not cells[-1].strip()):
                self._refuse_width(line, cells, ended=ended)
            else:
                row = [cells[place] for place in places]
                if [cell.strip().casefold() for cell in row] == header:
                    self._refuse(line, HEADER_AGAIN, hint="Slet linjen.")
                    continue
                rows.append(row)
                lines.append(line)
                weight += sum(map(len, row))
                if len(rows) == _BATCH or weight > _HEAVY:
                    yield [*map(list, zip(*rows, strict=True)), lines]
                    rows, lines, weight = [], [], 0
        if rows:
            yield [*map(list, zip(*rows, strict=True)), lines]

    def _count_width(self, cells: list[str] | None, seen: int) -> None:
        """Refuse a long file when most of its records have another width than the header."""
        width = self.part.width
        if cells is not None and not is_blank(cells):
            self.widths[width if len(cells) == width + 1 and not cells[-1] else len(cells)] += 1
        if seen == _TRIED and self.widths:
            likely, count = self.widths.most_common(1)[0]
            if likely != width and count > _TRIED / 2:
                message = "De fleste linjer har et andet antal felter end overskriften."
                hint = "Et felt med skilletegn skal stå i anførselstegn. Ret overskriften, eller træk udtrækket igen."
                place = Place(self.part.name, self.part.header_line)
                raise ProblemsError([Problem(place, message, str(likely), str(width), hint)])

    def _refuse_width(self, line: int, cells: list[str], *, ended: bool) -> None:
        if looks_like_sum(cells):
            self._refuse(line, LIKE_SUM, hint=NO_SUM)
        else:
            hint = _ENDS_EARLY if len(cells) < self.part.width and not ended else _QUOTE_IT
            hint = _NO_NOTE if len(cells) == 1 and ended else hint
            self._refuse(line, "Forkert antal felter.", str(len(cells)), str(self.part.width), hint)

    def _refuse(
        self, line: int, message: str, value: str | None = None, allowed: str | None = None, hint: str | None = None
    ) -> None:
        self.rejected += 1
        if len(self.told) < TOLD:
            self.told.append(Problem(Place(self.part.name, line), message, value, allowed, hint))


def read_delimited(path: Path, wanted: Iterable[str], *, name: str, work: Path) -> Delimited:
    """A CSV file, its encoding, delimiter and header found. What is copied of it lies in `work`.

    Raises ProblemsError when the file is empty, in an encoding that it is not read in, or lacks wanted columns.
    """
    columns = tuple(wanted)
    encoding = encoding_of(path, name)
    heads = {mark: _head(path, encoding, mark, name) for mark in DELIMITERS}
    tables = {mark: [cells or [] for _, cells, _ in head] for mark, head in heads.items()}
    likely = [mark for mark in DELIMITERS if any(holds(row, columns) for row in tables[mark])]
    delimiter = (likely or sorted(DELIMITERS, key=lambda mark: -max(map(len, tables[mark]))))[0]
    head, table = heads[delimiter], tables[delimiter]
    header = find_header(table[:SEARCHED], columns, [line for line, _, _ in head], name=name)
    below = head[header.row + 1][0] if header.row + 1 < len(head) else 0
    if len(head) <= SEARCHED and all(map(is_blank, table[header.row + 1 :])):
        raise ProblemsError([no_rows(name)])
    is_utf8 = encoding == "utf-8-sig" and str(path).isprintable()
    plain = plain_records(path, below - 1, delimiter, header.width) if is_utf8 else None
    return Delimited(name, path, encoding, delimiter, below - 1, header.places, header.width, work, plain)


def _head(path: Path, encoding: str, delimiter: str, name: str) -> list[Record]:
    """The records among which the header must be, and the one below them."""
    with closing(read_lines(path, encoding, name)) as lines:
        return list(islice(read_records(lines, delimiter), SEARCHED + 1))
