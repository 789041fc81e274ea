"""Publishing a quarter of any plan without making its book: chosen, approved by everybody, and put into a site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from quick_book import quick_books

from kvartalsbog.book.preparation import refuse_unchosen
from kvartalsbog.disclosure.settling import settle
from kvartalsbog.editions.publishing import publish
from kvartalsbog.editions.versions import Occasion, Source
from kvartalsbog.inputs.approvals import approve, standings
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.periods import named_period

DAY = datetime(2026, 9, 1, 8, tzinfo=UTC)


def chosen(project: Path, period: str, *, correction: bool = False) -> Report:
    """A period whose choice is written down, as `approve` does it."""
    data = project / "data"
    report = load(named_period(period, data), data, project)
    refuse_unchosen(report)
    known = (report.plan, report.readings, report.period, report.records, report.decisions)
    settle(*known, data, given=report.given, correction=correction)
    return load(report.period, data, project)


def publish_quickly(project: Path, site: Path, period: str, correction: str | None = None) -> None:
    report, data = chosen(project, period, correction=correction is not None), project / "data"
    inputs = input_fingerprints(report, project, data)
    given = ()
    for approver in report.plan.approvers:
        given = approve(given, report.plan, approver.role, "Ida Prøve", DAY, inputs)
    source = Source(report, project, data, standings(report.plan, given, inputs), None)
    with quick_books():
        publish(source, site, Occasion(DAY, correction, early="Prøve"))
