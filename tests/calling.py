"""The command line in the tests' own process, and as a process of its own where starting, streams or ending are tested."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from conftest import ROOT

from kvartalsbog.cli.app import run

COMMAND = [str(Path(sys.executable).with_name("kvartalsbog"))]


@dataclass(frozen=True)
class Called:
    """What a command answered, with the names that `subprocess` has for it."""

    returncode: int
    stdout: str
    stderr: str

    @property
    def told(self) -> str:
        """All that was printed."""
        return self.stdout + self.stderr


def call(*arguments: str | Path, cwd: Path = ROOT) -> Called:
    """Run a command in a folder, as a person types it."""
    with contextlib.chdir(cwd), patch.object(sys, "argv", ["kvartalsbog", *map(str, arguments)]), _kept() as (out, err):
        code = run()
    return Called(code, out.getvalue(), err.getvalue())


def process(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command as a process: two seconds of starting, for what only a process shows."""
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    return subprocess.run([*COMMAND, *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # fmt: skip


@contextlib.contextmanager
def _kept() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err
