"""Changing a site: it is held and verified, made anew beside itself, verified again, and put in its place at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kvartalsbog.editions.front import front_files
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.site import Site, is_site, read_site
from kvartalsbog.editions.tree import Stamp, stage_prefix
from kvartalsbog.editions.verification import examine
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.files.placement import aside, put_in_place, recover, remove, writable, write_files


@contextmanager
def changing(root: Path) -> Iterator[tuple[Site, Path]]:
    """Hold the site at `root` for one change: gives the site, which is empty where there is none, and a folder beside it
    to work in. Raises UsageError for a folder that is not a site of ours or that another holds, ProblemsError when the
    site is not whole, KvartalsbogError when it cannot be written.
    """
    root = root.resolve()
    _refuse_foreign(root)
    with writable(root.parent), _held(root):
        recover(root)
        site = _standing_site(root)
        _clear(root)
        with tempfile.TemporaryDirectory(
            prefix=stage_prefix(root), dir=root.parent, ignore_cleanup_errors=True
        ) as work:
            yield site, Path(work)


def replace(site: Site, work: Path, more: Sequence[tuple[Manifest, Path]]) -> None:
    """Put a site in the place of this one that has its versions and `more`, each from the folder where it was made, and
    everything around them made anew. Raises ProblemsError when it would not be whole; then nothing has changed.
    """
    new = work / site.root.name
    _stage(site, new)
    for manifest, folder in more:
        (new / manifest.quarter).mkdir(parents=True, exist_ok=True)
        folder.replace(new / manifest.folder)
    staged = Site(new, (*site.versions, *(manifest for manifest, _ in more)))
    hashed: dict[Stamp, str] = {}
    found = examine(new, hashed, (staged, _write_front(staged)))
    if problems := (*found.problems, *found.unproven):  # a link of a page that leads nowhere, for one
        raise ProblemsError(problems)
    if site.root.exists():
        shutil.copymode(site.root, new)
    _settle(new)
    if _standing_site(site.root, hashed) != site:  # making the book took a while
        raise UsageError(f"{site.root}: Sitet blev ændret imens af andre end denne kommando. Prøv igen.")
    put_in_place(new, site.root)


def renew(root: Path) -> Site:
    """Make everything around a site's editions anew, as this version of the program makes it. Raises as `changing`, and
    UsageError where there is no site.
    """
    read_site(root)
    with changing(root) as (site, work):
        replace(site, work, ())
    return site


def _standing_site(root: Path, hashed: dict[Stamp, str] | None = None) -> Site:
    """The site that is there, verified byte for byte; an empty one where there is nothing. Files whose bytes were just read
    by another name, see `examine`, are not read again.
    """
    _refuse_foreign(root)
    if not is_site(root):
        return Site(root, ())
    if problems := examine(
        root, hashed
    ).problems:  # what another version of the program wrote around the editions is made anew
        raise ProblemsError(problems)
    return read_site(root)


def _refuse_foreign(root: Path) -> None:
    """A folder with anything else than a site of ours is left alone, and so is one that cannot be exchanged."""
    if root.is_mount():
        message = f"{root}: Mappen er et drevs øverste mappe og kan ikke skiftes ud."
        raise UsageError(f"{message} Vælg en mappe i den, fx {root / 'site'}.")
    if root.exists() and not is_site(root) and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(f"{root}: Her står noget, der ikke er et udgivet site. Vælg en tom mappe eller en ny.")


def _stage(site: Site, new: Path) -> None:
    """A copy of the site's editions beside it, by links to the same files: they are never written to again."""
    new.mkdir()
    for version in site.versions:
        (new / version.quarter).mkdir(parents=True, exist_ok=True)
        shutil.copytree(site.root / version.folder, new / version.folder, copy_function=_linked)


def _settle(new: Path) -> None:
    """Bring what is new to the disk before it takes the old site's place; what is linked is there already."""
    for path in new.rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1:
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # file systems without links
        shutil.copy2(source, target)


def _write_front(site: Site) -> dict[str, bytes]:
    """Write what stands around the editions, and give it."""
    root = site.root
    made = front_files(site, lambda name: (root / name).read_bytes(), lambda name: (root / name).stat().st_size)
    write_files(root, made)
    return made


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Hold the site for this publishing alone."""
    root.parent.mkdir(parents=True, exist_ok=True)
    lock = root.parent / f".{root.name}.lock"
    lock.touch()
    with alone(lock):
        yield


def _clear(root: Path) -> None:
    """Clear away what killed publishings left beside the site, which is whole."""
    prefix = stage_prefix(root)
    for left in root.parent.iterdir():
        if left == aside(root) or (left.name.startswith(prefix) and left.is_dir()):
            remove(left)
