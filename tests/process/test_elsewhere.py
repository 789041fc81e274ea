"""What Windows and macOS lack is taken away, and the program still works: neither system is at hand where the tests run."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest
from conftest import ROOT
from small_notebooks import processes

from kvartalsbog.files.placement import write_new

# What Windows lacks of the standard library, as far as the program or its kernels might use it. Libraries look for their
# system when they are imported, so those come first, as far as what is tried there imports them.
AS_ON_WINDOWS = """
import asyncio, ctypes, os, select, signal, sys, types
import {libraries}
flock = ctypes.CDLL(None).flock
def locking(handle, mode, count):
    if flock(handle, 6):
        raise PermissionError(13, "Permission denied")
sys.modules["fcntl"], sys.modules["msvcrt"] = None, types.SimpleNamespace(locking=locking, LK_NBLCK=2)
for module, names in {
    os: "fork forkpty setsid killpg waitid getuid geteuid getpgid pidfd_open sched_getaffinity mkfifo O_NOFOLLOW O_NONBLOCK",
    signal: "SIGHUP SIGCHLD pthread_sigmask pidfd_send_signal",
    select: "poll",
}.items():
    for name in names.split():
        delattr(module, name)
"""
NOTEBOOKS = "IPython, matplotlib.pyplot, nbclient, papermill"


def elsewhere(program: str, *arguments: str, libraries: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", AS_ON_WINDOWS.replace("{libraries}", libraries) + program, *arguments]
    # a folder of its own for temporary files: what cannot be held there is cleared away by every other process here
    with tempfile.TemporaryDirectory(prefix="t") as own:
        return subprocess.run(command, env={**os.environ, "TMPDIR": own}, capture_output=True, text=True, check=False)


def test_every_module_is_imported_without_what_windows_lacks() -> None:
    names = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "kvartalsbog").rglob("*.py")
        # these two run only where a process can be forked
        if path.name not in ("__init__.py", "__main__.py", "keeper.py", "warm_process.py")
    )
    done = elsewhere(
        f"import importlib\nfor name in {names}: importlib.import_module(name)\nprint('all')",
        libraries=f"distributed, duckdb, sphinx.application, {NOTEBOOKS}",
    )
    assert (done.returncode, done.stdout) == (0, "all\n"), done.stderr


def test_an_extract_is_taken_in_there_and_a_folder_that_is_held_is_left_alone(tmp_path: Path) -> None:
    aside = shutil.ignore_patterns("2024K[234]", "approvals", "disclosure")
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data", ignore=aside))
    extract = tmp_path / "udvalgsspoergsmaal.csv"
    head = "journalnummer;enhed;emne;hoering_sendt;hoeringsfrist;bidrag_sendt"
    extract.write_text(f"{head}\nP1;Fyns Politi;x;05-04-2024;19-04-2024;18-04-2024\n", encoding="utf-8")
    program = (
        "from pathlib import Path\nfrom kvartalsbog.cli.app import run\nfrom kvartalsbog.files.holding import alone\n"
        "with alone(Path(sys.argv.pop())):\n    held = run()\n"
        "print(held, run())"
    )
    told = ("intake", "2024K2", str(extract), "--goal", "4.2", "--data-dir", str(data), "--extracted", "2024-07-03")
    done = elsewhere(program, *told, str(data / "2024"), libraries="duckdb")
    assert done.stdout.endswith("\n2 0\n"), done.stdout + done.stderr
    assert "En anden kommando er ved at skrive her." in done.stderr
    assert "1 række læst, 1 beholdt" in done.stdout
    assert b"\r" not in b"".join(path.read_bytes() for path in (data / "2024/2024K2").iterdir())


@pytest.mark.slow
def test_a_notebook_runs_there_and_its_kernel_ends(tmp_path: Path) -> None:
    small = "from small_notebooks import write\nfrom pathlib import Path\nfolder = Path(sys.argv[1])\n"
    run = (
        "from kvartalsbog.book.execution import execute\nfrom kvartalsbog.book.running import Running\n"
        "books = [write(folder, 'a.ipynb', 'print(6 * 7)')]\n"
        "execute(books, {'quarter': 'x', 'data_dir': 'y'}, folder / 'out', Running())\n"
        "import nbformat\n"
        "made = nbformat.read(folder / 'out/a.ipynb', as_version=4)\n"
        "print([said.text for cell in made.cells for said in cell.get('outputs', ())])"
    )
    done = elsewhere(f"sys.path.insert(0, {str(ROOT / 'tests')!r})\n{small}{run}", str(tmp_path), libraries=NOTEBOOKS)
    assert (done.returncode, done.stdout) == (0, "['42\\n']\n"), done.stderr
    assert not processes(tmp_path)


def test_every_text_has_the_same_line_ends_everywhere() -> None:
    """Windows would write its own, and a file's bytes would depend on where it was made."""
    without = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "kvartalsbog").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "write_text"
        and "newline" not in {keyword.arg for keyword in call.keywords}
        and ast.unparse(call.func.value) != "formatter"  # Typer's, of the text that it makes
    ]  # fmt: skip
    assert without == []


def test_a_new_file_is_whole_and_never_another_ones_where_the_disk_has_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fil"
    for number in (errno.EPERM, errno.ENOTSUP):

        def refused(*_: object, number: int = number) -> NoReturn:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "link", refused)
        write_new(path, b"1", mode=0o600)
        assert (path.read_bytes(), path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (b"1", 0o600, [path])
        with pytest.raises(FileExistsError):
            write_new(path, b"2")
        assert path.read_bytes() == b"1"
        path.unlink()
