"""Running notebooks: parameters, errors, time limits, several at once, Ctrl-C, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kvartalsbog.errors import ExecutionError
from kvartalsbog.execution import Step, check_parameters, execute, has_error, settled
from kvartalsbog.kernels import KernelGroup

pytestmark = pytest.mark.usefixtures("real_kernels")
PARAMETERS = {"quarter": "2024K1", "data_dir": "/data"}


def write(folder: Path, name: str, *sources: str, parameters: str = 'quarter = ""\ndata_dir = ""') -> tuple[Path, str]:
    cells = [new_markdown_cell("# Titel"), new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    for source in sources:
        cells.append(new_markdown_cell(source[1:]) if source.startswith("%") else new_code_cell(source))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path = folder / name
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path, name


def outputs(path: Path) -> list[str]:
    return [o.get("text", "") for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", [])]


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short folder of the test's own for temporary files: other tests run at the same time."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def kernels(folder: Path) -> list[str]:
    """The kernels that run now and have their connection file in the folder."""
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in found.splitlines() if "ipykernel_launcher" in line and f"{folder}/" in line]


def test_notebooks_get_their_parameters_and_report_their_progress(tmp_path: Path) -> None:
    seen: list[Step] = []
    books = [write(tmp_path, f"{n}.ipynb", "print(quarter, data_dir)") for n in "ab"]
    execute(books, PARAMETERS, tmp_path / "out", observe=seen.append)
    assert outputs(tmp_path / "out/a.ipynb") == ["2024K1 /data\n"]
    assert {(s.notebook, s.event) for s in seen} == {
        (n, e) for n in ("a.ipynb", "b.ipynb") for e in ("started", "done")
    }


def test_many_kernels_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    books = [write(tmp_path, f"{n}.ipynb", f"print({n} * 1111)") for n in range(8)]
    execute(books, PARAMETERS, tmp_path / "out", workers=4)
    assert [outputs(tmp_path / f"out/{n}.ipynb") for n in range(8)] == [[f"{n * 1111}\n"] for n in range(8)]


def test_an_error_names_notebook_section_cell_line_and_words(tmp_path: Path) -> None:
    bad = write(tmp_path, "bad.ipynb", "x = 1", "%## Udvikling", "y = 2\nraise ValueError('tallet mangler')")
    with pytest.raises(ExecutionError) as caught:
        execute([bad], PARAMETERS, tmp_path / "out")
    told = str(caught.value)
    assert told.endswith("bad.ipynb: afsnittet »Udvikling«, celle 5, linje 2: ValueError: tallet mangler")


def test_one_failure_leaves_no_notebook_at_all(tmp_path: Path, temporary: Path) -> None:
    books = [
        write(tmp_path, "good.ipynb", "1"),
        write(tmp_path, "bad.ipynb", "1/0"),
        write(tmp_path, "slow.ipynb", "import time; time.sleep(60)"),
    ]
    with pytest.raises(ExecutionError, match="ZeroDivisionError"):
        execute(books, PARAMETERS, tmp_path / "out", workers=3)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".executing-*"))
    assert not list(temporary.glob("kb-*"))
    assert not kernels(temporary)


def test_what_stood_there_stays_when_a_notebook_fails(tmp_path: Path) -> None:
    execute([write(tmp_path, "a.ipynb", "print('old')")], PARAMETERS, tmp_path / "out")
    with pytest.raises(ExecutionError):
        execute([write(tmp_path, "a.ipynb", "1/0")], PARAMETERS, tmp_path / "out")
    assert outputs(tmp_path / "out/a.ipynb") == ["old\n"]


def test_a_notebook_may_not_take_for_ever(tmp_path: Path) -> None:
    slow = write(tmp_path, "slow.ipynb", "import time\ntime.sleep(60)")
    with pytest.raises(ExecutionError, match=r"slow.ipynb: Notesbogen blev ikke færdig på 4 sekunder"):
        execute([slow], PARAMETERS, tmp_path / "out", timeout=4)


def test_a_kernel_that_dies_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExecutionError, match=r"dies.ipynb: Notesbogen"):
        execute(
            [write(tmp_path, "dies.ipynb", "import os; os._exit(3)", "print('never')")], PARAMETERS, tmp_path / "out"
        )


@pytest.mark.parametrize(
    "parameters", ["quarter = ''", "quarter = ''\ndata_dir = ''\nextra = 1", "quartr = ''\ndata_dir = ''"]
)
def test_a_notebooks_parameters_must_be_exactly_those_given(tmp_path: Path, parameters: str) -> None:
    with pytest.raises(ExecutionError, match="de skal være data_dir, quarter"):
        execute([write(tmp_path, "a.ipynb", parameters=parameters)], PARAMETERS, tmp_path / "out")


def test_a_missing_notebook_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExecutionError, match="findes ikke"):
        execute([(tmp_path / "no.ipynb", "no.ipynb")], PARAMETERS, tmp_path / "out")


@pytest.mark.parametrize("value", [(1, 2), {1, 2}, Path("x"), float("nan"), object(), {1: "x"}])
def test_only_plain_values_are_passed(value: Any) -> None:
    with pytest.raises(ExecutionError, match="ikke kan gives videre"):
        check_parameters({"quarter": value})


@pytest.mark.parametrize("name", ["x; import os", "Quarter", "1x", "", "x y"])
def test_only_plain_names_are_passed(name: str) -> None:
    with pytest.raises(ExecutionError, match="navn"):
        check_parameters({name: "2024K1"})


def test_an_executed_notebook_holds_nothing_that_differs_from_run_to_run(tmp_path: Path) -> None:
    book = write(tmp_path, "a.ipynb", "object()", "print(quarter)")
    for name in ("one", "two"):
        execute([book], PARAMETERS, tmp_path / name)
    assert (tmp_path / "one/a.ipynb").read_bytes() == (tmp_path / "two/a.ipynb").read_bytes()


def test_a_notebook_with_an_error_is_recognised(tmp_path: Path) -> None:
    output = nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[])
    marked = new_markdown_cell("red", metadata={"tags": ["papermill-error-cell-tag"]})
    assert has_error(nbformat.writes(new_notebook(cells=[new_code_cell("1", outputs=[output])])))
    assert has_error(nbformat.writes(new_notebook(cells=[marked])))
    assert not has_error(settled(nbformat.writes(new_notebook(cells=[new_code_cell("1")]))))


def test_a_kernel_that_starts_when_the_run_has_ended_is_ended_too(temporary: Path) -> None:
    async def start_late() -> None:
        with KernelGroup() as group:
            manager = group.member()[0](kernel_name="python3")
            group.kill()
            await manager.start_kernel()
            assert manager.provisioner is not None
            await manager.provisioner.wait()
            await manager.cleanup_resources()

    asyncio.run(start_late())
    assert not kernels(temporary)
    assert not list(temporary.glob("kb-*"))


def test_no_kernel_joins_a_run_that_has_ended() -> None:
    with KernelGroup() as group:
        pass
    with pytest.raises(ExecutionError, match="afbrudt"):
        group.member()


def test_ctrl_c_ends_every_kernel_and_leaves_nothing(tmp_path: Path, temporary: Path) -> None:
    for name in "ab":
        write(tmp_path, f"{name}.ipynb", "import time\ntime.sleep(120)")
    code = (
        "import sys; from pathlib import Path; from kvartalsbog.execution import execute; f = Path(sys.argv[1])\n"
        "execute([(f/'a.ipynb','a.ipynb'),(f/'b.ipynb','b.ipynb')],{'quarter':'x','data_dir':'y'},f/'out',workers=2)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.PIPE, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while len(kernels(temporary)) < 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(2)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in told
    deadline = time.monotonic() + 20
    while kernels(temporary) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not kernels(temporary)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".executing-*"))
    assert not list(temporary.glob("kb-*"))
