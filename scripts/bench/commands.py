"""How long a command of the engine takes that has little to do."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.report import Limit, Section
from bench.timing import Way, interleaved

TITLE = "The command line"
PROJECT = Path(__file__).resolve().parents[2]
KVARTALSBOG = Path(sys.executable).with_name("kvartalsbog")
COMMANDS = ("--help", "check", "evaluate", "status 2024K4")
MOST = 0.5  # seconds


def measure(_work: Path) -> Section:
    """Every command beside a Python that does nothing."""
    ways = [Way("python -c pass", [[sys.executable, "-c", "pass"]])]
    ways += [Way(name, [[KVARTALSBOG, *name.split()]], folder=PROJECT) for name in COMMANDS]
    nothing, *commands = interleaved(ways, 7)
    limits = [Limit(f"`kvartalsbog {runs.name}`, {runs.memory:.0f} MB", runs.wall, "s", MOST) for runs in commands]  # fmt: skip
    text = "Whole processes from start to end, the median of seven, on the shipped project. A command imports what it needs; `tests/cli/test_imports.py` names what each must not."  # fmt: skip
    return Section(text, limits=[Limit("a Python that does nothing", nothing.wall, "s"), *limits])
