"""The benchmark of the intake, with few records: both roads give the same readings, and the table says so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, str(ROOT / "scripts/bench_intake.py"), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_both_roads_give_the_same_readings_in_both_formats(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("# Before\n\n<!-- results -->\nold\n", encoding="utf-8")
    done = bench("--sizes", "3000", "7000", "--out", document)
    assert done.returncode == 0, done.stderr[-2000:]
    text = document.read_text(encoding="utf-8")
    assert text.startswith("# Before\n\n<!-- results -->\n\n| records |")
    assert "old" not in text
    rows = re.findall(r"^\| ([\d,]+) \| (\w+) \(\d+ MB\) \| `(\w+)` \| [\d.]+ s \| [\d.]+ s \| [\d.]+ × \| \d+ MB \| \d+ MB \| [\d.]+ × \|$", text, flags=re.M)  # fmt: skip
    read = [("csv", "c"), ("csv", "pyarrow"), ("parquet", "pyarrow")]
    assert rows == [(size, *how) for size in ("3,000", "7,000") for how in read]


def test_the_two_would_be_found_to_differ(tmp_path: Path) -> None:
    code = """
import bench_intake
real = bench_intake.run
def other(*arguments):
    done = real(*arguments)
    if "bench_pandas" in str(arguments[0]):
        done.result["readings"][0][2] += 1
    return done
bench_intake.run = other
bench_intake.main(["--sizes", "2000", "--formats", "csv"])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "straffesager.csv: the two do not give the same readings" in done.stderr


def test_the_process_that_measures_is_smaller_than_any_it_measures() -> None:
    """Linux counts the peak of the process that starts another as the other's: a large one would hide small ones."""
    code = "import bench_intake, sys; print({'numpy', 'pandas', 'pyarrow', 'duckdb', 'kvartalsbog'} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, env=environment, text=True).strip() == "set()"


def test_the_document_tells_of_every_size_and_format() -> None:
    text = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\d+),000,000 \| (csv|parquet) ", text, flags=re.M)
    assert set(told) == {(size, kind) for size in ("1", "5", "20") for kind in ("csv", "parquet")}
