"""The command that judges a quarter and prints its scorecard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.memory.place import remember_choices
from kvartalsbog.cli.console import DataDir, PeriodArgument, Project, data_folder, out, wanted_period
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.process.printing import Column
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.points import Points
from kvartalsbog.words.goals import goal_reached
from kvartalsbog.words.numbers import DASH, capital, points
from kvartalsbog.words.statuses import data_status, outlook_word, verdict_word
from kvartalsbog.words.weights import tidy


def evaluate(
    period: PeriodArgument = None,
    data_dir: DataDir = None,
    project: Project = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json instead of a table.")] = False,
) -> None:
    """Judge the readings against the plan and print the scorecard."""
    remember_choices(project)
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
    heads = ["Mål", "", "Status", "Forventning", "Resultat"]
    if (weights := findings.plan.weights) is not None:
        heads += [f"Vægt, {weights.unit}", f"{capital(findings.plan.points_in or '')} opnået", "uafgjort", "mistet"]
    rows = []
    for goal in result.goals:
        outlook = outlook_word(goal.outlook) if goal.outlook else DASH
        told = (goal.goal.id, goal.goal.title, verdict_word(goal.verdict), outlook, goal_reached(goal))
        rows.append((*told, *_scores(goal.points)))
    if result.points is not None:
        rows.append(("", "I alt", "", "", "", *_scores(result.points)))
    out.table([Column(head) for head in heads], rows)


def _scores(of: Points | None) -> tuple[str, ...]:
    return () if of is None else tuple(points(part) for part in (of.total, tidy(of.won), tidy(of.open), tidy(of.lost)))
