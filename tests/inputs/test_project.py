"""A notebook finds its data wherever it is run from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from conftest import make_library

from kvartalsbog.content.shown import MIME_TYPE
from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.project import data_folder
from kvartalsbog.pages.chapters import overview_chapter


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("project"))


@pytest.mark.parametrize("start", [".", "notebooks", "notebooks/2026", "data", "data/2026"])
@pytest.mark.parametrize("name", ["data", "../../data"])
def test_the_data_beside_the_settings_are_found_from_everywhere(library: Path, start: str, name: str) -> None:
    assert data_folder(name, library / start).resolve() == library / "data"


def test_a_folder_that_is_there_is_taken_as_it_is_named(library: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert data_folder(str(tmp_path / "data"), library) == tmp_path / "data"
    assert data_folder("data", tmp_path) == tmp_path / "data"


def test_a_folder_that_is_nowhere_is_told_with_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").touch()
    with pytest.raises(UsageError) as caught:
        overview_chapter("2026K1", "data")
    assert str(caught.value).startswith(f"data: Mappen findes ikke. Der er også ledt i {tmp_path} og opad")


def quarters(notebook: Path) -> set[str]:
    document = nbformat.read(notebook, 4)
    outputs = [output for cell in document.cells for output in cell.get("outputs", [])]
    return {output.data[MIME_TYPE]["origin"]["period"] for output in outputs}


def test_papermill_runs_a_notebook_from_the_projects_folder(library: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papermill", "notebooks/2026/pillar_a.ipynb", str(tmp_path / "out.ipynb")]
    subprocess.run([*command, "-p", "quarter", "2026K1"], cwd=library, check=True, capture_output=True)
    assert quarters(tmp_path / "out.ipynb") == {"2026K1"}


def test_papermill_runs_a_notebook_from_its_own_folder(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library / "notebooks/2026")
    papermill.execute_notebook("pillar_a.ipynb", tmp_path / "out.ipynb", {"quarter": "2026K1"}, progress_bar=False)
    assert quarters(tmp_path / "out.ipynb") == {"2026K1"}
