"""The same figures by a straightforward script with pandas: `python -m bench.large_pandas FOLDER`.

Every year's vintages one after the other, the latest row of each month and unit, and the sums by month, by unit and of the
year. It checks nothing, withholds nothing, compares nothing and writes no table.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

LIMIT = 100
BY = ["goal", "month", "district"]


def figures(year: Path) -> dict[str, Any]:
    """Goal → verdict, year, months and units: the sums."""
    vintages = [pd.read_csv(path, dtype={"goal": str}) for path in sorted(year.glob("*K[1-4]/series.csv"))]
    rows = pd.concat(vintages).drop_duplicates(BY, keep="last")
    own = rows[rows["month"].str.startswith(year.name)]
    whole = own.groupby("goal")[["n", "total"]].sum()
    months = rows.groupby(["goal", "month"])[["n", "total"]].sum()
    units = own.groupby(["goal", "district"])[["n", "total"]].sum()
    found: dict[str, Any] = {
        goal: {"verdict": "holds" if total <= LIMIT * n else "failed", "year": (n, total), "months": {}, "units": {}}
        for goal, n, total in whole.itertuples()
    }
    for name, frame in (("months", months), ("units", units)):
        for (goal, key), n, total in frame.itertuples():
            found[goal][name][key] = (n, total)
    return found


if __name__ == "__main__":
    years = sorted(path.parent for path in Path(sys.argv[1]).glob("*/plan.yml"))
    sys.stdout.write(json.dumps({"figures": {year.name: figures(year) for year in years}}, default=int))
