"""The commands that make a quarter's book, and the notebooks of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.build import build as make
from kvartalsbog.book.outputs import OUTPUTS, main_files
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.scaffold import scaffold as write_scaffold
from kvartalsbog.book.settings import read_toc
from kvartalsbog.cli.console import (
    DataDir,
    Project,
    QuarterArgument,
    Timeout,
    Watcher,
    data_folder,
    out,
    wanted_quarter,
)
from kvartalsbog.errors import Collector, UsageError
from kvartalsbog.inputs.approvals import stage
from kvartalsbog.inputs.standing import standing_of
from kvartalsbog.plan.loading import read_plan

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
) -> None:
    """Make the book of a quarter: HTML, PDF, results.json and manifest.json."""
    wanted, folder = wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project)
    release = stage(standing_of(prepared(wanted, folder, project), project, folder))
    with Watcher() as watcher:
        book = make(
            wanted,
            project,
            folder,
            output or project / "_build",
            timeout=timeout,
            observe=watcher.observe,
            release=release,
        )
    out.print(f"Bogen for {wanted} er færdig:")
    for path in (*main_files(OUTPUTS.values(), book), book / "manifest.json"):
        out.print(f"  {path}")


def scaffold(
    plan: Annotated[Path, typer.Argument(help="The plan: data/<year>/plan.yml in a project.")],
    project: Annotated[
        Path | None, typer.Option("--project", help="Default: the folder that holds data/.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write notebooks again that exist.")] = False,
) -> None:
    """Write the notebooks and the table of contents of a plan, and settings and pages where there are none."""
    if not plan.is_file():
        raise UsageError(f"{plan}: Planen findes ikke, eller den er ikke en fil. Skriv data/<år>/plan.yml.")
    root = project or plan.resolve().parent.parent.parent
    collector = Collector()
    read = collector.attempt(lambda: read_plan(plan, None, name=plan.as_posix()))
    if (root / "_toc.yml").is_file():
        collector.attempt(lambda: read_toc(root, with_pages=False))
    collector.settle()
    for path in write_scaffold(read, root, force=force) if read else ():
        out.print(f"skrevet: {path}")
