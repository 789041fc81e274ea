"""A kind is known in kinds/ and by its words, and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import architecture
import pytest

from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.words.kinds import NAMES, WORDS

MODULES = {name: path for name, path in architecture.modules().items() if not name.startswith("kinds.")}
CLASSES = {kind.__name__ for kind in KINDS.values()}
OWN = {f"kinds.{name}" for name in KINDS}
# The words `count` and `share` are also names of other things: a string is a kind's only beside another's, or by `kind`.


def known(tree: ast.AST) -> Iterator[str]:
    """Where code knows a kind: its module or class is imported, its name is compared, or several stand in one list."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (a.name for a in node.names if f"{node.module}".removeprefix("kvartalsbog.") in OWN)
            yield from (a.name for a in node.names if f"{node.module}" == "kvartalsbog.kinds" and a.name in KINDS)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.removeprefix("kvartalsbog.") in OWN)
        elif isinstance(node, ast.Name | ast.Attribute):
            yield from (name for name in [getattr(node, "id", getattr(node, "attr", ""))] if name in CLASSES)
        elif isinstance(node, ast.Compare):
            asks = any("kind" in ast.unparse(side) for side in (node.left, *node.comparators))
            yield from (text for text in strings(node) if asks and text in KINDS)
        elif isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            named = sorted({*strings(node)} & KINDS.keys())
            yield from named if len(named) > 1 else ()


def strings(node: ast.AST) -> Iterator[str]:
    yield from (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_outside_the_room_of_kinds_knows_one(name: str) -> None:
    found = set(known(ast.parse(MODULES[name].read_text(encoding="utf-8"))))
    assert found == (set(WORDS) if name == "words.kinds" else set())


@pytest.mark.parametrize("code", [
    "isinstance(c, Mean | Share)", "isinstance(c, base.Count)", "c.kind == 'share'", "row['kind'] in ('mean', 'share')", "X = ('count', 'deliverable')",
    "X = {'mean': 1, 'share': 2}", "from kvartalsbog.kinds.mean import Mean", "from kvartalsbog.kinds import share", "match c:\n    case Mean():\n        pass",
])  # fmt: skip
def test_whoever_knows_a_kind_is_found(code: str) -> None:
    assert list(known(ast.parse(code)))


@pytest.mark.parametrize("code", ["sums.count('x')", "isinstance(c, SeriesCriterion)", "a.kind == b.kind", "if row.kind is Kind.HEAD: pass", "share = 'share'"])  # fmt: skip
def test_whoever_knows_a_shape_or_another_thing_is_not(code: str) -> None:
    assert not list(known(ast.parse(code)))


def test_a_kind_is_a_module_of_its_name_that_the_registry_names_once() -> None:
    folder = Path(architecture.PACKAGE, "kinds")
    for name, kind in KINDS.items():
        assert kind.__module__ == f"kvartalsbog.kinds.{name}"
        assert (folder / f"{name}.py").is_file()
    assert list(WORDS) == list(NAMES) == list(KINDS)
