"""The command that takes a quarter the whole way as far as it can, and tells what waits for whom."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.readiness import unready
from kvartalsbog.book.waiting import (
    CONTROLLER,
    Waiting,
    for_accounts,
    for_approvals,
    for_owners,
    for_the_day,
    for_the_end,
    period_due,
)
from kvartalsbog.cli.build import build
from kvartalsbog.cli.check import check
from kvartalsbog.cli.console import DataDir, PeriodArgument, Project, Timeout, data_folder, out, wanted_period
from kvartalsbog.cli.editions import publish, verify
from kvartalsbog.cli.evaluate import evaluate
from kvartalsbog.cli.intake import intake
from kvartalsbog.errors import UnconfirmedError, UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.files.placement import not_there
from kvartalsbog.inputs.published import published
from kvartalsbog.inputs.standing import standing_of
from kvartalsbog.intake.forms.writing import write_forms
from kvartalsbog.intake.vintage.board import board
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.periods import Period

WAITS = 3  # the exit code of a quarter that waits for somebody
INBOX = "kvartalsbog-indbakke"


Given = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCES]", help="Files, folders or addresses to take in, instead of those of the inbox."),
]
Inbox = Annotated[
    Path | None,
    typer.Option(
        "--inbox",
        help="The folder with extracts and forms. Default: kvartalsbog-indbakke/<quarter> in the home folder.",
    ),
]
InSite = Annotated[
    Path | None, typer.Option("--site", help="Publish in this site when everybody has approved.", show_default=False)
]


def run(
    period: PeriodArgument = None,
    sources: Given = None,
    inbox: Inbox = None,
    site: InSite = None,
    timeout: Timeout = 300,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> int:
    """Take a quarter as far as it can go: open, forms, intake, check, evaluate, build, publish; exit code 3 where it waits for somebody."""
    folder, today = data_folder(data_dir, project), date.today()
    wanted = wanted_period(period, data_dir, project) if period else period_due(folder, today)
    given = _sources(sources, inbox, wanted, (project, folder))
    is_published, waits = wanted.name in published(folder, wanted.plan), list(for_the_end(wanted, today))
    if not is_published:
        _open(wanted, folder, project)
        waits += _taken_in(wanted, given, folder, project)
    check(str(wanted), None, data_dir, project)
    evaluate(str(wanted), data_dir, project)
    build(str(wanted), data_dir, None, [project], timeout)
    if not is_published:
        lacking = list(_lacking(wanted, today, folder, project))
        if not lacking and site is not None:
            publish(site, str(wanted), timeout=timeout, data_dir=data_dir, project=project)
            is_published = True
        waits += lacking
        if site is None:
            command = f"kvartalsbog publish {wanted} --site MAPPE"
            waits.append(Waiting(CONTROLLER, "når alle har godkendt, udgives bogen.", command))
    if is_published and site is not None:
        verify(site)
    return _told(wanted, () if is_published else waits)


def _lacking(period: Period, today: date, folder: Path, project: Path) -> Iterator[Waiting]:
    """What must be there before the quarter can be published."""
    report = prepared(period, folder, project)
    yield from (Waiting(CONTROLLER, str(problem)) for problem in unready(report, project, folder))
    yield from for_accounts(report)
    yield from for_approvals(report, standing_of(report, project, folder))
    yield from for_the_day(report, today)


def _sources(sources: list[str] | None, inbox: Path | None, period: Period, own: Iterable[Path]) -> list[str]:
    """What is to be taken in: what was named, or what lies in the inbox; nothing where it is empty. Raises UsageError for an inbox in
    the project: extracts hold single cases.
    """
    if sources:
        return sources
    place = inbox or Path.home() / INBOX / str(period)
    if any(place.resolve().is_relative_to(folder.resolve()) for folder in own):
        raise UsageError(
            f"--inbox {place}: Udtræk er enkelte poster og må ikke ligge i projektet. Vælg en anden mappe."
        )
    if inbox is not None and not place.is_dir():
        raise UsageError(f"--inbox {place}: Mappen findes ikke. {not_there(place)}".rstrip())
    there = place.is_dir() and any(not path.name.startswith(".") for path in place.iterdir())
    out.print(f"Indbakken {place}: {'læses' if there else 'tom'}.")
    return [str(place)] if there else []


def _open(period: Period, folder: Path, project: Path) -> None:
    """The quarter's folder and the owners' forms, where they are not there yet."""
    if not (folder / period.folder).is_dir():
        with alone(folder):
            for path in open_period(period, folder):
                out.print(f"skrevet: {path}")
    forms = project / "_build" / f"{period}-skemaer"
    if not forms.is_dir():
        for path in write_forms(ground(period, folder).forms or (), forms):
            out.print(f"skrevet: {path}")


def _taken_in(period: Period, given: list[str], folder: Path, project: Path) -> Iterator[Waiting]:
    """Take in what has come, and tell what has not."""
    if given:
        try:
            intake(str(period), given, data_dir=folder, project=project)
        except UnconfirmedError as error:
            out.print(error)
            yield Waiting(CONTROLLER, "tal, der står, ændres. Er de nye rigtige?", f"kvartalsbog intake {period} {shlex.join(given)} --accept-revisions")  # fmt: skip
    awaited = tuple(for_owners(board(ground(period, folder))))
    yield from awaited
    if awaited:
        yield Waiting(CONTROLLER, "der er svar at rykke for.", f"kvartalsbog remind {period}")


def _told(period: Period, waits: Sequence[Waiting]) -> int:
    if not waits:
        out.print(f"{period}: Alt er gjort.")
        return 0
    out.print(f"{period} venter på:")
    for one in waits:
        out.print(f"  {one}")
    return WAITS
