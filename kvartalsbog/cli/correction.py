"""The command that corrects: what was changed by hand in a quarter is shown, sealed with its reason, and what follows is told."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kvartalsbog.cli.console import DataDir, PeriodName, Project, data_folder, kept, out, spoken, wanted_period
from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.copies import copy_of
from kvartalsbog.inputs.periods import plan_after
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.words.numbers import DASH


def correct(
    period: PeriodName,
    reason: Annotated[
        str | None, typer.Option(help="Why the files are changed.", show_default=False, callback=kept("--reason"))
    ] = None,
    site: Annotated[
        Path, typer.Option("--site", help="The published site, as the commands that follow name it.")
    ] = Path("public"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was changed, and seal nothing.")] = False,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Show what was changed by hand in a quarter's files, old and new, and seal them again with the reason."""
    from kvartalsbog.editions.correction import Correction, correction_of, seal  # noqa: PLC0415 - see cli_editions
    from kvartalsbog.editions.follow_ups import commands  # noqa: PLC0415

    folder, wanted = data_folder(data_dir, project), wanted_period(period, data_dir, project)
    found: Correction = correction_of(wanted, folder.resolve(), project)
    _tell(found)
    if (copy := copy_of(wanted, folder)) and FILES[0] in found.files:
        following = plan_after(wanted.calendar, folder)
        later = following.periods[0] if following else wanted.next
        out.print(
            f"  Bemærk: {copy} er en kopi af tallene, og den rettes ikke med. Se, hvad der nu er anderledes: kvartalsbog check {later}"
        )
    if dry_run:
        out.print("Intet er skrevet (--dry-run).")
        return
    if reason is None and (told := _standing(found.again[0])):
        reason = _asked(f"{wanted} er {told}. Skriv grunden med --reason.")
    path = seal(found, folder, reason, datetime.now(UTC).date())
    out.print(f"skrevet: {path}")
    for approval in found.voided:
        out.print(f"Godkendelsen gælder ikke mere: {approval}.")
    out.print("Så følger, i denne rækkefølge:")
    where = _where(folder, data_dir, project, site)
    for line in commands(found.again, reason, datetime.now(UTC).date(), where):
        out.print(f"  {line}")


def _where(folder: Path, data_dir: Path | None, project: Path, site: Path) -> Any:
    """What the commands that follow must be told to find what this one found."""
    from kvartalsbog.editions.follow_ups import Where, quoted  # noqa: PLC0415 - see cli_editions
    from kvartalsbog.editions.history import commit_of  # noqa: PLC0415

    own = data_dir is None and project == Path()
    options = "" if data_dir is None else f" --data-dir {quoted(str(data_dir))}"
    options += "" if project == Path() else f" --project {quoted(str(project))}"
    git = "git" if own else f"git -C {quoted(str(folder))}"
    return Where(git if commit_of(folder) else None, str(folder) if own else ".", options, quoted(str(site)))


def _standing(own: Any) -> str | None:
    """What is known of a quarter that somebody has approved."""
    if own.version:
        return f"udgivet som version {own.version}"
    if own.unknown:
        return "godkendt med en ældre udgave af programmet, som ikke skrev ned, om det blev udgivet"
    return "godkendt og ikke udgivet" if own.approved else None


def _tell(found: Any) -> None:
    """Old and new. In a log that others read, as CI's, only where: a quarter's figures can be withheld ones."""
    hidden = bool(os.environ.get("CI"))
    for change in found.changes:
        place = f"  {change.table} {change.row} [{change.column}]"
        values = "ændret" if hidden else f"{_shown(change.before)} → {_shown(change.after)}"
        out.print(f"{place}: {values}")
    if hidden and found.changes:
        out.print("  Tallene vises ikke, hvor CI er sat: de kan være skjulte i bogen.")
    for name in found.unknown:
        out.print(
            f"  {name} er ændret. Den forseglede udgave er ikke i git eller kan ikke læses, så forskellen kan ikke vises."
        )
    if not found.changes and not found.unknown:
        out.print(f"  {', '.join(found.files)}: kun skrivemåden er ændret, ingen tal eller ord.")


def _shown(value: str | None) -> str:
    return DASH if value in (None, "") else str(value)


def _asked(needed: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(needed)
    try:
        return spoken("--reason", input("Grund: "))
    except EOFError:
        raise UsageError(needed) from None
