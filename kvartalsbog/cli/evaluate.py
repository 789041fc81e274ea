"""The command that judges a quarter and prints its scorecard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.cli.console import DataDir, PeriodArgument, Project, data_folder, out, wanted_period
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.process.printing import Column
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.goals import goal_reached
from kvartalsbog.words.numbers import DASH, points
from kvartalsbog.words.statuses import data_status, outlook_word, verdict_word


def evaluate(
    period: PeriodArgument = None,
    data_dir: DataDir = None,
    project: Project = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json instead of a table.")] = False,
) -> None:
    """Judge the readings against the plan and print the scorecard."""
    findings = find(load(wanted_period(period, data_dir, project), data_folder(data_dir, project)))
    if as_json:
        out.json(to_json(findings))
    else:
        _print_scorecard(findings)


def _print_scorecard(findings: Findings) -> None:
    result = findings.result
    label, explanation = data_status(findings.plan.data_status)
    out.print(f"{findings.plan.title}, {result.period.label}", style="bold")
    if label:
        out.print(f"{label}: {explanation}")
    heads = ("Mål", "", "Status", "Udsigt", "Resultat", "Vægt, pct.", "Point vundet", "åbne", "tabte")
    rows = []
    for goal in result.goals:
        won, outlook = goal.points, outlook_word(goal.outlook) if goal.outlook else DASH
        scores = (goal.goal.weight, won.won, won.open, won.lost)
        rows.append(
            (
                goal.goal.id,
                goal.goal.title,
                verdict_word(goal.verdict),
                outlook,
                goal_reached(goal),
                *map(points, scores),
            )
        )
    total = result.points
    rows.append(("", "I alt", "", "", "", *map(points, (total.total, total.won, total.open, total.lost))))
    out.table([Column(head) for head in heads], rows)
