"""Notebooks that run in the tests' own process come out as they do from a kernel, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import papermill
import pytest
from conftest import make_library
from in_process import kernels_again
from remembered import DRAWERS, content
from small_notebooks import PARAMETERS, write

from kvartalsbog.book.execution import execute
from kvartalsbog.errors import ExecutionError
from kvartalsbog.pages import canvas
from kvartalsbog.verdicts import gathering

SOURCES = {
    "a value": "21 * 2",
    "nothing": "x = 1",
    "text": "print('to\\nlinjer æøå')",
    "warnings": "import sys; print('advarsel', file=sys.stderr)",
    "shown and given": "from IPython.display import HTML, display\ndisplay(HTML('<b>fed</b>'))\n'sidst'",
    "a table": "import pandas as pd; pd.DataFrame({'a': [1, 2]})",
    "the parameters": "quarter, data_dir",
}


def both(books: list[tuple[Path, str]], parameters: dict[str, str], folder: Path) -> tuple[Path, Path]:
    execute(books, parameters, folder / "here")
    with kernels_again():
        execute(books, parameters, folder / "kernels")
    return folder / "here", folder / "kernels"


def test_every_kind_of_output_is_the_same(tmp_path: Path) -> None:
    books = [write(tmp_path, f"{number}.ipynb", source) for number, source in enumerate(SOURCES.values())]
    here, kernels = both(books, PARAMETERS, tmp_path)
    for (_, name), source in zip(books, SOURCES, strict=True):
        assert (here / name).read_text(encoding="utf-8") == (kernels / name).read_text(encoding="utf-8"), source


def test_a_chapter_is_the_same(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    path = project / "notebooks/2026/pillar_a.ipynb"
    parameters = {"quarter": "2026K2", "data_dir": str(project / "data")}
    here, kernels = both([(path, "a.ipynb")], parameters, tmp_path)
    text = (here / "a.ipynb").read_text(encoding="utf-8")
    assert "application/vnd.kvartalsbog.blocks" in text
    assert text == (kernels / "a.ipynb").read_text(encoding="utf-8")
    execute([(path, "a.ipynb")], parameters, tmp_path / "again")  # its figures are remembered now
    assert text == (tmp_path / "again/a.ipynb").read_text(encoding="utf-8")


def test_what_is_remembered_of_a_figure_is_all_that_it_is_painted_from() -> None:
    def painter(data: object, then: Callable[[], object]) -> Callable[[], object]:
        return lambda: (data, then(), [x + 1 for x in range(3)])

    def one() -> int:
        return 1

    def two() -> int:
        return 2

    assert content(painter((1, "a"), one)) == content(painter((1, "a"), one))
    told = {content(painter(data, then)) for data in ((1, "a"), (2, "a")) for then in (one, two)}
    assert len(told - {None}) == 4
    assert content(painter(object(), one)) is None


def test_the_figures_of_every_module_that_draws_for_a_book_are_remembered() -> None:
    drawing = {path.stem for path in Path(canvas.__file__).parent.glob("*.py") if re.search(r"pages\.canvas import .*\bdraw\b", path.read_text(encoding="utf-8"))}  # fmt: skip
    assert drawing - {"foreign"} == {module.__name__.rpartition(".")[2] for module in DRAWERS}
    assert all(module.draw is not canvas.draw for module in DRAWERS)  # type: ignore[attr-defined]


def test_notebooks_of_one_folder_read_its_data_once_and_share_nothing(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    parameters = {"quarter": "2026K2", "data_dir": str(project / "data")}
    asks = "from kvartalsbog.verdicts.gathering import gather\nfound = gather(quarter, data_dir).findings\nprint(len(vars(found)))\nvars(found).clear()"
    with mock.patch.object(gathering, "load", wraps=gathering.load) as load:
        execute([write(tmp_path, name, asks) for name in ("a.ipynb", "b.ipynb")], parameters, tmp_path / "here")
    assert load.call_count == 1
    outputs = [json.loads((tmp_path / "here" / name).read_text(encoding="utf-8"))["cells"][-1]["outputs"] for name in ("a.ipynb", "b.ipynb")]  # fmt: skip
    assert [int("".join(output["text"])) > 5 for (output,) in outputs] == [True, True]  # the second has all, too


def test_an_error_is_told_alike(tmp_path: Path) -> None:
    book = write(tmp_path, "a.ipynb", "def f():\n    return 1 / 0\n\nf()")
    with pytest.raises(ExecutionError) as here:
        execute([book], PARAMETERS, tmp_path / "here")
    with kernels_again(), pytest.raises(ExecutionError) as kernel:
        execute([book], PARAMETERS, tmp_path / "kernels")
    assert str(here.value) == str(kernel.value)


def test_the_real_kernels_are_not_replaced_where_they_are_the_subject() -> None:
    assert papermill.execute_notebook.__module__ == "in_process"
    with kernels_again():
        assert papermill.execute_notebook.__module__.startswith("papermill")


def test_what_other_threads_say_meanwhile_is_not_the_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command tells from other threads how far its notebooks are, while a cell runs."""
    told = "import sys, threading; other = threading.Thread(target=sys.stderr.write, args=['i gang\\n'])"
    execute(
        [write(tmp_path, "a.ipynb", f"{told}\nother.start(); other.join(); print('x')")], PARAMETERS, tmp_path / "out"
    )
    cells = json.loads((tmp_path / "out/a.ipynb").read_text(encoding="utf-8"))["cells"]
    assert ["".join(output["text"]) for cell in cells for output in cell.get("outputs", ())] == ["x\n"]
    assert capsys.readouterr().err == "i gang\n"
