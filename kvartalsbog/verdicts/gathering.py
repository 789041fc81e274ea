"""The findings of a quarter and the fingerprint of their data: what a notebook reads once, and a book's pages are handed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kvartalsbog.errors import UsageError, offered
from kvartalsbog.inputs.fingerprints import data_fingerprint
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import newest_period, periods
from kvartalsbog.inputs.project import data_folder
from kvartalsbog.periods import Period
from kvartalsbog.verdicts.findings import Findings, find

NEWEST = "newest"


class Gathered(NamedTuple):
    """The findings, and the fingerprint of all that they are from."""

    findings: Findings
    data: str


def gather(period: str, data_dir: str) -> Gathered:
    """What a folder has of a quarter (`2024K1`, or `newest`); it is looked for as `data_folder` does. Nothing is kept: who asks once hands it on.

    Raises ProblemsError, and UsageError for what is no quarter or when the data are saved in this moment.
    """
    folder = data_folder(data_dir, Path.cwd())
    try:
        parsed = newest_period(folder) if period == NEWEST else Period.parse(str(period))
    except ValueError as error:
        raise UsageError(f"{error}. {offered(period, (NEWEST, *map(str, periods(folder))))}") from error
    before = _stamps(folder / str(parsed.year))
    report = load(parsed, folder)
    data = data_fingerprint(report, folder)
    if _stamps(folder / str(parsed.year)) != before:
        raise UsageError("Data blev gemt, mens de blev læst. Kør igen.")
    return Gathered(find(report), data)


def _stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Whatever tells that a file is another than it was."""
    found = {path.as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (status.st_mtime_ns, status.st_size, status.st_ino) for name, status in found.items()}
