"""The findings of a quarter and the fingerprint of their data, read once for all the cells and pages that show them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.fingerprints import data_fingerprint
from kvartalsbog.inputs.loading import load, newest_quarter
from kvartalsbog.periods import Quarter
from kvartalsbog.verdicts.findings import Findings, find

NEWEST = "newest"


@lru_cache(maxsize=4)
def read_once(quarter: str, data_dir: str) -> tuple[Findings, str]:
    """The findings of a quarter (`2024K1`, or `newest`) from a folder, and the fingerprint of all that they are from.

    Raises ProblemsError, and UsageError for what is no quarter or when the data are saved in this moment.
    """
    folder = Path(data_dir)
    try:
        parsed = newest_quarter(folder) if quarter == NEWEST else Quarter.parse(quarter)
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    before = _stamps(folder / str(parsed.year))
    report = load(parsed, folder)
    data = data_fingerprint(report, folder)
    if _stamps(folder / str(parsed.year)) != before:
        raise UsageError("Data blev gemt, mens de blev læst. Kør igen.")
    return find(report), data


def _stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Whatever tells that a file is another than it was."""
    found = {path.as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (status.st_mtime_ns, status.st_size, status.st_ino) for name, status in found.items()}
