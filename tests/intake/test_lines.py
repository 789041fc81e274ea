"""Every row of a CSV file is told by its own line, whatever the file is made of; the reference counts while it writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, product
from pathlib import Path

import duckdb
import pytest

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.extracts.delimited import Delimited, read_delimited
from kvartalsbog.intake.extracts.delimited_records import LONGEST
from kvartalsbog.intake.extracts.plain_lines import plain_records
from kvartalsbog.intake.records.mapping import ROW

csv.field_size_limit(LONGEST)  # of the reference
COLUMNS = ("nr", "enhed", "frist")
HEAD = ("nr", "titel", "enhed", "frist")
ENDS = {"LF": ("\n",), "CRLF": ("\r\n",), "CR": ("\r",), "mixed": ("\n", "\r\n", "\r", "\r\n")}
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
DELIMITERS = (";", ",", "\t", "|")

# what a file is made of: kind → what stands on its lines; `~` is the delimiter, and each text is one line
TITLES: dict[str, list[str]] = {
    "none": [],
    "plain, with blank lines": ["Udtræk på Ærø", "", "Bestilt 9. april~2"],
    "with a quoted line break": ['"Svar til Folketinget', '(eksempel)"', ""],
    "with a quotation mark that is never closed": ['"Udtræk', "sep=~"],
}
HEADERS = ("nr~titel~enhed~frist", '"nr"~"titel (se', 'noten)"~"enhed"~"frist"')
GOOD = [["A1~Sag på Ærø~Fyn~05-01-2026"], ['"A2"~"Ville ""Vild""~"~"Øst"~"05-02-2026"'], ['A3~12" skærm~Fyn~']]
BODIES: dict[str, list[tuple[str, list[str]]]] = {
    "records only": [("record", lines) for lines in GOOD],
    "quoted line breaks": [("record", ['A4~"to', "", 'linjer"~Fyn~05-01-2026']), *(("record", one) for one in GOOD), ("record", ['A5~Sag~Fyn~"05', '"'])],
    "empty rows": [("empty", [""]), ("record", GOOD[0]), ("empty", ["~~~"]), ("empty", [" ~ ~\u00a0~"]), ("empty", ['""~""~""~""']), ("record", GOOD[1]), ("empty", [""])],
    "another number of fields": [("record", GOOD[0]), ("misshapen", ["A6~Sag"]), ("misshapen", ["A7~Sag~Fyn~05-01-2026~x~y"]), ("record", ["A8~Sag~Fyn~05-01-2026~"]), ("misshapen", ["A9"])],
    "stray quotation marks": [("record", GOOD[1]), ("misshapen", ['A10~"Sag"x~Fyn~']), ("misshapen", ['A11~"Sag~Fyn~05-01-2026']), ("record", GOOD[0]), ("record", GOOD[2]), ("misshapen", ['"A12'])],
    "notes below": [("record", GOOD[0]), ("empty", [""]), ("misshapen", ["Kilde: sagssystemet"]), ("misshapen", ["nr~titel~enhed~frist"])],
}  # fmt: skip


@dataclass
class Written:
    """A file's text and what stands on which line of it, counted while it is written."""

    ends: Iterator[str]
    delimiter: str
    text: str = ""
    line: int = 1
    lines: dict[str, list[int]] = field(default_factory=lambda: {"record": [], "empty": [], "misshapen": []})
    records: list[list[str]] = field(default_factory=list)

    def add(self, kind: str, lines: Sequence[str]) -> None:
        """Lines that are one thing together. What a record's cells are is told by Python's own reader."""
        if kind in self.lines:
            self.lines[kind].append(self.line)
        whole = "".join(line.replace("~", self.delimiter) + next(self.ends) for line in lines)
        if kind == "record":
            (cells,) = csv.reader(io.StringIO(whole, newline=""), delimiter=self.delimiter)
            self.records.append([cells[HEAD.index(column)] for column in COLUMNS])
        self.text += whole
        self.line += len(lines)


