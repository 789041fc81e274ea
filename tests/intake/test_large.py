"""Extracts of many rows: none is lost, whatever is wrong with the others, and memory is not the number of cores' to decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import make_library
from extracts import as_text, outcome, records, write_csv

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.records import engines
from kvartalsbog.intake.records.engines import THREADS, duckdb_engine
from kvartalsbog.intake.records.row_problems import told

BLOCK = 1 << 25  # DuckDB reads CSV in blocks of 32 MB


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("large"))


def lines(count: int, name: str, *, misshapen: int) -> Iterator[list[str]]:
    """Returns of one day, every so many with a field too many."""
    for number in range(1, count + 1):
        cells = [f"B{number:06d}", "Nord", "bog", "01-02-2026", "01-02-2026", name]
        yield [*cells, "x"] if number % misshapen == 0 else cells


def test_no_record_is_lost_among_many_misshapen_lines(project: Path, tmp_path: Path) -> None:
    count = 40_000
    path = write_csv(tmp_path / "afleveringer.csv", list(lines(count, "y" * 1900, misshapen=2)))
    assert path.stat().st_size > 2 * BLOCK
    found = outcome([path], project)
    assert (found.read, found.kept, found.misshapen) == (count, count // 2, count // 2)
    assert {row.line for row in found.bad} == set(range(3, count + 2, 2))


def test_a_long_file_whose_lines_have_another_shape_is_refused_at_once(project: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", list(lines(10_000, "Å", misshapen=1)))
    with pytest.raises(ProblemsError) as refused:
        outcome([path], project)
    assert [str(problem) for problem in refused.value.problems] == [
        "afleveringer.csv:1: De fleste linjer har et andet antal felter end overskriften. Fundet: '7'. Tilladt: 6. "
        "Et felt med skilletegn skal stå i anførselstegn. Ret overskriften, eller træk udtrækket igen."
    ]


def test_an_empty_field_at_the_end_of_every_line_is_none(project: Path, tmp_path: Path) -> None:
    rows = [[*row, ""] for row in lines(10_000, "Å", misshapen=20_000)]
    path = write_csv(tmp_path / "afleveringer.csv", rows)
    assert outcome([path], project).kept == 10_000


def test_a_line_that_is_misshapen_and_a_key_that_stands_twice_are_both_told(project: Path, tmp_path: Path) -> None:
    rows = as_text(records(12))
    path = write_csv(tmp_path / "afleveringer.csv", [*rows, [*rows[0], "x"], rows[1]])
    found = outcome([path], project)
    assert (found.read, found.rejected, found.misshapen) == (14, 2, 1)
    assert [(problem.place.line, problem.message) for problem in ProblemsError(told(found.bad)).problems] == [
        (14, "Forkert antal felter."),
        (15, "Posten står to gange (første gang i linje 3)."),
    ]


def test_old_and_unpadded_dates_with_times_are_read_beside_those_of_the_calendar(project: Path, tmp_path: Path) -> None:
    """The calendar holds twenty years in four ways of writing; what it lacks is read one by one."""
    written = ["1.2.2026", "01.02.2026 12:30", "2026-02-01T00:00:00", "01/02/2026", " 01-02-2026 ", "2026-02-01 24:00"]
    rows = [[f"C{n}", "Nord", "bog", "31-12-1999" if n else "01-02-2026", day, ""] for n, day in enumerate(written)]
    found = outcome([write_csv(tmp_path / "afleveringer.csv", rows)], project)
    assert (found.read, found.rejected) == (6, 1)
    assert [(row.line, row.problem.message, row.problem.value) for row in found.bad] == [
        (7, "Datoen kan ikke læses.", "en dag eller et klokkeslæt, der ikke findes")
    ]


def test_no_more_threads_read_than_memory_has_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = engines.ibis.duckdb.connect
    for cores in (1, THREADS, 64):
        monkeypatch.setattr(engines.ibis.duckdb, "connect", lambda cores=cores: real(threads=cores))
        with duckdb_engine(tmp_path) as engine:
            [(threads,)] = engine.fetch("select current_setting('threads')")
        assert threads == min(cores, THREADS)
