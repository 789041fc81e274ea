"""A site's versions with the truth behind them, for the audit; and what was published held against the data as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from kvartalsbog.audit.files import read_files
from kvartalsbog.audit.findings import audit, edited
from kvartalsbog.audit.histories import Edition, Truth
from kvartalsbog.editions.history import recorded_file
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.recorded_inputs import digest_of
from kvartalsbog.editions.site import Site
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.inputs.fingerprints import DATA
from kvartalsbog.inputs.key import RecordKey, read_key
from kvartalsbog.periods import PERIOD, PLAN, Month, Period

_VINTAGE = re.compile(rf"data/({PLAN})/({PERIOD})/[a-z.]+")
_SERIES = "series.csv"
_BACK = "Læg den tilbage, og ret tallet i en senere mappe, eller udgiv {period} som rettelse."
Lookup = Callable[[str], bytes | None]  # an input's name → its content, where that is at hand


def editions(site: Site, project: Path | None = None, data_dir: Path | None = None) -> tuple[Edition, ...]:
    """Every version of a site, first published first, as it was written; with `data_dir` also what it was made from.

    Raises ProblemsError with every file that cannot be read.
    """
    key = read_key(data_dir) if data_dir is not None else None
    found: list[Edition] = []
    problems: list[Problem] = []
    for version in site.versions:
        try:
            edition = _edition(version, site.root / version.folder)
        except ProblemsError as error:
            problems += error.problems
            continue
        if project is not None and data_dir is not None:
            edition = replace(edition, truth=_recorded(version, project, data_dir, key))
        found.append(edition)
    if problems:
        raise ProblemsError(problems)
    return tuple(found)


def without_truth(every: Iterable[Edition]) -> tuple[str, ...]:
    """The versions whose data are not at hand any more, so that only what anybody can see of them was tried."""
    return tuple(edition.label for edition in every if edition.truth is None)


def audit_new(
    site: Site, version: Manifest, folder: Path, project: Path, data_dir: Path, decided: frozenset[str] = frozenset()
) -> tuple[Problem, ...]:
    """What a version that is made and not yet published would let out beside the site as it stands; but of the goals in
    `decided`, for which a person has decided it with name and reason.
    """
    new = replace(_edition(version, folder), truth=_recorded(version, project, data_dir, read_key(data_dir)))
    own = _told(version)  # an edition tells of its own plan and the year before
    near = tuple(old for old in site.versions if not own.isdisjoint(_told(old)))
    return audit((*editions(replace(site, versions=near), project, data_dir), new), new=version.folder, but=decided)


def _told(version: Manifest) -> frozenset[Month]:
    """The months that a version's plan and the year before it have."""
    return frozenset((*version.calendar.months, *version.calendar.months_before))


def edited_history(site: Site, period: Period | None, data_dir: Path) -> tuple[Problem, ...]:
    """Where the data as they are now would give other figures than were published, or are other files than recorded.

    Held against them are the newest versions of the quarters before `quarter`, all where it is None: the quarter itself
    may be corrected, and a later one cannot be right before an earlier one is.
    """
    newest = {v.parsed_period: v for v in site.versions if period is None or v.parsed_period < period}
    problems: list[Problem] = []
    for version in newest.values():
        problems += _edited(site, version, data_dir)
    return (*problems, *_other_files(site, period, data_dir, read_key(data_dir)))


def outdated(site: Site, period: Period, data_dir: Path) -> tuple[str, ...]:
    """The quarters after a corrected one whose newest version shows what the data do not give any more."""
    newest = {v.parsed_period: v for v in site.versions if v.parsed_period > period}
    return tuple(str(later) for later, version in sorted(newest.items()) if any(_edited(site, version, data_dir)))


def _edition(version: Manifest, folder: Path) -> Edition:
    files = read_files(folder, version.folder, version.format)
    return Edition(version.folder, folder, version.parsed_period, files, version.threshold, None)


def _edited(site: Site, version: Manifest, data_dir: Path) -> tuple[Problem, ...]:
    truth = _truth(version, lambda name: _read(data_dir / name.removeprefix(DATA)))
    if truth is None or not truth.vintages:  # the year's folder is gone, or a file of it, which is told as that
        return ()
    return edited([replace(_edition(version, site.root / version.folder), truth=truth)])


def _other_files(site: Site, period: Period | None, data_dir: Path, key: RecordKey | None) -> tuple[Problem, ...]:
    """The files of earlier vintages that are other than the newest version that was made from them recorded."""
    recorded: dict[str, Manifest] = {}
    for version in site.versions:
        recorded |= dict.fromkeys(version.inputs, version)
    problems = []
    for name, version in sorted(recorded.items()):
        vintage = _VINTAGE.fullmatch(name)
        known = version.key is None or (key is not None and version.key == key.id)
        if (
            vintage is None
            or not known
            or (period is not None and (version.calendar.named(vintage[2]) or period) >= period)
        ):
            continue
        if not (data_dir / vintage[1]).is_dir():  # a year that is put away
            continue
        content = _read(data_dir / name.removeprefix(DATA))
        if content is None or digest_of(name, content, key if version.key else None) != version.inputs[name]:
            message = "Filen mangler" if content is None else "Filen er en anden end den"
            problems.append(
                Problem(
                    Place(name),
                    f"{message}, som {version.folder} blev udgivet med.",
                    hint=_BACK.format(period=vintage[2]),
                )
            )
    return tuple(problems)


def _recorded(version: Manifest, project: Path, data_dir: Path, key: RecordKey | None) -> Truth | None:
    """What a version was made from: as it stands, or from the git history; None where some of it is lost."""
    if version.key is not None and (key is None or version.key != key.id):
        return None
    used = key if version.key is not None else None
    commits = [version.commit] if version.commit else []

    def lookup(name: str) -> bytes | None:
        path = data_dir / name.removeprefix(DATA)
        if name not in version.inputs:
            return None
        return recorded_file(project, path, lambda c: digest_of(name, c, used) == version.inputs[name], commits)

    return _truth(version, lookup)


def _truth(version: Manifest, lookup: Lookup) -> Truth | None:
    """The plan and every vintage that a version names or, where one is not at hand, the record of what it withholds; None
    where that is not either.
    """
    plan: bytes | None = None
    cells: bytes | None = None
    vintages: dict[Period, bytes | None] = {}
    for name in version.inputs:
        vintage = _VINTAGE.fullmatch(name)
        if name == f"{DATA}{version.parsed_period.plan}/plan.yml":
            plan = lookup(name)
        elif vintage and name.endswith(f"/{_SERIES}") and (reported := version.calendar.named(vintage[2])):
            vintages[reported] = lookup(name)
    known = {period: content for period, content in vintages.items() if content is not None}
    if len(known) < len(vintages):
        cells, known = lookup(_record_of(version)), {}
    return None if plan is None or not (known or cells) else Truth(plan, known, cells)


def _record_of(version: Manifest) -> str:
    """The name of the newest record of what the version's quarter withholds."""
    pattern = re.compile(rf"data/{PLAN}/disclosure/{version.quarter}-(\d+)\.csv")
    found = [(int(match[1]), name) for name in version.inputs for match in [pattern.fullmatch(name)] if match]
    return max(found)[1] if found else ""


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