def written(ends: str, delimiter: str, title: str, header: Sequence[str], body: str) -> Written:
    made = Written(cycle(ENDS[ends]), delimiter)
    for lines in (TITLES[title], header):
        made.add("above", lines)
    for kind, lines in BODIES[body]:
        made.add(kind, lines)
    return made


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for all files: one that is closed has the C library look through all memory that a process has free."""
    with duckdb.connect() as connected:
        connected.execute("set enable_external_file_cache=false")  # files of the same name follow each other
        yield connected


def rows_of(
    part: Delimited, connection: duckdb.DuckDBPyConnection
) -> tuple[list[list[str]], list[int], list[int], int]:
    """The records, their lines, the misshapen lines, and the number of empty ones; by both roads where both are open."""
    beside = part.exact(connection, "exact", COLUMNS)
    rows = connection.execute(f'from exact order by "{ROW}"').fetchall()
    expected = part.quick(connection, "quick", COLUMNS)
    if expected is not None:
        assert (beside.rejected, beside.empty) == (0, 0)
        quick = connection.execute("from quick").fetchall()
        assert len(quick) == expected
        assert sorted(tuple(cell or "" for cell in row[:-1]) for row in quick) == sorted(row[:-1] for row in rows)
    assert beside.rejected == len(beside.told)
    return (
        [list(row[:-1]) for row in rows],
        [row[-1] for row in rows],
        [one.place.line for one in beside.told],
        beside.empty,
    )


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_row_is_read_or_told_by_its_line(
    ends: str, encoding: str, tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    turns = zip(
        cycle(DELIMITERS),
        cycle((HEADERS[:1], HEADERS[1:], HEADERS[:1])),
        cycle((True, True, True, False)),
        strict=False,
    )
    for (title, body), (delimiter, header, closed) in zip(product(TITLES, BODIES), turns, strict=False):
        made = written(ends, delimiter, title, header, body)
        text = made.text if closed else made.text.rstrip("\r\n")
        path = tmp_path / "x.csv"
        path.write_bytes(text.encode(encoding))
        found = rows_of(read_delimited(path, COLUMNS, name="x.csv", work=tmp_path), connection)
        empty = len(made.lines["empty"]) - (not closed and body == "empty rows")  # then nothing is left of the last one
        expected = (made.records, made.lines["record"], made.lines["misshapen"], empty)
        assert found == expected, (title, body, delimiter, closed)


def test_a_row_is_read_the_same_across_the_blocks_that_files_are_read_in(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """Line ends, characters and quoted fields that a block ends within: 8 kB of text, 1 and 4 MB of bytes."""
    record = 'B~"ø{}""{}"~Fyn~05-01-2026'
    for ends in ENDS.values():
        made = Written(cycle(ends), ";")
        made.add("above", HEADERS[:1])
        lines = [record.format("é" * (number % 7), "x" * (number % 11)) for number in range(1500)]
        for line in lines:
            made.add("record", [line])
        made.add("record", ["B~" + "æ" * 200_000 + "~Fyn~05-01-2026"])
        for line in lines:
            made.add("record", [line])
        made.add("misshapen", ["B~x"])
        path = tmp_path / "x.csv"
        path.write_bytes(made.text.encode())
        records, at, misshapen, _ = rows_of(read_delimited(path, COLUMNS, name="x.csv", work=tmp_path), connection)
        assert (records, at, misshapen) == (made.records, made.lines["record"], made.lines["misshapen"])


PLAIN = {
    "LF": (b"a;b\n1;2\n3;4\n", 2),
    "no end of the last line": (b"a;b\n1;2\n3;4", 2),
    "CRLF": (b"a;b\r\n1;2\r\n3;4", 2),
    "quoted": (b'a;b\n"1;2";"x""y"\n"";"""z"""\n', 2),
    "a mark that opens within a field": (b'a;b\n1;2"\n', None),
    "a mark that closes within a field": (b'a;b\n"1"x;2\n', None),
    "a mark that never closes": (b'a;b\n1;"2\n', None),
    "a quoted line break": (b'a;b\n1;"2\n3"\n', None),
    "mixed line ends": (b"a;b\n1;2\r\n", None),
    "one CR": (b"a;b\n1;2\r\n3\r;4\r\n", None),
    "a field too few": (b"a;b\n1;2\n3\n", None),
    "fields that make up for each other": (b"a;b\n1;2;3\n4\n", None),
    "a blank line": (b"a;b\n1;2\n\n3;4\n", None),
    "a quoted title": (b'"a";b\n1;2\n', None),
}  # fmt: skip


@pytest.mark.parametrize("case", PLAIN)
def test_only_what_can_be_read_in_one_way_is_plain(case: str, tmp_path: Path) -> None:
    content, records = PLAIN[case]
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert plain_records(path, 1, ";", 2) == records


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_line_that_never_ends_is_refused_before_it_is_held_in_memory(quote: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("w") as file:
        file.write(f"nr;titel;enhed;frist\nA1;{quote}")
        for _ in range(100):
            file.write("x" * 1_000_000)
        file.write(f"{quote};Fyn;05-01-2026\n")
    with pytest.raises(ProblemsError) as caught:
        read_delimited(path, COLUMNS, name="x.csv", work=tmp_path)
    found = f"Fundet: 'over {LONGEST} tegn'. Tilladt: højst {LONGEST} tegn."
    assert str(caught.value).startswith(f"x.csv:2: Linjen er for lang. {found}")


def test_a_field_of_many_lines_takes_no_record_with_it(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """A quotation mark that is missing, 100,000 records before the next one."""
    path = tmp_path / "x.csv"
    lines = [f"A{number};Sag;Fyn;05-01-2026\n" for number in range(100_000)]
    lines[7] = 'A7;"Sag;Fyn;05-01-2026\n'
    path.write_text("nr;titel;enhed;frist\n" + "".join(lines), encoding="utf-8")
    records, _, misshapen, _ = rows_of(read_delimited(path, COLUMNS, name="x.csv", work=tmp_path), connection)
    assert (len(records), misshapen) == (99_999, [9])


def test_records_above_the_header_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("A1;Sag;Fyn;05-01-2026\nnr;titel;enhed;frist\nA2;Sag;Fyn;05-01-2026\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match=r"^x\.csv:1: Rækken står over overskriften og ligner en post\."):
        read_delimited(path, COLUMNS, name="x.csv", work=tmp_path)


def test_a_file_without_a_header_is_refused_without_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("SAG-4711;Jens Hansen;Fyn;05-01-2026\nA2;Sag;Fyn;05-01-2026\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_delimited(path, COLUMNS, name="x.csv", work=tmp_path)
    assert str(caught.value).startswith("x.csv:1: Overskriften mangler. Tilladt: nr, enhed, frist.")
    assert "Hansen" not in str(caught.value)


@pytest.mark.parametrize("name", ["a[1].csv", "a*?.csv", "a\udcff.csv", "a\n.csv", "a'b.csv"])
def test_any_name_of_a_file_is_read(name: str, tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "a1.csv").write_text("nr;titel;enhed;frist\nB1;Sag;Fyn;05-01-2026\n", encoding="utf-8")
    path = tmp_path / name
    path.write_text("nr;titel;enhed;frist\nA1;Sag;Fyn;05-01-2026\n", encoding="utf-8")
    records, *_ = rows_of(read_delimited(path, COLUMNS, name="x.csv", work=tmp_path / "work"), connection)
    assert records == [["A1", "Fyn", "05-01-2026"]]
