"""Each module imports only from those above it. The order below is the architecture."""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest
from conftest import ROOT

ORDER = (
    "errors", "characters", "text_files", "placement", "workplace", "copying", "scalars", "composing", "ending", "fault_report", "guard", "secrecy", "printing", "quarter", "release", "content", "prose", "plan_fields", "publication", "plan_source", "units", "amending", "plan", "contents", "readings", "documents", "validation", "records", "calendar_rules", "plan_rules", "amendment_rules",
    "plan_loading", "criteria", "disclosure", "reading_rules", "remarks", "provenance", "loading", "signatures", "record_key", "taking", "inputs", "evaluation", "findings", "parts", "wording", "sentences", "descriptions",
    "results", "plan_changes", "tables", "scorecards", "plan_tables", "canvas", "charts", "changes", "pages", "imprint", "opendata", "gathering", "chapters", "keeper", "kernels", "listening", "notebooks", "complaints", "execution", "held",
    "sphinxext", "settings", "compilation", "manuscript", "approvals", "published", "build", "scaffold", "intake", "preparation", "audit", "editions", "preview", "usage", "console", "cli_forms", "cli_intake", "cli_audit", "cli_correction", "cli_editions", "cli_preview", "cli", "start", "__main__",
)  # fmt: skip
PACKAGE = ROOT / "kvartalsbog"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kvartalsbog"):
            rest = node.module.split(".")[1:]
            names |= {rest[0]} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kvartalsbog.")}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_above(path: Path) -> None:
    own = ORDER.index(_part(path))
    below = {name for name in _imports(path) if ORDER.index(name) > own}
    assert not below


def test_no_modules_import_each_other_not_even_for_their_types() -> None:
    named = {".".join(("kvartalsbog", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in MODULES}
    imports: dict[str, set[str]] = {}
    for module, path in named.items():
        nodes = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ImportFrom)]
        targets = {name for n in nodes for a in n.names for name in (n.module or "", f"{n.module}.{a.name}")}
        imports[module] = targets & named.keys()
    assert any("kvartalsbog.sphinxext.typst.assets" in found for found in imports.values())
    graphlib.TopologicalSorter(imports).prepare()  # raises CycleError with the circle


def test_the_order_names_every_module() -> None:
    assert {_part(path) for path in MODULES} == set(ORDER)


def test_the_readme_names_every_module_once() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| Modules | |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", "\n".join(row.split("|")[1] for row in table.splitlines() if row.startswith("| `")))
    assert sorted(named) == sorted(set(ORDER) - {"__main__"})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    if path.name not in ("cli.py", "start.py", "keeper.py"):  # the last is a program of its own
        assert not calls & {"print", "sys.exit", "exit", "quit", "os._exit"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_stay_small_and_say_what_they_are_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    assert len(source.splitlines()) <= 280
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [f.name for f in functions if (f.end_lineno or 0) - f.lineno > 42]
