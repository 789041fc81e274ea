"""The commands that make a quarter's book, and that tell of what is remembered of the books that were made."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.books import OUT, Book, every_book
from kvartalsbog.book.memory.place import FOLDER, MOST, memory_of, store_of
from kvartalsbog.cli.books import Draft, make_elsewhere, make_here
from kvartalsbog.cli.console import (
    DataDir,
    PeriodArgument,
    Project,
    Timeout,
    data_folder,
    out,
    running_with,
    wanted_period,
)
from kvartalsbog.errors import UsageError
from kvartalsbog.files.placement import not_there

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Where books are put, each in a folder named after its quarter. Default: _build/ in the project.",
        show_default=False,
    ),
]

Projects = Annotated[
    list[Path] | None,
    typer.Option(
        "--project",
        help="The folder with _config.yml, _toc.yml, book/ and notebooks/; with --all as often as there are projects.",
        show_default=False,
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Make everything anew, whatever is remembered of it from before.")]
Scheduler = Annotated[
    str | None, typer.Option(help="With --all: the address of a Dask scheduler whose workers make the books.")
]
Shared = Annotated[Path | None, typer.Option(help="With --scheduler: a folder that all machines see under one name.")]


def build(
    period: PeriodArgument = None,
    data_dir: DataDir = None,
    output: Out = None,
    projects: Projects = None,
    timeout: Timeout = 300,
    fresh: Fresh = False,
    every: Annotated[bool, typer.Option("--all", help="Every quarter of every plan year.")] = False,
    scheduler: Scheduler = None,
    share: Shared = None,
) -> None:
    """Make the book of a quarter, or of every: HTML, PDF, results.json and manifest.json."""
    own = projects or [Path()]
    if every:
        if period is not None:
            raise UsageError(f"--all er alle perioder. Skriv enten --all eller {period}.")
        _refuse_halves(scheduler, share)
        books = every_book(own, data_dir, output)
        if scheduler is not None and share is not None:
            make_elsewhere(books, timeout, scheduler, share, fresh=fresh)
        else:
            make_here(books, timeout, fresh=fresh)
        return
    if len(own) > 1 or scheduler is not None or share is not None:
        raise UsageError("Flere --project, --scheduler og --share bruges sammen med --all.")
    (project,) = own
    wanted, folder = wanted_period(period, data_dir, project), data_folder(data_dir, project)
    draft = Draft(Book(wanted, project, folder, (output or project / OUT).resolve()), memory_of(project, fresh=fresh))
    if not draft.stands():
        draft.let_kernels_remember()
        with running_with(timeout) as running:
            draft.make(running)


def _refuse_halves(scheduler: str | None, share: Path | None) -> None:
    if (scheduler is None) != (share is None):
        raise UsageError("--scheduler og --share hører sammen: maskinerne henter og lægger bøgerne i mappen, som alle ser.")  # fmt: skip
    if share is not None and not share.is_dir():
        raise UsageError(f"--share {share}: Mappen findes ikke. {not_there(share)}".rstrip())


def memory(
    project: Project = Path(),
    empty: Annotated[bool, typer.Option("--empty", help="Forget everything that is remembered.")] = False,
) -> None:
    """Tell how much is remembered of the books that were made, or forget it."""
    from kvartalsbog.words.numbers import number, plural  # noqa: PLC0415 - not for a build with nothing to do

    store = store_of(project)
    held = store.held()
    if empty:
        store.empty()
    told = f"{plural(held.entries, 'ting', 'ting')}, {number(Decimal(held.size) / 10**6, 1)} MB"
    if not held.entries:
        out.print(f"Intet er husket ({project / FOLDER}).")
    elif not empty:
        out.print(f"Husket i {project / FOLDER}: {told} af højst {number(MOST // 10**6)} MB.")
    elif left := store.held().entries:
        out.print(f"{plural(left, 'ting', 'ting')} i {project / FOLDER} kunne ikke glemmes: du har ikke lov til at slette der.")  # fmt: skip
    else:
        out.print(f"Glemt: {told}.")
