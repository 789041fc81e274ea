"""`python -m bench [PART …]`: measure, print, and put the sections into `docs/benchmarks.md`."""

from __future__ import annotations

import argparse
import importlib
import tempfile
import time
from pathlib import Path

from bench.report import placed
from bench.surroundings import compile_once, read_folders

PARTS = ("commands", "build", "serve", "books", "large", "sites", "intake", "readers")  # in the order of the document
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def main() -> None:
    """Run the parts that are named, else all."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--out", type=Path, default=DOCUMENT)
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    compile_once(read_folders())
    for name in chosen.parts or PARTS:
        part = importlib.import_module(f"bench.{name}")
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            section = part.measure(Path(folder)).markdown(part.TITLE)
        print(f"{section}\n\n{name}: {time.monotonic() - started:.0f} s\n", flush=True)
        chosen.out.write_text(placed(chosen.out.read_text(encoding="utf-8"), part.TITLE, section), encoding="utf-8")


if __name__ == "__main__":
    main()
