"""A site's versions with the truth behind them, for the audit; and what was published held against the data as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kvartalsbog.audit.entries import series_of
from kvartalsbog.audit.files import read_files
from kvartalsbog.audit.findings import audit, edited
from kvartalsbog.audit.histories import Edition, Truth
from kvartalsbog.editions.history import recorded_file
from kvartalsbog.editions.lent_rows import joined, lenders_of, lent_series
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.recorded_inputs import digest_of
from kvartalsbog.editions.shared_goals import first_of
from kvartalsbog.editions.site import Site
from kvartalsbog.errors import Place, Problem, ProblemsError, settle
from kvartalsbog.inputs.fingerprints import DATA
from kvartalsbog.inputs.key import RecordKey, read_key
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.periods import PERIOD, PLAN, Month, Period
from kvartalsbog.readings.rules import SERIES_COLUMNS

_VINTAGE = re.compile(rf"data/({PLAN})/({PERIOD})/[a-z.]+")
_SERIES = "series.csv"
_HEAD = (",".join(SERIES_COLUMNS) + "\n").encode()
_BACK = "Læg den tilbage, og ret tallet i en senere mappe, eller udgiv {period} som rettelse."
Lookup = Callable[[str], bytes | None]  # an input's name → its content, where that is at hand


def editions(site: Site, project: Path | None = None, data_dir: Path | None = None) -> tuple[Edition, ...]:
    """Every version of a site, first published first, as it was written; with `data_dir` also what it was made from.

    Raises ProblemsError with every file that cannot be read.
    """
    key = read_key(data_dir) if data_dir is not None else None
    found: list[tuple[Manifest, Edition]] = []
    problems: list[Problem] = []
    for version in site.versions:
        try:
            edition = _edition(version, site.root / version.folder)
        except ProblemsError as error:
            problems += error.problems
            continue
        if project is not None and data_dir is not None:
            edition = replace(edition, truth=_recorded(version, project, data_dir, key))
        found.append((version, edition))
    settle(problems)
    return _named(found)


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
    others = zip(near, editions(replace(site, versions=near), project, data_dir), strict=True)
    every = _named([*others, (version, new)])
    return audit(every, new=version.folder, but=frozenset(map(every[-1].called, decided)))


def _named(found: Sequence[tuple[Manifest, Edition]]) -> tuple[Edition, ...]:
    """The editions with the series of goals that plans share called as the first of the plans has them."""
    series: dict[tuple[str, str], dict[str, None]] = {}
    bodies = {}
    for version, edition in found:
        bodies[version.calendar.name] = edition
        for row in edition.files.criteria:
            if series_kind(row) is not None:
                series.setdefault((version.calendar.name, row["goal"]), {})[series_of(row)] = None
    named = []
    for version, edition in found:
        names: dict[str, str] = {}
        for goal in version.goals:
            own, shared = (version.calendar.name, goal.id), goal.shared
            if (
                shared is not None
                and (shared.plan, shared.goal) in series
                and first_of(own, (shared.plan, shared.goal)) != own
            ):
                theirs = map(bodies[shared.plan].called, series[shared.plan, shared.goal])
                names |= dict(zip(series.get(own, ()), theirs, strict=False))
        named.append(replace(edition, names=names))
    return tuple(named)


def _told(version: Manifest) -> frozenset[Month]:
    """The months that a version's plan and the year before it have."""
    return frozenset((*version.calendar.months, *version.calendar.months_before))


def edited_history(site: Site, period: Period | None, data_dir: Path) -> tuple[Problem, ...]:
    """Where the data as they are now would give other figures than were published, or are other files than recorded.

    Held against them are the newest versions of the quarters before `quarter`, all where it is None: the quarter itself
    may be corrected, and a later one cannot be right before an earlier one is.
    """
    lent = lenders_of(_read(data_dir / period.plan / "plan.yml") or b"") if period is not None else ()
    newest = {v.parsed_period: v for v in site.versions if period is None or _is_held(v, period, lent)}
    problems: list[Problem] = []
    for version in newest.values():
        problems += _edited(site, version, data_dir)
    return (*problems, *_other_files(site, period, data_dir, read_key(data_dir)))


def _is_held(version: Manifest, period: Period, lent: Collection[str]) -> bool:
    """Whether a version must stand before a period can be published: one of before, and those of the same time whose readings
    it shows.
    """
    own = version.parsed_period
    return own < period if own.body == period.body else own.plan in lent and own.last <= period.last


def outdated(site: Site, period: Period, data_dir: Path) -> tuple[str, ...]:
    """The quarters after a corrected one, and those of other plans, whose newest version shows what the data do not give any
    more.
    """
    newest = {
        v.parsed_period: v for v in site.versions if v.parsed_period.last >= period.last and v.parsed_period != period
    }
    return tuple(str(later) for later, version in sorted(newest.items()) if any(_edited(site, version, data_dir)))


def _edition(version: Manifest, folder: Path) -> Edition:
    files = read_files(folder, version.folder, version.format, version.parsed_period)
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
    own_plan = version.parsed_period.plan
    plan = lookup(f"{DATA}{own_plan}/plan.yml")
    vintages: dict[str, dict[Period, bytes | None]] = {}
    for name in version.inputs:
        vintage = _VINTAGE.fullmatch(name)
        if vintage and name.endswith(f"/{_SERIES}") and (reported := version.calendar.named(vintage[2])):
            vintages.setdefault(vintage[1], {})[reported] = lookup(name)
    known = {p: content for p, content in vintages.get(own_plan, {}).items() if content is not None}
    cells: bytes | None = None
    if any(content is None for own in vintages.values() for content in own.values()):
        cells, known = lookup(_record_of(version)), {}
    elif plan is not None:
        for lender in lenders_of(plan):
            names = lent_series(plan, lookup(f"{DATA}{lender}/plan.yml") or b"", lender)
            for reported, theirs in vintages.get(lender, {}).items():
                known[reported] = joined(known.get(reported, _HEAD), theirs or b"", names)
    return None if plan is None or not (known or cells) else Truth(plan, known, cells)


def _record_of(version: Manifest) -> str:
    """The name of the newest record of what the version's quarter withholds."""
    pattern = re.compile(rf"data/{version.parsed_period.plan}/disclosure/{version.parsed_period.name}-(\d+)\.csv")
    found = [(int(match[1]), name) for name in version.inputs for match in [pattern.fullmatch(name)] if match]
    return max(found)[1] if found else ""


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
