"""The command that reads a quarter and tells everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.memory.place import remember_choices
from kvartalsbog.book.preparation import prepared
from kvartalsbog.cli.console import DataDir, PeriodArgument, Project, data_folder, out, wanted_period
from kvartalsbog.inputs.copies import outdated
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import periods, plan_before
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.continuing import contradicted
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.numbers import months_words, plural, spaced
from kvartalsbog.words.sentences import missing_sentence, unanswered_sentence


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
    remember_choices(project)
    report = prepared(wanted, folder, project)
    refuse_unprintable(report, project, folder)
    if site is not None:
        from kvartalsbog.cli.audit import refuse_edited_history  # noqa: PLC0415 - only where a site is held against

        refuse_edited_history(site, wanted, folder)
    series = sum(len(v.series) for v in report.readings.vintages)
    items = sum(len(v.deliverables) for v in report.readings.vintages)
    told = plural(len(report.readings.vintages), "indberetning", "indberetninger")
    counted = f"{plural(series, 'talrække', 'talrækker')}, {plural(items, 'leverance', 'leverancer')}"
    out.print(spaced(f"{wanted}: planen og {told} er i orden ({counted})."))
    for goal, months in outdated(report, folder).items():
        named = months_words(months)
        out.print(
            f"  Bemærk, mål {goal}: {named} er rettet siden i planen før og står anderledes her. Skriv rækkerne, som de er nu, i "
            f"{wanted.folder}/series.csv med en grund under »{goal}: revision« i commentary.yml, og kør: kvartalsbog correct {wanted}"
        )
    findings = find(report)
    for goal, said in _contradicted(findings, folder):
        out.print(f"  Bemærk, mål {goal}: {said}")
    for goal, lacking in unanswered(findings).items():
        out.print(f"  Bemærk, mål {goal}: {unanswered_sentence(lacking)} Det skal stå der, før {wanted} kan godkendes.")
    for result in findings.result.goals:
        for criterion in result.criteria:
            if sentence := missing_sentence(criterion, report.plan):
                out.print(f"  Bemærk, mål {result.goal.id}: {sentence}")


def _contradicted(findings: Findings, folder: Path) -> tuple[tuple[str, str], ...]:
    """What the goals say of the year before otherwise than it does, where the project has all of it."""
    before = plan_before(findings.period.calendar, folder)
    last = max((period for period in periods(folder) if before and period.plan == before.name), default=None)
    if last is None or not last.is_last or not any(goal.continues for goal in findings.plan.goals):
        return ()
    return tuple(contradicted(findings, find(load(last, folder))))
