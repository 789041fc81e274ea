"""The findings of a quarter and the fingerprint of their data: what a notebook reads once, and a book's pages are handed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kvartalsbog.errors import UsageError, offered
from kvartalsbog.inputs.fingerprints import data_fingerprint
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, newest_period, periods
from kvartalsbog.inputs.project import data_folder
from kvartalsbog.inputs.taking import data_contents
from kvartalsbog.periods import Period
from kvartalsbog.verdicts.findings import Findings, find

NEWEST = "newest"


class Gathered(NamedTuple):
    """The findings, and the fingerprint of all that they are from."""

    findings: Findings
    data: str


_GIVEN: dict[tuple[Period, str], Gathered] = {}  # by the content of the data: at most one


def gather(period: str, data_dir: str) -> Gathered:
    """What a folder has of a quarter (`2024K1`, or `newest`); it is looked for as `data_folder` does. Nothing is kept: who asks once hands it on.

    Raises ProblemsError, and UsageError for what is no quarter or when the data are saved in this moment.
    """
    parsed, folder = _named(period, data_dir)
    contents = data_contents(folder)
    return _GIVEN.pop((parsed, contents), None) or _read(parsed, folder, contents)


def give(gathered: Gathered, contents: str) -> None:
    """Let the next who gathers the very same, by the content of all data, in this process or in each that it forks, have
    what another process has gathered. It is given once, so that nobody meets what another may have changed in it.
    """
    _GIVEN.clear()
    _GIVEN[gathered.findings.period, contents] = gathered


def _named(period: str, data_dir: str) -> tuple[Period, Path]:
    folder = data_folder(data_dir, Path.cwd())
    try:
        return newest_period(folder) if period == NEWEST else named_period(str(period), folder), folder
    except ValueError as error:
        raise UsageError(f"{error}. {offered(period, (NEWEST, *map(str, periods(folder))))}") from error


def _read(period: Period, folder: Path, contents: str) -> Gathered:
    report = load(period, folder)
    data = data_fingerprint(report, folder)
    if data_contents(folder) != contents:
        raise UsageError("Data blev gemt, mens de blev læst. Kør igen.")
    return Gathered(find(report), data)
