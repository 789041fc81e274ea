"""The house: rooms from the ground up, each importing only from those below it, and no circle anywhere."""

from __future__ import annotations

import ast
from pathlib import Path

import architecture
import pytest
from conftest import ROOT

import kvartalsbog

# From the ground up. The order is the architecture: a room imports only from those before it.
ORDER = (
    "names", "errors", "periods", "process", "files", "content", "kinds", "steering", "plan", "readings", "disclosure", "inputs", "verdicts", "words", "word", "opendata", "pages",
    "sphinxext", "intake", "book", "audit", "editions", "desk", "cli", "__main__",
)  # fmt: skip
MODULES = [path for name, path in architecture.modules().items() if path.name != "__init__.py"]
PRINTS = ("cli/app.py", "cli/start.py", "book/keeper.py", "book/warm_process.py")  # two are programs


def _name(path: Path) -> str:
    return path.relative_to(architecture.PACKAGE).as_posix()


def test_the_order_names_every_room() -> None:
    assert set(architecture.arrows()) == set(ORDER)


@pytest.mark.parametrize("room", ORDER)
def test_a_room_imports_only_from_those_below_it(room: str) -> None:
    below = ORDER[: ORDER.index(room)]
    assert architecture.arrows()[room] <= set(below)


def test_no_modules_import_one_another_not_even_for_types_or_within_a_room() -> None:
    assert architecture.circle(architecture.imports()) == []


def test_a_circle_would_be_found() -> None:
    graph = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"b"}), "d": frozenset[str]()}
    assert set(architecture.circle(graph)) == {"b", "c"}


def test_no_room_is_a_drawer_for_everything() -> None:
    names = {part for name in architecture.modules() for part in name.split(".")}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}


def test_tests_stand_in_the_rooms_they_are_of() -> None:
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= {*ORDER, "plans"}  # whole plans of other authorities are of no room


def test_the_documents_show_the_house_as_it_is() -> None:
    for path in architecture.DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        assert text == architecture.filled(text), f"python scripts/architecture.py writes {path.name} anew"


def test_the_packages_own_words_name_every_room() -> None:
    assert all(f"`{room}`" in (kvartalsbog.__doc__ or "") for room in ORDER if room != "__main__")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    if _name(path) not in PRINTS:
        assert not calls & {"print", "sys.exit", "exit", "quit", "os._exit"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_and_functions_stay_small_and_say_what_they_are_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    assert len(source.splitlines()) <= 280
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [f.name for f in functions if (f.end_lineno or 0) - f.lineno > 42]
