"""The command line: what its commands print, and which errors are told how."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.preparation import prepared
from kvartalsbog.cli import audit as cli_audit
from kvartalsbog.cli import correction as cli_correction
from kvartalsbog.cli import editions as cli_editions
from kvartalsbog.cli import intake as cli_intake
from kvartalsbog.cli import preview as cli_preview
from kvartalsbog.cli.console import (
    DataDir,
    Project,
    QuarterArgument,
    Timeout,
    Watcher,
    data_folder,
    err,
    out,
    wanted_quarter,
)
from kvartalsbog.cli.usage import Command, WrongCallError, refuse_unusable, unusable_file, wrong_call
from kvartalsbog.errors import (
    Collector,
    CompilationError,
    ExecutionError,
    KvartalsbogError,
    ProblemsError,
    UsageError,
)
from kvartalsbog.inputs.approvals import stage
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.pages.scorecards import goal_reached
from kvartalsbog.process.guard import guarded, named
from kvartalsbog.process.printing import Column
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.numbers import DASH, danish_order, data_status, plural, points, spaced
from kvartalsbog.words.sentences import missing_sentence

app = typer.Typer(
    name="kvartalsbog",
    help="A public performance plan, followed up every quarter: check the data, judge it, build the book.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Where books are put, each in a folder named after its quarter. Default: _build/ in the project.",
        show_default=False,
    ),
]


@app.command(cls=Command)
def check(
    quarter: QuarterArgument = None,
    site: Annotated[
        Path | None,
        typer.Option("--site", help="A published site that the data are held against.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    project: Project = Path(),
) -> None:
    """Read the plan and the readings and print every problem: file, line, column, value, what was allowed, what to do."""
    wanted, folder = wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project)
    report = prepared(wanted, folder, project)
    refuse_unprintable(report, project, folder)
    if site is not None:
        cli_audit.refuse_edited_history(site, wanted, folder)
    series = sum(len(v.series) for v in report.readings.vintages)
    items = sum(len(v.deliverables) for v in report.readings.vintages)
    told = plural(len(report.readings.vintages), "indberetning", "indberetninger")
    counted = f"{plural(series, 'talrække', 'talrækker')}, {plural(items, 'leverance', 'leverancer')}"
    out.print(spaced(f"{wanted}: planen og {told} er i orden ({counted})."))
    for result in find(report).result.goals:
        for criterion in result.criteria:
            if sentence := missing_sentence(criterion):
                names = sorted(
                    {report.plan.district_name(district) for _, district in criterion.gaps}, key=danish_order
                )
                out.print(
                    f"  Bemærk, mål {result.goal.id}: {sentence}{' Det gælder: ' + ', '.join(names) + '.' if names else ''}"
                )


@app.command(cls=Command)
def evaluate(
    quarter: QuarterArgument = None,
    data_dir: DataDir = None,
    project: Project = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print results.json instead of a table.")] = False,
) -> None:
    """Judge the readings against the plan and print the scorecard."""
    findings = find(load(wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project)))
    if as_json:
        out.json(to_json(findings))
    else:
        _print_scorecard(findings)


@app.command(cls=Command)
def build(
    quarter: QuarterArgument = None,
    data_dir: DataDir = None,
    output: Out = None,
    project: Project = Path(),
    timeout: Timeout = 300,
) -> None:
    """Make the book of a quarter: HTML, PDF, results.json and manifest.json."""
    from kvartalsbog.book.build import build as build_book  # noqa: PLC0415 - Sphinx and papermill take a second to import

    wanted, folder = wanted_quarter(quarter, data_dir, project), data_folder(data_dir, project)
    release = stage(cli_editions.standing_of(prepared(wanted, folder, project), project, folder))
    with Watcher() as watcher:
        book = build_book(
            wanted,
            project,
            folder,
            output or project / "_build",
            timeout=timeout,
            observe=watcher.observe,
            release=release,
        )
    out.print(f"Bogen for {wanted} er færdig:")
    for path in (
        book / "html" / "index.html",
        *sorted((book / "pdf").glob("*.pdf")),
        book / "results.json",
        book / "manifest.json",
    ):
        out.print(f"  {path}")


@app.command(cls=Command)
def scaffold(
    plan: Annotated[Path, typer.Argument(help="The plan: data/<year>/plan.yml in a project.")],
    project: Annotated[
        Path | None, typer.Option("--project", help="Default: the folder that holds data/.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write notebooks again that exist.")] = False,
) -> None:
    """Write the notebooks and the table of contents of a plan, and settings and pages where there are none."""
    from kvartalsbog.book.scaffold import scaffold as write_scaffold  # noqa: PLC0415
    from kvartalsbog.book.settings import read_toc  # noqa: PLC0415
    from kvartalsbog.plan.loading import read_plan  # noqa: PLC0415 - see build

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


for name, command in {
    **cli_intake.COMMANDS,
    **cli_correction.COMMANDS,
    **cli_editions.COMMANDS,
    **cli_audit.COMMANDS,
    **cli_preview.COMMANDS,
}.items():
    app.command(name, cls=Command)(command)


def run() -> int:
    """Run the command line and give its exit code: 0 done, 1 problems found, 2 wrong call."""
    # papermill and nbclient log what they raise as well; every error is told once, below
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    arguments = sys.argv[1:]
    named(arguments[0] if arguments and arguments[0] in get_command(app).commands else "ingen")  # type: ignore[attr-defined]
    try:
        refuse_unusable(arguments)
        return int(app(arguments or ["--help"], prog_name="kvartalsbog", standalone_mode=False) or 0)
    except typer.TyperException as error:
        err.print(wrong_call(error))
        return 2
    except WrongCallError as error:
        for reason in error.reasons:
            err.print(reason)
        return 2
    except ProblemsError as error:
        for problem in error.problems:
            err.print(problem)
        err.print(f"{len(error.problems)} fejl fundet.")
    except KvartalsbogError as error:
        tell = (
            err.paragraph if isinstance(error, CompilationError | ExecutionError) else err.print
        )  # these tell many things
        tell(error)
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:
        err.print(unusable_file(error))
    return 1


def main() -> None:
    """Run the command line, whatever happens, and exit; `start` does the same and guards the loading of this too."""
    sys.exit(guarded(run))


def _print_scorecard(findings: Findings) -> None:
    result = findings.result
    label, explanation = data_status(findings.plan.data_status)
    out.print(f"{findings.plan.title}, {result.quarter.label}", style="bold")
    if label:
        out.print(f"{label}: {explanation}")
    heads = ("Mål", "", "Status", "Udsigt", "Resultat", "Vægt", "Vundet", "Åbent", "Tabt")
    rows = []
    for goal in result.goals:
        won, outlook = goal.points, goal.outlook.value if goal.outlook else DASH
        scores = (goal.goal.weight, won.won, won.open, won.lost)
        rows.append(
            (goal.goal.id, goal.goal.title, goal.verdict.value, outlook, goal_reached(goal), *map(points, scores))
        )
    total = result.points
    rows.append(("", "I alt", "", "", "", *map(points, (total.total, total.won, total.open, total.lost))))
    out.table([Column(head) for head in heads], rows)
