"""Where things stand in a project: the data, whatever folder a notebook is run from, and each authority's pages."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import UsageError

SETTINGS = "_config.yml"  # marks the folder of a project
TOC, PAGES = "_toc.yml", "book"


def data_folder(data_dir: str, start: Path) -> Path:
    """The folder that a notebook names its data by: as it stands, seen from `start`, or else the folder of that name in
    the project that `start` is in. Raises UsageError when there is neither.
    """
    named = start / data_dir
    if named.is_dir():
        return named
    beside = (folder / named.name for folder in (start, *start.parents) if (folder / SETTINGS).is_file())
    if found := next((folder for folder in beside if folder.is_dir()), None):
        return found
    raise UsageError(
        f"{data_dir}: Mappen findes ikke. Der er også ledt i {start} og opad, ved siden af {SETTINGS}. "
        "Kør notesbogen fra projektets mappe, eller sæt data_dir til mappens hele sti."
    )


def pages_folder(project: Path, body: str) -> Path:
    """The folder of an authority's pages: `book`, or for another than the first its own in it."""
    return project / PAGES / body if body else project / PAGES


def toc_file(project: Path, body: str) -> Path:
    """The table of contents of an authority's books."""
    return pages_folder(project, body) / TOC if body else project / TOC


def page_files(project: Path, body: str) -> tuple[Path, ...]:
    """The files of an authority's pages, without those of others that stand in folders among the first's."""
    top = pages_folder(project, body)
    others = {toc.parent for toc in top.glob(f"*/{TOC}")} if not body else set()
    every = (path for path in top.rglob("*") if path.is_file() and path != top / TOC)
    return tuple(path for path in every if others.isdisjoint(path.parents))
