"""`make fuzz`: every module of this package, one row each; exit code 1 when there is a fault."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from fuzz.harness import HEAD, Report, fuzz

NAMES = sorted(
    module.name
    for module in pkgutil.iter_modules([str(Path(__file__).parent)])
    if "\ndef trials(" in Path(__file__).with_name(f"{module.name}.py").read_text(encoding="utf-8")
)


def run(name: str, runs: int | None, first: int = 0) -> Report:
    """One module's report; without a number of runs, its bounded one."""
    module = importlib.import_module(f"fuzz.{name}")
    with module.trials() as trial:
        return fuzz(name, trial, runs or module.BOUNDED, first=first)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--runs", type=int, help="of each module; default: what `make test` runs")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="default: all")
    wanted = parser.parse_args(arguments)
    sys.stdout.write(f"{HEAD}\n")
    faults = 0
    for name in wanted.names or NAMES:
        report = run(name, wanted.runs, wanted.first)
        faults += len(report.faults)
        sys.stdout.write(f"{report}\n" + (f"{report.told}\n" if report.faults else ""))
        sys.stdout.flush()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
