"""The inputs of a version in the project's git history: whether they are committed, and how to get them back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kvartalsbog.errors import UsageError


def commit_of(project: Path) -> str | None:
    """The commit that the project stands at; None where it is not in git, or git is not here."""
    done = _git(project, "rev-parse", "HEAD")
    return done.decode().strip() if done is not None else None


def refuse_uncommitted(project: Path, files: Mapping[str, Path]) -> None:
    """Raise UsageError when the commit that the project stands at does not give back the inputs' bytes, so that nobody
    could make the edition again: they are changed, new, ignored by git, or kept by it in another form.
    """
    missing = [name for name, path in files.items() if _committed(project, path, "HEAD") != path.read_bytes()]
    if missing:
        names = ", ".join(sorted(missing))
        raise UsageError(
            f"Ikke gemt i git, som de er: {names}. Gem dem (git commit), så udgaven kan laves igen, og udgiv så."
        )


SOURCES = ("_config.yml", "_toc.yml", "book", "notebooks")  # of a project, beside its data


def unsaved(project: Path, data_dir: Path) -> tuple[str, ...]:
    """The sources of a project's editions that git has not as they stand, as it names them; none where it is not in git."""
    told = _git(project, "status", "--porcelain", "--untracked-files=all", "--", *_sources(project, data_dir))
    return tuple(line[3:] for line in told.decode().splitlines()) if told else ()


def save(project: Path, data_dir: Path, message: str) -> None:
    """Commit a project's sources as they stand. Raises UsageError with git's own words where it does not."""
    sources = _sources(project, data_dir)
    for command in (["add", "--", *sources], ["commit", "-q", "-m", message, "--", *sources]):
        done = subprocess.run(["git", "-C", str(project), *command], capture_output=True, text=True, check=False)
        if done.returncode:
            words = " ".join((done.stderr or done.stdout).split())
            raise UsageError(
                f"git {command[0]} lod sig ikke gøre. Gits egne ord: »{words}«. Gem kilderne i terminalen."
            )


def _sources(project: Path, data_dir: Path) -> list[str]:
    return [str(path) for path in (data_dir, *(project / name for name in SOURCES)) if path.exists()]


def recorded_file(project: Path, path: Path, is_it: Callable[[bytes], bool], commits: Iterable[str]) -> bytes | None:
    """A file's content that is the one looked for: as it stands, or as it stood at one of the commits."""
    if path.is_file() and is_it(content := path.read_bytes()):
        return content
    for commit in commits:
        old = _committed(project, path, commit)
        if old is not None and is_it(old):
            return old
    return None


def earlier_contents(path: Path) -> Iterator[bytes]:
    """What a file held at the commits that changed it, newest first; nothing where it is not in git."""
    told = _git(path.parent, "log", "--max-count=500", "--format=%H", "--", path.name)
    for commit in told.decode().split() if told else ():
        if (content := _git(path.parent, "show", f"{commit}:./{path.name}")) is not None:
            yield content


def _committed(project: Path, path: Path, commit: str) -> bytes | None:
    """A file as it stood at a commit; its folder may be gone since, and the data may lie in another repository."""
    folder = next((folder for folder in path.parents if folder.is_dir()), project)
    return _git(folder, "show", f"{commit}:./{path.relative_to(folder).as_posix()}")


def _git(project: Path, *arguments: str) -> bytes | None:
    if shutil.which("git") is None:
        return None
    done = subprocess.run(["git", "-C", str(project), *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None
