"""The pages that tell how a period stands: its board, its evaluation, and how it is opened."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from kvartalsbog.book.checking import in_order, notes
from kvartalsbog.book.manuscript import refuse_unprintable
from kvartalsbog.book.memory.place import remembering_choices
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.scaffold import lacking_notebooks
from kvartalsbog.desk.screens import render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.files.holding import alone
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.vintage.board import Progress, board, counted
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.intake.vintage.opening import open_period
from kvartalsbog.verdicts.findings import find
from kvartalsbog.words.scorecard import scorecard
from kvartalsbog.words.statuses import data_status

_TONES = {
    Progress.IN: "status-better",
    Progress.PARTLY: "status-mixed",
    Progress.MISSING: "status-missing",
    Progress.UNANSWERED: "status-missing",
    Progress.CLOSED: "status-better",
}


def board_page(visit: Visit) -> Response:
    """What is in, what is missing, since when, who answers, and what differs from last time."""
    base = ground(visit.period, visit.desk.data_dir)
    lines = board(base)
    return render(
        "board.html", visit, here="", title="Tavlen", lines=lines, is_open=base.folder.is_dir(), summary=counted(lines), waits=any(line.awaited for line in lines),
        tones=_TONES, lacks_notebooks=lacking_notebooks(base.plan, visit.desk.project),
    )  # fmt: skip


def opening_page(visit: Visit) -> Response:
    """What opening the period makes."""
    year = visit.desk.data_dir / visit.period.plan
    return render(
        "opening.html", visit, here="", title=f"Åbn {visit.period}", folder=visit.period.folder,
        new_plan=not (year / "plan.yml").is_file(), plan=visit.period.plan,
    )  # fmt: skip


def open_now(visit: Visit) -> Response:
    """Open the period, as `new-quarter` does."""
    with alone(visit.desk.data_dir):
        open_period(visit.period, visit.desk.data_dir)
    return RedirectResponse(visit.address(gjort="aabnet"), 303)


def evaluation_page(visit: Visit) -> Response:
    """Every problem with its place, what there is to know, and the scorecard."""
    desk, problems = visit.desk, tuple[Problem, ...]()
    with remembering_choices(desk.project):
        try:
            report = prepared(visit.period, desk.data_dir, desk.project)
            refuse_unprintable(report, desk.project, desk.data_dir)
        except ProblemsError as error:
            problems = error.problems
            report = load(visit.period, desk.data_dir)  # what can be judged is judged; else that is what is told
        findings = find(report)
    heads, rows = scorecard(findings)
    return render(
        "evaluation.html", visit, here="vurdering", title="Vurdering", heads=heads, rows=rows, in_order=in_order(report),
        notes=list(notes(report, findings, desk.data_dir)), label=data_status(report.plan.data_status), **told(problems),
    )  # fmt: skip
