"""The commands that publish: approve a quarter, publish it, verify a site, make an edition again, tell differences."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvartalsbog.book.approving import Wanted, record_approval
from kvartalsbog.book.preparation import prepared
from kvartalsbog.cli.audit import SiteArgument
from kvartalsbog.cli.console import (
    DataDir,
    PeriodArgument,
    PeriodName,
    Project,
    Timeout,
    data_folder,
    err,
    kept,
    next_steps,
    out,
    running_with,
    save_in_git,
    wanted_period,
)
from kvartalsbog.editions.history import SOURCES
from kvartalsbog.errors import ProblemsError, UsageError, offered
from kvartalsbog.inputs.approvals import one_for_several, stage
from kvartalsbog.inputs.fingerprints import DATA, input_files
from kvartalsbog.inputs.key import KEY, open_to_others
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.published import write_published
from kvartalsbog.inputs.standing import standing_of
from kvartalsbog.periods import ANY_PERIOD
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.states import state_of
from kvartalsbog.words.numbers import plural

if TYPE_CHECKING:
    from kvartalsbog.editions.publishing import Publishing

SigningKey = Annotated[
    Path | None, typer.Option("--key", help="Sign with this SSH key, as ~/.ssh/id_ed25519.", show_default=False)
]
SiteOption = Annotated[Path, typer.Option("--site", help="The folder of the published site.", show_default=False)]


def approve_(
    period: PeriodArgument = None,
    role: Annotated[str | None, typer.Option(help="The role that approves, as the plan names it.")] = None,
    by: Annotated[str | None, typer.Option(help="The name of the one who approves.", callback=kept("--by"))] = None,
    key: SigningKey = None,
    correction: Annotated[
        bool, typer.Option("--correction", help="The figures are a correction of an edition that is published.")
    ] = False,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Record an approval of a quarter, the first of which chooses what its edition withholds; or show who has approved."""
    report, folder = _report(period, data_dir, project)
    if (role is None) != (by is None):
        raise UsageError("Skriv både --role og --by, eller ingen af dem for at se, hvem der har godkendt.")
    if role is not None and by is not None:
        for path in record_approval(report, folder, project, Wanted(role, by, key, correction=correction)):
            out.print(f"skrevet: {path}")
        _warn(folder)
        report = load(report.period, folder, project)  # with what was chosen
    found = standing_of(report, project, folder)
    for words in (*(standing.words for standing in found), *one_for_several(found)):
        out.print(words)
    if role is not None:
        then = f"kvartalsbog publish {report.period} --site MAPPE"
        next_steps(save_in_git(folder, *SOURCES), *([then] if stage(found).approved else ()))
    if not found:
        out.print("Planen nævner ingen, der godkender. Skriv rollerne under »approvers« i plan.yml.")


def publish(
    site: SiteOption,
    period: PeriodArgument = None,
    correction: Annotated[
        str | None, typer.Option(help="Why a published edition is corrected.", callback=kept("--correction"))
    ] = None,
    early: Annotated[
        str | None,
        typer.Option(help="Why it is published before the day in the plan's calendar.", callback=kept("--early")),
    ] = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Publish with another key than the site's; the old one is lost.")
    ] = False,
    key: SigningKey = None,
    timeout: Timeout = 300,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Publish an approved quarter as an edition that never changes."""
    from kvartalsbog.editions import history, publishing, versions  # noqa: PLC0415 - Sphinx takes a second to import
    from kvartalsbog.editions.recorded_inputs import publishing_key  # noqa: PLC0415
    from kvartalsbog.editions.site import standing_site  # noqa: PLC0415

    report, folder = _report(period, data_dir, project)
    files = input_files(report, project.resolve(), folder.resolve())
    found = standing_of(report, project, folder)
    publishing.refuse_unapproved(found, report.period)
    commit = history.commit_of(project)
    if commit is not None:
        publishing_key(standing_site(site), folder, new_accepted=new_key)
        history.refuse_uncommitted(project, {**files, f"{DATA}{KEY}": folder / KEY})
    source = versions.Source(report, project.resolve(), folder.resolve(), found, commit)
    now = datetime.now(UTC).replace(microsecond=0)
    signing = versions.signing_with(key, folder, now) if key is not None else None
    occasion = versions.Occasion(now, correction, early, new_key, signing)
    with running_with(timeout) as running:
        done = publishing.publish(source, site, occasion, running)
    _tell(done, site)
    _warn(folder)
    if early is not None and done.is_new and done.manifest.early is None:
        out.print("Kalenderens dag er kommet, så grunden i --early er ikke brugt.")
    _mark(done, report, folder, site, in_git=commit is not None)


def _warn(folder: Path) -> None:
    """Say where others may read the project's key."""
    if told := open_to_others(folder):
        err.print(told)


def _mark(done: Publishing, report: Report, folder: Path, site: Path, *, in_git: bool) -> None:
    """Write down beside the inputs that a quarter is published: from now on it is only corrected."""
    mark = write_published(folder, report.period, done.manifest.version)
    if done.is_new and not in_git:
        out.print("Projektet er ikke i git: gem kilderne, ellers kan udgaven ikke laves igen.")
    if done.is_new:
        next_steps(*([save_in_git(mark)] if in_git else ()), f"kvartalsbog verify {site}")


