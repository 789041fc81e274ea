"""A command imports what it needs: nobody waits for Sphinx to be told of a misspelt word."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import pytest
from conftest import ROOT

from kvartalsbog.cli.app import COMMANDS, Commands, command
from kvartalsbog.process.importing import without

BOOK = ("sphinx", "docutils", "papermill", "nbclient", "jupyter_client", "matplotlib", "myst_nb", "typst", "pikepdf")
RECORDS = ("ibis", "duckdb", "pandas", "pyarrow", "psycopg", "pyspark", "sqlglot", "python_calamine")
SOLVERS = ("highspy", "numpy", "scipy")
READING = ("nbformat", "jsonschema", "openpyxl", "xlsxwriter", "lxml", "rdflib", "jinja2")
FORBIDDEN = {
    ("--help",): (*BOOK, *RECORDS, *SOLVERS, *READING, "kvartalsbog.plan", "kvartalsbog.words"),
    ("fly",): (*BOOK, *RECORDS, *SOLVERS, *READING),
    ("check", "2024K4"): (*BOOK, *RECORDS, *READING),
    ("evaluate", "2024K4"): (*BOOK, *RECORDS, *READING),
    ("status", "2024K4"): (*BOOK, *RECORDS, *SOLVERS, "nbformat", "jsonschema", "lxml", "rdflib", "jinja2"),
}
SEEN = "import sys; sys.argv[1:] = {arguments!r}\nfrom kvartalsbog.cli.app import run\nrun(); print(*sys.modules, file=sys.stderr)"


@pytest.mark.parametrize("arguments", FORBIDDEN, ids=" ".join)
def test_a_command_imports_no_more_than_it_needs(arguments: tuple[str, ...]) -> None:
    code = SEEN.format(arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(done.stderr.split())
    assert "kvartalsbog.cli.app" in imported
    assert not imported & set(FORBIDDEN[arguments])


def test_a_build_in_which_nothing_has_changed_imports_nothing_that_makes_a_book() -> None:
    standing = "import kvartalsbog.book.memory.whole as whole; whole.Whole.standing = lambda *_: ()\n"
    arguments = ["build", "2024K4"]
    code = standing + SEEN.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Intet er ændret" in done.stdout
    assert not set(done.stderr.split()) & {
        *BOOK,
        *RECORDS,
        *SOLVERS,
        *READING,
    }


def test_what_a_book_and_its_kernels_have_in_common_imports_neither_matplotlib_nor_pandas() -> None:
    code = "import sys, kvartalsbog.book.build, kvartalsbog.pages.chapters; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"matplotlib", "pandas", "numpy", "pyarrow", "sphinx", "docx", "papermill"}


def test_what_runs_notebooks_imports_nothing_that_makes_pages_or_reads_what_no_notebook_is_in() -> None:
    code = (
        "import sys\nfrom kvartalsbog.process.importing import without\nwith without('pyarrow'):\n"
        "    import kvartalsbog.book.build, kvartalsbog.book.execution\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "papermill" in imported
    assert not imported & {
        "sphinx",
        "docutils",
        "myst_nb",
        "sqlalchemy",
        "pyarrow",
        "pandas",
        "xlsxwriter",
        "typst",
        "pikepdf",
    }


def test_what_is_hidden_from_an_import_can_be_had_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with without("colorsys", "json"):
        with pytest.raises(ImportError):
            import_module("colorsys")
        assert import_module("json") is json  # it was there already
    assert import_module("colorsys").rgb_to_hsv(1, 1, 1) == (0.0, 0.0, 1)


def test_help_tells_of_each_command_what_the_command_tells_of_itself() -> None:
    group = Commands(name="kvartalsbog")
    for name in group.list_commands(None):
        told = group.get_command(None, name)
        assert told is not None
        assert told.get_short_help_str() == command(name).get_short_help_str()
    assert set(group.list_commands(None)) == set(COMMANDS)
