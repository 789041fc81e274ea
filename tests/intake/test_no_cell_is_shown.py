"""Nothing that stands in a cell comes out of an intake, but into the workbook of the extract's own owner.

A mark of its own is put in the place of every cell, one after the other, so that each is what is wrong in its row; then
every mark is looked for in all that was printed and in every byte that was written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from calling import call
from conftest import make_library
from extracts import HEAD, as_text, records, write_csv
from forms import blank_forms, changed, written
from openpyxl import Workbook

from kvartalsbog.intake.forms.layout import ANSWERS

ROWS = as_text([row for row in records(24) if row[3].month in (7, 8, 9)])
ROOM = "Hemmelig"  # with what follows it: a name and a number as cases have them


def marks() -> Iterator[str]:
    return (f"{ROOM}{n} Jensen 010190-{n:04d}" for n in count(1))


def spoilt(own: Iterator[str]) -> list[list[str]]:
    """Good rows; then rows with a mark in one column each, in two and in all; then too few and too many."""
    rows = [list(row) for row in ROWS]
    for column in range(len(HEAD)):
        for places in ((column,), (column, (column + 1) % len(HEAD))):
            row = [f"B{len(rows)}", *ROWS[0][1:]]
            for place in places:
                row[place] = next(own)
            rows.append(row)
    twice = next(own)
    rows += [[twice, *ROWS[1][1:]], [twice, *ROWS[2][1:]], [next(own) for _ in HEAD]]
    return rows


def found_in(project: Path, *arguments: str | Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """All that the calls print and write, but for the owner's folder: with nothing allowed, and all."""
    home = project.parent / "home"
    for name, folder in {"HOME": home, "TMPDIR": home / "tmp", "XDG_STATE_HOME": home / "state"}.items():
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, os.fspath(folder))
    told = b""
    for more in ((), ("--allow-rejected", "999", "--accept-revisions")):
        day = ("--extracted", "2026-10-06", "--errors", project.parent / "fejl")
        told += call("intake", "2026K3", *arguments, *day, *more, cwd=project).told.encode()
    assert told
    files = (path for folder in (project, home) for path in folder.rglob("*") if path.is_file())
    return told + b"".join(path.read_bytes() + os.fsencode(path) for path in files)


def assert_hidden(everything: bytes) -> None:
    at = everything.find(ROOM.encode())
    assert at < 0, everything[max(0, at - 200) : at + 100].decode(errors="replace")
    assert b"010190" not in everything


EXTRACTS = ("rows", "short and long rows", "an unknown header", "a header nearly right", "no header", "another header")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", EXTRACTS)
def test_no_cell_of_an_extract(name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = marks()
    head: Sequence[str] = HEAD
    rows = spoilt(own)
    if name == "short and long rows":
        rows = [*ROWS, [next(own)], [next(own), next(own)], [next(own) for _ in range(9)]]
    elif name == "an unknown header":
        head = [*HEAD[:5], next(own)]
    elif name == "a header nearly right":
        head = [f"nr {next(own)}", *(f"{column} 010190-4711" for column in HEAD[1:5]), next(own)]
    elif name == "no header":
        head = [next(own) for _ in HEAD]
    elif name == "another header":
        head = [next(own), *HEAD[1:4], next(own), next(own)]
    path = tmp_path / f"afleveringer.{kind}"
    if kind == "csv":
        write_csv(path, rows, head=head)
    else:
        _workbook(path, [head, *rows])
    project = make_library(tmp_path / "made")
    assert_hidden(found_in(project, path, "--goal", "a.2", monkeypatch=monkeypatch))


def _workbook(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.create_sheet("Noter").append([f"{ROOM} 010190-0000"])
    book.save(path)


@pytest.mark.parametrize("unit", ["Datakontoret", "Lånerkontoret"])
def test_no_cell_of_a_form(unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every cell that can be answered a mark, in one form; beside and over every fixed cell, in the next."""
    form, own = blank_forms("2026K3")[unit], marks()

    def fill(book: Workbook, *, answers: bool) -> None:
        for sheet, rows in form.sheets.items():
            for at, cells in enumerate(rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    if (cell.kind in ANSWERS) is answers and (at, column) != (1, 1):
                        book[sheet].cell(at, column).value = f"[{next(own)}](http://x)"
            if not answers:
                book[sheet].cell(len(rows) + 3, 9).value = next(own)

    project = make_library(tmp_path / "made")
    for answers in (True, False):
        path = changed(written(form, tmp_path), lambda book, answers=answers: fill(book, answers=answers))
        assert_hidden(found_in(project, path, monkeypatch=monkeypatch))
