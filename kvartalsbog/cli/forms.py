"""The commands around an intake: open a quarter, send its forms out, see what has come back and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.cli.console import (
    DataDir,
    PeriodName,
    Project,
    data_folder,
    next_steps,
    out,
    save_in_git,
    wanted_period,
)
from kvartalsbog.files.holding import alone
from kvartalsbog.inputs.project import toc_file
from kvartalsbog.intake.forms.writing import write_forms
from kvartalsbog.intake.vintage.board import Line, board, counted, gaps
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.intake.vintage.receipts import receipts
from kvartalsbog.intake.vintage.undoing import undo
from kvartalsbog.process.printing import Cell, Column
from kvartalsbog.words.numbers import DASH, enumeration, number


def template(
    period: PeriodName,
    output: Annotated[
        Path | None, typer.Option("--out", help="Where the forms are put. Default: _build/<quarter>-skemaer.")
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Write a form for each unit that answers for a goal, with last quarter's state filled in."""
    base = ground(wanted_period(period, data_dir, project), data_folder(data_dir, project))
    folder = output or project / "_build" / f"{base.period}-skemaer"
    for path in write_forms(base.forms or (), folder):
        out.print(f"skrevet: {path}")
    back = f"kvartalsbog intake {base.period} MAPPE --dry-run"
    next_steps("Send hver enhed sit skema.", f"Læg de udfyldte skemaer og udtrækkene i en mappe, og kør: {back}")


def new_quarter(period: PeriodName, data_dir: DataDir = None, project: Project = Path()) -> None:
    """Open a quarter; before the first of a year, draft its plan from the year before."""
    wanted, folder = wanted_period(period, data_dir, project), data_folder(data_dir, project)
    with alone(folder):
        written = open_period(wanted, folder)
    for path in written:
        out.print(f"skrevet: {path}")
    plan = folder / wanted.plan / "plan.yml"
    steps = [f"kvartalsbog template {wanted}"]
    if plan in written:
        steps = [f"Ret {plan} og intake.yml efter den nye aftale.", f"kvartalsbog scaffold {plan}", *steps]
    elif any(path.is_dir() and path.name == wanted.previous.name for path in written):
        steps = [f"Se {plan.parent / wanted.previous.name} efter: Måler målene det samme som sidste år?", *steps]
    # scaffold writes the year's notebooks and brings the contents to them
    year = (plan.parent, toc_file(project, wanted.body), project / "notebooks" / wanted.plan)
    next_steps(*steps, save_in_git(*(year if plan in written else written)))
    out.print(f"Fortryd: kvartalsbog undo {wanted}")


def undo_(period: PeriodName, data_dir: DataDir = None, project: Project = Path()) -> None:
    """Undo the last intake or new-quarter of a quarter that is not published."""
    wanted, folder = wanted_period(period, data_dir, project), data_folder(data_dir, project)
    with alone(folder):
        step = undo(wanted, folder)
    if not step.before:
        out.print(f"Fortrudt: {step.named}. Alt stod som før; intet er ændret.")
        return
    out.print(f"Fortrudt: {step.named}. Som før:")
    for name, before in step.before.items():
        out.print(f"  {folder / name}{'' if before is not None else ' (findes ikke)'}")
    out.print(f"Var skridtet gemt i git, så gem også, at det er fortrudt: {save_in_git('--all', folder)}")
    notebooks = project / "notebooks" / wanted.plan
    if f"{wanted.plan}/plan.yml" in step.before and notebooks.is_dir():
        out.print(
            f"Det, »scaffold« skrev, står endnu: Slet {notebooks}, og kør: git restore {toc_file(project, wanted.body)}"
        )


def status(
    period: PeriodName,
    data_dir: DataDir = None,
    project: Project = Path(),
    received: Annotated[
        bool, typer.Option("--received", help="Tell also what was taken in, from where and when.")
    ] = False,
) -> None:
    """Show what is in, what is missing, who answers and what differs from before, goal by goal."""
    base = ground(wanted_period(period, data_dir, project), data_folder(data_dir, project))
    lines = board(base)
    if not base.folder.is_dir():
        out.print(f"{base.period} er ikke åbnet endnu. Kør: kvartalsbog new-quarter {base.period}")
    _print_board(lines)
    out.print(counted(lines))
    # a sentence a row, with all the goals of which it is true; one that is broken goes on under itself
    if rows := [("", f"Mål {enumeration(own)}", told) for told, own in gaps(lines).items()]:
        out.table([Column()] * 3, rows, plain=True)
    if received:
        told = [
            ("", f"Mål {one.goal.id}", f"{line}.")
            for own in receipts(base).values()
            for one in own
            for line in one.received
        ]
        out.table([Column()] * 3, told, plain=True)


def _print_board(lines: Iterable[Line]) -> None:
    heads = [
        Column("Mål"),
        Column("Titel og ansvarlig"),
        Column("Status"),
        Column("Modtaget"),
        Column("Ord"),
    ]
    rows: list[list[Cell]] = []
    for line in lines:
        goal, received = line.goal, f"{line.received:%d-%m-%Y}" if line.received else DASH
        counts = [number(count) if count else DASH for count in (line.rejected, line.changed)]
        rows.append([goal.id, (goal.title, goal.responsible), line.progress.value, received, line.words.value, *counts])
    out.table([*heads, Column("Afvist", "right"), Column("Ændret", "right")], rows)
