"""The pages that mend: the last step undone, or what was changed by hand sealed with its reason."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from starlette.responses import RedirectResponse, Response

from kvartalsbog.book.scaffold import lacking_notebooks, scaffold
from kvartalsbog.desk.screens import render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.editions.correction import Correction, correction_of, seal
from kvartalsbog.editions.follow_ups import Where, commands, quoted
from kvartalsbog.editions.history import commit_of
from kvartalsbog.errors import Collector, UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.intake.vintage.undoing import last_step, undo
from kvartalsbog.plan.loading import read_plan

_OTHER = "Noget er ændret, siden du så det. Intet er gjort. Se siden igen."
# command → what the step that it took was
_STEPS = {"intake": "det, der blev taget imod", "enter": "det, der blev skrevet", "new-quarter": "åbningen af perioden"}


def mending_page(visit: Visit) -> Response:
    """What can be undone, and what was changed by hand."""
    step = last_step(visit.period, visit.desk.data_dir)
    collector, is_open = Collector(), (visit.desk.data_dir / visit.period.folder).is_dir()
    found = collector.attempt(lambda: _correction(visit)) if is_open else None  # a step can be undone whatever is wrong
    return render(
        "mending.html", visit, here="ret", title="Ret og fortryd", step=step, found=found,
        seen=_print(found) if found else "", follows=_follows(visit, found) if found else [],
        step_words=next((words for name, words in _STEPS.items() if step and f" {name} " in step.named), ""),
        is_sealed=visit.query.get("gjort") == "forseglet",
        **told(tuple(collector.problems)),
    )  # fmt: skip


def mend_now(visit: Visit) -> Response:
    """Undo the step that was seen, or seal the changes that were."""
    desk = visit.desk
    if visit.typed("hvad") == "fortryd":
        with alone(desk.data_dir):
            step = last_step(visit.period, desk.data_dir)
            if step is None or step.folder.name != visit.typed("trin"):
                raise UsageError(_OTHER)
            undo(visit.period, desk.data_dir)
        return RedirectResponse(visit.address(gjort="fortrudt"), 303)
    reason = visit.typed("grund")
    if not reason or "\n" in reason:
        raise UsageError("Grund: Skriv i én linje, hvorfor tallene er rettet. Intet er forseglet.")
    with alone(desk.data_dir / visit.period.plan):
        found = _correction(visit)
        if found is None or _print(found) != visit.typed("set"):
            raise UsageError(_OTHER)
        seal(found, desk.data_dir, reason, datetime.now(UTC).date())
    return RedirectResponse(visit.address("ret", gjort="forseglet"), 303)


def notebooks_now(visit: Visit) -> Response:
    """Write the notebooks of the period's plan, as `scaffold` does."""
    name, project, every = f"{visit.period.plan}/plan.yml", visit.desk.project, visit.typed("alle") == "ja"
    plan = read_plan(visit.desk.data_dir / name, None, name=name)
    if not every and not lacking_notebooks(plan, project):
        raise UsageError("Ingen notesbøger mangler. Sæt hak ved, at alle skal skrives igen, hvis målene er ændret.")
    scaffold(plan, project, force=every)
    return RedirectResponse(visit.address(gjort="notesboeger"), 303)


def _correction(visit: Visit) -> Correction | None:
    """What was changed by hand; None where nothing was."""
    try:
        return correction_of(visit.period, visit.desk.data_dir, visit.desk.project)
    except UsageError:
        return None


def _print(found: Correction) -> str:
    return hashlib.sha256(json.dumps(found.source, sort_keys=True, default=str).encode()).hexdigest()


def _follows(visit: Visit, found: Correction) -> list[str]:
    """The commands that follow, for whoever goes on in the terminal; the pages of the desk do the same."""
    git = f"git -C {quoted(str(visit.desk.data_dir))}" if commit_of(visit.desk.data_dir) else None
    where = Where(git, ".", "", quoted(str(visit.desk.site)))
    return list(commands(found.again, None, datetime.now(UTC).date(), where))
