"""The command that reads a quarter and tells everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.checking import in_order, notes
from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.memory.place import remembering_choices
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.readiness import EXAMPLE, unready
from kvartalsbog.cli.console import DataDir, PeriodArgument, Project, data_folder, out, wanted_period
from kvartalsbog.verdicts.findings import find


def check(
    period: PeriodArgument = None,
    site: Annotated[
        Path | None,
        typer.Option("--site", help="A published site that the data are held against.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Read the plan and the readings and print every problem: file, line, column, value, what was allowed, what to do."""
    wanted, folder = wanted_period(period, data_dir, project), data_folder(data_dir, project)
    with remembering_choices(project):
        report = prepared(wanted, folder, project)
        refuse_unprintable(report, project, folder)
        findings = find(report)
    if site is not None:
        from kvartalsbog.cli.audit import refuse_edited_history  # noqa: PLC0415 - only where a site is held against

        refuse_edited_history(site, wanted, folder)
    out.print(in_order(report))
    for goal, said in notes(report, findings, folder):
        out.print(f"  Bemærk, mål {goal}: {said}")
    if report.plan.data_status != EXAMPLE:
        for problem in unready(report, project, folder):
            out.print(f"  Bemærk, før den kan udgives: {problem}")
