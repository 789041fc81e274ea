"""A version of an edition in a folder of its own: the book, its open data, its manifest and its checksums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from kvartalsbog.book.build import installed_versions, make_book
from kvartalsbog.book.outputs import DATA, HTML, OUTPUTS, Making, make_outputs
from kvartalsbog.book.running import Running
from kvartalsbog.editions.comparison import CHANGES, Changes, compare, to_json
from kvartalsbog.editions.front import edition_facts
from kvartalsbog.editions.manifest import (
    NAME,
    SIGNATURE,
    Approved,
    GoalStanding,
    Manifest,
    PlanTime,
    SharedPlace,
    checksums,
    parse,
    to_bytes,
)
from kvartalsbog.editions.site import SUMS, Site
from kvartalsbog.files.fingerprints import files_below, fingerprints
from kvartalsbog.inputs.approvals import Standing
from kvartalsbog.inputs.fingerprints import published_fingerprints
from kvartalsbog.inputs.key import RecordKey
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.signatures import EDITION, allowed_signers, sign, signer, unlisted
from kvartalsbog.opendata.tables.occasional import EVERY
from kvartalsbog.plan.publication import published
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.points import Points


@dataclass(frozen=True)
class Signing:
    """Who signs an edition, with which key, and the list in which the key stands."""

    key: Path
    signer: str
    allowed: str


@dataclass(frozen=True)
class Occasion:
    """When a version is published and why: the reasons of a correction and of publishing before the calendar's day, and
    whether the key may be another than the site's.
    """

    at: datetime
    correction: str | None = None
    early: str | None = None
    new_key_accepted: bool = False
    signing: Signing | None = None


@dataclass(frozen=True)
class Source:
    """What a version is made from."""

    report: Report
    project: Path
    data_dir: Path
    standings: tuple[Standing, ...]
    commit: str | None


def draft_manifest(source: Source, key: RecordKey, site: Site, version: int, occasion: Occasion) -> Manifest:
    """The manifest of a version that is still to be made: all but its outputs."""
    report, plan = source.report, source.report.plan
    findings = find(report)
    last = site.versions[-1] if site.versions else None
    return Manifest(
        key=key.id,
        threshold=plan.suppression_threshold,
        quarter=str(report.period),
        version=version,
        sequence=len(site.versions) + 1,
        previous=last.fingerprint if last else None,
        published=occasion.at,
        correction=occasion.correction,
        early=occasion.early,
        title=plan.title,
        year=plan.calendar.begins.year,
        period=PlanTime.of(plan.calendar),
        authority=plan.authority,
        ministry=plan.ministry,
        data_status=plan.data_status,
        extracted=report.extracted,
        publication=plan.publication,
        releases=plan.releases,
        points=_parts(findings.result.points),
        weights_in=plan.weights.unit if plan.weights else None,
        points_in=plan.points_in,
        goals=goal_standings(findings),
        approvals=_approvals(source.standings),
        signer=occasion.signing.signer if occasion.signing else None,
        allowed_signers=occasion.signing.allowed if occasion.signing else None,
        commit=source.commit,
        versions=installed_versions(),
        inputs=published_fingerprints(report, source.project, source.data_dir, key),
        outputs={},
    )


def signing_with(key: Path, data_dir: Path, at: datetime) -> Signing:
    """Who a key's signatures are by. Raises UsageError when it cannot sign or stands in no line of the project's list."""
    allowed = allowed_signers(data_dir) or ""
    made = sign(b"", key, EDITION)
    who = signer(b"", made, allowed, EDITION, at)
    if who is None:
        raise unlisted(key, data_dir, made)
    return Signing(key, who, allowed)


def sign_version(manifest: Manifest, signing: Signing, folder: Path) -> None:
    """Put the signature of a version's manifest beside it."""
    made = sign(to_bytes(manifest), signing.key, EDITION)
    (folder / SIGNATURE).write_text(made, encoding="ascii", newline="\n")


def make_version(manifest: Manifest, source: Source, before: Path | None, out: Path, running: Running) -> Manifest:
    """Make the version in the new folder `out`; `before` is the folder of the version that it corrects.

    Returns the manifest with the outputs. The same source and manifest give the same bytes.
    """
    book = published(manifest.version)
    make_book(source.report, source.project, source.data_dir, out, book, running)
    facts = edition_facts(manifest.model_copy(update={"outputs": _outputs(out)}))
    making = Making(find(source.report), edition=facts)
    make_outputs((output for output in OUTPUTS.values() if output.in_edition), making, out)
    if before is not None:
        (out / CHANGES).write_bytes(to_json(_changes(before, out)))
    outputs = _outputs(out)
    whole = manifest.model_copy(update={"outputs": outputs})
    (out / NAME).write_bytes(to_bytes(whole))
    (out / SUMS).write_bytes(checksums(outputs, whole))
    return whole


def recorded(manifest: Manifest) -> Occasion:
    """The occasion that a manifest tells of."""
    return Occasion(manifest.published, manifest.correction, manifest.early)


def _changes(before: Path, after: Path) -> Changes:
    keys = {f"{DATA.folder}/{table.name}.csv": table.key for table in EVERY}
    manifest = parse((before / NAME).read_bytes(), NAME)
    return compare(_contents(before), _contents(after), keys, manifest.format)


def _contents(folder: Path) -> dict[str, bytes]:
    own = (NAME, SIGNATURE, SUMS, CHANGES)
    return {name: path.read_bytes() for name, path in files_below(folder).items() if path.name not in own}


def _outputs(folder: Path) -> dict[str, str]:
    return fingerprints(files_below(folder))


def goal_standings(findings: Findings) -> tuple[GoalStanding, ...]:
    """How the goals stand, as a manifest tells it."""
    return tuple(
        GoalStanding(
            id=result.goal.id, title=result.goal.title, verdict=result.verdict.value,
            weight=None if result.goal.weight is None else float(result.goal.weight),
            outlook=result.outlook.value if result.outlook else None, **(_parts(result.points) or {}), shared=_shared(result), reduced=result.reduced,
        )
        for result in findings.result.goals
    )  # fmt: skip


def _shared(result: GoalResult) -> SharedPlace | None:
    shared = result.goal.shared
    if shared is None or shared.plan is None or shared.goal is None:
        return None
    page = f"{HTML.folder}/{result.pillar.notebook.removesuffix('.ipynb')}.html#{result.goal.label}"
    return SharedPlace(plan=shared.plan, goal=shared.goal, page=page)


def _parts(of: Points | None) -> dict[Literal["won", "open", "lost"], float] | None:
    return None if of is None else {"won": float(of.won), "open": float(of.open), "lost": float(of.lost)}


def _approvals(standings: Iterable[Standing]) -> tuple[Approved, ...]:
    return tuple(
        Approved(role=s.approver.role, title=s.approver.title, by=s.approval.by, at=s.approval.at, signer=s.signer)
        for s in standings
        if s.approval is not None
    )
