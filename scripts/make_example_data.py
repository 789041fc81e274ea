"""Write the example readings of the 2024 plan: `python scripts/make_example_data.py [DATA_DIR]`.

No results of the plan could be found, so the book is shown with figures made from a fixed seed. Last year's months are
written here; the four quarters are taken in from `examples/`, as a controller takes them in. The same script always
writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from example_cells import SEED, cells, known
from example_story import EXTRACTED
from make_example_extracts import ROOT, districts

from kvartalsbog.cli.intake import intake
from kvartalsbog.files.placement import put_in_place
from kvartalsbog.readings.rules import DELIVERABLE_COLUMNS, SERIES_COLUMNS

LAST_YEAR, *QUARTERS = EXTRACTED


def write(data_dir: Path) -> None:
    """Write every vintage below `data_dir/2024`, which has the plan and the mapping. They are made aside and put in
    place when all are there, so that a failure leaves what was.
    """
    year = data_dir / "2024"
    with tempfile.TemporaryDirectory(prefix=".example-", dir=data_dir) as work:
        aside = Path(work) / "2024"
        aside.mkdir()
        for name in ("plan.yml", "intake.yml"):
            shutil.copy(year / name, aside)
        _write_last_year(aside / LAST_YEAR)
        for quarter in QUARTERS:
            sources = [str(ROOT / "examples" / quarter)]
            day = EXTRACTED[quarter]
            intake(quarter, sources, extracted=day, accept_revisions=True, data_dir=Path(work), project=ROOT)
        for vintage in EXTRACTED:
            put_in_place(aside / vintage, year / vintage)


def _write_last_year(folder: Path) -> None:
    """The months of the year before, for which there are no extracts: they only serve to compare with."""
    figures = known(LAST_YEAR, cells(districts(ROOT / "data")))
    files = {
        "series.csv": _csv([SERIES_COLUMNS, *((*key, *figure) for key, figure in figures.items())]),
        "deliverables.csv": _csv([DELIVERABLE_COLUMNS]),
        "commentary.yml": "{}\n",
    }
    described = {
        name: {
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "source": f"scripts/make_example_data.py, seed {SEED}",
            "rows_read": rows, "rows_kept": rows, "rows_rejected": 0,
        }
        for (name, text), rows in zip(files.items(), (len(figures), 0, 0), strict=True)
    }  # fmt: skip
    source = {"vintage": LAST_YEAR, "extracted": EXTRACTED[LAST_YEAR], "data_status": "example", "files": described}
    files["source.json"] = json.dumps(source, indent=2) + "\n"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _csv(rows: Iterable[Iterable[object]]) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data")
