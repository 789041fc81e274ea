"""The command that makes the target reporting of a year's annual report, or holds such a file against the figures."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.book.annual import annual_files, differences, refuse_unsettled
from kvartalsbog.book.preparation import prepared, refuse_unanswered
from kvartalsbog.cli.console import DataDir, Project, Template, data_folder, out
from kvartalsbog.errors import UsageError, offered, settle
from kvartalsbog.files.named import read_named
from kvartalsbog.files.placement import writable, write_files
from kvartalsbog.inputs.approvals import stage
from kvartalsbog.inputs.standing import standing_of
from kvartalsbog.opendata.formats.inventory import RESULTS
from kvartalsbog.pages.annual import results_digest
from kvartalsbog.periods import PLAN, Period
from kvartalsbog.plan.publication import Release, published
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.word.package import MOST


def annual(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="The plan's year, as 2024.")],
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--check", help="Make nothing: hold a file that was made against the figures.", show_default=False
        ),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            "--site",
            help="A published site, whose last edition of the year must have the same figures.",
            show_default=False,
        ),
    ] = None,
    template: Template = None,
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="The folder to write to. Default: _build/annual-YEAR.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Make the target reporting of the annual report, as a Word document and a workbook, when the year is over."""
    data = data_folder(data_dir, project)
    report = prepared(_last_period(year, data), data, project)
    findings, release, made = find(report), stage(standing_of(report, project, data)), None
    if site is not None:
        release, made = _published(site, findings)
    if files:
        named = [(path.name, read_named(path, MOST, "målrapporteringen")) for path in files]
        settle([found for name, content in named for found in differences(content, name, findings)])
        out.print(f"{', '.join(map(str, files))}: tallene er dem i {report.period}.")
        return
    refuse_unanswered(report)
    refuse_unsettled(findings)
    reference = read_named(template, MOST, "skabelonen") if template is not None else None
    _write(annual_files(findings, release, made, reference), folder or project / f"_build/annual-{year}")


def _last_period(year: str, data: Path) -> Period:
    """The quarter that closes a year. Raises UsageError for what is no year, or one whose last quarter is not there."""
    from kvartalsbog.inputs.periods import periods  # noqa: PLC0415 - not for `--help` or a wrong call

    known = periods(data)
    years = offered(year, dict.fromkeys(period.plan for period in known))
    if not re.fullmatch(PLAN, year):
        raise UsageError(f"Målrapporteringen er for et helt år. Fundet: {year!r}. {years}")
    own = [period for period in known if period.plan == year]
    if not own:
        raise UsageError(f"Der er ingen plan med indberetninger for {year}. {years}")
    if not own[-1].is_last:
        raise UsageError(
            f"{year} er ikke slut: {own[-1].noun.newest} er {own[-1]}. Målrapporteringen gør hele året op og kan først laves, "
            f"når {own[-1].calendar.span.of_the} sidste {own[-1].noun.bare} er indberettet."
        )
    return own[-1]


def _published(site: Path, findings: Findings) -> tuple[Release, date]:
    """The version of the quarter's newest edition, and its day. Raises UsageError where it is not published with these figures."""
    from kvartalsbog.editions.site import read_site  # noqa: PLC0415 - Sphinx takes a second to import

    versions = read_site(site).of(findings.period)
    if not versions:
        raise UsageError(f"{findings.period} er ikke udgivet i {site}.")
    manifest, digest = versions[-1], results_digest(findings)
    if (there := manifest.outputs.get(RESULTS)) != digest:
        raise UsageError(
            f"{site}/{manifest.folder} har andre tal end {findings.period} her: {RESULTS} har SHA-256 {there}, og tallene her giver "
            f"{digest}. Udgiv rettelsen først, eller hent de data, som udgaven er lavet af."
        )
    return published(manifest.version), manifest.published.date()


def _write(files: dict[str, bytes], folder: Path) -> None:
    """Write files that are not there yet. Raises UsageError for one that is there and is another: it may be written on."""
    others = [
        folder / name
        for name, content in files.items()
        if (folder / name).is_file() and (folder / name).read_bytes() != content
    ]
    if others:
        raise UsageError(
            f"{', '.join(map(str, others))}: Findes allerede og er måske rettet. Flyt filen, eller vælg --out."
        )
    with writable(folder):
        for path in write_files(folder, files):
            out.print(f"skrevet: {path}")
