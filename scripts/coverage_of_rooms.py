"""Tell for each room of the package how many of its lines and branches the tests have run: `coverage_of_rooms.py`, after `coverage combine`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path


def main() -> None:
    """Print a line for each room, the least covered first, and one for all."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", file.name], check=True)
        files = json.loads(Path(file.name).read_bytes())["files"]
    rooms: dict[str, Counter[str]] = {}
    for name, found in files.items():
        room = Path(name).parts[1] if len(Path(name).parts) > 2 else "-"
        for key in (room, "all"):
            rooms.setdefault(key, Counter()).update({k: v for k, v in found["summary"].items() if isinstance(v, int)})
    for room, found in sorted(rooms.items(), key=lambda item: (item[0] == "all", _share(item[1]))):
        lines = f"{found['covered_lines']} of {found['num_statements']} lines"
        branches = f"{found['covered_branches']} of {found['num_branches']} branches"
        print(f"{room:12} {_share(found):6.1%}  {lines:22} {branches}")


def _share(found: Counter[str]) -> float:
    whole = found["num_statements"] + found["num_branches"]
    return (found["covered_lines"] + found["covered_branches"]) / whole if whole else 1.0


if __name__ == "__main__":
    main()
