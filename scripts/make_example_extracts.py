"""Write the example extracts of 2024: `python scripts/make_example_extracts.py [FOLDER] [--scale N]`.

`kvartalsbog intake` makes the shipped readings from them. A folder a quarter is written below FOLDER (else `examples/`):
the extracts of the three numeric goals, each of another kind, and the units' filled-in forms. They hold what
`example_cells` and `example_story` tell, made into records with a fixed seed; the same script always writes the same
bytes. `--scale` makes N times as many records, for trying large extracts; their averages are the same, but the readings
are then not the shipped ones.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
from example_cells import Cells, cells, known, news
from example_files import DANISH, INTERNATIONAL, write_csv, write_parquet, write_workbook
from example_forms import filled
from example_records import records
from example_story import DELIVERABLES, EXTRACTED, UNREPORTED
from example_words import COMMENTARY, names

from kvartalsbog.intake.forms.writing import file_names, form_bytes
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.vintage_text import Row, VintageText, texts

ROOT = Path(__file__).resolve().parent.parent
QUARTERS = tuple(quarter_of(2024, number) for number in (1, 2, 3, 4))
LARGEST = 1000  # a month of 1.2 must not have more rows than a sheet


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description="Write the example extracts of 2024.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--scale", type=int, default=1, help=f"how many times as many records, 1 to {LARGEST}")
    chosen = parser.parse_args()
    if not 1 <= chosen.scale <= LARGEST:
        parser.error(f"--scale {chosen.scale}: must be from 1 to {LARGEST}")
    make_extracts(chosen.folder, chosen.scale)


def make_extracts(folder: Path, scale: int = 1) -> None:
    """Write every quarter's files below `folder`. The forms show what stood before, so quarters are made in order."""
    truth = cells(districts(ROOT / "data"), scale)
    with tempfile.TemporaryDirectory(prefix="kvartalsbog-") as work:
        year = Path(work) / "2024"
        year.mkdir()
        for name in ("plan.yml", "intake.yml"):
            shutil.copy(ROOT / "data" / "2024" / name, year)
        for quarter in QUARTERS:
            base = ground(quarter, Path(work))
            own = folder / str(quarter)
            own.mkdir(parents=True, exist_ok=True)
            _write_extracts(own, base, truth)
            blank = base.forms or ()
            for name, form in zip(file_names(blank), blank, strict=True):
                (own / name).write_bytes(form_bytes(filled(form, known(str(quarter), truth))))
            _write_readings(base, truth)


def districts(data_dir: Path) -> Mapping[str, tuple[str, ...]]:
    """Goal → the units that report to it, of the numeric goals of 2024."""
    plan = read_plan(data_dir / "2024" / "plan.yml", None, name="2024/plan.yml")
    return {name: criterion.districts for name, criterion in plan.series.items()}


def _write_extracts(folder: Path, base: Ground, truth: Cells) -> None:
    quarter, name = base.period, str(base.period)
    drawn = date.fromisoformat(EXTRACTED[name])
    written = _spellings(base)

    def table(goal: str, month: Month) -> pa.Table:
        return records(goal, month, name, truth, written[goal])

    months = quarter.to_date
    # restatements fall in the month before the quarter; there is none in January, which begins the plan's year
    recent = months[-4:]
    unreported = {Month.parse(month) for (goal, month), since in UNREPORTED.items() if goal == "4.2" and name < since}
    asked = [month for month in (quarter.calendar.months_before[-1], *months) if month not in unreported]
    write_parquet(folder / f"straffesager-{name}.parquet", (table("1.1", month) for month in recent))
    title = f"Afsoningssager med dom i {quarter.plan}"
    sheets = {month.number: table("1.2", month) for month in months}
    write_workbook(folder / f"afsoningssager-{name}.xlsx", title, drawn, sheets)
    dialect = INTERNATIONAL if quarter.number == 3 else DANISH
    title = f"Høringer om udvalgsspørgsmål i {quarter.plan}"
    tables = (table("4.2", month) for month in asked)
    write_csv(folder / f"udvalgsspoergsmaal-{name}.csv", title, drawn, tables, dialect)


def _spellings(base: Ground) -> Mapping[str, Mapping[str, str]]:
    """How each register writes the units: by their codes, by their short names, by their names in full."""
    names = {unit.id: unit.name for unit in base.plan.districts}
    short = base.mapping.spellings
    return {
        "1.1": names | {unit: words[-1] for unit, words in short.items()},
        "1.2": names | {unit: words[0] for unit, words in short.items()},
        "4.2": names,
    }


def _write_readings(base: Ground, truth: Cells) -> None:
    """What the quarter's intake gives, so that the next quarter's forms can show it."""
    name = str(base.period)
    series: dict[str, list[Row]] = {}
    items: dict[str, list[Row]] = {}
    for (goal, month, unit), figure in news(name, truth).items():
        series.setdefault(goal, []).append((goal, month, unit, *map(str, figure)))
    for item in DELIVERABLES[name]:
        items.setdefault(item[0], []).append(item)
    said = {goal.id: {**COMMENTARY[name].get(goal.id, {}), **_named(goal.id, name)} for goal in base.plan.goals}
    base.folder.mkdir()
    for file, text in texts(VintageText(series, items, said), base.plan, base.period).items():
        (base.folder / file).write_text(text, encoding="utf-8", newline="\n")


def _named(goal: str, quarter: str) -> dict[str, dict[str, str]]:
    told = names(goal, quarter)
    return {"names": told} if told else {}


if __name__ == "__main__":
    main()
