"""The command line in the tests' own process, where starting Python a hundred times is not what is tested."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from kvartalsbog.cli import run


@dataclass(frozen=True)
class Called:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All that was printed."""
        return self.out + self.err


def call(*arguments: str | Path, cwd: Path) -> Called:
    """Run a command in a folder, as a person types it."""
    with contextlib.chdir(cwd), patch.object(sys, "argv", ["kvartalsbog", *map(str, arguments)]), _kept() as (out, err):
        code = run()
    return Called(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _kept() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err
