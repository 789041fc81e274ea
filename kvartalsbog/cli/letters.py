"""The commands that write to owners: what is missing from them, and what was taken in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.cli.console import DataDir, PeriodName, Project, checked, data_folder, out, wanted_period
from kvartalsbog.errors import UsageError
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.letters import Letter, receipt_letters, reminders, write_letters
from kvartalsbog.intake.vintage.owing import findings_of, owners
from kvartalsbog.intake.vintage.receipts import receipts


def _deadline(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise UsageError(f"--deadline {text}: Datoen kan ikke læses. Skriv den som 2025-04-15.") from error


Out = Annotated[
    Path | None,
    typer.Option("--out", help="Where the letters are put as .eml files. Default: they are shown, to be pasted."),
]


def remind(
    period: PeriodName,
    output: Out = None,
    deadline: Annotated[
        str | None, typer.Option(help="The day to answer by, as 2025-04-15.", callback=checked(_deadline))
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Write a reminder to each owner who has not answered, of exactly what is missing."""
    base = ground(wanted_period(period, data_dir, project), data_folder(data_dir, project))
    letters = reminders(owners(base, findings_of(base)), _deadline(deadline), base)
    if not letters:
        out.print(f"{base.period}: Alle har svaret på alt.")
    _give(letters, output, base)


def receipt(period: PeriodName, output: Out = None, data_dir: DataDir = None, project: Project = Path()) -> None:
    """Write a receipt to each owner of what was taken in, and of what is still missing."""
    base = ground(wanted_period(period, data_dir, project), data_folder(data_dir, project))
    taken = receipts(base)
    letters = receipt_letters(((owner, taken.get(owner.name, ())) for owner in owners(base, findings_of(base))), base)
    if not letters:
        out.print(f"{base.period}: Der er intet taget ind endnu.")
    _give(letters, output, base)


def _give(letters: Sequence[Letter], folder: Path | None, base: Ground) -> None:
    if folder is None:
        for letter in letters:
            address = f" <{letter.address}>" if letter.address else ""
            out.print(f"Til: {letter.owner}{address}")
            out.print(f"Emne: {letter.subject}")
            for line in ("", *letter.text.split("\n")):
                out.print(line)
        return
    for path in write_letters(letters, folder, base):
        out.print(f"skrevet: {path}")
