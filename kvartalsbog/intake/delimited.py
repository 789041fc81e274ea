"""CSV as it really comes: with ; or , or tabs, in UTF-8 or Windows-1252, with titles above the header."""

from __future__ import annotations

import codecs
import csv
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.intake.header import SEARCHED, find_header, holds
from kvartalsbog.intake.mapping import ROW
from kvartalsbog.intake.parts import LIKE_SUM, NO_SUM, Misshapen, identifier, literal, looks_like_sum, no_rows

DELIMITERS = (";", ",", "\t", "|")
_BLOCK = 1 << 20
_LONGEST = 1 << 21
_TRIED = 10_000  # lines that are held against the header
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_TWICE_ENCODED = ("Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…")
_MESSAGES = {
    "MISSING COLUMNS": "Forkert antal felter.",
    "TOO MANY COLUMNS": "Forkert antal felter.",
    "UNQUOTED VALUE": "Et anførselstegn er for meget eller mangler.",
    "LINE SIZE OVER MAXIMUM": "Linjen er for lang.",
}


@dataclass(frozen=True)
class Delimited:
    """A CSV file in UTF-8, its header found. `path` is the file itself, or a copy of it in UTF-8."""

    name: str
    path: Path
    delimiter: str
    header_line: int
    places: Mapping[str, int]
    width: int

    def register(self, duckdb: Any, view: str, columns: Iterable[str], *, numbered: bool) -> None:
        every = ", ".join(f"'c{n}': 'varchar'" for n in range(self.width))
        wanted = ", ".join(f"c{self.places[column]} as {identifier(column)}" for column in columns)
        row = "row_number() over ()" if numbered else "0::bigint"
        # where many lines are misshapen, DuckDB loses others after them, unless one thread reads
        alone = "parallel=false, " if numbered else ""
        duckdb.execute(
            f"create or replace temp view {view} as select {wanted}, {row} as {identifier(ROW)} from read_csv({literal(str(self.path))}, "
            f"delim={literal(self.delimiter)}, header=false, skip={self.header_line}, auto_detect=false, columns={{{every}}}, "
            f"quote='\"', escape='\"', strict_mode=true, max_line_size={_LONGEST}, store_rejects=true, {alone}"
            f"rejects_table='{view}_rejects', rejects_scan='{view}_scan')"
        )

    def misshapen(self, duckdb: Any, view: str) -> tuple[Misshapen, ...]:
        told = duckdb.execute(
            f"select distinct line_byte_position - 1, error_type::varchar, csv_line from {view}_rejects "
            "where error_type <> 'CAST' order by 1"
        ).fetchall()
        first = {start: (kind, text) for start, kind, text in reversed(told)}
        lines = {start: line for start, line, _ in self._records() if start in first} if first else {}
        size = self.path.stat().st_size
        return tuple(self._told(lines[start], *first[start], start, size) for start in sorted(first))

    def lines(self, rows: Iterable[int], misshapen: Iterable[Misshapen]) -> Mapping[int, int]:
        wanted, not_records = set(rows), {one.line for one in misshapen}
        last = max(wanted, default=0)
        records = (line for _, line, _ in self._records() if line not in not_records)
        return {row: line for row, line in enumerate(islice(records, last), start=1) if row in wanted}

    def _told(self, line: int, kind: str, text: str, start: int, size: int) -> Misshapen:
        message = _MESSAGES.get(kind, "Linjen kan ikke læses som CSV.")
        ends = start + len(text.encode()) >= size
        if ends and kind in ("MISSING COLUMNS", "UNQUOTED VALUE"):
            hint = "Filen slutter midt i en linje og er nok afkortet. Træk udtrækket igen."
        else:
            hint = "Et felt med skilletegn eller linjeskift skal stå i anførselstegn."
        if "antal" not in message:
            return Misshapen(line, message, hint=hint)
        cells = next(csv.reader([text], delimiter=self.delimiter), [])
        if looks_like_sum(cells):
            return Misshapen(line, LIKE_SUM, hint=NO_SUM)
        return Misshapen(line, message, str(len(cells)), str(self.width), hint)

    def _records(self) -> Iterator[tuple[int, int, int]]:
        """First byte, first line and number of lines of each record below the header."""
        with self.path.open("rb") as file:
            start, line = 0, 1
            for _ in range(self.header_line):
                start += len(file.readline())
                line += 1
            first, open_quote, length, lines = line, False, 0, 0
            for text in file:
                length, lines = length + len(text), lines + 1
                open_quote ^= text.count(b'"') % 2 == 1
                if not open_quote:
                    if lines > 1 or text.rstrip(b"\r\n"):
                        yield start, first, lines
                    start, first, length, lines = start + length, first + lines, 0, 0
            if lines:
                yield start, first, lines


