"""The real command line in a process of its own, except that a book is not made but copied."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import forks
from kill_publishing import REASON
from small_site import SmallSite


def command(
    published: SmallSite, *arguments: str, cwd: Path, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process, in which making the correction is copying it; `before` stands before its start."""
    return forks.command(*arguments, cwd=cwd, ready=published.root / "2026K1/v2", before=before)


def correct_now(
    published: SmallSite, root: Path | str, project: Path, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Publish the correction of the first quarter by the command line."""
    return command(published, "publish", "2026K1", "--site", str(root), "--correction", REASON, "--early", "Prøve", cwd=project, before=before)  # fmt: skip


def beside(root: Path) -> list[str]:
    """What lies beside a site: itself and its lock, when nothing is left over."""
    return sorted(path.name for path in root.parent.iterdir())
