"""The same with polars, lean: `python -m bench.intake_polars EXTRACT SPELLINGS YEAR` prints what `intake_pandas` prints.

The extract is scanned lazily, only the columns that are needed, and the mistakes looked for are those of the pandas script.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl

KEY, DISTRICT, TYPE, START, END = COLUMNS = ["sagsnummer", "politikreds", "sagstype", "anmeldt", "tiltale_afgjort"]
KNOWN, LEFT_OUT = ("STRAF", "ATK", "MOU"), ("ATK", "MOU")


def scan(path: Path) -> pl.LazyFrame:
    """The extract's columns, its dates as dates, or nothing."""
    if path.suffix == ".parquet":
        return pl.scan_parquet(path).select(COLUMNS)
    frame = pl.scan_csv(path, separator=";", infer_schema=False, null_values=[""]).select(COLUMNS)
    return frame.with_columns(pl.col(START, END).str.to_date("%d-%m-%Y", strict=False))


def summed(frame: pl.LazyFrame, spelled: dict[str, str], year: int) -> dict[str, object]:
    """The readings as [month, district, cases, days], and how many records were left out and rejected."""
    end, left_out = pl.col(END), pl.col(TYPE).is_in(LEFT_OUT)
    names = pl.LazyFrame({DISTRICT: list(spelled), "unit": list(spelled.values())})
    # of a key that stands twice the first record counts; few records have one
    repeated = pl.col(KEY).is_not_null() & ~pl.col(KEY).is_first_distinct()
    bad = pl.col(KEY).is_null() | repeated | ~pl.col(TYPE).is_in(KNOWN).fill_null(value=False)
    wrong = pl.col("unit").is_null() | pl.col(START).is_null() | end.is_null() | (end < pl.col(START))
    bad = bad | (~left_out & (wrong | (end.dt.year() != year)).fill_null(value=True))
    judged = (
        frame.join(names, on=DISTRICT, how="left", maintain_order="left")
        .with_columns(bad=bad)
        .with_columns(fate=pl.when("bad").then(0).when(left_out).then(1).otherwise(2))
    )
    groups = (
        judged.group_by(
            "fate",
            pl.when(pl.col("fate") == 2).then(end.dt.month()).alias("month"),
            pl.when(pl.col("fate") == 2).then("unit").alias("unit"),
        )
        .agg(pl.len(), (end - pl.col(START)).dt.total_days().sum().alias("days"))
        .collect(engine="streaming")
    )
    readings = sorted([month, unit, n, days] for fate, month, unit, n, days in groups.iter_rows() if fate == 2)
    counts = {fate: sum(n for f, _, _, n, _ in groups.iter_rows() if f == fate) for fate in (0, 1)}
    return {"readings": readings, "left_out": counts[1], "rejected": counts[0]}


if __name__ == "__main__":
    extract, spellings, wanted = sys.argv[1:4]
    table = json.loads(Path(spellings).read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(summed(scan(Path(extract)), table, int(wanted))))
