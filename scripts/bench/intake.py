"""The intake of an extract of 1, 5 and 20 million records; against scripts in pandas, polars and DuckDB's SQL."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.report import Comparison, Limit, Section
from bench.timing import Runs, Way, interleaved

TITLE = "Intake"
SCRIPTS = Path(__file__).resolve().parents[1]
SIZES = tuple(map(int, os.environ.get("BENCH_RECORDS", "1000000 5000000 20000000").split()))
FORMATS = {"csv": ("c", "pyarrow"), "parquet": ("pyarrow",)}  # how pandas reads each
YEAR = "2024"
ROUNDS, LARGE = 3, 5 * 10**6  # so many records and more are measured once
MEMORY = 700  # MB
TEXT = """
What `kvartalsbog intake` does with an extract of goal 1.1, from the file to the readings, against scripts that a good analyst
would write: [pandas](../scripts/bench/intake_pandas.py), with its own parser and with Arrow's, [polars](../scripts/bench/intake_polars.py), lazily, and
[plain SQL in DuckDB](../scripts/bench/intake_duckdb.py). All read the same seeded records ([intake_records.py](../scripts/bench/intake_records.py)), look for the same mistakes and
give the same readings, or the run fails. The intake also copies the file, finds out its encoding, works out its SHA-256 and
could tell a bad record with its line. `BENCH_RECORDS="100000"` chooses other sizes; 20 million records take 2 GB of disk.
"""


def measure(work: Path) -> Section:
    """Every size and format, all ways in turns."""
    comparisons: list[Comparison] = []
    limits: list[Limit] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=work) as folder:
            _write(Path(folder), size)
            for kind in FORMATS:
                ours, *others = interleaved(list(ways(Path(folder), kind)), 1 if size >= LARGE else ROUNDS)
                agreed(ours, others)
                name = f"{size:,} records, {kind}"
                comparisons += [Comparison(name, ours, other, _least(size, other.name)) for other in others]
                limits.append(Limit(f"{name}: peak", ours.memory, "MB", MEMORY))
                limits += [Limit(f"{name}: peak, in times of polars'", ours.memory / o.memory, "times", 0.5 if size > 10**7 else None) for o in others if o.name == "polars"]  # fmt: skip
    return Section(TEXT, comparisons, limits)


def _least(size: int, other: str) -> float | None:
    """How many times as fast the intake is expected to be."""
    if other.startswith("pandas"):
        return 4 if size >= 5 * 10**6 else 1
    return 1 / 1.3 if other == "DuckDB" else 1 if size > 10**7 else None


def ways(folder: Path, kind: str) -> Iterator[Way]:
    """The intake, and the scripts."""
    extract, spellings = folder / f"straffesager.{kind}", folder / "spellings.json"
    yield _way("kvartalsbog", "intake_kvartalsbog", extract)
    for parser in FORMATS[kind]:
        yield _way(f"pandas ({parser})", "intake_pandas", extract, spellings, YEAR, parser)
    yield _way("polars", "intake_polars", extract, spellings, YEAR)
    yield _way("DuckDB", "intake_duckdb", extract, spellings, YEAR)


def agreed(ours: Runs, others: list[Runs]) -> None:
    """Raise ValueError with the name of the first that gives other readings."""
    expected = json.loads(ours.told)
    for other in others:
        if json.loads(other.told) != expected:
            raise ValueError(f"{other.name} does not give the same readings")


def _way(name: str, module: str, *arguments: str | Path) -> Way:
    return Way(name, [[sys.executable, "-m", f"bench.{module}", *arguments]], environment={"PYTHONPATH": str(SCRIPTS)})


def _write(folder: Path, size: int) -> None:
    interleaved([_way("records", "intake_records", folder, str(size), *FORMATS)], 1)
