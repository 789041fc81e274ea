"""Extracts with something changed in them: CSV, XLSX, ODS and Parquet, as bytes and as what people do to them.

What is accepted must hold exactly the rows that plain readers find in the changed file: Python's own `csv`, the XML as it stands, and
Arrow. Every other row must be told, by its line.
"""

from __future__ import annotations

import csv
import io
import random
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from extracts import HEAD, as_text, records, write_parquet
from workbook_files import Raw, ods, xlsx

from fuzz.harness import Finding, Trial, Verdict, refusal
from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.extracts.columnar import read_columnar
from kvartalsbog.intake.extracts.delimited import read_delimited
from kvartalsbog.intake.extracts.file_kinds import refuse_other_kind
from kvartalsbog.intake.extracts.parts import Beside, Part
from kvartalsbog.intake.extracts.workbook_cells import read_cells
from kvartalsbog.intake.extracts.workbooks import read_sheets
from kvartalsbog.intake.records.mapping import ROW

BOUNDED = 160
COLUMNS, DATES = HEAD[:5], ("frist", "rettet")
Rows = list[tuple[str, ...]]
ROWS = as_text(records(12))
_PIECES = (b'"', b'""', b";", b",", b"\n", b"\r", b"\r\n", b"\n\n", b"\t", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"nr", b";;;;;\n", b"x" * 3000, b"=1+1", b"[b]", b"\x1b[31m")  # fmt: skip
_XML = (b"<", b">", b"&", b'"', b"</row>", b"<c/>", b'<row hidden="1">', b't="e"', b"<f>1</f>", b"<table:table-row/>", b'r="A1"', b"99999999999", b"<!--", b"&#0;", b"xFFFF")  # fmt: skip


