"""The rooms of the package and who imports whom → the picture and the lists in README.md and docs/architecture.md."""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kvartalsbog"
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "architecture.md")
Graph = Mapping[str, frozenset[str]]


def module_name(path: Path) -> str:
    """`plan.values`; a package is named as its folder, and the package itself is the empty name."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> dict[str, Path]:
    """Every module of the package by its name."""
    return {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _imported(tree: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    """The package's modules that a module imports, wherever the import stands: in a function and for types alone too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "kvartalsbog":
            base = node.module.removeprefix("kvartalsbog").removeprefix(".")
            for alias in node.names:
                name = f"{base}.{alias.name}".removeprefix(".")
                yield name if name in known else base
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[2] for alias in node.names if alias.name.startswith("kvartalsbog."))


@cache
def imports() -> Graph:
    """Module → the modules that it imports."""
    known = modules()
    return {
        name: frozenset(_imported(ast.parse(path.read_text(encoding="utf-8")), known)) - {name, ""}
        for name, path in known.items()
        if name
    }


def room(module: str) -> str:
    """The room of a module: its first folder, or its own name where it has none."""
    return module.partition(".")[0]


@cache
def arrows() -> Graph:
    """Room → the rooms that it imports."""
    found: dict[str, set[str]] = {}
    for module, imported in imports().items():
        found.setdefault(room(module), set()).update(room(other) for other in imported)
    return {name: frozenset(others - {name}) for name, others in found.items()}


def circle(graph: Graph) -> list[str]:
    """Names that reach one another, one way round; empty where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def floors(graph: Graph) -> dict[str, int]:
    """How far above the ground each stands: one floor above the highest of those it imports."""
    heights: dict[str, int] = {}

    def height(name: str) -> int:
        if name not in heights:
            heights[name] = 1 + max((height(other) for other in graph[name]), default=-1)
        return heights[name]

    for name in graph:
        height(name)
    return heights


def described() -> dict[str, str]:
    """Room → the first line of its docstring, from the ground up."""
    known, heights = modules(), floors(arrows())
    order = sorted(heights, key=lambda name: (heights[name], name))
    return {name: (ast.get_docstring(ast.parse(known[name].read_text(encoding="utf-8"))) or "").split("\n")[0] for name in order if name != "__main__"}  # fmt: skip


def table() -> str:
    """The rooms as a table of Markdown."""
    rows = (f"| `{name}` | {words} |" for name, words in described().items())
    return "\n".join(["| Room | |", "|---|---|", *rows])


def picture() -> str:
    """The rooms as a Mermaid diagram: an arrow to each room that is imported and not reached by another way."""
    graph = arrows()

    @cache
    def reached(name: str) -> frozenset[str]:
        return graph[name].union(*(reached(other) for other in graph[name]))

    lines = [
        f"    {name} --> {other}"
        for name in described()
        for other in sorted(graph[name])
        if not any(other in reached(third) for third in graph[name] - {other})
    ]
    return "\n".join(["```mermaid", "flowchart BT", *lines, "```"])


def numbers() -> str:
    """How large the house is, in a sentence."""
    count = sum(len(others) for others in arrows().values())
    return f"{len(described())} rooms, {count} arrows between them, {max(floors(arrows()).values()) + 1} floors."


def filled(text: str) -> str:
    """A document with what stands between its marks made anew; a document names only the parts that it wants."""
    for name, made in (("rooms", table), ("picture", picture), ("numbers", numbers)):
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if begin in text:
            before, _, rest = text.partition(begin)
            text = f"{before}{begin}\n{made()}\n{end}{rest.partition(end)[2]}"
    return text


def main() -> int:
    """Write the documents, or tell which are not as they would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where something would be written")
    check = parser.parse_args().check
    stale = [path for path in DOCUMENTS if path.read_text(encoding="utf-8") != filled(path.read_text(encoding="utf-8"))]
    for path in stale:
        if not check:
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}: {'is stale' if check else 'written'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
