"""Copies of what people keep in folders: files and folders alone, whatever else lies among them."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_tree(source: Path, target: Path) -> None:
    """Copy a file, or a folder with all that is in it. Links are followed.

    Pipes, sockets and devices, which can hold whoever reads them for ever, links that lead nowhere and folders that
    hold themselves are left out: they are no files, and whoever needs one there tells that it is missing. Raises OSError.
    """
    _copy(source, target, ())


def _copy(source: Path, target: Path, above: tuple[Path, ...]) -> None:
    if source.is_file():
        shutil.copyfile(source, target)
    elif source.is_dir() and (own := source.resolve()) not in above:
        target.mkdir(parents=True, exist_ok=True)
        for path in source.iterdir():
            _copy(path, target / path.name, (*above, own))