@contextmanager
def trials() -> Iterator[Trial]:
    """Mutants of twelve returns in each format, read in one database."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, duckdb.connect() as connection:
        connection.execute("set enable_external_file_cache=false")  # files of the same name follow each other
        kinds = {"csv": _csv, "xlsx": _workbook, "ods": _workbook, "parquet": _parquet}

        def trial(rng: random.Random) -> Finding:
            kind = rng.choice(list(kinds))
            path = Path(folder, f"x.{kind}")
            words = kinds[kind](path, rng)
            try:
                refuse_other_kind(path, path.name)
                parts = _parts(path, Path(folder))
                with connection.cursor() as own:
                    rows, beside = _read(parts, own)
            except ProblemsError as error:
                return _refused(error, path)
            except duckdb.Error:  # told by part_outcome in Danish, with the file's name
                return Finding(Verdict.REFUSED if kind == "parquet" else Verdict.TRACEBACK, words)
            return _judged(path, rows, beside, words)

        yield trial


def _refused(error: ProblemsError, path: Path) -> Finding:
    sheets = {problem.place.file for problem in error.problems if problem.place.file.startswith(f"{path.name}, ark »")}
    return refusal(error, path.name, *sheets)


def _parts(path: Path, work: Path) -> Sequence[Part]:
    if path.suffix == ".csv":
        return [read_delimited(path, COLUMNS, name=path.name, work=work)]
    if path.suffix == ".parquet":
        return [read_columnar(path, COLUMNS, DATES, name=path.name, work=work)]
    return read_sheets(read_cells(path, name=path.name), COLUMNS, DATES, name=path.name)[0]


def _read(parts: Sequence[Part], connection: duckdb.DuckDBPyConnection) -> tuple[Rows, list[Beside]]:
    rows: Rows = []
    every = []
    for number, part in enumerate(parts):
        view = f"part_{number}"
        cells = ", ".join(f"coalesce(\"{column}\"::varchar, '')" for column in COLUMNS)
        every.append(part.exact(connection, view, COLUMNS))
        own = connection.execute(f'select {cells} from {view} order by "{ROW}"').fetchall()
        if (expected := part.quick(connection, view, COLUMNS)) is not None:
            quick = connection.execute(f"select {cells} from {view}").fetchall()
            assert (len(quick), sorted(quick)) == (expected, sorted(own)), "the two roads differ"
        rows += own
    return rows, every


def _judged(path: Path, rows: Rows, beside: Sequence[Beside], words: str) -> Finding:
    told = sum(one.rejected + one.hidden for one in beside)
    expected = _reference(path)
    if expected is None:  # what a plain reader cannot read must be as before, or told in part
        same = [tuple(map(_plain, row)) for row in rows] == [tuple(row[:5]) for row in ROWS]
        return Finding(
            Verdict.SAME if same else Verdict.REFUSED if told else Verdict.SILENT, f"{words}: read by no plain reader"
        )
    found, every, empty = [tuple(map(_plain, row)) for row in rows], expected, sum(one.empty for one in beside)
    if path.suffix == ".csv":
        found, every = sorted(found), sorted(every)
    lost = len(every) - len(found)
    if told == 0 and found == every:
        return Finding(Verdict.SAME if found == [tuple(row[:5]) for row in ROWS] else Verdict.AS_TOLD)
    remaining = list(every)
    for row in found:
        if row not in remaining:
            return Finding(Verdict.SILENT, f"{words}: {row} is in no plain reading; {told} told, {empty} empty")
        remaining.remove(row)
    return Finding(Verdict.AS_TOLD if lost == told else Verdict.SILENT, f"{words}: {lost} lost, {told} told")


def _plain(cell: str) -> str:
    """Days as the records write them, also the one that is a number."""
    cell = "2026-03-01" if cell == "46082" else cell
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else cell


# -- mutants ------------------------------------------------------------------------------------------------------------


def _csv(path: Path, rng: random.Random) -> str:
    ends, delimiter = rng.choice(("\n", "\r\n", "\r")), rng.choice(";,\t|")
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, lineterminator=ends, quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    )
    titles = [["Udtræk, 1. halvår"], ["Bestilt\naf Åse"], []]
    writer.writerows([*titles[: rng.randint(0, 3)], HEAD, *ROWS])
    data = out.getvalue().encode(rng.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")))
    done = []
    for _ in range(rng.randint(0, 3)):
        data, what = _bytes(data, rng, _PIECES)
        done.append(what)
    path.write_bytes(data)
    return "; ".join(done)


def _bytes(data: bytes, rng: random.Random, pieces: Sequence[bytes]) -> tuple[bytes, str]:
    at = rng.randrange(len(data) + 1)
    how = rng.choice(("put", "cut", "flip", "copy", "end"))
    if how == "put":
        piece = rng.choice(pieces)
        return data[:at] + piece + data[at:], f"{piece[:10]!r} at {at}"
    if how == "cut":
        return data[:at] + data[at + rng.randint(1, 30) :], f"cut at {at}"
    if how == "copy":
        start = rng.randrange(len(data) + 1)
        return data[:at] + data[start : start + rng.randint(1, 200)] + data[at:], f"copied {start} to {at}"
    if how == "flip" and at < len(data):
        return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :], f"flipped at {at}"
    return (data[:at] or b"x"), f"ended at {at}"


def _workbook(path: Path, rng: random.Random) -> str:
    write: Callable[..., Path] = xlsx if path.suffix == ".xlsx" else ods
    rows: list[list[object]] = [["Udtræk"], list(HEAD), *(list(row) for row in ROWS[:6])]
    more: list[list[object]] = [list(HEAD), *(list(row) for row in ROWS[6:])]
    hidden: dict[int, str] = {}
    done = [_by_hand(rows if rng.random() < 0.5 else more, hidden, rng, path.suffix) for _ in range(rng.randint(0, 2))]
    write(path, {"A": rows, "B": more}, rows=hidden)
    if rng.random() < 0.4:
        done.append(_in_a_part(path, rng))
    if rng.random() < 0.25:
        data, what = _bytes(path.read_bytes(), rng, _PIECES)
        path.write_bytes(data)
        done.append(f"in the archive: {what}")
    return "; ".join(done)


_ERROR = {
    ".xlsx": Raw('t="e"><v>#N/A</v>'),
    ".ods": Raw('table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'),
}
_UNSTORED = {".xlsx": Raw("><f>1+1</f>"), ".ods": Raw('table:formula="of:=1+1">')}


def _by_hand(rows: list[list[object]], hidden: dict[int, str], rng: random.Random, suffix: str) -> str:
    """What people do to a sheet."""
    at, column = rng.randrange(len(rows)), rng.randrange(6)
    how = rng.choice(("error", "unstored", "hide", "blank", "note", "again", "rename", "above", "number"))
    row = rows[at]
    if how in ("error", "unstored") and column < len(row):
        row[column] = (_ERROR if how == "error" else _UNSTORED)[suffix]
    elif how == "hide":
        hidden[at + 1] = 'hidden="1"' if suffix == ".xlsx" else 'table:visibility="filter"'
    elif how == "rename" and column < len(row):
        row[column] = f"{row[column]}s"
    elif how == "number" and column < len(row) and suffix == ".xlsx":
        row[column] = (date(2026, 3, 1) - date(1899, 12, 30)).days
    else:
        made: dict[str, list[object]] = {
            "blank": [""] * 6,
            "note": ["Kilde: systemet"],
            "again": list(row),
            "above": list(ROWS[0]),
        }
        rows.insert(0 if how == "above" else at, made.get(how, ["", " "]))
    return f"{how} at {at}, {column}"


def _in_a_part(path: Path, rng: random.Random) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    parts[name], what = _bytes(parts[name], rng, _XML)
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return f"{name}: {what}"


def _parquet(path: Path, rng: random.Random) -> str:
    write_parquet(path, records(12), typed=rng.random() < 0.5)
    if rng.random() < 0.1:
        return "nothing"
    data, what = _bytes(path.read_bytes(), rng, _PIECES)
    path.write_bytes(data)
    return what


# -- plain readers ------------------------------------------------------------------------------------------------------


def _reference(path: Path) -> Rows | None:
    """Every row below a header that has anything in it, as a plain reader finds it; nothing where it fails."""
    try:
        if path.suffix == ".csv":
            return _of_table(_csv_rows(path))
        if path.suffix == ".parquet":
            table = pq.read_table(path, columns=list(COLUMNS))
            cells = [table[column].cast(pa.string()).to_pylist() for column in COLUMNS]
            return [tuple(_plain(cell or "") for cell in row) for row in zip(*cells, strict=True)]
        with zipfile.ZipFile(path) as archive:
            names = (
                ["content.xml"] if path.suffix == ".ods" else ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
            )
            trees = [ElementTree.fromstring(archive.read(name)) for name in names]
    except Exception:
        return None
    tables = [table for tree in trees for table in _sheets(tree)]
    return [row for table in tables for row in _of_table(table) or []]


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    lines = io.StringIO(text, newline="").readlines()
    for delimiter, titles in product(";,\t|", range(4)):
        try:
            rows = list(csv.reader(lines[titles:], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        if any(set(COLUMNS) <= {cell.strip() for cell in row} for row in rows):
            return rows
    raise ValueError


def _of_table(rows: Sequence[Sequence[str]]) -> Rows | None:
    header = next((n for n, row in enumerate(rows) if set(COLUMNS) <= {cell.strip() for cell in row}), None)
    if header is None:
        return None
    places = [[cell.strip() for cell in rows[header]].index(column) for column in COLUMNS]
    below = [[*row, *[""] * 20] for row in rows[header + 1 :] if any(map(str.strip, row))]
    return [tuple(_plain(row[place]) for place in places) for row in below]


def _texts(element: ElementTree.Element) -> Iterator[str]:
    """All text in a cell but that of an XLSX's formulas."""
    if not element.tag.endswith("main}f"):
        yield element.text or ""
        for part in element:
            yield from _texts(part)
            yield part.tail or ""


def _sheets(tree: ElementTree.Element) -> Iterator[list[list[str]]]:
    def local(element: ElementTree.Element) -> str:
        return element.tag.rpartition("}")[2]

    for sheet in [one for one in tree.iter() if local(one) in ("sheetData", "table")]:
        rows = []
        for row in [one for one in sheet.iter() if local(one) in ("row", "table-row")]:
            cells = []
            for cell in [one for one in row if local(one) in ("c", "table-cell")]:
                shown = "".join(_texts(cell))
                at = re.match("[A-Z]+", cell.get("r", ""))
                cells += [""] * (ord(at[0]) - 65 - len(cells)) if at and len(at[0]) == 1 else []
                cells.append(shown)
            rows.append(cells)
        yield rows
