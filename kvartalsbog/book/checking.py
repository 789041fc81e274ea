"""What there is to know of a quarter that is in order: counted, and noted where something is missing or stands otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kvartalsbog.inputs.copies import outdated
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.periods import periods, plan_before
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.continuing import contradicted
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.numbers import months_words, plural, spaced
from kvartalsbog.words.sentences import missing_sentences, unanswered_sentence


def in_order(report: Report) -> str:
    """That the plan and the readings are in order, and how many there are."""
    series = sum(len(v.series) for v in report.readings.vintages)
    items = sum(len(v.deliverables) for v in report.readings.vintages)
    told = plural(len(report.readings.vintages), "indberetning", "indberetninger")
    counted = f"{plural(series, 'talrække', 'talrækker')}, {plural(items, 'leverance', 'leverancer')}"
    return spaced(f"{report.period}: planen og {told} er i orden ({counted}).")


def notes(report: Report, findings: Findings, folder: Path) -> Iterator[tuple[str, str]]:
    """The goals of which there is more to know, each with a sentence."""
    for goal, months in outdated(report, folder).items():
        named = months_words(months)
        yield (
            goal,
            (
                f"{named} er rettet siden i planen før og står anderledes her. Skriv rækkerne, som de er nu, i "
                f"{report.period.folder}/series.csv med en grund under »{goal}: revision« i commentary.yml, og kør: "
                f"kvartalsbog correct {report.period}"
            ),
        )
    yield from _contradicted(findings, folder)
    for goal, lacking in unanswered(findings).items():
        yield goal, f"{unanswered_sentence(lacking)} Det skal stå der, før {report.period} kan godkendes."
    for result in findings.result.goals:
        for sentence in missing_sentences(result, report.plan):
            yield result.goal.id, sentence


def _contradicted(findings: Findings, folder: Path) -> tuple[tuple[str, str], ...]:
    """What the goals say of the year before otherwise than it does, where the project has all of it."""
    before = plan_before(findings.period.calendar, folder)
    last = max((period for period in periods(folder) if before and period.plan == before.name), default=None)
    if last is None or not last.is_last or not any(goal.continues for goal in findings.plan.goals):
        return ()
    return tuple(contradicted(findings, find(load(last, folder))))
