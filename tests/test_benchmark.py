"""The benchmark of the intake, with few records: every way gives the same readings, and one that does not is found."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
from bench import __main__ as bench
from bench import intake
from bench.__main__ import PARTS
from bench.report import Section
from bench.surroundings import compile_once, read_folders
from bench.timing import Runs, Way, interleaved


@pytest.fixture(scope="module", params=["csv", "parquet"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Runs]:
    """What each way makes of records some of which are spoiled."""
    folder = tmp_path_factory.mktemp("records")
    intake._write(folder, 3000)
    if request.param == "csv":
        _spoil(folder / "straffesager.csv")
    return list(interleaved(list(intake.ways(folder, request.param)), 1))


def _spoil(path: Path) -> None:
    """A key that stands twice, one that is missing, a type and a district that nobody knows, days that are none or run back."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = lines[0].split(";")
    key, district, kind, start, end = map(
        head.index, ("sagsnummer", "politikreds", "sagstype", "anmeldt", "tiltale_afgjort")
    )
    cells = [line.split(";") for line in lines]
    cells[20][key] = cells[10][key]
    for row, place, text in (
        (30, key, ""),
        (40, kind, "X"),
        (50, district, "Ukendt"),
        (60, start, ""),
        (70, end, "31-02-2024"),
        (80, end, "01-01-2000"),
    ):
        cells[row][place] = text
        if place not in (key, kind):
            cells[row][kind] = "STRAF"
    path.write_text("\n".join(map(";".join, cells)) + "\n", encoding="utf-8")


def test_every_way_gives_the_same_readings(told: list[Runs]) -> None:
    ours, *others = told
    assert [other.name.split()[0] for other in others if "pandas" not in other.name] == ["polars", "DuckDB"]
    intake.agreed(ours, others)
    found = json.loads(ours.told)
    assert len(found["readings"]) > 100
    assert sum(n for _, _, n, _ in found["readings"]) + found["left_out"] + found["rejected"] == 3000


def test_one_that_gives_others_is_found(told: list[Runs]) -> None:
    ours, *others = told
    wrong = json.loads(others[-1].told)
    wrong["readings"][0][2] += 1
    other = replace(others[-1], runs=(replace(others[-1].runs[0], told=json.dumps(wrong)),))
    with pytest.raises(ValueError, match="DuckDB does not give the same readings"):
        intake.agreed(ours, [*others[:-1], other])


def test_the_process_that_measures_is_smaller_than_any_it_measures() -> None:
    """Linux counts the peak of the process that starts another as the other's: a large one would hide small ones."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); from bench import intake; print({{'numpy', 'pandas', 'polars', 'pyarrow', 'duckdb', 'kvartalsbog'}} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


def test_every_way_finds_what_it_would_find_on_a_users_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who measures may have told Python to write down nothing that it compiles, and a way has what it is given itself."""
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME", "PYTHONOPTIMIZE"):
        monkeypatch.setenv(name, "1")
    (tmp_path / "own.py").write_text("", encoding="utf-8")
    code = "import own, os; print(*sorted(name for name in os.environ if name.startswith('PYTHON')))"
    (runs,) = interleaved([Way("it", [[sys.executable, "-c", code]], environment={"PYTHONPATH": str(tmp_path)})], 1)
    assert runs.told.split() == ["PYTHONPATH"]
    assert [path.stem.partition(".")[0] for path in tmp_path.glob("__pycache__/*.pyc")] == ["own"]


def test_what_is_compiled_once_is_compiled_before_anything_is_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    happened: list[object] = []
    part = SimpleNamespace(measure=lambda _: happened.append("measured") or Section(""), TITLE="It")
    monkeypatch.setattr(bench, "compile_once", happened.append)
    monkeypatch.setattr(bench.importlib, "import_module", lambda _: part)
    monkeypatch.setattr(sys, "argv", ["bench", "commands", "--out", str(tmp_path / "out.md")])
    (tmp_path / "out.md").write_text("# It\n", encoding="utf-8")
    bench.main()
    assert happened == [read_folders(), "measured"]
    assert {ROOT / "kvartalsbog", ROOT / "scripts"} < set(read_folders())
    assert any((folder / "yaml").is_dir() for folder in read_folders())


def test_what_is_compiled_once_is_compiled_whatever_python_has_been_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "sound.py").write_text("", encoding="utf-8")
    (tmp_path / "broken.py").write_text("(", encoding="utf-8")
    compile_once([tmp_path])
    assert [path.stem.partition(".")[0] for path in tmp_path.glob("__pycache__/*.pyc")] == ["sound"]


def test_the_parts_are_modules() -> None:
    assert {"intake", "large", "sites"} <= set(PARTS)
    assert all((ROOT / f"scripts/bench/{part}.py").is_file() for part in PARTS)
