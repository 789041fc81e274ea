"""Everything that a book can be made from, read once into a private copy: what is fingerprinted is what is used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kvartalsbog.errors import CompilationError, KvartalsbogError, ProblemsError
from kvartalsbog.files.copying import contents, copy_tree
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.files.workplace import temporary
from kvartalsbog.inputs.key import KEY
from kvartalsbog.inputs.signatures import ALLOWED
from kvartalsbog.periods import BODY, YEARS

_YEARS, _BODY = re.compile(YEARS), re.compile(BODY)
_NEEDED = ("_config.yml", "_toc.yml", "book")
_PROJECT = (*_NEEDED, "notebooks")


def refuse_other_folders(project: Path) -> None:
    """Raise CompilationError where a folder is no book's project."""
    for name in _NEEDED:
        if not (project / name).exists():
            raise CompilationError(f"{project / name} mangler: mappen er ikke et bogprojekt.")


def readable(project: Path, data_dir: Path) -> Iterator[tuple[str, Path]]:
    """Every file and folder that a draft of a book can be made from, with a name for it: whatever `taken` copies. Raises OSError."""
    roots = {name: project / name for name in _PROJECT} | {
        f"data/{path.relative_to(data_dir).as_posix()}": path for path in _data(data_dir)
    }
    for name, root in sorted(roots.items()):
        yield from ((f"{name}/{path.relative_to(root).as_posix()}", path) for path in contents(root))


def data_contents(data_dir: Path) -> str:
    """One SHA-256 over every file and folder of every plan year: whatever a report can be read from. Raises OSError."""
    whole = hashlib.sha256()
    for path in (path for root in sorted(_data(data_dir)) for path in contents(root)):
        whole.update(f"{path.relative_to(data_dir).as_posix()}\0{sha256(path) if path.is_file() else ''}\n".encode(errors="surrogateescape"))  # fmt: skip
    return whole.hexdigest()


def _data(data_dir: Path) -> Iterator[Path]:
    """The key, the list of signers, and every plan's folder."""
    yield from (data_dir / name for name in (KEY, ALLOWED) if (data_dir / name).exists())
    for path in data_dir.iterdir() if data_dir.is_dir() else ():
        if path.is_dir() and _YEARS.fullmatch(path.name):
            yield path
        elif path.is_dir() and _BODY.fullmatch(path.name):
            yield from (own for own in path.iterdir() if own.is_dir() and _YEARS.fullmatch(own.name))


@contextmanager
def taken(project: Path, data_dir: Path) -> Iterator[tuple[Path, Path]]:
    """A copy of a project's settings, pages, notebooks and data that nobody else changes: its folder and that of its data.

    Raises CompilationError where the folder is no book's project.
    """
    refuse_other_folders(project)
    with temporary() as work, copied(project, data_dir, work) as own:
        yield own


@contextmanager
def copied(project: Path, data_dir: Path, work: Path) -> Iterator[tuple[Path, Path]]:
    """As `taken`, below a folder of the caller's, of what there is of a project. Raises OSError."""
    own = work / "project"
    (own / "data").mkdir(parents=True)
    for name in _PROJECT:
        copy_tree(project / name, own / name)
    for path in _data(data_dir):
        copy_tree(path, own / "data" / path.relative_to(data_dir))
    with _named_as({own / "data": data_dir, own: project}):
        yield own, own / "data"


@contextmanager
def _named_as(places: dict[Path, Path]) -> Iterator[None]:
    """Let errors name the files that people have, and not their copies. A ProblemsError names neither folder."""
    try:
        yield
    except ProblemsError:
        raise
    except OSError as error:
        for copy, place in places.items():
            if isinstance(error.filename, str) and Path(error.filename).is_relative_to(copy):
                error.filename = str(place / Path(error.filename).relative_to(copy))
        raise
    except KvartalsbogError as error:
        told = str(error)
        for copy, place in places.items():
            told = told.replace(str(copy), str(place))
        if told == str(error):
            raise
        raise type(error)(told) from error