def _tell(done: Publishing, site: Path) -> None:
    """What a publishing did, and the fingerprint that the site has now."""
    from kvartalsbog.editions import change_words  # noqa: PLC0415 - Sphinx takes a second to import
    from kvartalsbog.editions.site import site_fingerprint  # noqa: PLC0415

    period, where = done.manifest.quarter, site / done.manifest.folder
    if not done.is_new:
        out.print(f"{period} er udgivet af de samme kilder: {where}. Intet er ændret.")
        return
    out.print(f"{period} er udgivet som version {done.manifest.version}: {where}")
    for cell in done.changes.cells if done.changes else ():
        out.print(f"  {change_words.sentence(cell)}")
    for later in done.outdated:
        out.print(
            f"{later} viser tal, som rettelsen ændrer. Udgiv også {later} som rettelse, før noget senere udgives."
        )
    out.print(f"Sitets fingeraftryk: {site_fingerprint(site)}")


def verify(
    site: SiteArgument,
    head: Annotated[str | None, typer.Option(help="The fingerprint that the site is known to have.")] = None,
    signers: Annotated[
        Path | None,
        typer.Option("--allowed-signers", help="Your own list of who may sign. Default: the lists of the manifests."),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Where what is known of pages is kept. Default: in the user's cache folder.", show_default=False
        ),
    ] = None,
) -> None:
    """Check every byte, link, anchor, feed and manifest of a site, and that no edition is missing."""
    from kvartalsbog.editions.known import MOST  # noqa: PLC0415
    from kvartalsbog.editions.site import site_fingerprint  # noqa: PLC0415
    from kvartalsbog.editions.verification import verified  # noqa: PLC0415
    from kvartalsbog.files.named import read_named  # noqa: PLC0415
    from kvartalsbog.files.store import Store  # noqa: PLC0415
    from kvartalsbog.files.text import MAX_BYTES  # noqa: PLC0415

    allowed = None
    if signers is not None:
        allowed = read_named(signers, MAX_BYTES, "listen").decode("utf-8", errors="replace")
    found = verified(site, head, allowed, Store(cache, MOST) if cache is not None else None)
    if found.problems:
        advice = f"Læg de nævnte filer tilbage fra en kopi af {site}, og udgiv intet i det, før det er helt."
        raise ProblemsError(found.problems, advice)
    versions, files = found.versions, found.files
    for version in versions:
        if version.signer is not None:
            where = f"din liste {signers}" if signers is not None else "sitets egen liste"
            out.print(f"{version.folder}: underskrevet af {version.signer} efter {where}.")
    nouns = {version.calendar.noun for version in versions}
    noun = nouns.pop() if len(nouns) == 1 else ANY_PERIOD
    told = plural(len({version.quarter for version in versions}), noun.bare, noun.many)
    out.print(
        f"{site} er helt: {told}, {plural(len(versions), 'version', 'versioner')}, {plural(files, 'fil', 'filer')}."
    )
    out.print(f"Sitets fingeraftryk: {site_fingerprint(site)}")


def reproduce(
    period: PeriodName,
    site: SiteOption,
    version: Annotated[int | None, typer.Option(min=1, help="Which version. Default: the newest.")] = None,
    timeout: Timeout = 300,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Make a published edition again from its recorded inputs and compare byte by byte."""
    from kvartalsbog.editions import reproduction  # noqa: PLC0415
    from kvartalsbog.editions.site import read_site  # noqa: PLC0415

    folder, wanted = data_folder(data_dir, project), wanted_period(period, data_dir, project)
    standing = read_site(site)
    own = standing.of(wanted)
    found = own[-1:] if version is None else [manifest for manifest in own if manifest.version == version]
    if not found:
        there = offered(str(wanted), (manifest.folder for manifest in standing.versions))
        raise UsageError(f"{wanted}{f' version {version}' if version else ''} er ikke udgivet i {site}. {there}")
    with running_with(timeout) as running:
        problems = reproduction.reproduce(found[0], standing, project.resolve(), folder.resolve(), running)
    if problems:
        for told in reproduction.other_programs(found[0]):
            out.print(f"Mulig grund: {told}.")
        raise ProblemsError(problems)
    out.print(f"{found[0].folder}: alle {plural(len(found[0].outputs), 'fil', 'filer')} bliver de samme, bit for bit.")


def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A quarter, or the folder of a site.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another of the same kind.")],
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Tell what changed between two quarters, or between two sites."""
    from kvartalsbog.editions import differences  # noqa: PLC0415
    from kvartalsbog.editions.site import read_site  # noqa: PLC0415

    names = first, second
    folders = [Path(name).is_dir() for name in names]
    if all(folders):
        told = differences.site_differences(read_site(Path(first)), read_site(Path(second)))
    elif any(folders):
        raise UsageError(f"{first} og {second}: Skriv to perioder eller to mapper med sites.")
    else:
        reports = [_report(name, data_dir, project)[0] for name in names]
        before, after = (state_of(find(report)) for report in reports)
        told = differences.differences(before, after)
        if reports[0].period.body == reports[1].period.body:  # two plans can have periods that are called the same
            names = before.name, after.name
    out.print(f"Fra {names[0]} til {names[1]}:" if told else f"{names[0]} og {names[1]} siger det samme.")
    for sentence in told:
        out.print(f"  {sentence}")


def _report(period: str | None, data_dir: Path | None, project: Path) -> tuple[Report, Path]:
    folder = data_folder(data_dir, project)
    return prepared(wanted_period(period, data_dir, project), folder, project), folder
