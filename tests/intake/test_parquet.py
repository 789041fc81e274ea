"""Parquet of every type and damage: read as its text would be, or refused in one line that names the file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import make_library
from extracts import outcome

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.records.outcome import RowCounts

DAY = date(2026, 1, 5)
COLUMNS: dict[str, pa.Array] = {
    "nr": pa.array(["A1", "A2"]),
    "afdeling": pa.array(["Nord", "Øst"]),
    "slags": pa.array(["bog", "bog"]),
    "frist": pa.array([DAY, DAY]),
    "rettet": pa.array([DAY, None], pa.date32()),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("parquet"))


def written(path: Path, **changed: pa.Array) -> Path:
    with path.open("wb") as file:  # Arrow takes only names that are text
        pq.write_table(pa.table({**COLUMNS, **changed}), file)
    return path


def refused(path: Path, project: Path) -> str:
    with pytest.raises(ProblemsError) as caught:
        outcome([path], project, "a.2")
    (problem,) = caught.value.problems
    return str(problem)


ACCEPTED = {
    "dictionary": {"afdeling": COLUMNS["afdeling"].dictionary_encode(), "nr": COLUMNS["nr"].dictionary_encode()},
    "large text": {"afdeling": COLUMNS["afdeling"].cast(pa.large_string())},
    "decimal and whole keys": {"nr": pa.array([Decimal("1.0"), Decimal("2.0")])},
    "timestamps": {"frist": pa.array([datetime(2026, 1, 5, 23, 59)] * 2, pa.timestamp("ns"))},
    "days as text": {"frist": pa.array(["05-01-2026", "2026-01-05"])},
    "nothing at all": {"rettet": pa.nulls(2)},
    "columns beside of any type": {"andet": pa.array([{"a": [1]}, None]), "tid": pa.array([datetime(2026, 1, 1, tzinfo=UTC)] * 2)},
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_types_that_mean_one_thing_are_read(case: str, project: Path, tmp_path: Path) -> None:
    assert outcome([written(tmp_path / "afleveringer.parquet", **ACCEPTED[case])], project).counts == RowCounts(2, 0, 0)


REFUSED = {
    "struct": ({"afdeling": pa.array([{"navn": "Nord"}] * 2)}, "[afdeling]: Kolonnens type kan ikke bruges. Fundet: 'struct<navn: string>'. Tilladt: tekst, tal eller dato."),
    "list": ({"nr": pa.array([["A1"], ["A2"]])}, "[nr]: Kolonnens type kan ikke bruges."),
    "bytes": ({"slags": pa.array([b"bog", b"bog"])}, "[slags]: Kolonnens type kan ikke bruges. Fundet: 'binary'."),
    "a number for a day": ({"frist": pa.array([46000, 46001])}, "[frist]: Kolonnens type kan ikke bruges. Fundet: 'int64'. Tilladt: dato eller tekst."),
    "a time zone": ({"frist": pa.array([datetime(2026, 1, 5, tzinfo=UTC)] * 2)}, "[frist]: Kolonnen er tidspunkter med tidszone."),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_other_types_are_refused_by_their_column(case: str, project: Path, tmp_path: Path) -> None:
    columns, words = REFUSED[case]
    assert refused(written(tmp_path / "afleveringer.parquet", **columns), project).startswith(
        f"afleveringer.parquet {words}"
    )


def test_what_is_no_number_in_a_column_of_numbers_is_nothing(project: Path, tmp_path: Path) -> None:
    for kind in (pa.float64(), pa.float32(), pa.float16()):
        keys = pa.array([1.0, float("nan")], kind, from_pandas=False)
        found = outcome([written(tmp_path / "afleveringer.parquet", nr=keys)], project)
        assert found.counts == RowCounts(1, 0, 1)
        assert [str(row.problem).partition(": ")[2].partition(".")[0] for row in found.bad] == ["Nøglen mangler"]


NUMBERED = {"file_row_number": pa.array([7, 7]), "FILE_ROW_NUMBER": pa.array([7, 7])}


@pytest.mark.parametrize("name", NUMBERED)
def test_a_column_that_is_called_as_duckdb_numbers_rows_is_a_column(name: str, project: Path, tmp_path: Path) -> None:
    path = written(
        tmp_path / "afleveringer.parquet", **{name: NUMBERED[name]}, rettet=pa.array([DAY, date(1900, 1, 1)])
    )
    found = outcome([path], project)
    assert found.counts == RowCounts(1, 0, 1)
    assert [row.line for row in found.bad] == [2]


@pytest.mark.parametrize("first", [True, False])
def test_of_two_columns_that_only_capitals_tell_apart_the_named_one_is_read(
    first: bool, project: Path, tmp_path: Path
) -> None:
    own, other = list(COLUMNS.items()), [("NR", pa.array(["X", "X"])), ("AFDELING", pa.array(["Øst", "Nord"]))]
    columns = other + own if first else own + other
    table = pa.Table.from_arrays([column for _, column in columns], names=[name for name, _ in columns])
    pq.write_table(table, tmp_path / "afleveringer.parquet")
    found = outcome([tmp_path / "afleveringer.parquet"], project)
    assert {unit: (one.n, one.total) for (_, unit), one in found.sums.items()} == {"nord": (1, 1), "oest": (1, 0)}


@pytest.mark.parametrize("unit", ["us", "ms", "ns"])
def test_a_moment_beyond_every_calendar_is_told_as_such(unit: str, project: Path, tmp_path: Path) -> None:
    far = pa.array([-(2**63) + 2, 2**63 - 2]).view(pa.timestamp(unit))
    words = "afleveringer.parquet: En dato i filen ligger så langt ude, at den ikke kan læses. Står datoen for »ingen dato«, skal cellen være tom."
    assert refused(written(tmp_path / "afleveringer.parquet", rettet=far), project) == words


def test_a_damaged_page_is_told_by_the_file_that_has_it(project: Path, tmp_path: Path) -> None:
    written(tmp_path / "afleveringer-1.parquet", nr=pa.array(["B1", "B2"]))
    path = written(tmp_path / "afleveringer-2.parquet")
    start = pq.ParquetFile(path).metadata.row_group(0).column(0).dictionary_page_offset
    content = bytearray(path.read_bytes())
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)
    words = "afleveringer-2.parquet: Filen er beskadiget og kan ikke læses til ende. Træk udtrækket igen."
    assert refused(tmp_path, project) == words


@pytest.mark.parametrize("cut", [5, 9, 300, 999_999])
def test_a_file_cut_short_is_told(cut: int, project: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "afleveringer.parquet")
    content = path.read_bytes()
    path.write_bytes(content[: max(len(content) - cut, 4)])
    assert refused(path, project).startswith(
        "afleveringer.parquet: Filen er afkortet, beskadiget, krypteret eller ikke"
    )


def test_a_footer_of_a_gigabyte_is_not_read(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "afleveringer.parquet"
    with path.open("wb") as file:
        file.write(b"PAR1")
        file.truncate(1 << 30)  # a hole: no disk is taken
        file.seek(0, 2)
        file.write(((1 << 30) - 8).to_bytes(4, "little") + b"PAR1")
    assert refused(path, project).startswith("afleveringer.parquet: Filen er afkortet")


@pytest.mark.parametrize(
    "name", ["afleveringer[1].parquet", "afleveringer\udcff.parquet", "afleveringer\u202e.parquet"]
)
def test_any_name_of_a_file_is_read_and_told_as_text(name: str, project: Path, tmp_path: Path) -> None:
    found = outcome([written(tmp_path / name, frist=pa.array([DAY, None]))], project)
    assert found.counts == RowCounts(1, 0, 1)
    assert found.bad[0].problem.place.file.isprintable()
    found.bad[0].problem.place.file.encode()
