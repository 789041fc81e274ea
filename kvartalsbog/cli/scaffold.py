"""The command that writes the notebooks of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.scaffold import scaffold as write_scaffold
from kvartalsbog.book.settings import read_toc
from kvartalsbog.cli.console import next_steps, out, save_in_git
from kvartalsbog.errors import Collector, UsageError
from kvartalsbog.files.placement import not_there
from kvartalsbog.inputs.project import toc_file
from kvartalsbog.plan.loading import read_plan


def scaffold(
    plan: Annotated[
        Path, typer.Argument(help="The plan in a project: data/<year>/plan.yml, or data/<authority>/<year>/plan.yml.")
    ],
    project: Annotated[
        Path | None, typer.Option("--project", help="Default: the folder that holds data/.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write notebooks again that exist.")] = False,
) -> None:
    """Write the notebooks and the table of contents of a plan, and settings and pages where there are none."""
    if not plan.is_file():
        raise UsageError(
            f"{plan}: Planen findes ikke, eller den er ikke en fil. {not_there(plan) or 'Skriv data/<år>/plan.yml.'}"
        )
    collector = Collector()
    read = collector.attempt(lambda: read_plan(plan, None, name=plan.as_posix()))
    body = read.body if read is not None and read.body else ""
    root = project or plan.resolve().parents[3 if body else 2]
    if toc_file(root, body).is_file():
        collector.attempt(lambda: read_toc(root, body, with_pages=False))
    collector.settle()
    written = write_scaffold(read, root, force=force) if read else ()
    for path in written:
        out.print(f"skrevet: {path}")
    saved = [path.parent if path.suffix == ".ipynb" else path for path in written]  # of notebooks, the year's folder
    next_steps("kvartalsbog build", save_in_git(plan, *saved))
