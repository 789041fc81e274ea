"""What the tests have run, after `coverage combine`: each room's lines and branches, and the assertions that none came to."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path


def main() -> None:
    """Print a line for each room, the least covered first, and one for all; end as a failure where an assertion was never
    come to, because what it asserts is then not tested.
    """
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", file.name], check=True)
        files = json.loads(Path(file.name).read_bytes())["files"]
    rooms: dict[str, Counter[str]] = {}
    idle: list[str] = []
    for name, found in files.items():
        if name.startswith("tests"):
            idle += [f"{name}:{line}" for line in idle_assertions(Path(name).read_text(encoding="utf-8"), found["executed_lines"])]  # fmt: skip
            continue
        room = Path(name).parts[1] if len(Path(name).parts) > 2 else "-"
        for key in (room, "all"):
            rooms.setdefault(key, Counter()).update({k: v for k, v in found["summary"].items() if isinstance(v, int)})
    for room, found in sorted(rooms.items(), key=lambda item: (item[0] == "all", _share(item[1]))):
        lines = f"{found['covered_lines']} of {found['num_statements']} lines"
        branches = f"{found['covered_branches']} of {found['num_branches']} branches"
        print(f"{room:12} {_share(found):6.1%}  {lines:22} {branches}")
    print(*(f"{place}: no test has come to this assertion" for place in idle), sep="\n")
    sys.exit(bool(idle))


def idle_assertions(program: str, run: Collection[int]) -> Iterator[int]:
    """The lines of the assertions in functions that were run, none of whose own lines was: those of a loop over nothing."""
    for function in ast.walk(ast.parse(program)):
        if isinstance(function, ast.FunctionDef) and function.body[-1].end_lineno:
            own = [node for node in ast.walk(function) if isinstance(node, ast.Assert)]
            if any(line in run for line in range(function.body[0].lineno, function.body[-1].end_lineno + 1)):
                yield from (node.lineno for node in own if not _touched(node, run))


def _touched(node: ast.Assert, run: Collection[int]) -> bool:
    return any(line in run for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _share(found: Counter[str]) -> float:
    whole = found["num_statements"] + found["num_branches"]
    return (found["covered_lines"] + found["covered_branches"]) / whole if whole else 1.0


if __name__ == "__main__":
    main()
