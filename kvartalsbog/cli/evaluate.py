"""The command that judges a quarter and prints its scorecard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.memory.place import remembering_choices
from kvartalsbog.cli.console import DataDir, PeriodArgument, Project, data_folder, out, wanted_period
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.process.printing import Column
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.scorecard import scorecard
from kvartalsbog.words.statuses import data_status


def evaluate(
    period: PeriodArgument = None,
    data_dir: DataDir = None,
    project: Project = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json instead of a table.")] = False,
) -> None:
    """Judge the readings against the plan and print the scorecard."""
    with remembering_choices(project):
        findings = find(load(wanted_period(period, data_dir, project), data_folder(data_dir, project)))
    if as_json:
        out.json(to_json(findings))
    else:
        _print_scorecard(findings)


def _print_scorecard(findings: Findings) -> None:
    label, explanation = data_status(findings.plan.data_status)
    out.print(f"{findings.plan.title}, {findings.period.label}", style="bold")
    if label:
        out.print(f"{label}: {explanation}")
    heads, rows = scorecard(findings)
    out.table([Column(head) for head in heads], rows)
