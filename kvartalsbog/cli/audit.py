"""The commands about a site that stands: what a reader who kept every file of it can work out, and its pages made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kvartalsbog.cli.console import Project, out
from kvartalsbog.errors import ProblemsError, UsageError, settle
from kvartalsbog.files.placement import not_there
from kvartalsbog.periods import Period
from kvartalsbog.words.numbers import enumeration, plural

SiteArgument = Annotated[Path, typer.Argument(metavar="SITE", help="The published site's folder.", show_default=False)]


def audit(
    site: SiteArgument,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            help="The folder of the plans and readings. Default: only the site is read.",
            show_default=False,
        ),
    ] = None,
    project: Project = Path(),
) -> None:
    """Look for figures of few cases that can be worked out from all editions of a site together."""
    from kvartalsbog.audit.findings import audit as audited  # noqa: PLC0415 - the solver takes a while to import
    from kvartalsbog.editions.auditing import edited_history, editions, without_truth  # noqa: PLC0415
    from kvartalsbog.editions.site import read_site  # noqa: PLC0415

    if data_dir is not None and not data_dir.is_dir():
        raise UsageError(f"{data_dir}: Mappen findes ikke. {not_there(data_dir)}".rstrip())
    standing = read_site(site)
    folder = None if data_dir is None else data_dir.resolve()
    every = editions(standing, project.resolve(), folder)
    problems = [*audited(every), *(edited_history(standing, None, folder) if folder else ())]
    lacking = without_truth(every) if folder else ()
    if lacking:
        out.print(f"Dataene bag {enumeration(lacking)} er her ikke mere; de er prøvet, som enhver kan læse dem.")
    if problems:
        raise ProblemsError(dict.fromkeys(problems), _CANNOT_BE_CALLED_BACK)
    told = plural(len(every), "version", "versioner")
    how = "med dataene som facit" if folder else "ud fra sitet alene"
    out.print(f"{site}: Ingen tal af få tilfælde kan regnes ud af {told} tilsammen, prøvet {how}.")


_CANNOT_BE_CALLED_BACK = (
    "Det, der er udgivet, kan ikke kaldes tilbage. Fortæl den, der svarer for planen, om det; hvad den næste udgave viser, "
    "besluttes i planens disclosure/decisions.yml."
)


def refuse_edited_history(site: Path, period: Period, data_dir: Path) -> None:
    """Raise ProblemsError where the data of earlier quarters are not those that the site was published from."""
    from kvartalsbog.editions.auditing import edited_history  # noqa: PLC0415 - see above
    from kvartalsbog.editions.site import read_site  # noqa: PLC0415

    settle(edited_history(read_site(site), period, data_dir.resolve()))


def renew(site: SiteArgument) -> None:
    """Make what is around a site's editions anew, as this version of the program makes it; the editions stay as they are."""
    from kvartalsbog.editions.replacement import renew as renewed  # noqa: PLC0415 - Sphinx takes a second to import
    from kvartalsbog.editions.site import site_fingerprint  # noqa: PLC0415

    standing = renewed(site)
    told = plural(len(standing.versions), "version", "versioner")
    out.print(f"{site}: siderne om {told} er skrevet igen.")
    out.print(f"Sitets fingeraftryk: {site_fingerprint(site)}")
