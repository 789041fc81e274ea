"""The command that shows the book while it is written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from kvartalsbog.console import DataDir, Project, QuarterArgument, Watcher, data_folder, err, out, wanted_quarter


def serve(
    quarter: QuarterArgument = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port on this machine; 0 takes any that is free.")
    ] = 8000,
    pdf: Annotated[bool, typer.Option("--pdf", help="Make the PDF in every round too.")] = False,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Show a quarter's book in a browser on this machine and follow every save."""
    from watchfiles import watch  # noqa: PLC0415

    from kvartalsbog.preview.server import Board, serving  # noqa: PLC0415 - Sphinx takes a second to import
    from kvartalsbog.preview.workshop import Workshop, problems_of  # noqa: PLC0415
    from kvartalsbog.sphinxext.html import THEME  # noqa: PLC0415

    wanted, folder = wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project).resolve()
    base = project.resolve()
    board = Board()
    watched = [base / name for name in ("_config.yml", "_toc.yml", "book", "notebooks")] + [folder, THEME]

    def show(workshop: Workshop) -> None:
        with Watcher() as watcher:
            shown = workshop.round(watcher.observe)
        board.show(shown)
        for place, words in problems_of(shown.error) if shown.error else ():
            err.print(f"{place}: {words}" if place else words, markup=False)
        if shown.error is None:
            out.print(f"Bogen er lavet; {len(shown.executed)} notesbøger er kørt.")

    with (
        tempfile.TemporaryDirectory(prefix="kvartalsbog-", ignore_cleanup_errors=True) as work,
        serving(board, port) as address,
    ):
        workshop = Workshop(wanted, base, folder, Path(work), with_pdf=pdf)
        out.print(f"Bogen for {wanted} vises på {address}. Ctrl-C slutter.")
        show(workshop)
        for _ in watch(*(path for path in watched if path.exists()), debounce=400, step=100, raise_interrupt=True):
            show(workshop)


COMMANDS: dict[str, Callable[..., Any]] = {"serve": serve}
