"""The commands that make a quarter's book, and that tell of what is remembered of the books that were made."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.memory.place import FOLDER, MOST, Memory, memory_of, store_of
from kvartalsbog.book.memory.whole import whole
from kvartalsbog.cli.console import (
    DataDir,
    Project,
    QuarterArgument,
    Timeout,
    data_folder,
    out,
    running_with,
    wanted_quarter,
)
from kvartalsbog.periods import Quarter

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Where books are put, each in a folder named after its quarter. Default: _build/ in the project.",
        show_default=False,
    ),
]


def build(
    quarter: QuarterArgument = None,
    data_dir: DataDir = None,
    output: Out = None,
    project: Project = Path(),
    timeout: Timeout = 300,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make everything anew, whatever is remembered of it from before.")
    ] = False,
) -> None:
    """Make the book of a quarter: HTML, PDF, results.json and manifest.json."""
    wanted, folder = wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project)
    target = (output or project / "_build").resolve()
    memory = memory_of(project, fresh=fresh)
    before = whole(memory, wanted, project, folder)
    standing = before.standing(target / str(wanted)) if before else None
    if standing is not None:
        out.print(f"Intet er ændret, siden bogen for {wanted} blev lavet:")
        _tell(target / str(wanted), standing)
        return
    book, main = _made(wanted, folder, target, project, timeout, memory)
    if before and before == whole(memory, wanted, project, folder):
        before.note(book, main)
    out.print(f"Bogen for {wanted} er færdig:")
    _tell(book, main)


def _made(
    wanted: Quarter, folder: Path, target: Path, project: Path, timeout: float, memory: Memory | None
) -> tuple[Path, list[Path]]:
    """Make a book; gives its folder and its main files."""
    empty = memory is None or memory.fresh or not memory.store.held().entries
    with running_with(timeout, at_once=empty) as running:
        from kvartalsbog.book.build import build as make  # noqa: PLC0415 - two seconds, and often there is nothing to do
        from kvartalsbog.book.outputs import OUTPUTS, main_files  # noqa: PLC0415
        from kvartalsbog.book.preparation import prepared  # noqa: PLC0415
        from kvartalsbog.inputs.approvals import stage  # noqa: PLC0415
        from kvartalsbog.inputs.standing import standing_of  # noqa: PLC0415

        release = stage(standing_of(prepared(wanted, folder, project), project, folder))
        book = make(wanted, project, folder, target, running, release=release, memory=memory)
    return book, main_files(OUTPUTS.values(), book)


def _tell(book: Path, main: Iterable[Path]) -> None:
    for path in (*main, book / "manifest.json"):
        out.print(f"  {path}")


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
