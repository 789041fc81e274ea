"""What a part found, as a section of `docs/benchmarks.md`."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.timing import Runs

LIBRARIES = ("kvartalsbog", "jupyter-book", "sphinx", "papermill", "pandas", "matplotlib", "typst", "duckdb", "pyarrow")


@dataclass(frozen=True)
class Comparison:
    """One line: what was done, by the engine and by another way, and how many times as fast the engine is expected to be.

    `least` is None where nothing was promised.
    """

    what: str
    ours: Runs
    other: Runs
    least: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as fast the engine is, by wall time."""
        return self.other.wall / self.ours.wall


@dataclass(frozen=True)
class Limit:
    """One line: a figure, and the highest that it is expected to be. `unit` stands after both."""

    what: str
    figure: float
    unit: str
    most: float | None = None


@dataclass(frozen=True)
class Section:
    """What a part found; `text` says how it was measured, and what a reader should know of the figures, in Markdown."""

    text: str
    comparisons: Sequence[Comparison] = ()
    limits: Sequence[Limit] = ()

    def markdown(self, title: str) -> str:
        """The section under its heading."""
        parts = [f"## {title}", self.text.strip()]
        if self.comparisons:
            parts.append("\n".join(_comparisons(self.comparisons)))
        if self.limits:
            parts.append("\n".join(_limits(self.limits)))
        return "\n\n".join((*parts, f"*{date.today()}; {machine()}*"))


def _comparisons(lines: Sequence[Comparison]) -> list[str]:
    told = ["| | kvartalsbog | otherwise | | times | expected |", "|---|---|---|---|---:|---:|"]
    for line in lines:
        expected = _expected(line.least, holds=line.least is None or line.ratio >= line.least)
        told.append(f"| {line.what} | {line.ours} | {line.other.name} | {line.other} | {line.ratio:.1f} | {expected} |")
    return told


def _limits(lines: Sequence[Limit]) -> list[str]:
    told = ["| | measured | at most |", "|---|---:|---:|"]
    for line in lines:
        expected = _expected(line.most, line.unit, holds=line.most is None or line.figure <= line.most)
        told.append(f"| {line.what} | {line.figure:.3g} {line.unit} | {expected} |")
    return told


def _expected(bound: float | None, unit: str = "", *, holds: bool) -> str:
    """What was promised, and whether it is so; nothing where nothing was promised."""
    return "" if bound is None else " ".join(filter(None, (f"{bound:g}", unit, "✓" if holds else "**not reached**")))


def machine() -> str:
    """What it was run on, and with which versions."""
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.*)$", info.read_text(), flags=re.MULTILINE) if info.exists() else None
    processor = found[1] if found else platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{os.cpu_count()} cores of {processor}, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}; {versions}"  # fmt: skip


def placed(document: str, title: str, section: str) -> str:
    """A document with a section in its old one's place, or at its end."""
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", flags=re.MULTILINE | re.DOTALL)
    if pattern.search(document):
        return pattern.sub(lambda _: f"{section}\n\n", document).rstrip() + "\n"
    return f"{document.rstrip()}\n\n{section}\n"
