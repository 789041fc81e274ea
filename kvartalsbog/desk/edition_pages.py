"""The pages of an edition: who has approved, what publishing does, the work that goes on, and whether the site is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from starlette.responses import RedirectResponse, Response

from kvartalsbog.book.approving import Wanted, record_approval
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.readiness import unready
from kvartalsbog.desk import errands
from kvartalsbog.desk.screens import render
from kvartalsbog.desk.visits import Visit
from kvartalsbog.editions.history import save, unsaved
from kvartalsbog.editions.manifest import PAGE
from kvartalsbog.editions.site import standing_site
from kvartalsbog.errors import UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.inputs.approvals import one_for_several, stage
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.key import open_to_others
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.signatures import allowed_signers
from kvartalsbog.inputs.standing import standing_of

_CHANGED = "Planen, tallene eller siderne er ændret, siden du så dem. Intet er godkendt. Se siden igen, og godkend så."
_NAMES = {
    "publish": "Udgivelse",
    "verify": "Efterprøvning af sitet",
    "reproduce": "Udgaven laves igen",
    "build": "Bogen laves",
    "audit": "Eftersyn af fortrolige tal",
    "renew": "Sitets sider laves på ny",
    "diff": "Hvad der er anderledes",
    "export": "Filer til andre",
    "annual": "Årsrapportens målrapportering",
}


def approval_page(visit: Visit) -> Response:
    """Who has approved, and whether that holds."""
    report = _report(visit)
    found = standing_of(report, visit.desk.project, visit.desk.data_dir)
    return render(
        "approval.html", visit, here="godkend", title="Godkend", standings=found, notes=one_for_several(found),
        approved=stage(found).approved, roles=report.plan.approvers, seen=_inputs(visit, report),
        published=_versions(visit), signers=bool(allowed_signers(visit.desk.data_dir)),
        signed=any(approver.signed for approver in report.plan.approvers), warning=open_to_others(visit.desk.data_dir),
    )  # fmt: skip


def approve_now(visit: Visit) -> Response:
    """Record an approval of exactly what was seen, as `approve` does."""
    desk = visit.desk
    with alone(desk.data_dir / visit.period.plan):
        report = _report(visit)
        if visit.typed("set") != _inputs(visit, report):
            raise UsageError(_CHANGED)
        key = Path(visit.typed("noegle")).expanduser() if visit.typed("noegle") else None
        correction = visit.typed("rettelse") == "ja"
        wanted = Wanted(visit.typed("rolle"), visit.typed("navn"), key, correction=correction, asks=False)
        record_approval(report, desk.data_dir, desk.project, wanted)
    return RedirectResponse(visit.address("godkend", gjort="godkendt"), 303)


def publishing_page(visit: Visit) -> Response:
    """What publishing would do, what it lacks, and the work that was begun."""
    report = _report(visit)
    found = standing_of(report, visit.desk.project, visit.desk.data_dir)
    day, versions = report.plan.release_date(visit.period), _versions(visit)
    return render(
        "publishing.html", visit, here="udgiv", title="Udgiv", standings=found, approved=stage(found).approved, day=day,
        early=day is None or datetime.now(UTC).date() < day, versions=versions, site=visit.desk.site,
        has_site=bool(standing_site(visit.desk.site).versions), unsaved=unsaved(visit.desk.project, visit.desk.data_dir),
        signed=report.plan.publication.signed, work=_work(visit),
        signer=_signer(visit), unready=unready(report, visit.desk.project, visit.desk.data_dir),
        has_before=(visit.desk.data_dir / visit.period.previous.folder).is_dir(),
    )  # fmt: skip


def publish_now(visit: Visit) -> Response:
    """Save the sources in git, or begin a command of the edition: publish it, verify the site, make it or its draft again."""
    desk, period, what = visit.desk, str(visit.period), visit.typed("hvad")
    if what == "gem":
        save(desk.project, desk.data_dir, f"{period}: kilder til udgaven")
        return RedirectResponse(visit.address("udgiv", gjort="gemt"), 303)
    where = ["--project", str(desk.project), "--data-dir", str(desk.data_dir)]
    site = ["--site", str(desk.site)]
    told = {"--correction": "rettelse", "--early": "foer", "--key": "noegle"}
    options = [part for option, name in told.items() if visit.typed(name) for part in (option, visit.typed(name))]
    commands: dict[str, Sequence[str]] = {
        "publish": ["publish", period, *site, *options, *where],
        "verify": ["verify", str(desk.site)],
        "reproduce": ["reproduce", period, *site, *where],
        "build": ["build", period, *where],
        "audit": ["audit", str(desk.site), *where],
        "renew": ["renew", str(desk.site)],
        "diff": ["diff", str(visit.period.previous), period, *where],
    }
    if what not in commands:
        raise UsageError("Vælg, hvad der skal gøres, med en af knapperne på side »Udgiv«.")
    number = errands.begin(visit.inbox, commands[what], desk.project)
    return RedirectResponse(visit.address("arbejde", nr=number), 303)


def work_page(visit: Visit) -> Response:
    """How far a piece of work is, or how it ended."""
    found = errands.errand(visit.inbox, visit.query.get("nr", ""))
    if found is None:
        raise UsageError("Arbejdet er her ikke mere. Se side »Udgiv«.")
    return render("work.html", visit, here="udgiv", title=_NAMES.get(found.command[0], "Arbejde"), work=found,
                  site=visit.desk.site, versions=_versions(visit) if found.code == 0 else ())  # fmt: skip


def _report(visit: Visit) -> Report:
    return prepared(visit.period, visit.desk.data_dir, visit.desk.project)


def _inputs(visit: Visit, report: Report) -> str:
    """What is approved, in one fingerprint."""
    inputs = input_fingerprints(report, visit.desk.project, visit.desk.data_dir)
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _versions(visit: Visit) -> list[tuple[int, date, str]]:
    """The period's versions in the site: number, day and first page."""
    site = standing_site(visit.desk.site)
    return [(one.version, one.published.date(), f"{one.folder}/{PAGE}") for one in site.of(visit.period)]


def _signer(visit: Visit) -> str | None:
    """Who signed the newest version of the period; a correction without a key is signed by nobody."""
    own = standing_site(visit.desk.site).of(visit.period)
    return own[-1].signer if own else None


def _work(visit: Visit) -> list[dict[str, Any]]:
    """What was begun, the newest first."""
    every = reversed(errands.errands(visit.inbox))
    return [{"number": one.number, "name": _NAMES.get(one.command[0], one.command[0]), "code": one.code, "on": one.is_going_on} for one in every]  # fmt: skip
