"""Extracts in every form that they really come in: the same records always give the same readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from calling import call
from conftest import make_library
from extracts import HEAD, as_text, outcome, records, write_csv, write_parquet, write_xlsx
from office import converted

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.records.outcome import Fate, RowCounts
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month

pytest_plugins = ("running_engines",)
ROWS = records()
SUMS: dict[tuple[Month, str], Sum] = {}
for _, unit, kind, due, done, _ in ROWS:
    if kind == "bog":
        place = Month(2026, due.month), "nord" if unit in ("Nord", "N") else "oest"
        stood = SUMS.get(place, Sum(0, 0))  # type: ignore[arg-type]
        SUMS[place] = Sum(stood.n + 1, stood.total + (done is not None and done <= due))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("formats"))


def iso(path: Path, **options: object) -> Path:
    return write_csv(path, as_text(ROWS, iso), **options)  # type: ignore[arg-type]


def danish(path: Path, **options: object) -> Path:
    return write_csv(path, as_text(ROWS), **options)  # type: ignore[arg-type]


def shuffled(path: Path) -> Path:
    """The columns in another order, with one more that nobody asked for."""
    rows = [[row[3], "x;y", row[0], *row[1:3], row[5], row[4]] for row in as_text(ROWS)]
    return write_csv(path, rows, head=["frist", "andet", "nr", "afdeling", "slags", "låner", "rettet"])


def quoted(path: Path) -> Path:
    """A field with the delimiter and a line break in it, a blank line, and no line break at the end."""
    rows = as_text(ROWS)
    rows[3][5] = 'Ville "Vild"\nBæk; Å'
    text = write_csv(path, rows).read_text(encoding="utf-8")
    head, rest = text.split("\n", 1)
    path.write_text(f"{head}\n\n{rest.rstrip()}", encoding="utf-8")
    return path


def mixed_lines(path: Path) -> Path:
    lines = danish(path).read_bytes().split(b"\n")
    path.write_bytes(b"".join(line + (b"\r\n" if n % 2 else b"\n") for n, line in enumerate(lines[:-1])))
    return path


def days_as_numbers(path: Path) -> Path:
    """Dates as the numbers that spreadsheets count days in, in two sheets, with one beside them that is none of ours."""
    start = date(1899, 12, 30)
    rows = [[(cell - start).days if isinstance(cell, date) else cell for cell in row] for row in ROWS]
    return write_xlsx(path, {"1. halvår": rows[:11], "2. halvår": rows[11:], "Noter": []})


FORMS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "semicolon, Danish dates": ("csv", danish),
    "comma, ISO dates": ("csv", lambda path: iso(path, delimiter=",")),
    "tabs": ("txt", lambda path: danish(path, delimiter="\t")),
    "byte order mark": ("csv", lambda path: danish(path, encoding="utf-8-sig", line_end="\r\n")),
    "Windows-1252": ("csv", lambda path: danish(path, encoding="cp1252", line_end="\r\n")),
    "Windows-1252 with commas": ("csv", lambda path: iso(path, encoding="cp1252", delimiter=",")),
    "titles above the header": ("csv", lambda path: danish(path, titles=("Udtræk 2026 (eksempel)", "", "Bestilt: 1; 2"))),
    "titles in Windows-1252": ("csv", lambda path: danish(path, titles=("Udtræk på rådhuset",), encoding="cp1252")),
    "another order": ("csv", shuffled),
    "quoted line breaks": ("csv", quoted),
    "line ends of both kinds": ("csv", mixed_lines),
    "one sheet with titles": ("xlsx", lambda path: write_xlsx(path, {"Udtræk": ROWS})),
    "sheets, dates as numbers": ("xlsx", days_as_numbers),
    "dates as text in a sheet": ("xlsx", lambda path: write_xlsx(path, {"Udtræk": as_text(ROWS)})),
    "Parquet with dates": ("parquet", lambda path: write_parquet(path, ROWS)),
    "Parquet with text": ("parquet", lambda path: write_parquet(path, ROWS, typed=False)),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_same_records_give_the_same_readings_in_every_form(form: str, project: Path, tmp_path: Path) -> None:
    suffix, write = FORMS[form]
    found = outcome([write(tmp_path / f"afleveringer-2026K3.{suffix}")], project)
    assert found.sums == SUMS
    assert found.fates == {Fate.KEPT: 21, Fate.TYPE_LEFT_OUT: 3}
    assert (found.read - found.empty, found.kept, found.left_out, found.rejected, found.bad) == (24, 21, 3, 0, ())


@pytest.mark.xdist_group("office")
def test_an_opendocument_sheet_gives_the_same_readings(project: Path, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "afleveringer.xlsx", {"1. halvår": ROWS[:11], "2. halvår": ROWS[11:]})
    (sheet,) = converted([tmp_path / "afleveringer.xlsx"], "ods", tmp_path / "ods")
    assert outcome([sheet], project).sums == SUMS


def test_parts_of_an_extract_are_one(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "udtræk"
    (folder / "marts").mkdir(parents=True)
    write_csv(folder / "afleveringer-1.csv", as_text(ROWS[:8]))
    write_csv(folder / "afleveringer-2.csv", as_text(ROWS[8:13]), encoding="cp1252", delimiter=",")
    write_xlsx(folder / "marts" / "afleveringer 3.xlsx", {"Ark1": ROWS[13:20]})
    write_parquet(folder / "marts" / "Afleveringer_4.parquet", ROWS[20:])
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "~$afleveringer.xlsx").write_bytes(b"\0")
    assert outcome([folder], project).sums == SUMS
    patterns = [f"{folder}/afleveringer-?.csv", f"{folder}/*/*eringer*", folder / "afleveringer-1.csv"]
    assert outcome(patterns, project).sums == SUMS


def test_an_extract_of_another_name_is_told_by_its_goal(project: Path, tmp_path: Path) -> None:
    path = danish(tmp_path / "udtraek.csv")
    with pytest.raises(ProblemsError) as caught:
        outcome([path], project)
    assert "udtraek.csv: Det kan ikke ses, hvilket mål kilden hører til. Fundet: 'udtraek'." in str(caught.value)
    assert "Tilladt: svar (mål a.1), afleveringer (mål a.2). Kald den det" in str(caught.value)
    assert outcome([path], project, "a.2").sums == SUMS


@pytest.mark.parametrize(("wanted", "told"), [
    ("findes-ikke.csv", "findes-ikke.csv: Filen findes ikke."),
    ("tom", "tom: Mappen er tom. Læg udtræk og skemaer i den, eller skriv en anden."),
    ("x*.csv", "x*.csv: Filen findes ikke."),
    ("afleveringer.pdf", "afleveringer.pdf: Ukendt filtype. Fundet: '.pdf'. Tilladt: .csv, .txt, .tsv, .xlsx"),
])  # fmt: skip
def test_what_leads_to_nothing_is_told(wanted: str, told: str, project: Path, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "afleveringer.pdf").write_bytes(b"%PDF")
    with pytest.raises(ProblemsError) as caught:
        outcome([tmp_path / wanted], project)
    assert told in str(caught.value)


def test_a_table_and_a_query_in_a_duckdb_file_give_the_same_readings(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "sager.duckdb"
    table = pa.table(dict(zip(HEAD, map(list, zip(*ROWS, strict=True)), strict=True)))
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema arkiv")
        connection.register("rows", table)
        connection.execute("create table arkiv.afleveringer as select * from rows")
    assert outcome([f"duckdb://{path}#arkiv.afleveringer"], project).sums == SUMS
    query = "select * exclude (låner) from arkiv.afleveringer where nr > 'A0000'"
    assert outcome([f"duckdb://{path}#{query}"], project, "a.2").sums == SUMS


@pytest.mark.xdist_group("engines")
def test_a_table_and_a_query_in_postgresql_give_the_same_readings(server: str, project: Path) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("create schema arkiv")
        cursor.execute("create table arkiv.afleveringer (nr text, afdeling text, slags text, frist date, rettet timestamp, låner text)")  # fmt: skip
        cursor.executemany("insert into arkiv.afleveringer values (%s, %s, %s, %s, %s, %s)", ROWS)
    assert outcome([f"{server}#arkiv.afleveringer"], project).sums == SUMS
    query = "with bøger as (select * from arkiv.afleveringer) select nr, afdeling, slags, frist, rettet from bøger"
    assert outcome([f"{server}#{query}"], project, "a.2").sums == SUMS


UNNUMBERED = "select {nr} as nr, 'Nord' as afdeling, 'bog' as slags, '2026-01-05' as frist, '' as rettet"
NOTHING = {  # a key that is no number, and no key, and one that is a word
    "duckdb": (("'nan'::double", "'nan'::float"), "'nan'"),
    "postgresql": (("'nan'::float8", "'nan'::float4", "'nan'::numeric"), "'nan'::text"),
    "spark": (("double('nan')", "float('nan')"), "'nan'"),
}


@pytest.mark.xdist_group("engines")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize("engine", NOTHING)
def test_what_is_no_number_in_a_column_of_numbers_is_nothing_in_any_database(
    engine: str, server: str, session: Any, project: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(tmp_path / "tom.duckdb")):
        addresses = {"duckdb": f"duckdb://{tmp_path}/tom.duckdb", "postgresql": server, "spark": "spark:"}
    numbers, word = NOTHING[engine]
    for nr in numbers:
        found = outcome([f"{addresses[engine]}#{UNNUMBERED.format(nr=nr)}"], project, "a.2")
        assert found.counts == RowCounts(0, 0, 1), nr
    assert outcome([f"{addresses[engine]}#{UNNUMBERED.format(nr=word)}"], project, "a.2").counts == RowCounts(1, 0, 0)


@pytest.mark.xdist_group("engines")
def test_a_database_that_cannot_be_used_is_told_without_its_password(server: str, project: Path) -> None:
    for wanted, words in {
        f"{server}#mangler": "Databasen kan ikke bruges: tabellen findes ikke.",
        "postgresql://ole:hemmelig@127.0.0.1:1/sager#afleveringer": "postgresql://127.0.0.1/sager#afleveringer: Databasen kan ikke",
        "duckdb:///findes/ikke.duckdb#afleveringer": "Databasen kan ikke bruges: filen findes ikke.",
        f"{server}#select 1 as nr": "Kolonnen mangler.",
    }.items():
        with pytest.raises(ProblemsError) as caught:
            outcome([wanted], project, "a.2")
        assert words in str(caught.value)
        assert "hemmelig" not in str(caught.value)
    with pytest.raises(ProblemsError, match="Kilde 1: En adresse kan ikke bruges, og den vises ikke"):
        outcome(["postgresql://ole:hemmelig@vaert/sager"], project)


@pytest.mark.xdist_group("engines")
def test_a_login_that_a_server_refuses_shows_no_password_from_address_or_environment(
    server: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = server.partition("?host=")[2]
    services = tmp_path / "tjenester.conf"
    services.write_text(f"[drift]\nhost={host}\nuser=ukendt\npassword=Wv9kb\ndbname=postgres\n", encoding="utf-8")
    monkeypatch.setenv("PGPASSWORD", "Kp5nd")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    for address in (
        f"postgresql://ukendt:Zq7xa@/postgres?host={host}#afleveringer",
        f"postgresql://ukendt@/postgres?host={host}#afleveringer",
        "postgresql:///?service=drift#afleveringer",
        "postgresql:///?service=findesikke#afleveringer",
    ):
        done = call("intake", "2026K3", address, "--goal", "a.2", "--errors", tmp_path, cwd=project)
        assert done.returncode == 1, done.told
        assert "Databasen kan ikke bruges: " in done.stderr
        assert not [word for word in ("Zq7xa", "Wv9kb", "Kp5nd") if word in done.told]


@pytest.mark.xdist_group("engines")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_a_table_on_spark_gives_the_same_readings(session: Any, project: Path) -> None:
    columns = "nr string, afdeling string, slags string, frist date, rettet date, `låner` string"
    session.createDataFrame(ROWS, schema=columns).createOrReplaceTempView("afleveringer")
    assert outcome(["spark:#afleveringer"], project).sums == SUMS


def test_an_empty_table_has_no_rows(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "afleveringer.parquet"
    pq.write_table(pa.table({name: pa.array([], pa.string()) for name in HEAD}), path)
    with pytest.raises(ProblemsError, match=r"afleveringer\.parquet: Der er ingen rækker"):
        outcome([path], project)
