"""All that a quarter's book, or its approval, stands on, read and judged in one go, so that all its problems are told at once."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.disclosure.record import newest
from kvartalsbog.errors import Collector, Place, Problem, UsageError, settle
from kvartalsbog.inputs.approvals import read_approvals
from kvartalsbog.inputs.loading import Report, read_year, settled
from kvartalsbog.inputs.logo import logo_problems
from kvartalsbog.intake.records.mapping_loading import judged_mapping
from kvartalsbog.periods import Period
from kvartalsbog.plan.contents import chapters_of
from kvartalsbog.readings.written import REMARKS
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.findings import find
from kvartalsbog.words.numbers import enumeration
from kvartalsbog.words.sentences import unanswered_sentence


def refuse_unanswered(report: Report) -> None:
    """Raise ProblemsError with every goal that is not met, or cannot be any more, and that its owner has not accounted for."""
    file = f"{report.period.folder}/{REMARKS}"
    settle(
        Problem(
            Place(file, None, goal),
            unanswered_sentence(lacking),
            allowed=", ".join(f"»{key}«" for key in lacking),
            hint="Tag ejerens skema ind igen, eller skriv nøglerne under målet, og forsegl filen med: "
            f"kvartalsbog correct {report.period}",
        )
        for goal, lacking in unanswered(find(report)).items()
    )


def refuse_unchosen(report: Report) -> None:
    """Raise UsageError where another plan, whose readings this one shows, has not chosen yet what is shown of them."""
    for one in report.lent:
        if newest(one.report.records, one.report.period) is None:
            goals = enumeration(one.loan.goals)
            raise UsageError(
                f"Mål {goals} er fælles med planen {one.loan.plan}, og dér vælges det, hvad der vises af tallene. "
                f"Godkend først: kvartalsbog approve {one.report.period}"
            )


def prepared(period: Period, data_dir: Path, project: Path) -> Report:
    """The report of a quarter, when nothing that its book is made from has a problem: the plan, its notebooks, the
    vintages, the mapping of the extracts, the approvals, and in a book's project its settings and table of contents.

    Raises ProblemsError with every problem of them all.
    """
    collector = Collector()
    agreed, readings = read_year(period, data_dir, project, collector)
    mapping = data_dir / period.plan / "intake.yml"
    if mapping.is_file():
        judged_mapping(mapping, agreed, collector.problems, name=f"{period.plan}/intake.yml")
    collector.attempt(lambda: read_approvals(period, data_dir))
    if agreed is not None:
        from kvartalsbog.book.notebooks import unusable  # noqa: PLC0415 - papermill takes a second to import

        notebooks = {
            chapter.file: (project / chapter.file, ("quarter", "data_dir", *chapter.own))
            for chapter in chapters_of(agreed, project)
            if (project / chapter.file).exists()  # else it is told
        }
        collector.problems += unusable(notebooks)
    if any((project / name).is_file() for name in ("_config.yml", "_toc.yml")):
        from kvartalsbog.book.settings import check_settings  # noqa: PLC0415 - Jupyter Book takes a second to import

        check_settings(project, period.body, collector)
    if agreed is not None:
        collector.problems += logo_problems(agreed, project)
    return settled(period, agreed, readings, collector, data_dir)
