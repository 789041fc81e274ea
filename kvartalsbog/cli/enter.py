"""The command that types one figure, item or word of a goal into a quarter."""

from __future__ import annotations

from collections.abc import Mapping
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
    kept,
    out,
    tell_written,
    wanted_period,
)
from kvartalsbog.errors import Collector, Place, Problem
from kvartalsbog.files.holding import alone
from kvartalsbog.intake.vintage.entering import Entered, Entry, enter
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.proposal import write
from kvartalsbog.periods import capital

_day = day_given("--received", "det blev modtaget")
_OPTIONS = {"district": "unit", "deliverable": "item", "completed": "done", "evidence": "remark"}


def _given(**values: str | None) -> dict[str, str]:
    return {key: value for key, value in values.items() if value is not None}


def _place(key: str) -> Place:
    return Place(f"--{_OPTIONS.get(key, key)}")


_Goal = Annotated[str, typer.Option(help="The goal, or the series of a goal that has several.")]
_Source = Annotated[
    str, typer.Option(help="Who or what it is from; it is printed on the method page.", callback=kept("--source"))
]
_Unit = Annotated[str | None, typer.Option(help="Of a figure: the unit, by its id or its name.")]
_Month = Annotated[str | None, typer.Option(help="Of a figure: the month, as 2025-01.")]
_N = Annotated[str | None, typer.Option("--n", help="Of a figure: how many cases; of a share the denominator.")]
_Total = Annotated[str | None, typer.Option(help="Of a figure: the sum; of a share the numerator.")]
_Item = Annotated[str | None, typer.Option(help="A deliverable, by its id or its name.")]
_Done = Annotated[str | None, typer.Option(help="The day it was completed, as 2025-03-04.")]
_Expected = Annotated[str | None, typer.Option(help="The day it is expected.")]
_Undated = Annotated[bool, typer.Option("--undated", help="That nobody knows when it is expected.")]
_Remark = Annotated[str | None, typer.Option(help="The owner's short words on it.")]
_Degree = Annotated[str | None, typer.Option(help="Of an assessment: the degree.")]
_By = Annotated[str | None, typer.Option(help="Of an assessment: who gave it.")]
_Comment = Annotated[str | None, typer.Option(help="The owner's words on the goal.")]
_Cause = Annotated[str | None, typer.Option(help="Why it is not met.")]
_Events = Annotated[str | None, typer.Option(help="Events that mattered.")]
_Action = Annotated[str | None, typer.Option(help="What is done about it.")]
_Who = Annotated[str | None, typer.Option(help="Who does it.")]
_When = Annotated[str | None, typer.Option(help="By when, as 2025-06-30.")]
_Decision = Annotated[str | None, typer.Option(help="What the ministry is asked to decide.")]
_Reason = Annotated[str | None, typer.Option(help="Why a reported figure changes.")]
_Received = Annotated[
    str | None, typer.Option(help="The day it was received, as 2025-04-09. Default: today.", callback=checked(_day))
]


def enter_(
    period: PeriodName,
    goal: _Goal,
    source: _Source,
    unit: _Unit = None,
    month: _Month = None,
    n: _N = None,
    total: _Total = None,
    item: _Item = None,
    done: _Done = None,
    expected: _Expected = None,
    undated: _Undated = False,
    remark: _Remark = None,
    degree: _Degree = None,
    by: _By = None,
    comment: _Comment = None,
    cause: _Cause = None,
    events: _Events = None,
    action: _Action = None,
    who: _Who = None,
    when: _When = None,
    decision: _Decision = None,
    reason: _Reason = None,
    received: _Received = None,
    dry_run: DryRun = False,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Type one figure, deliverable or the owner's words into a quarter, old and new shown first."""
    figure = _whole(_given(month=month, district=unit, n=n, total=total), "month", "district", "n")
    state = _given(deliverable=item, completed=done, expected=expected, evidence=remark, degree=degree, by=by)
    words = _given(comment=comment, cause=cause, events=events, action=action, who=who, when=when, decision=decision)
    entry = Entry(goal, source, reason or "", figure, _whole(state, "deliverable"), words)
    base, collector = ground(wanted_period(period, data_dir, project), data_folder(data_dir, project)), Collector()
    if state and not (done or expected or undated):
        message, allowed = "Tilstanden mangler.", "--done, --expected, --undated"
        collector.problems.append(Problem(Place("--item"), message, allowed=allowed))
    with alone(base.folder.parent):
        _settle(enter(entry, _day(received) or date.today(), base, collector, _place), base, collector, dry_run=dry_run)


def _settle(entered: Entered | None, base: Ground, collector: Collector, *, dry_run: bool) -> None:
    """Show what was typed, old and new, and write it, or say why it is not written."""
    for sentence in entered.told if entered else ():
        out.print(f"{capital(sentence)}.")
    collector.settle()
    if entered is None or not entered.proposal.changed:
        out.print(f"{base.period}: intet er ændret.")
    elif dry_run:
        out.print(f"Intet er skrevet. Uden --dry-run ændres: {', '.join(entered.proposal.changed)}.")
    else:
        write(entered.proposal, base, "enter")
        tell_written(base, entered.proposal.changed)


def _whole(given: Mapping[str, str], *needed: str) -> dict[str, str]:
    """What was given, with the needed ones empty where they were not; nothing where nothing was."""
    return dict.fromkeys(needed, "") | dict(given) if given else {}
