"""Large plans: 100 goals that 40 units report to through 60 months, and 400 goals; against a straightforward pandas script."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.large_plans import Size, write_plans
from bench.report import Comparison, Limit, Section
from bench.timing import Runs, Way, interleaved

TITLE = "Large plans"
SCRIPTS = Path(__file__).resolve().parents[1]
SIZES = (Size(100, 40, years=5), Size(400, 10))
TEXT = """
Seeded plans ([large_plans.py](../scripts/bench/large_plans.py)) with four vintages a year, late months and restatements. Of the last quarter of
every plan year the engine checks every row, works out each earlier edition as a draft, with the search for what must be
withheld against all of them, compares the quarter with the one before, and makes every table and CSV file.
*Otherwise* is [a script](../scripts/bench/large_pandas.py) that keeps the latest rows and adds them up with pandas: it does none of the other things, so
no ratio is expected. Every figure that the engine shows is the script's, and so is every verdict. All stages grow as what
they read ([a test](../tests/test_large_plans.py) counts it), but for the search, which is as long as the goals with sums of few cases make it.
"""


def measure(work: Path) -> Section:
    """Each size once."""
    comparisons, limits = [], []
    for size in SIZES:
        folder = work / f"{size.goals}-{size.units}"
        write_plans(folder, size)
        ours, pandas = interleaved([_way("large_kvartalsbog", folder), _way("large_pandas", folder)], 1)
        name = f"{size.goals} goals × {size.units} units × {size.months} months"
        withheld, told = agreed(ours, pandas), json.loads(ours.told)["seconds"]
        comparisons.append(Comparison(f"{name}, {withheld:,} sums withheld", ours, pandas))
        limits += [Limit(f"{name}: {stage}", seconds, "s") for stage, seconds in told.items()]
    return Section(TEXT, comparisons, limits)


def agreed(ours: Runs, other: Runs) -> int:
    """How many sums are withheld. Raises ValueError unless every other one, and every verdict, is the same both ways."""
    shown, every = (dict(_leaves(json.loads(runs.told)["figures"])) for runs in (ours, other))
    if shown.keys() != every.keys():
        raise ValueError(f"only one of the two tells of {sorted(shown.keys() ^ every.keys())[:3]}")
    if differing := [path for path, told in shown.items() if told not in (None, every[path])]:
        raise ValueError(f"the two do not give the same of {differing[:3]}")
    return sum(told is None for told in shown.values())


def _leaves(told: Any, *path: str) -> Any:
    if isinstance(told, dict):
        for key, inner in told.items():
            yield from _leaves(inner, *path, key)
    else:
        yield path, told


def _way(module: str, folder: Path) -> Way:
    name = "kvartalsbog" if module == "large_kvartalsbog" else "pandas"
    return Way(name, [[sys.executable, "-m", f"bench.{module}", folder]], environment={"PYTHONPATH": str(SCRIPTS)})