def read_delimited(path: Path, wanted: Iterable[str], *, name: str, work: Path) -> Delimited:
    """A CSV file, its encoding, delimiter and header found. A file in Windows-1252 is copied to UTF-8 below `work`.

    Raises ProblemsError when the file is empty, in an encoding that is neither, lacks wanted columns, or is long and has
    lines of another shape than the header.
    """
    columns = tuple(wanted)
    encoding, mixed = _encoding(path, name)
    if encoding != "utf-8" or mixed:
        path = _copied(path, encoding, work)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = [line.rstrip("\r\n") for line in islice(file, SEARCHED)]
    tables = {mark: [next(csv.reader([line], delimiter=mark), []) for line in head] for mark in DELIMITERS}
    likely = [mark for mark in DELIMITERS if any(holds(row, columns) for row in tables[mark])]
    delimiter = (likely or sorted(DELIMITERS, key=lambda mark: -max(map(len, tables[mark]))))[0]
    header = find_header(tables[delimiter], columns, range(1, len(head) + 1), name=name)
    if len(head) < SEARCHED and not any(line.strip() for line in head[header.row + 1 :]):
        raise ProblemsError([no_rows(name)])
    found = Delimited(name, path, delimiter, header.row + 1, header.places, header.width)
    _refuse_other_shape(found)
    return found


def _refuse_other_shape(found: Delimited) -> None:
    """Refuse a long file when most of its lines are misshapen: DuckDB keeps a kilobyte of each in memory."""
    with found.path.open(encoding="utf-8-sig", newline="") as file:
        lines = islice(file, found.header_line, found.header_line + _TRIED)
        widths = Counter(_width(line, found.delimiter, found.width) for line in lines)
    (likely, count), *_ = widths.most_common(1)
    if widths.total() < _TRIED or likely == found.width or count <= _TRIED / 2:
        return
    message = "De fleste linjer har et andet antal felter end overskriften."
    hint = "Et felt med skilletegn skal stå i anførselstegn. Ret overskriften, eller træk udtrækket igen."
    place = Place(found.name, found.header_line)
    raise ProblemsError([Problem(place, message, str(likely), str(found.width), hint)])


def _width(line: str, delimiter: str, width: int) -> int:
    """How many fields a line has; an empty one too many at its end is none."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return width if len(cells) == width + 1 and not cells[-1] else len(cells)


def _encoding(path: Path, name: str) -> tuple[str, bool]:
    """The encoding, and whether lines end in more than one way; the file is read some lines at a time."""
    pairs = alone = False
    utf8 = True
    with path.open("rb") as file:
        if not (start := file.read(4)):
            raise ProblemsError([Problem(Place(name), "Filen er tom.", hint="Træk udtrækket igen.")])
        file.seek(0)
        while block := file.read(_BLOCK) + file.readline(_LONGEST):
            if b"\0" in block or start.startswith(_MARKS):
                at = file.tell() - len(block) + max(block.find(b"\0"), 0)
                raise ProblemsError([_foreign(name, _line(path, at), "0x00")])
            if b"\r" in block:
                ends = block.count(b"\r\n")
                pairs, alone = pairs or ends > 0, alone or block.count(b"\n") > ends
            else:
                alone = alone or b"\n" in block
            utf8 = utf8 and _is_utf8(block)
    if utf8 or _is_utf8_throughout(path):
        return "utf-8", pairs and alone
    _refuse_undefined(path, name)
    return "cp1252", pairs and alone


def _is_utf8(block: bytes) -> bool:
    """As Arrow tells it of a text that holds the block: many times faster than to decode it."""
    places = pa.py_buffer(struct.pack("=ii", 0, len(block)))
    try:
        pa.StringArray.from_buffers(1, places, pa.py_buffer(block)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_utf8_throughout(path: Path) -> bool:
    """The same of a file whose blocks may end within a character, because its lines are so long."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _line(path: Path, at: int) -> int:
    """The line of a byte."""
    with path.open("rb") as file:
        return 1 + sum(file.read(min(_BLOCK, at - start)).count(b"\n") for start in range(0, at, _BLOCK))


def _refuse_undefined(path: Path, name: str) -> None:
    """Refuse bytes that Windows-1252 does not know, and text that is UTF-8 in places."""
    lines = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            try:
                text = block.decode("cp1252")
            except UnicodeDecodeError as error:
                at = lines + block[: error.start].count(b"\n") + 1
                raise ProblemsError([_foreign(name, at, f"0x{block[error.start]:02x}")]) from error
            for mark in _TWICE_ENCODED:
                if mark in text:
                    raise ProblemsError([_foreign(name, lines + text[: text.index(mark)].count("\n") + 1, mark)])
            lines += block.count(b"\n")


def _foreign(name: str, line: int, value: str) -> Problem:
    hint = "Gem filen som UTF-8, eller træk udtrækket igen."
    return Problem(
        Place(name, line), "Filen er i et andet eller blandet tegnsæt.", value, "UTF-8 eller Windows-1252", hint
    )


def _copied(path: Path, encoding: str, work: Path) -> Path:
    """The file in UTF-8, every line ended in the same way."""
    copy = work / f"{len(list(work.iterdir()))}-utf-8.csv"
    with path.open(encoding=encoding, newline="") as old, copy.open("w", encoding="utf-8", newline="") as new:
        rest = ""
        while block := old.read(_BLOCK):
            text = rest + block
            rest = "\r" if text.endswith("\r") else ""  # its other half may come with the next block
            new.write(text.removesuffix("\r").replace("\r\n", "\n") if rest else text.replace("\r\n", "\n"))
        new.write(rest)
    return copy
