"""How each role stands towards a quarter as it is now."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.inputs.approvals import (
    Standing,
    read_approvals,
    signers_of,
    standings,
)
from kvartalsbog.inputs.fingerprints import input_fingerprints
from kvartalsbog.inputs.loading import Report


def standing_of(report: Report, project: Path, folder: Path) -> tuple[Standing, ...]:
    """How each role stands towards a quarter as it is now."""
    inputs = input_fingerprints(report, project.resolve(), folder.resolve())
    given = read_approvals(report.period, folder)
    return standings(report.plan, given, inputs, signers_of(given, report.period, folder))
