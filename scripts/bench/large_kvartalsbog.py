"""What the engine makes of large plans, stage by stage: `python -m bench.large_kvartalsbog FOLDER`, as `large_pandas` prints it.

Of each year's last quarter: everything is loaded, judged with the search for what must be withheld, compared with the
quarter before, and made into all tables and CSV files. Beside the figures stand the seconds of each stage.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.states import state_of

_Made = TypeVar("_Made")


def figures(findings: Findings) -> dict[str, Any]:
    """Goal → verdict, year, months and units: the sums, or None for what is withheld."""
    return {
        goal: {
            "verdict": next(c.state for c in findings.result.goal(goal).criteria if c.criterion == series.criterion),
            "year": _sum(series.published.latest),
            "months": {str(month): _sum(sums) for month, sums in series.every_month.items()},
            "units": {unit: _sum(sums) for unit, sums in series.published.districts.items()},
        }
        for goal, series in findings.series.items()
    }


def _sum(sums: Sum | None) -> tuple[int, int] | None:
    return None if sums is None else (sums.n, int(sums.total))


def main(folder: Path) -> None:
    """Every year of the folder, one after the other."""
    seconds: dict[str, float] = defaultdict(float)

    def timed(stage: str, make: Callable[[], _Made]) -> _Made:
        started = time.perf_counter()
        made = make()
        seconds[stage] += time.perf_counter() - started
        return made

    found = {}
    for plan in sorted(folder.glob("*/plan.yml")):
        quarter = quarter_of(int(plan.parent.name), 4)
        report = timed("load", lambda: load(quarter, folder))  # noqa: B023 - called at once
        findings = timed("find", lambda: find(report))  # noqa: B023
        before = findings.previous or findings
        timed("changes", lambda: changes(state_of(before), state_of(findings)))  # noqa: B023
        timed("tables and CSV", lambda: [csv_files(table) for table in tables(findings)])  # noqa: B023
        found[plan.parent.name] = figures(findings)
    sys.stdout.write(json.dumps({"figures": found, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
