"""Seeded records of goal 1.1's extract, as many as are asked for: `python -m bench.intake_records FOLDER RECORDS FORMAT…`.

Written a block at a time, so that any number fits in memory. A seed and a number always give the same records, and both
formats hold the same: CSV with `;` and Danish dates in UTF-8, Parquet with typed dates. Beside them goes `spellings.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from kvartalsbog.intake.records.mapping_loading import judged_mapping
from kvartalsbog.plan.loading import read_plan

DATA = Path(__file__).resolve().parents[2] / "data" / "2024"
GOAL, YEAR = "1.1", 2024
FORMATS = ("csv", "parquet")
SEED = 20240101
BLOCK = 200_000
TYPES, SHARES = ("STRAF", "ATK", "MOU"), (0.82, 0.12, 0.06)
_LONGEST = 1_500  # days: more the plan takes for a mistake, which only the intake looks for
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = (date(*day).toordinal() - _EPOCH for day in ((YEAR - 6, 1, 1), (YEAR, 12, 31)))


def spellings() -> dict[str, str]:
    """Every way in which the extract writes a district → its id."""
    plan = read_plan(DATA / "plan.yml", None, name="plan.yml")
    return dict(judged_mapping(DATA / "intake.yml", plan, [], name="intake.yml").spelled(plan, GOAL))


def blocks(records: int, seed: int, spelled: Sequence[str]) -> Iterator[pa.Table]:
    """The records, their dates typed. The first five columns are read by an intake, the others lie beside them."""
    chance = np.random.default_rng(seed)
    weights = chance.gamma(2.0, size=len(spelled))  # some spellings are common, some rare
    for start in range(0, records, BLOCK):
        count = min(BLOCK, records - start)
        decided = chance.integers(_LAST - 365, _LAST + 1, count)
        took = np.minimum(chance.gamma(2.2, 82, count), _LONGEST).astype(np.int64)
        reported = np.maximum(decided - took, _FIRST)
        numbers = np.arange(start, start + count) * 7_919 % 10**10  # apart from each other, and in no order
        yield pa.table({
            "sagsnummer": pa.array([f"{n % 90 + 10:02d}00-{n:010d}-24" for n in numbers.tolist()]),
            "politikreds": _chosen(chance, spelled, weights / weights.sum(), count),
            "sagstype": _chosen(chance, TYPES, SHARES, count),
            "anmeldt": pa.array(reported.astype("datetime64[D]")),
            "tiltale_afgjort": pa.array(decided.astype("datetime64[D]")),
            "gerningskode": pa.array(chance.integers(10_000, 99_999, count)),
            "sagsbehandler": pa.array([f"NN{n:04d}" for n in chance.integers(0, 9_000, count).tolist()]),
        })  # fmt: skip


def _chosen(chance: np.random.Generator, words: Sequence[str], shares: Any, count: int) -> pa.Array:
    places = pa.array(chance.choice(len(words), count, p=shares))
    return pa.array(words).take(places)


def _danish(block: pa.Table) -> pa.Table:
    """The block with its dates as Danes write them."""
    days = [date.fromordinal(n + _EPOCH).strftime("%d-%m-%Y") for n in range(_FIRST, _LAST + 1)]
    for column in ("anmeldt", "tiltale_afgjort"):
        places = pa.compute.subtract(block[column].cast(pa.int32()), _FIRST)
        block = block.set_column(block.schema.get_field_index(column), column, pa.array(days).take(places))
    return block


def write(folder: Path, records: int, formats: Sequence[str], seed: int = SEED) -> None:
    """Write `straffesager.csv` and `straffesager.parquet`, those of them that are asked for, and `spellings.json`."""
    spelled = spellings()
    (folder / "spellings.json").write_text(json.dumps(spelled), encoding="utf-8")
    plain = pa.csv.WriteOptions(delimiter=";", quoting_style="none", quoting_header="none")
    with ExitStack() as files:
        csv = parquet = None
        for block in blocks(records, seed, list(spelled)):
            if "csv" in formats:
                danish = _danish(block)
                csv = csv or files.enter_context(
                    pa.csv.CSVWriter(folder / "straffesager.csv", danish.schema, write_options=plain)
                )
                csv.write_table(danish)
            if "parquet" in formats:
                parquet = parquet or files.enter_context(
                    pq.ParquetWriter(folder / "straffesager.parquet", block.schema)
                )
                parquet.write_table(block)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=int)
    parser.add_argument("formats", nargs="+", choices=FORMATS)
    chosen = parser.parse_args()
    write(chosen.folder, chosen.records, chosen.formats)
