"""Commands as whole processes, in turns: wall time, processor time and peak memory.

This module imports nothing large: Linux counts the peak of the one that starts a process as its own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import surroundings


@dataclass(frozen=True)
class Way:
    """One way to a result: its commands, one after the other, and what makes ready for them, which is not timed."""

    name: str
    commands: Sequence[Sequence[str | Path]]
    ready: Callable[[], object] = lambda: None
    folder: Path | None = None
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Run:
    """Seconds of wall time and of processor time (with the children that were waited for), MB of the largest process at
    its peak, and what the last command printed.
    """

    wall: float
    processor: float
    memory: float
    told: str = ""


@dataclass(frozen=True)
class Runs:
    """The runs of one way."""

    name: str
    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """The median, in seconds."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def processor(self) -> float:
        """The median, in seconds."""
        return statistics.median(run.processor for run in self.runs)

    @property
    def memory(self) -> float:
        """The highest peak, in MB."""
        return max(run.memory for run in self.runs)

    @property
    def told(self) -> str:
        """What the last run printed."""
        return self.runs[-1].told

    def times(self, number: int) -> Runs:
        """What it takes to do the same so many times, one after the other."""
        runs = (replace(run, wall=run.wall * number, processor=run.processor * number) for run in self.runs)
        return replace(self, name=f"{number} times {self.name}", runs=tuple(runs))

    def __str__(self) -> str:
        """Median and range, processor time and memory: `3.20 s (3.11–3.40), 4.10 s of processor, 210 MB`."""
        walls = [run.wall for run in self.runs]
        spread = f" ({min(walls):.2f}–{max(walls):.2f})" if len(walls) > 1 else ""
        return f"{self.wall:.2f} s{spread}, {self.processor:.2f} s of processor, {self.memory:.0f} MB"


def interleaved(ways: Sequence[Way], rounds: int) -> tuple[Runs, ...]:
    """Every way once, then every way again, `rounds` times. Raises RuntimeError with what a command that failed told."""
    taken: dict[str, list[Run]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            way.ready()
            taken[way.name].append(once(way))
    return tuple(Runs(name, tuple(runs)) for name, runs in taken.items())


def once(way: Way) -> Run:
    """One run of all commands of a way. Raises RuntimeError with what a command that failed told."""
    wall = processor = memory = 0.0
    told = ""
    for command in way.commands:
        run = _process([str(word) for word in command], way.folder, way.environment)
        wall, processor, memory, told = wall + run.wall, processor + run.processor, max(memory, run.memory), run.told
    return Run(wall, processor, memory, told)


def _process(command: Sequence[str], folder: Path | None, environment: Mapping[str, str] | None) -> Run:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told, tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=surroundings.environment(environment), stdin=subprocess.DEVNULL, stdout=told, stderr=said
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {process.returncode}\n{told.read()}\n{said.read()}")
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, told.read())
