"""Write the example readings of the 2024 plan: `python scripts/make_example_data.py [DATA_DIR]`.

No results of the plan could be found, so the book is shown with figures made from a fixed seed. Last year's months are
written here; the four quarters are taken in from `examples/`, as a controller takes them in. The same script always
writes the same bytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from example_cells import SEED, cells, known
from example_story import EXTRACTED
from example_vintage import write_vintage
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
    rows = [SERIES_COLUMNS, *((*key, *figure) for key, figure in figures.items())]
    made_by = f"scripts/make_example_data.py, seed {SEED}"
    write_vintage(folder, EXTRACTED[LAST_YEAR], made_by, rows, [DELIVERABLE_COLUMNS], {})


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data")
