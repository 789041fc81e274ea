"""What people keep in folders, and copies of it: files and folders alone, whatever else lies among them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path


def contents(source: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """A file, or a folder with all that is in it, folders before what they hold. Links are followed.

    Pipes, sockets and devices, which can hold whoever reads them for ever, links that lead nowhere and folders that
    hold themselves are left out: they are no files, and whoever needs one there tells that it is missing. Raises OSError.
    """
    if source.is_file():
        yield source
    elif source.is_dir() and (own := source.resolve()) not in above:
        yield source
        for path in sorted(source.iterdir()):
            yield from contents(path, (*above, own))


def copy_tree(source: Path, target: Path, *, hidden: bool = True) -> None:
    """Copy a file, or a folder with its `contents`, of which those with a `hidden` name can be left out. Raises OSError."""
    for path in contents(source):
        own = path.relative_to(source)
        if not hidden and any(part.startswith(".") for part in own.parts):
            continue
        place = target / own
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            shutil.copyfile(path, place)
