"""Made-up histories by the hundred: `python tests/fuzz_disclosure.py --seeds 0 400`. Exit code 1 when a secret is known.

Each publication is chosen as `approve` would, with corrections of few cases refused (odd seeds) or accepted (even ones),
and after the last of them the strongest reader works out what can be worked out. One line of JSON tells what was found.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

from histories import Told, history, merger, told
from strong_reader import breaches


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 400), metavar=("FIRST", "END"))
    parser.add_argument("--mergers", action="store_true", help="of years in which units were merged")
    asked = parser.parse_args()
    (first, end), make = asked.seeds, merger if asked.mergers else history
    counted: Counter[str] = Counter()
    seconds: list[float] = []
    for seed in range(first, end):
        found = told(make(seed), accept=seed % 2 == 0)
        _count(found, counted)
        seconds += found.seconds
        if known := breaches(found):
            counted["breached"] += 1
            sys.stderr.write(f"{seed}: {known}\n")
    seconds.sort()
    milliseconds = {
        name: round(1000 * seconds[min(int(len(seconds) * part), len(seconds) - 1)], 1)
        for name, part in (("median", 0.5), ("p99", 0.99), ("worst", 1.0))
    }
    sys.stdout.write(json.dumps({**counted, "milliseconds": milliseconds}) + "\n")
    return 1 if counted["breached"] else 0


def _count(found: Told, counted: Counter[str]) -> None:
    counted["histories"] += 1
    counted["corrections refused"] += found.refused
    for publication, choice in zip(found.publications, found.choices, strict=True):
        counted["publications"] += 1
        counted["goal's value withheld"] += choice.value_withheld
        counted["exposed whatever is withheld"] += bool(choice.exposed)
        for part in publication.parts:
            if publication.sum_of(part.cells).n:
                counted["sums"] += 1
                counted["sums withheld"] += part.key not in publication.shown


if __name__ == "__main__":
    sys.exit(main())
