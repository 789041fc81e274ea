"""Recording an approval: the first of a quarter chooses what its edition withholds, and what is approved is what is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kvartalsbog.book.preparation import refuse_unanswered, refuse_unchosen
from kvartalsbog.disclosure.settling import settle
from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.approvals import approve, read_approvals, signed, write_approvals
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.key import held_key
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.signatures import EXAMPLE_KEY
from kvartalsbog.inputs.taking import taken


@dataclass(frozen=True)
class Wanted:
    """An approval to be recorded: the role, the name of who approves, and the SSH key that signs it, where one does; `asks`
    as of `sign`.
    `correction`: the figures are those of an edition that is corrected, whose choice of what is withheld stands.
    """

    role: str
    by: str
    key: Path | None = None
    correction: bool = False
    asks: bool = True


def record_approval(report: Report, data_dir: Path, project: Path, wanted: Wanted) -> tuple[Path, ...]:
    """Record an approval of what is there now; gives the files that were written. Raises UsageError for a role the plan lacks, a name that is none and a key
    that cannot sign, and ProblemsError where something must be answered or chosen first; then nothing is written.
    """
    given, now = read_approvals(report.period, data_dir), datetime.now(UTC)
    approve(given, report.plan, wanted.role, wanted.by, now, {})  # a wrong call leaves nothing
    _refuse_unsigned(report, wanted)
    if not wanted.correction:  # else the figures are still those of the choice before
        refuse_unanswered(report)
    known = (report.plan, report.readings, report.period, report.records, report.decisions)
    refuse_unchosen(report)
    chosen = settle(*known, data_dir, given=report.given, correction=wanted.correction)
    report, inputs = _as_read(report, data_dir, project)
    refuse_unanswered(report)
    given = approve(given, report.plan, wanted.role, wanted.by, datetime.now(UTC), inputs)
    if wanted.key is not None:
        given = signed(given, wanted.role, report.period, wanted.key, data_dir, asks=wanted.asks)
    held_key(data_dir)  # so that it is saved in git together with the approvals
    return (*((chosen,) if chosen else ()), write_approvals(given, report.period, data_dir))


def _refuse_unsigned(report: Report, wanted: Wanted) -> None:
    """An approval that the plan wants signed would count for nothing without a signature."""
    approver = next(one for one in report.plan.approvers if one.role == wanted.role)
    if approver.signed and wanted.key is None:
        raise UsageError(
            f"{approver.title} skal skrive under efter planen. Skriv stien til en SSH-nøgle (--key), fx {EXAMPLE_KEY}."
        )


def _as_read(report: Report, data_dir: Path, project: Path) -> tuple[Report, dict[str, str]]:
    """The report read again from a private copy, and the fingerprints of what it was read from."""
    with taken(project.resolve(), data_dir.resolve()) as (own, data):
        read = load(report.period, data, own)
        return read, input_fingerprints(read, own, data)
