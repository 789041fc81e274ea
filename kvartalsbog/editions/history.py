"""The inputs of a version in the project's git history: whether they are committed, and how to get them back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from kvartalsbog.errors import UsageError
from kvartalsbog.inputs import sha256_of


def commit_of(project: Path) -> str | None:
    """The commit that the project stands at; None where it is not in git, or git is not here."""
    done = _git(project, "rev-parse", "HEAD")
    return done.decode().strip() if done is not None else None


def refuse_uncommitted(project: Path, files: Mapping[str, Path]) -> None:
    """Raise UsageError when inputs are not as they are committed, so that nobody could make the edition again."""
    told = _git(project, "status", "--porcelain", "-z", "--untracked-files=all", "--", *map(str, files.values()))
    if told:
        names = ", ".join(sorted(entry[3:].decode() for entry in told.split(b"\0") if len(entry) > 3))
        raise UsageError(f"Ikke gemt i git: {names}. Gem dem (git commit), så udgaven kan laves igen, og udgiv så.")


def recorded_file(project: Path, path: Path, digest: str, commits: Iterable[str]) -> bytes | None:
    """A file's content with a fingerprint: as it stands, or as it stood at one of the commits."""
    if path.is_file() and sha256_of(content := path.read_bytes()) == digest:
        return content
    for commit in commits:
        old = _git(path.parent if path.parent.is_dir() else project, "show", f"{commit}:./{path.name}")
        if old is not None and sha256_of(old) == digest:
            return old
    return None


def _git(project: Path, *arguments: str) -> bytes | None:
    if shutil.which("git") is None:
        return None
    done = subprocess.run(["git", "-C", str(project), *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None
