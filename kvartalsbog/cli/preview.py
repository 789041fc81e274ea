"""The command that shows the book while it is written."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvartalsbog.book.progress import Step
from kvartalsbog.cli.console import (
    DataDir,
    PeriodArgument,
    Port,
    Project,
    Timeout,
    Watcher,
    data_folder,
    err,
    out,
    wanted_period,
)
from kvartalsbog.files.workplace import workplace
from kvartalsbog.words.numbers import number, plural

if TYPE_CHECKING:
    from kvartalsbog.book.preview.board import Board
    from kvartalsbog.book.preview.following import Begun
    from kvartalsbog.book.preview.rounds import Outcome

_SHOWN = 20  # problems in the terminal; the page has more


def serve(
    period: PeriodArgument = None,
    port: Port = 8000,
    pdf: Annotated[bool, typer.Option("--pdf", help="Make the PDF in every round too.")] = False,
    timeout: Timeout = 300,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Show a quarter's book in a browser on this machine and follow every save."""
    from kvartalsbog.book.preview.board import Board  # noqa: PLC0415 - Sphinx takes a second to import
    from kvartalsbog.book.preview.following import follow  # noqa: PLC0415
    from kvartalsbog.book.preview.rounds import Job  # noqa: PLC0415
    from kvartalsbog.book.preview.screens import OWN, PDF  # noqa: PLC0415
    from kvartalsbog.desk.book_pages import showing  # noqa: PLC0415

    wanted, folder = wanted_period(period, data_dir, project), data_folder(data_dir, project)
    with (
        suppress(KeyboardInterrupt),
        workplace(Path(tempfile.gettempdir()), "kvartalsbog-serve-") as work,
    ):
        job = Job(wanted, project.resolve(), folder.resolve(), work.resolve(), with_pdf=pdf, timeout=timeout)
        board = Board(job)
        with showing(board, port) as address, ExitStack() as bar:
            out.print(f"Bogen for {wanted} vises på {address}. Ctrl-C slutter.")
            if pdf:
                out.print(f"Som PDF: {address.rstrip('/')}{OWN}{PDF}")
            follow(job, _Teller(board, bar).tell)
    out.print("Forhåndsvisningen er slut.")


class _Teller:
    """Passes the outcomes on to the browser, and tells in the terminal how it goes."""

    def __init__(self, board: Board, bar: ExitStack) -> None:
        self._board, self._bar = board, bar
        self._watcher = Watcher()

    def tell(self, message: Begun | Step | Outcome) -> None:
        from kvartalsbog.book.preview.following import Begun  # noqa: PLC0415 - see serve

        if isinstance(message, Step):
            self._watcher.observe(message)
            return
        self._bar.close()
        if isinstance(message, Begun):
            if message.names:
                more = f" og {number(len(message.names) - 3)} mere" if len(message.names) > 3 else ""
                out.print(f"Ændret: {', '.join(message.names[:3])}{more}.")
            self._watcher = self._bar.enter_context(Watcher())
            return
        self._board.show(message)
        for problem in message.problems[:_SHOWN]:
            err.paragraph(str(problem).removeprefix(": "))
        if message.problems:
            err.print(f"{plural(len(message.problems), 'fejl', 'fejl')} fundet. Ret, og gem igen.")
        else:
            out.print(f"Bogen er lavet; {plural(len(message.executed), 'notesbog', 'notesbøger')} er kørt.")
