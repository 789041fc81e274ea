"""The commands around an intake: open a quarter, send its forms out, see what has come back and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from kvartalsbog.console import DataDir, Project, QuarterName, data_folder, out, wanted_quarter
from kvartalsbog.intake.board import Line, Progress, board
from kvartalsbog.intake.form_layout import forms
from kvartalsbog.intake.form_writing import write_forms
from kvartalsbog.intake.opening import open_quarter
from kvartalsbog.intake.proposal import ground
from kvartalsbog.placement import alone
from kvartalsbog.wording import DASH, enumeration, number

_IN_WORDS = {
    Progress.IN: "er inde",
    Progress.PARTLY: "er delvis inde",
    Progress.MISSING: "mangler",
    Progress.CLOSED: "er afsluttet",
}


def template(
    quarter: QuarterName,
    output: Annotated[
        Path | None, typer.Option("--out", help="Where the forms are put. Default: _build/<quarter>-skemaer.")
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Write a form for each unit that answers for a goal, with last quarter's state filled in."""
    base = ground(wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project))
    folder = output or project / "_build" / f"{base.quarter}-skemaer"
    for path in write_forms(forms(base.plan, base.quarter, base.before, base.items), folder):
        out.print(f"skrevet: {path}", markup=False)


def new_quarter(quarter: QuarterName, data_dir: DataDir = None, project: Project = Path()) -> None:
    """Open a quarter; before the first of a year, draft its plan from the year before."""
    wanted, folder = wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project)
    with alone(folder):
        written = open_quarter(wanted, folder)
    for path in written:
        out.print(f"skrevet: {path}", markup=False)
    plan = folder / str(wanted.year) / "plan.yml"
    steps = [f"kvartalsbog template {wanted}"]
    if plan in written:
        steps = [f"Ret {plan} og intake.yml efter den nye aftale.", f"kvartalsbog scaffold {plan}", *steps]
    elif any(path.is_dir() and path.name == str(wanted.previous) for path in written):
        steps = [f"Se {plan.parent / str(wanted.previous)} efter: Måler målene det samme som sidste år?", *steps]
    out.print("Næste skridt:")
    for number_, step in enumerate(steps, start=1):
        out.print(f"  {number_}. {step}", markup=False)


def status(quarter: QuarterName, data_dir: DataDir = None, project: Project = Path()) -> None:
    """Show what is in, what is missing, who answers and what differs from before, goal by goal."""
    base = ground(wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project))
    lines = board(base)
    if not base.folder.is_dir():
        out.print(f"{base.quarter} er ikke åbnet endnu. Kør: kvartalsbog new-quarter {base.quarter}")
    out.print(_board_table(lines))
    counts = Counter(line.progress for line in lines)
    told = [f"{counts[progress]} {words}" for progress, words in _IN_WORDS.items() if counts[progress]]
    out.print(f"{len(lines)} mål: {enumeration(told)}.")
    if any(line.missing for line in lines):
        out.print(_gaps_table(lines))


def _gaps_table(lines: Iterable[Line]) -> Table:
    """What is missing, a sentence a row; a sentence that is broken goes on under itself."""
    table = Table.grid(padding=(0, 2))
    for line in lines:
        for sentence in line.missing:
            table.add_row("", f"Mål {line.goal.id}", escape(f"{line.goal.responsible}: {sentence}."))
    return table


def _board_table(lines: Iterable[Line]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Mål", no_wrap=True)
    table.add_column("Titel og ansvarlig")
    for head in ("Status", "Modtaget", "Ord", "Afvist", "Ændret"):
        table.add_column(head, no_wrap=True, justify="right" if head in ("Afvist", "Ændret") else "left")
    for line in lines:
        goal, received = line.goal, f"{line.received:%d-%m-%Y}" if line.received else DASH
        counts = [number(count) if count else DASH for count in (line.rejected, line.changed)]
        title = f"{escape(goal.title)}\n[dim]{escape(goal.responsible)}[/dim]"
        table.add_row(goal.id, title, line.progress.value, received, line.words.value, *counts)
    return table
