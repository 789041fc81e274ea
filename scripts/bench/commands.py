"""How long a command of the engine takes that has little to do."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.build import KVARTALSBOG, forget, project_copy
from bench.report import Limit, Section
from bench.timing import Way, interleaved

TITLE = "The command line"
COMMANDS = ("--help", "check", "evaluate", "status 2024K4")
JUDGING = ("check", "evaluate")  # these find out what is withheld, and remember it
NEW = ", of figures never judged before"
MOST = 0.5  # seconds


def measure(work: Path) -> Section:
    """Every command beside a Python that does nothing."""
    known, new = project_copy(work / "known"), project_copy(work / "new")
    ways = [Way("python -c pass", [[sys.executable, "-c", "pass"]])]
    ways += [Way(name, [[KVARTALSBOG, *name.split()]], folder=known) for name in COMMANDS]
    ways += [Way(f"{name}{NEW}", [[KVARTALSBOG, name]], lambda: forget(new), new) for name in JUDGING]
    nothing, *commands = interleaved(ways, 7)
    limits = [Limit(f"`kvartalsbog {runs.name.removesuffix(NEW)}`{NEW if runs.name.endswith(NEW) else ''}, {runs.memory:.0f} MB", runs.wall, "s", MOST) for runs in commands]  # fmt: skip
    text = "Whole processes from start to end, the median of seven, on the shipped project, of which the command has once found out what is withheld. A command imports what it needs; `tests/cli/test_imports.py` names what each must not."  # fmt: skip
    return Section(text, limits=[Limit("a Python that does nothing", nothing.wall, "s"), *limits])
