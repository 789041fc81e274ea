"""The command that takes pages of a book to Word, its tables to Excel and its figures to slides."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.memory.place import memory_of
from kvartalsbog.cli.console import (
    DataDir,
    PeriodName,
    Project,
    Template,
    Timeout,
    data_folder,
    out,
    running_with,
    wanted_period,
)
from kvartalsbog.files.named import read_named
from kvartalsbog.files.placement import writable, write_files

Pages = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PAGE", help="The page, as overview, pillar_1, unit-fyn or method. Default: all.", show_default=False
    ),
]


def export(
    period: PeriodName,
    pages: Pages = None,
    template: Template = None,
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="Where the files are put. Default: _build/<quarter>-filer.", show_default=False),
    ] = None,
    timeout: Timeout = 300,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Write pages of a quarter's book as Word documents, their tables as a workbook and their figures as pictures for slides."""
    from kvartalsbog.book.build import begin  # noqa: PLC0415 - two seconds, and a wrong call needs it not
    from kvartalsbog.book.export.files import exported, pages_of  # noqa: PLC0415
    from kvartalsbog.book.export.named import named_pages, page_places  # noqa: PLC0415
    from kvartalsbog.plan.values import Plan  # noqa: PLC0415
    from kvartalsbog.word.package import MOST  # noqa: PLC0415

    wanted, data = wanted_period(period, data_dir, project), data_folder(data_dir, project)
    reference = read_named(template, MOST, "skabelonen") if template is not None else None
    target = folder or project / "_build" / f"{wanted}-filer"

    def refuse_unknown(plan: Plan, own: Path) -> None:
        named_pages(pages or (), page_places(plan, wanted, own))

    with running_with(timeout) as running, tempfile.TemporaryDirectory() as work:
        begun = begin(wanted, project, data, Path(work), running, memory=memory_of(project), refuse=refuse_unknown)
        try:
            layout = begun.laid_out.layout
            files = dict(exported(pages_of(layout, pages or ()), layout, reference))
        finally:
            begun.close()
    with writable(target):
        for place in write_files(target, files):
            out.print(f"skrevet: {place}")
