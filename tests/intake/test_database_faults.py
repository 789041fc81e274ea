"""Why a database cannot be used: the true reason and what to do, whatever its file, its host or its table is called."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import make_library
from extracts import outcome

from kvartalsbog.errors import ProblemsError
from kvartalsbog.intake.records.database_faults import reason

pytest_plugins = ("running_engines",)
_VERSION_AT, _CHECKSUM_AT = slice(12, 20), slice(0, 8)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("faults"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database in a folder whose name has »role« in it, which is no role."""
    folder = tmp_path / "kontrolenhed"
    folder.mkdir()
    path = folder / "sager.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table afleveringer (nr text, afdeling text, slags text, frist date, rettet date)")
    return path


def told(address: str, project: Path) -> str:
    with pytest.raises(ProblemsError) as caught:
        outcome([address], project, "a.2")
    (problem,) = caught.value.problems
    return str(problem).partition("Databasen kan ikke bruges: ")[2]


def of_version(content: bytes, version: int, path: Path) -> bytes:
    """A database as another edition of DuckDB writes its version, sealed as it would seal it."""
    made = bytearray(content)
    made[_VERSION_AT] = version.to_bytes(8, "little")
    path.write_bytes(made)
    with pytest.raises(duckdb.IOException) as caught:
        duckdb.connect(str(path), read_only=True)
    made[_CHECKSUM_AT] = int(re.findall(r"computed checksum (\d+)", str(caught.value))[0]).to_bytes(8, "little")
    return bytes(made)


FILES: dict[str, tuple[Callable[[bytes, Path], bytes], str]] = {
    "text": (lambda _, __: b"nr;afdeling\n" * 2000, "filen er ikke en DuckDB-database. Se efter filens sti"),
    "empty": (lambda _, __: b"", "filen er ikke en DuckDB-database."),
    "cut short": (lambda content, _: content[: len(content) // 2], "filen er beskadiget. Træk udtrækket igen."),
    "damaged": (lambda content, _: content[:12288] + bytes(len(content) - 12288), "filen er beskadiget."),
    "of an older DuckDB": (lambda content, path: of_version(content, 39, path), "filen er gemt af en ældre udgave af DuckDB. Gem den igen med DuckDB "),
    "of a newer DuckDB": (lambda content, path: of_version(content, 390, path), "filen er gemt af en nyere udgave af DuckDB. Gem den igen med DuckDB "),
    "SQLite, for which DuckDB would fetch a program": (lambda _, __: b"SQLite format 3\0".ljust(9000), "den kræver en udvidelse af DuckDB, som ikke er her."),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_database_is_told_as_what_it_is(case: str, path: Path, project: Path) -> None:
    make, words = FILES[case]
    path.write_bytes(make(path.read_bytes(), path))
    assert told(f"duckdb://{path}#afleveringer", project).startswith(words)


ASKED = {
    "mangler": "tabellen findes ikke. Se efter filens sti og tabellens navn. Et skema skrives foran tabellen, fx #arkiv.sager.",
    "arkiv.mangler": "tabellen findes ikke.",
    "select hest from afleveringer": "en kolonne findes ikke.",
    "select * form afleveringer": "forespørgslen kan ikke læses.",
    "select findes_ikke(1)": "forespørgslen kan ikke læses.",
    "select * from read_csv('/findes/ikke.csv')": "en fil, som tabellen læser, findes ikke.",
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_sound_database_lacks_is_told(asked: str, path: Path, project: Path) -> None:
    assert told(f"duckdb://{path}#{asked}", project).startswith(ASKED[asked])


def test_a_file_that_another_program_has_open_is_told_so(path: Path, project: Path) -> None:
    hold = f"import duckdb; held = duckdb.connect({str(path)!r}); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline()
        found = told(f"duckdb://{path}#afleveringer", project)
        other.communicate(b"\n")
    words = "filen er i brug. Luk det program, der har den åben, eller læs en kopi af den."
    assert found == words
    with duckdb.connect(str(path)):  # a notebook in this process
        assert told(f"duckdb://{path}#afleveringer", project) == words


def test_a_folder_and_a_file_that_is_not_there_are_told(path: Path, project: Path) -> None:
    assert told(f"duckdb://{path.parent}#afleveringer", project).startswith("det er en mappe.")
    assert told(f"duckdb://{path}x#afleveringer", project).startswith("filen findes ikke.")


@pytest.mark.parametrize("said", [
    'connection to server at "kontrolenhed.example" (127.0.0.1), port 1 failed: Connection refused',
    'connection to server on socket "/run/password/.s.PGSQL.5432" failed: Connection refused',
])  # fmt: skip
def test_the_name_of_a_host_is_no_reason(said: str) -> None:
    import psycopg  # noqa: PLC0415

    assert reason(psycopg.OperationalError(said))[0] == "der er ingen server"


@pytest.mark.xdist_group("engines")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize(("asked", "words"), [
    ("findes_ikke", "tabellen findes ikke."), ("select hest", "en kolonne findes ikke."), ("select * form afleveringer", "forespørgslen kan ikke læses."),
])  # fmt: skip
def test_what_spark_refuses_is_told_like_any_other_database(
    session: Any,
    asked: str,
    words: str,
    project: Path,
) -> None:
    assert told(f"spark:#{asked}", project).startswith(words)
