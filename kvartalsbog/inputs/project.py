"""Where a notebook finds its data, whatever folder it is run from."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import UsageError

SETTINGS = "_config.yml"  # marks the folder of a project


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
