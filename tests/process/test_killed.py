"""A command that is killed leaves no process, and the next one clears away the folders that it left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kvartalsbog.files.workplace import temporary, workplace

WORKS = "import sys, time\nfrom pathlib import Path\nfrom kvartalsbog.files.workplace import temporary, workplace\n"
SLEEPER = "sleep 8651"


def until(what: Callable[[], object], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(what())


def started(code: str, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env={**os.environ, "TMPDIR": str(folder)})


def killed(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("prefix", [".building-", "kb-", "kvartalsbog-serve-", ".skemaer-"])
def test_the_next_clears_what_a_killed_one_left_and_nothing_else(prefix: str, tmp_path: Path) -> None:
    """Those of processes that live, and folders that are nobody's by their mark, stay."""
    code = f"{WORKS}with workplace(Path(sys.argv[1]), {prefix!r}) as folder:\n    (folder / 'a').mkdir(); (folder / 'a/b').touch(); time.sleep(60)"
    process, living = (started(code, tmp_path, str(tmp_path)) for _ in range(2))
    foreign = tmp_path / f"{prefix}own"
    foreign.mkdir()
    try:
        assert until(lambda: len(list(tmp_path.glob(f"{prefix}*/a/b"))) == 2)
        killed(process)
        assert len(list(tmp_path.glob(f"{prefix}*"))) == 3
        with workplace(tmp_path, prefix) as folder:
            assert len(list(tmp_path.glob(f"{prefix}*/a/b"))) == 1
            assert foreign.is_dir()
        assert not folder.exists()
    finally:
        killed(living)


def test_what_a_killed_command_left_among_temporary_files_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"{WORKS}with temporary() as folder:\n    (folder / 'case').touch(); time.sleep(60)"
    process = started(code, tmp_path)
    assert until(lambda: list(tmp_path.glob("kvartalsbog-*/case")))
    killed(process)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with temporary():
        assert not list(tmp_path.glob("kvartalsbog-*/case"))
    assert list(tmp_path.iterdir()) == []


def test_a_hidden_child_of_a_notebook_ends_when_its_book_is_killed(tmp_path: Path) -> None:
    """The keeper's pipe closes with whoever held it, however that ended."""
    code = (
        "import sys; from pathlib import Path; from nbformat.v4 import new_code_cell as c, new_notebook; import nbformat\n"
        "from kvartalsbog.book.execution import execute; f = Path(sys.argv[1])\n"
        f"hide = \"import subprocess, time; subprocess.Popen(['setsid', 'env', '-i', *{SLEEPER.split()!r}]); time.sleep(600)\"\n"
        "cells = [c('quarter = \"\"', metadata={'tags': ['parameters']}), c(hide)]\n"
        "nbformat.write(new_notebook(cells=cells), f / 'a.ipynb')\n"
        "execute([(f / 'a.ipynb', 'a.ipynb')], {'quarter': 'x'}, f / 'out')"
    )
    process = started(code, tmp_path, str(tmp_path))
    try:
        assert until(lambda: _runs(SLEEPER))
    finally:
        killed(process)
    assert until(lambda: not _runs(SLEEPER), 20)


def _runs(command: str) -> bool:
    found = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return any(line.strip() == command for line in found.splitlines())
