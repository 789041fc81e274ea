"""Publishing a quarter: from approved inputs to a new version in a site, of which readers see the old or the new, whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.approvals import Standing
from kvartalsbog.editions.comparison import CHANGES, Changes, few_cases, from_json
from kvartalsbog.editions.front import site_files
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.site import Site, is_site, read_site
from kvartalsbog.editions.verification import verify
from kvartalsbog.editions.versions import Occasion, Source, draft_manifest, make_version, recorded
from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.execution import Observer
from kvartalsbog.loading import Report
from kvartalsbog.placement import alone, aside, put_in_place, recover, remove, writable


@dataclass(frozen=True)
class Publishing:
    """What a publishing did: the version that stands now, whether it is new, and what it changed if it corrects one."""

    manifest: Manifest
    is_new: bool
    changes: Changes | None = None


def publish(source: Source, root: Path, occasion: Occasion, *, timeout: float, observe: Observer) -> Publishing:
    """Publish a quarter in the site at `root`, which is made when it is not there.

    The same bytes again change nothing. Raises UsageError when approvals are missing or void, when it is too early, when
    the folder is not a site of ours, and when other bytes are published without a correction's reason; ProblemsError
    when the site is not whole, or would not be; KvartalsbogError when it cannot be written. Then nothing has changed.
    """
    refuse_unapproved(source.standings)
    refuse_early(source.report, occasion)
    root = root.resolve()
    _refuse_foreign(root)
    with writable(root.parent), _held(root):
        recover(root)
        site = _standing_site(root)
        _clear(root)
        with tempfile.TemporaryDirectory(
            prefix=_stage_prefix(root), dir=root.parent, ignore_cleanup_errors=True
        ) as work:
            return _publish(source, site, occasion, Path(work), timeout=timeout, observe=observe)


def refuse_unapproved(standings: tuple[Standing, ...]) -> None:
    """Raise UsageError with every role that has not approved what is there now."""
    if not standings:
        raise UsageError("Planen nævner ingen, der godkender. Skriv rollerne under »approvers« i plan.yml.")
    if lacking := [standing.words for standing in standings if not standing.holds]:
        raise UsageError(
            "\n".join((*lacking, "Bogen er et udkast og kan ikke udgives. Godkend med: kvartalsbog approve"))
        )


def refuse_early(report: Report, occasion: Occasion) -> None:
    """Raise UsageError before the calendar's day without a reason, and for a quarter that the calendar lacks."""
    day = report.plan.release_date(report.quarter)
    if occasion.early is not None:
        return
    if day is None:
        raise UsageError(f"{report.quarter}: Planens kalender har ingen udgivelsesdag. Skriv den under »releases«, eller brug --early \"grund\".")  # fmt: skip
    if occasion.at.date() < day:
        raise UsageError(f'{report.quarter} udkommer {day:%d-%m-%Y}. Skal det være før, så brug --early "grund".')


def _refuse_few_cases(changes: Changes, threshold: int) -> None:
    """The old version stays public, so that a correction can show what no single edition may."""
    if few := few_cases(changes, threshold):
        named = "; ".join(f"{cell.table}, {cell.row}: {cell.before} og {cell.after}" for cell in few[:5])
        raise UsageError(
            f"Rettelsen viser sammen med den gamle version et antal under {threshold} sager ({named}). Indberet hellere tallet "
            "igen i næste kvartal, hvor en så lille forskel bliver skjult; eller brug --accept-few-cases."
        )


def _publish(
    source: Source, site: Site, occasion: Occasion, work: Path, *, timeout: float, observe: Observer
) -> Publishing:
    own = site.of(source.report.quarter)
    version = len(own) + 1
    (work / "building").mkdir()
    if own:
        made = _again(source, site, own[-1], work / "building" / "same", timeout=timeout, observe=observe)
        if made.outputs == own[-1].outputs:
            return Publishing(own[-1], is_new=False)
        if occasion.correction is None:
            raise UsageError(_differs(own[-1], made))
    elif occasion.correction is not None:
        raise UsageError(f"{source.report.quarter} er ikke udgivet i {site.root}, og der er intet at rette. Udgiv uden --correction.")  # fmt: skip
    before = site.root / own[-1].folder if own else None
    manifest = draft_manifest(source, site, version, occasion)
    folder = work / "building" / "new"
    manifest = make_version(manifest, source, before, folder, timeout=timeout, observe=observe)
    changes = from_json((folder / CHANGES).read_bytes()) if before else None
    if changes is not None and not occasion.few_cases_accepted:
        _refuse_few_cases(changes, source.report.plan.suppression_threshold)
    new = work / site.root.name
    _stage(site, new)
    (new / manifest.quarter).mkdir(exist_ok=True)
    folder.replace(new / manifest.folder)
    _write_front(Site(new, (*site.versions, manifest)))
    if problems := verify(new):  # a link of a page that leads nowhere, for one
        raise ProblemsError(problems)
    if site.root.exists():
        shutil.copymode(site.root, new)
    _settle(new)
    if _standing_site(site.root) != site:  # making the book took a while
        raise UsageError(f"{site.root}: Sitet blev ændret imens af andre end denne kommando. Prøv igen.")
    put_in_place(new, site.root)
    return Publishing(manifest, is_new=True, changes=changes)


def _again(source: Source, site: Site, latest: Manifest, out: Path, *, timeout: float, observe: Observer) -> Manifest:
    """The published version made anew from the inputs as they are now."""
    before = site.root / latest.quarter / f"v{latest.version - 1}" if latest.version > 1 else None
    manifest = draft_manifest(source, site, latest.version, recorded(latest))
    return make_version(manifest, source, before, out, timeout=timeout, observe=observe)


def _differs(latest: Manifest, made: Manifest) -> str:
    names = sorted(n for n in latest.inputs.keys() | made.inputs.keys() if latest.inputs.get(n) != made.inputs.get(n))
    outputs = sum(latest.outputs.get(n) != made.outputs.get(n) for n in latest.outputs.keys() | made.outputs.keys())
    told = ", ".join(names) or "ingen kilder, men programmer, som bogen er lavet med"
    return (
        f"{latest.quarter} er udgivet som version {latest.version}, og bogen er nu en anden: {outputs} filer er ændret. "
        f'Forskellen kommer fra {told}. Er det en rettelse, så udgiv den med --correction "grund".'
    )


# -- the site ----------------------------------------------------------------------------------------------------------


def _standing_site(root: Path) -> Site:
    """The site that is there, verified byte for byte; an empty one where there is nothing."""
    _refuse_foreign(root)
    if not is_site(root):
        return Site(root, ())
    if problems := verify(root):
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
        (new / version.quarter).mkdir(exist_ok=True)
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


def _write_front(site: Site) -> None:
    changes = {
        version.folder: from_json((site.root / version.folder / CHANGES).read_bytes())
        for version in site.versions
        if version.correction is not None
    }
    sizes = {
        f"{version.folder}/{name}": (site.root / version.folder / name).stat().st_size
        for version in site.versions
        for name in version.outputs
    }
    for name, content in site_files(site, changes, sizes).items():
        path = site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _stage_prefix(root: Path) -> str:
    return f".{root.name}-publishing-"


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
    prefix = _stage_prefix(root)
    for left in root.parent.iterdir():
        if left == aside(root) or (left.name.startswith(prefix) and left.is_dir()):
            remove(left)
