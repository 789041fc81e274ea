"""What `kvartalsbog intake` does with goal 1.1's extract, up to its readings, the files' SHA-256 among it.

`python -m bench.intake_kvartalsbog EXTRACT` prints the same as `intake_pandas`.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from kvartalsbog.errors import collecting
from kvartalsbog.intake.records.mapping_loading import judged_mapping
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.receiving import receive
from kvartalsbog.intake.vintage.sources import FileSource, unwatched
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.process.garbage import look_seldom
from kvartalsbog.readings.values import Readings

YEAR = Path(__file__).resolve().parents[2] / "data" / "2024"

if __name__ == "__main__":
    look_seldom()  # as the command begins
    extract = Path(sys.argv[1]).resolve()
    plan = read_plan(YEAR / "plan.yml", None, name="plan.yml")
    mapping = judged_mapping(YEAR / "intake.yml", plan, [], name="intake.yml")
    drawn, source = date(2025, 1, 9), FileSource(extract, extract.name)
    base = Ground(quarter_of(2024, 4), YEAR.parent, plan, mapping, Readings(()), {}, ())
    with collecting(None) as told:
        (made,) = receive([source], "1.1", base, lambda _goal, _sources: drawn, told, unwatched).extracts
    found = made.outcome
    readings = sorted([month.number, unit, sums.n, int(sums.total)] for (month, unit), sums in found.sums.items())
    sys.stdout.write(json.dumps({"readings": readings, "left_out": found.left_out, "rejected": found.rejected}))
