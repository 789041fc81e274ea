"""Publish the example year as a site: `python scripts/make_example_site.py [FOLDER]`.

Four quarters on the days of the plan's calendar, and three weeks after the last one its correction. The figures are examples, and every page says so.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from example_year import RELEASES, ROOT, ExampleYear, at

from kvartalsbog.files.placement import put_in_place


def make(site: Path) -> None:
    """The site, whole or not at all; a former one is replaced."""
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".example-site-", dir=site.parent) as work:
        year = ExampleYear(Path(work))
        for quarter, day in RELEASES.items():
            year.approve(quarter, day)
            print(f"{year.publish(quarter, at(day)).manifest.folder} er udgivet")
        print(f"{year.correct().manifest.folder} er udgivet: en rettelse")
        put_in_place(year.root, site)
    print(f"Eksempelårets udgaver er færdige: {site / 'index.html'}")


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "_build/example-site")
