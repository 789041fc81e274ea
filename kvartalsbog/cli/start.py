"""Where the program begins: what guards it comes before all that is slow to load or may fail to."""

from __future__ import annotations

import atexit
import os
import sys

from kvartalsbog.process.garbage import look_seldom
from kvartalsbog.process.guard import UNEXPECTED, guarded, has_faulted


def main() -> None:
    """Run the command line and exit: 0 done, 1 problems found, 2 wrong call, 70 unexpected, 128 + n ended by a signal."""
    look_seldom()
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # what is installed beside the program does not change how it reads
    atexit.register(_last)  # the first that is registered is the last that is run
    sys.exit(guarded(_run, last=True))


def _run() -> int:
    from kvartalsbog.cli.app import run  # noqa: PLC0415 - takes a second, in which a signal may come

    return run()


def _last() -> None:
    if has_faulted():  # also when it was in a thread or another function that is run at the end
        os._exit(UNEXPECTED)
