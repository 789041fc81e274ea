"""The command that takes a quarter in: read what comes, show what it changes, write it; and the list of its companions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.cli.console import (
    DataDir,
    DryRun,
    PeriodName,
    Project,
    checked,
    data_folder,
    day_given,
    err,
    out,
    tell_written,
    wanted_period,
)
from kvartalsbog.errors import Collector, Place, Problem, UnconfirmedError, UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.intake.vintage.ground import Ground, judged_ground
from kvartalsbog.intake.vintage.intake_words import changes_in_words, notes_in_words, received_in_words
from kvartalsbog.intake.vintage.judging import rejected_rows, unusable_goals, write_rejected
from kvartalsbog.intake.vintage.proposal import Proposal, propose, read, write
from kvartalsbog.intake.vintage.receiving import Received, look_at
from kvartalsbog.intake.vintage.sources import find_sources
from kvartalsbog.names import Among
from kvartalsbog.periods import Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.words.goals import series_numbers
from kvartalsbog.words.numbers import number, plural, spaced

_day = day_given("--extracted", "udtrækket blev taget")


def _reasons(texts: Iterable[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        match = re.fullmatch(r"\s*([0-9a-z.]+)\s*:\s*(\S.*)", text, re.S)
        if match is None:
            raise UsageError(
                f'--reason {text!r}: Skriv målet, et kolon og grunden, fx "1.1: To enheder registrerede sent."'
            )
        found[match[1]] = match[2].strip()
    return found


Reasons = Annotated[
    list[str] | None,
    typer.Option(help='Why earlier figures changed: "1.1: Two districts registered late."', callback=checked(_reasons)),
]


def intake(
    period: PeriodName,
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders, patterns, or addresses as postgresql://host/base#table. CSV, XLSX, ODS and Parquet."
        ),
    ],
    goal: Annotated[str | None, typer.Option(help="Whose extracts they are, where their names do not tell.")] = None,
    extracted: Annotated[
        str | None,
        typer.Option(help="The day they were extracted, as 2024-04-09. Default: today.", callback=checked(_day)),
    ] = None,
    allow_rejected: Annotated[int, typer.Option(min=0, help="How many bad records may be left out.")] = 0,
    reason: Reasons = None,
    accept_revisions: Annotated[
        bool, typer.Option("--accept-revisions", help="Write changes of figures, items and words that stand already.")
    ] = False,
    dry_run: DryRun = False,
    errors: Annotated[
        Path | None, typer.Option(help="Where rejected records go. Default: kvartalsbog-fejl in the home folder.")
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Read extracts and filled-in forms into the quarter's readings."""
    folder, wanted = data_folder(data_dir, project), wanted_period(period, data_dir, project)
    day, reasons = _day(extracted), _reasons(reason or [])
    aside = errors or Path.home() / "kvartalsbog-fejl" / str(wanted)
    collector = Collector()
    if is_inside := any(aside.resolve().is_relative_to(inside.resolve()) for inside in (project, folder)):
        message = "Afviste rækker er enkelte poster og må ikke ligge i projektet."
        collector.problems.append(Problem(Place("--errors"), message, str(aside), hint="Vælg en anden mappe."))
    base = _base(wanted, folder, sources, collector)
    _known(reasons, base, collector)
    with alone(base.folder.parent):
        received = read(sources, goal, base, day, collector, watch=_reading)
        _show_received(received, base.plan)
        bad = _judge_rows(received, allow_rejected, base, None if is_inside else aside, collector)
        proposal = _proposed(received.without(received.unread | bad), reasons, day, base, collector)
        _settle(proposal, base, dry_run=dry_run, accepted=accept_revisions)


def _reading(told: str) -> None:
    """What is being read, for whoever sits and waits; in a log it would stand among what is wrong."""
    if err.is_terminal:
        err.print(told)


def _base(period: Period, folder: Path, sources: Sequence[str], collector: Collector) -> Ground:
    """What the intake stands on, be it with problems; without a plan no more can be told than what is no extract."""
    base = judged_ground(period, folder, collector)
    if base is not None:
        return base
    look_at(find_sources(sources, collector), collector)
    collector.settle()
    raise ValueError("a plan that cannot be read has problems")


def _proposed(
    usable: Received, reasons: Mapping[str, str], day: date | None, base: Ground, collector: Collector
) -> Proposal:
    """What would be written, shown as far as it can be known; raises ProblemsError with all that was found till then."""
    if not base.sound:
        collector.settle()
    proposal = propose(usable, reasons, day, base, collector)
    _show(proposal, base)
    collector.settle()
    return proposal


def _settle(proposal: Proposal, base: Ground, *, dry_run: bool, accepted: bool) -> None:
    """Write what is proposed, or say why it is not."""
    asked = bool(proposal.changes or proposal.replaced) and not accepted
    if not proposal.changed:
        out.print(f"{base.period}: intet er ændret.")
    elif dry_run:
        needed = " Det kræver --accept-revisions, for tal, der står, ændres." if asked else ""
        out.print(f"Intet er skrevet. Uden --dry-run ændres: {', '.join(proposal.changed)}.{needed}")
    elif asked:
        raise UnconfirmedError("Intet er skrevet. Er de ændrede tal rigtige, så kør igen med --accept-revisions.")
    else:
        write(proposal, base)
        tell_written(base, proposal.changed)


def _known(reasons: Iterable[str], base: Ground, collector: Collector) -> None:
    goals = tuple(base.plan.by_id)
    collector.problems += [
        Problem(Place(f"--reason {goal}"), "Målet findes ikke.", allowed=Among(goal, goals, base.plan.titles))
        for goal in reasons
        if goal not in goals
    ]


def _show_received(received: Received, plan: Plan) -> None:
    for sentence, more in received_in_words(received, plan):
        out.print(sentence)
        for told in more:
            out.print(f"  {told}")


def _judge_rows(
    received: Received, allowed: int, base: Ground, aside: Path | None, collector: Collector
) -> frozenset[str]:
    """The goals whose records cannot be used. The bad ones are written for their owner either way."""
    for extract in received.extracts:
        o = extract.outcome
        if not o.unusable:
            continue
        for path in write_rejected(extract, base, aside) if aside else ():
            out.print(f"Afviste rækker: {path}")
        if 0 < len(o.bad) < o.unusable:
            told = f"{number(len(o.bad))} af {number(o.unusable)} afviste rækker er beskrevet; flere end det er der ikke plads til"
            out.print(
                f"  Bemærk, mål {series_numbers(base.plan, extract.goal)}: {told}. Ret årsagen, og kør igen; så kommer resten."
            )
    rejected = rejected_rows(received)
    found = unusable_goals(received, allowed, base, collector)
    if rejected and not found.intersection(e.goal for e in received.extracts if e.outcome.unusable):
        let = spaced(plural(rejected, "afvist række", "afviste rækker"))
        out.print(f"{let} er sluppet igennem (--allow-rejected {allowed}).")
    return found


def _show(proposal: Proposal, base: Ground) -> None:
    for head, told in changes_in_words(proposal, base):
        out.print(f"{head}:")
        for sentence in told:
            out.print(f"  {sentence}")
    for sentence in notes_in_words(proposal, base):
        out.print(f"  Bemærk, {sentence}")
