"""Putting a finished folder in the place of another, so that whoever looks sees one of them, whole."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kvartalsbog.errors import CompilationError, ExecutionError, KvartalsbogError, ProblemsError, refusal_behind
from kvartalsbog.names import meant

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux' renameat2
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
_NUMBER = re.compile(r"(?:\[Errno |\(os error )(\d+)[\])]")
_REASONS = {
    errno.EACCES: "du har ikke lov til det",
    errno.EPERM: "du har ikke lov til det",
    errno.EROFS: "disken er skrivebeskyttet",
    errno.ENOSPC: "disken er fuld",
    errno.EDQUOT: "din kvote på disken er brugt",
    errno.ENOTDIR: "der ligger en fil, hvor en mappe skulle være",
    errno.EEXIST: "der ligger en fil, hvor en mappe skulle være",
    errno.EISDIR: "der ligger en mappe, hvor en fil skulle være",
    errno.ENOTEMPTY: "mappen er ikke tom",
    errno.ENOENT: "mappen over den findes ikke",
    errno.EXDEV: "mappen og mappen over den ligger ikke på den samme disk",
    errno.EFBIG: "filen bliver større, end systemet tillader",
    errno.ELOOP: "navnet fører i ring",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.EMFILE: "der er for mange filer åbne på én gang",
    errno.ENFILE: "der er for mange filer åbne på én gang",
    errno.EIO: "disken eller drevet svarer ikke",
    errno.EINVAL: "systemet kan ikke bruge navnet",
    errno.EILSEQ: "navnet har tegn, som disken ikke kan gemme",
    errno.ENOMEM: "der er ikke hukommelse nok",
    errno.EAGAIN: "systemet har for travlt; prøv igen",
    errno.EPIPE: "modtageren er holdt op med at læse",
    errno.ETXTBSY: "filen er i brug",
    errno.ESTALE: "drevet på netværket svarer ikke",
    errno.ETIMEDOUT: "drevet på netværket svarer ikke",
    errno.EBUSY: "mappen er i brug, eller den er et drevs øverste mappe og kan ikke skiftes ud",
}


def not_there(path: Path) -> str:
    """What is told of a file or folder that is not there: which one beside it was perhaps meant, or that its folder is not
    there either; nothing where neither is so, and where what is there has the very name and is of another kind.
    """
    if path.exists():
        return ""
    above = next((folder for folder in path.absolute().parents if folder.is_dir()), Path())
    if above != path.absolute().parent:
        return f"Mappen {path.parent} findes heller ikke."
    beside = (one.name for one in sorted(above.iterdir()) if not one.name.startswith((".", "~$")))
    return meant(path.name, beside)


def put_in_place(new: Path, target: Path) -> None:
    """Make `new` stand at `target`; what stood there is removed afterwards, as far as it can be.

    Both must lie on one file system. Where the system can exchange two names at once, there is no moment without a
    whole folder at `target`; elsewhere there is a very short one, which `recover` mends if it becomes long. Raises
    OSError; then `target` is as it was.
    """
    recover(target)
    if not target.exists():
        new.replace(target)
        return
    if not _exchanged(new, target):
        new = _changed_places(new, target)
    with suppress(OSError):  # it is done, whatever becomes of the old one
        remove(new)


def write_text(path: Path, text: str) -> None:
    """Put a text file in place at once, whatever stood there."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Path, ...]:
    """Write files below a folder, one by one, with the folders that they stand in."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8", newline="\n")
        else:
            path.write_bytes(content)
    return tuple(folder / name for name in files)


def write_new(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Put a new file in place, whole or not at all. Raises FileExistsError rather than write over one, and OSError."""
    handle, part = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(mode)
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except (
            OSError
        ):  # a file system without links, as of a memory stick: there it may be cut short when the power goes
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(content)
    finally:
        Path(part).unlink(missing_ok=True)


def recover(target: Path) -> None:
    """Bring back what stood at `target` when a process was killed in the moment without anything there."""
    old = aside(target)
    if old.exists() and (not target.exists() or (target.is_dir() and not any(target.iterdir()))):
        old.replace(target)


def aside(target: Path) -> Path:
    """Where the old folder stands while the new one takes its place, where names cannot be exchanged: beside it, so
    that nothing else than `recover` touches it.
    """
    return target.with_name(f".{target.name}.replaced")


def remove(folder: Path) -> None:
    """Remove a folder, also one in which somebody has taken away the right to write, as is natural for what may not
    change. Raises OSError.
    """
    for name, _, _ in os.walk(folder):
        if not os.access(name, os.W_OK):
            Path(name).chmod(0o700)
    shutil.rmtree(folder)


def _changed_places(new: Path, target: Path) -> Path:
    """Move `target` aside and `new` into its place, in two steps; gives where the old one is."""
    old = aside(target)
    if old.exists():  # of a run that was killed after its second step
        remove(old)
    try:
        target.replace(old)
        new.replace(target)
    except BaseException:
        recover(target)
        raise
    return old


def _exchanged(one: Path, other: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Tell why a folder cannot be written; raises KvartalsbogError in the place of an OSError that is about it, also of
    one that a library told in its own words.
    """
    try:
        yield
    except (OSError, CompilationError, ExecutionError, ProblemsError) as error:
        refusal = refusal_behind(error)
        if refusal is None:
            raise
        names = [Path(name) for name in (refusal.filename2, refusal.filename) if isinstance(name, str)]
        about = [name for name in names if folder in (name, *name.parents) or name in folder.parents]
        if names and not about:
            raise
        named = f" Det gælder {about[0]}." if about and about[0] != folder else ""
        message = f"{folder}: Der kan ikke skrives i mappen: {why(refusal)}. Intet er ændret.{named}"
        raise KvartalsbogError(message) from error


class RefusedError(OSError):
    """What the program refuses to read where the system would not: its words are told as they are."""


def why(error: OSError) -> str:
    """The system's reason for refusing something, in Danish, or the program's own."""
    if isinstance(error, RefusedError):
        return str(error.strerror)
    number = error.errno
    if number is None and (found := _NUMBER.search(str(error))):  # of shutil, which tells many in one, and of typst
        number = int(found[1])
    told = errno.errorcode.get(number or 0, type(error).__name__)
    return _REASONS.get(number or 0, f"systemet svarer {told}")
