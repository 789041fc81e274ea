"""The real command line, except that a book is not made but copied: `python publish_ready.py READY publish …`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import forks
from conftest import MODULES
from kill_publishing import REASON, ready_version
from small_site import SmallSite

from kvartalsbog.cli.app import main
from kvartalsbog.editions import publishing


def command(
    published: SmallSite, *arguments: str, cwd: Path, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process, in which making the correction is copying it; `before` stands before the command."""
    ready = published.root / "2026K1/v2"
    if not before:
        return forks.command(*arguments, cwd=cwd, ready=ready)
    with tempfile.TemporaryDirectory(prefix="kvartalsbog-", ignore_cleanup_errors=True) as own:
        Path(own).chmod(0o777)  # another user cannot write where matplotlib keeps what it knows of the fonts
        environment = {**os.environ, "PYTHONPATH": MODULES, "TERM": "dumb", "NO_COLOR": "1", "MPLCONFIGDIR": own}
        program = [*before, sys.executable, str(Path(__file__)), str(ready), *arguments]
        return subprocess.run(program, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def correct_now(
    published: SmallSite, root: Path | str, project: Path, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Publish the correction of the first quarter by the command line."""
    return command(published, "publish", "2026K1", "--site", str(root), "--correction", REASON, "--early", "Prøve", cwd=project, before=before)  # fmt: skip


def beside(root: Path) -> list[str]:
    """What lies beside a site: itself and its lock, when nothing is left over."""
    return sorted(path.name for path in root.parent.iterdir())


if __name__ == "__main__":
    publishing.make_version = ready_version(Path(sys.argv.pop(1)))
    main()
