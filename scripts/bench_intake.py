"""The intake against the pandas script that a good analyst would write, in one run: `python scripts/bench_intake.py`.

For each number of records and each format all read the same seeded extract, each in a process of its own, and must give
the same readings. Wall time is that of the process, memory its peak (`ru_maxrss`). With `--out` the table goes to a
document, below the line `<!-- results -->`.

This process only waits, and imports nothing large: Linux counts the peak of the one that starts a process as its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZES = (1_000_000, 5_000_000, 20_000_000)
PARSERS = {"csv": ("c", "pyarrow"), "parquet": ("pyarrow",)}  # how pandas reads each format; the first is its default
FORMATS = tuple(PARSERS)
MARK = "<!-- results -->"


@dataclass(frozen=True)
class Run:
    """One process: seconds of wall time, MB at its peak, and what it printed. No result when it was killed."""

    seconds: float
    megabytes: float
    result: object


def run(*arguments: str | Path) -> Run:
    """Run a script and wait for it. Its memory is as the system counted it."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        started = time.monotonic()
        actions = [(os.POSIX_SPAWN_DUP2, told.fileno(), 1)]
        process = os.posix_spawn(
            sys.executable, [sys.executable, *map(str, arguments)], os.environ, file_actions=actions
        )
        _, status, usage = os.wait4(process, 0)
        seconds = time.monotonic() - started
        told.seek(0)
        text = told.read()
    return Run(seconds, usage.ru_maxrss / 1024, json.loads(text) if os.waitstatus_to_exitcode(status) == 0 else None)


def measured(extract: Path, spellings: Path, parsers: Sequence[str], repeat: int) -> list[Run]:
    """The best of several runs of the intake and of pandas with each parser, turn by turn.

    Raises ValueError when the intake does not finish, or their readings differ.
    """
    roads: list[tuple[str | Path, ...]] = [(HERE / "bench_kvartalsbog.py", extract)]
    roads += [(HERE / "bench_pandas.py", extract, spellings, "2024", parser) for parser in parsers]
    turns = [[run(*road) for road in roads] for _ in range(repeat)]
    expected = turns[0][0].result
    if expected is None:
        raise ValueError(f"{extract.name}: the intake did not finish")
    if any(one.result != expected for turn in turns for one in turn if one.result is not None):
        raise ValueError(f"{extract.name}: the two do not give the same readings")
    return [min(runs, key=lambda one: one.seconds) for runs in zip(*turns, strict=True)]


def rows(sizes: Iterable[int], formats: Sequence[str], repeat: int) -> Iterable[str]:
    """The table's lines, a size and format at a time."""
    yield "| records | format | pandas reads with | intake | pandas | ratio | intake, peak | pandas, peak | ratio |"
    yield "|---:|---|---|---:|---:|---:|---:|---:|---:|"
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            subprocess.run([sys.executable, HERE / "bench_records.py", folder, str(size), *formats], check=True)
            for kind in formats:
                extract = Path(folder) / f"straffesager.{kind}"
                ours, *pandas = measured(extract, Path(folder) / "spellings.json", PARSERS[kind], repeat)
                for parser, other in zip(PARSERS[kind], pandas, strict=True):
                    name = f"{kind} ({extract.stat().st_size / 1e6:,.0f} MB)"
                    yield f"| {size:,} | {name} | `{parser}` | {_shown(ours, other)} |"


def _shown(ours: Run, pandas: Run) -> str:
    own = f"{ours.seconds:.1f} s", f"{ours.megabytes:,.0f} MB"
    if pandas.result is None:
        return f"{own[0]} | killed, out of memory | – | {own[1]} | – | –"
    times = pandas.seconds / ours.seconds
    memory = pandas.megabytes / ours.megabytes
    return f"{own[0]} | {pandas.seconds:.1f} s | {times:.1f} × | {own[1]} | {pandas.megabytes:,.0f} MB | {memory:.1f} ×"


def machine() -> str:
    """What it was run on, and with which versions."""
    info = Path("/proc/cpuinfo")
    models = [line.partition(": ")[2] for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []  # fmt: skip
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("kvartalsbog", "duckdb", "ibis-framework", "pandas", "pyarrow", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    processor = models[0] if models else platform.processor() or platform.machine()
    return f"{date.today()}, {os.cpu_count()} cores of {processor}, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, {versions}."  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, and put it into the document that was named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the quickest counts")
    parser.add_argument("--out", type=Path, help="a document with the line <!-- results -->")
    chosen = parser.parse_args(arguments)
    lines = []
    for line in rows(chosen.sizes, chosen.formats, chosen.repeat):
        lines.append(line)
        print(line, flush=True)
    print(machine())
    if chosen.out:
        head = chosen.out.read_text(encoding="utf-8").partition(MARK)[0]
        chosen.out.write_text(head + "\n".join((MARK, "", *lines, "", machine(), "")), encoding="utf-8")


if __name__ == "__main__":
    main()
