"""Publishing a quarter: from approved inputs to a new version in a site, of which readers see the old or the new, whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replace_
from pathlib import Path

from kvartalsbog.book.build import installed_versions
from kvartalsbog.book.readiness import refuse_unready
from kvartalsbog.book.running import USUAL, Running
from kvartalsbog.disclosure.record import newest
from kvartalsbog.editions.auditing import audit_new, edited_history, outdated
from kvartalsbog.editions.comparison import CHANGES, Changes, from_json
from kvartalsbog.editions.manifest import Manifest
from kvartalsbog.editions.recorded_inputs import changed_inputs, publishing_key, refuse_lost_choices
from kvartalsbog.editions.replacement import changing, replace
from kvartalsbog.editions.site import Site
from kvartalsbog.editions.versions import Occasion, Source, draft_manifest, make_version, sign_version
from kvartalsbog.errors import ProblemsError, UsageError, settle
from kvartalsbog.inputs.approvals import Standing
from kvartalsbog.inputs.fingerprints import ENGINE, input_fingerprints
from kvartalsbog.inputs.key import RecordKey
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.taking import taken
from kvartalsbog.periods import Period


@dataclass(frozen=True)
class Publishing:
    """What a publishing did: the version that stands now, whether it is new, and what it changed if it corrects one;
    `outdated` are the later quarters that show figures which the correction changed.
    """

    manifest: Manifest
    is_new: bool
    changes: Changes | None = None
    outdated: tuple[str, ...] = ()


def publish(source: Source, root: Path, occasion: Occasion, running: Running = USUAL) -> Publishing:
    """Publish a quarter in the site at `root`, which is made when it is not there.

    The same sources again change nothing. Raises UsageError when approvals are missing or void, when it is too early, when
    the folder is not a site of ours, and when other sources are published without a correction's reason; ProblemsError
    when the site is not whole, or would not be, when the data are not those that earlier quarters were published from, and when a
    reader who kept every edition could work out figures of few cases with this one; KvartalsbogError when it cannot be written. Then nothing has changed.
    """
    refuse_unapproved(source.standings, source.report.period)
    refuse_unrecorded(source.report)
    refuse_early(source.report, occasion)
    occasion = _timely(source.report, occasion)
    refuse_unready(source.report, source.project, source.data_dir)
    if source.report.plan.publication.signed and occasion.signing is None:
        raise UsageError("Planen kræver, at udgaver er underskrevet. Brug --key NØGLE.")
    with changing(root) as (site, work):
        key = publishing_key(site, source.data_dir, new_accepted=occasion.new_key_accepted)
        refuse_lost_choices(site, source.data_dir, key)
        with _taken(source) as own:
            return _publish(own, key, site, occasion, work, running)


@contextmanager
def _taken(source: Source) -> Iterator[Source]:
    """The source as a private copy. Raises UsageError when it is not any more what was approved."""
    with taken(source.project, source.data_dir) as (project, data_dir):
        own = replace_(source, report=load(source.report.period, data_dir, project), project=project, data_dir=data_dir)
        now = input_fingerprints(own.report, project, data_dir)
        if any(one.approval is not None and one.approval.inputs != now for one in source.standings):
            raise UsageError("Kilderne blev ændret imens af andre end denne kommando. Intet er ændret. Prøv igen.")
        yield own


def refuse_unapproved(standings: tuple[Standing, ...], period: Period) -> None:
    """Raise UsageError with every role that has not approved what is there now."""
    if not standings:
        raise UsageError("Planen nævner ingen, der godkender. Skriv rollerne under »approvers« i plan.yml.")
    if lacking := [standing.words for standing in standings if not standing.holds]:
        advice = f'Bogen er et udkast og kan ikke udgives. Hver rolle godkender med: kvartalsbog approve {period} --role ROLLE --by "NAVN"'
        raise UsageError(" ".join((*lacking, advice)))


def refuse_early(report: Report, occasion: Occasion) -> None:
    """Raise UsageError before the calendar's day without a reason, and for a quarter that the calendar lacks."""
    day = report.plan.release_date(report.period)
    if occasion.early is not None:
        return
    if day is None:
        raise UsageError(f"{report.period}: Planens kalender har ingen udgivelsesdag. Skriv den under »releases«, eller brug --early \"grund\".")  # fmt: skip
    if occasion.at.date() < day:
        raise UsageError(f'{report.period} udkommer {day:%d-%m-%Y}. Skal det være før, så brug --early "grund".')


def _timely(report: Report, occasion: Occasion) -> Occasion:
    """The occasion without the reason for being early, where the calendar's day has come: the site would tell what is untrue."""
    day = report.plan.release_date(report.period)
    return replace_(occasion, early=None) if day is not None and occasion.at.date() >= day else occasion


def refuse_unrecorded(report: Report) -> None:
    """Raise UsageError where nobody has written down what the quarter's edition shows: publishing never chooses."""
    if newest(report.records, report.period) is None:
        raise UsageError(
            f"{report.period}: Det er ikke skrevet ned, hvilke tal udgaven viser. Godkend igen med: kvartalsbog approve {report.period}"
        )


def _publish(
    source: Source, key: RecordKey, site: Site, occasion: Occasion, work: Path, running: Running
) -> Publishing:
    if problems := edited_history(site, source.report.period, source.data_dir):
        raise ProblemsError(problems)
    own = site.of(source.report.period)
    version = len(own) + 1
    if own and _is_published(own[-1], source, key, occasion):
        return Publishing(own[-1], is_new=False)
    if not own and occasion.correction is not None:
        raise UsageError(f"{source.report.period} er ikke udgivet i {site.root}, og der er intet at rette. Udgiv uden --correction.")  # fmt: skip
    before = site.root / own[-1].folder if own else None
    manifest = draft_manifest(source, key, site, version, occasion)
    (work / "building").mkdir()
    folder = work / "building" / "new"
    manifest = make_version(manifest, source, before, folder, running)
    changes = from_json((folder / CHANGES).read_bytes(), CHANGES) if before else None
    if occasion.signing is not None:
        sign_version(manifest, occasion.signing, folder)
    decided = frozenset(d.goal for d in source.report.decisions if d.quarter == manifest.quarter)
    settle(audit_new(site, manifest, folder, source.project, source.data_dir, decided))
    replace(site, work, [(manifest, folder)])
    later = outdated(site, source.report.period, source.data_dir) if own else ()
    return Publishing(manifest, is_new=True, changes=changes, outdated=later)


def _is_published(latest: Manifest, source: Source, key: RecordKey, occasion: Occasion) -> bool:
    """Whether a published version is what the sources give: the same sources give the same bytes, so nothing is made to
    know it. Raises UsageError where they are others and it is not a correction.
    """
    names = changed_inputs(latest, source, key)
    known = latest.key in (None, key.id)
    if occasion.correction is None and (names or not known):
        told = ", ".join("programmet" if name == ENGINE else name for name in names)
        told = told or "nøglen er en anden, og uden den gamle kan ingen se, om dataene er de samme"
        raise UsageError(
            f"{latest.quarter} er udgivet som version {latest.version}, og kilderne er nu andre: {told}. "
            'Er det en rettelse, så udgiv den med --correction "grund".'
        )
    alike = occasion.correction is None or latest.versions == installed_versions()  # other libraries, other bytes
    return known and not names and alike
