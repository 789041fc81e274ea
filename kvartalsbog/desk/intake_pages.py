"""The pages that take in: files are dropped, what they change is shown, and a button writes exactly that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, RedirectResponse, Response

from kvartalsbog.desk import inbox
from kvartalsbog.desk.screens import render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import Collector, Place, Problem, UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.intake.vintage.change_words import replaced_in_words
from kvartalsbog.intake.vintage.ground import Ground, judged_ground
from kvartalsbog.intake.vintage.intake_words import (
    changes_in_words,
    figures_in_words,
    notes_in_words,
    received_in_words,
)
from kvartalsbog.intake.vintage.judging import rejected_rows, unusable_goals, write_rejected
from kvartalsbog.intake.vintage.proposal import Proposal, propose, read, write
from kvartalsbog.intake.vintage.receiving import Received
from kvartalsbog.plan.goals import Goal

_MAPPING = "intake.yml"
_REASON = "grund-"  # begins the name of a field with why a goal's figures change
_CHANGED = "Filerne eller tallene er ændret, siden du så dem. Intet er skrevet. Se igen, hvad der ændres."


@dataclass(frozen=True)
class Asked:
    """How files are to be taken in: the day of the extracts, None for today or the day they had before; how many bad
    records may be left out; and why earlier figures change, goal by goal.
    """

    day: date | None
    allowed: int
    reasons: dict[str, str]


@dataclass(frozen=True)
class Look:
    """What the files that wait would come to."""

    base: Ground
    received: Received
    proposal: Proposal | None
    problems: tuple[Problem, ...]


def waiting_page(visit: Visit) -> Response:
    """What waits, and where more is dropped."""
    return render("waiting_files.html", visit, here="modtag", title="Tag imod", files=inbox.waiting(visit.inbox))


def receive_now(visit: Visit) -> Response:
    """Lay dropped files ready, or remove one that waits."""
    if name := visit.typed("fjern"):
        inbox.remove(visit.inbox, [name])
        return RedirectResponse(visit.address("modtag", gjort="fjernet"), 303)
    files = [(file.filename or "", file.file) for file in visit.form.getlist("filer") if isinstance(file, UploadFile)]
    files = [(name, file) for name, file in files if name]
    if not files:
        raise UsageError("Der er ikke valgt nogen filer. Vælg dem, eller træk dem ind på siden.")
    inbox.put(visit.inbox, files)
    return RedirectResponse(visit.address("modtag", gjort="lagt"), 303)


def proposal_page(visit: Visit) -> Response:
    """What the files that wait would change, old and new, before anything is written."""
    asked = _asked(visit)
    seen = inbox.fingerprint(inbox.paths(visit.inbox), _year(visit), _chosen(asked))
    if not (files := inbox.waiting(visit.inbox)):
        return RedirectResponse(visit.address("modtag"), 303)
    found = _look(visit, asked)
    return render("proposal.html", visit, here="modtag", title="Hvad der ændres", files=files, asked=asked, seen=seen,
                  **_shown(found, visit, asked), **told(found.problems))  # fmt: skip


def take_in_now(visit: Visit) -> Response:
    """Write exactly what was seen, unless a file or a figure has changed since."""
    asked = _asked(visit)
    with alone(_year(visit)):
        if visit.typed("set") != inbox.fingerprint(inbox.paths(visit.inbox), _year(visit), _chosen(asked)):
            raise UsageError(_CHANGED)
        names = [file.name for file in inbox.waiting(visit.inbox)]
        found = _look(visit, asked)
        if found.problems or found.proposal is None:
            return proposal_page(visit)
        if (found.proposal.changes or found.proposal.replaced) and visit.typed("rettelser") != "ja":
            raise UsageError(
                "Tal eller svar, der står, ændres. Intet er skrevet. Sæt hak ved, at det er rigtigt, og prøv igen."
            )
        if found.proposal.changed:
            write(found.proposal, found.base)
    inbox.remove(visit.inbox, names)
    for path in _rejected(visit):
        path.unlink(missing_ok=True)
    return RedirectResponse(visit.address(gjort="indtaget" if found.proposal.changed else "uaendret"), 303)


def rejected_file(visit: Visit) -> Response:
    """A workbook with the records that could not be used, for whoever sent them."""
    for path in _rejected(visit):
        if path.name == visit.query.get("fil"):
            return FileResponse(path, filename=path.name)
    raise UsageError("Regnearket er her ikke mere. Se igen, hvad der ændres; så bliver det lavet på ny.")


def _year(visit: Visit) -> Path:
    return visit.desk.data_dir / visit.period.plan


def _rejected(visit: Visit) -> list[Path]:
    folder = visit.inbox / inbox.REJECTED
    return sorted(folder.glob("*.xlsx")) if folder.is_dir() else []


def _asked(visit: Visit) -> Asked:
    text = visit.typed("udtrukket") or visit.query.get("udtrukket", "")
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(text) if text else None
    if text and (day is None or day > date.today()):
        raise UsageError(f"Udtrukket den: Skriv den dag, udtrækket blev taget, senest i dag. Fundet: {text!r}.")
    told = {**visit.query, **{name: visit.typed(name) for name in visit.form}}
    goals = {name.removeprefix(_REASON): words.strip() for name, words in told.items() if name.startswith(_REASON)}
    reasons = {goal: words for goal, words in goals.items() if words}
    return Asked(day, visit.number("afviste", "Afviste rækker, der må udelades"), reasons)


def _chosen(asked: Asked) -> str:
    return f"{asked.day or date.today()} {asked.day is None} {asked.allowed} {sorted(asked.reasons.items())}"


def _look(visit: Visit, asked: Asked) -> Look:
    """Read what waits as `intake --dry-run` does."""
    collector = Collector()
    base = judged_ground(visit.period, visit.desk.data_dir, collector)
    if base is None:
        collector.settle()
        raise ValueError("a plan that cannot be read has problems")
    received = read([str(path) for path in inbox.paths(visit.inbox)], None, base, asked.day, collector)
    for left in _rejected(visit):
        left.unlink(missing_ok=True)
    for extract in received.extracts:
        if extract.outcome.unusable:
            list(write_rejected(extract, base, visit.inbox / inbox.REJECTED))
    bad = unusable_goals(received, asked.allowed, base, collector)
    proposal = None
    if base.sound:
        try:
            proposal = propose(received.without(received.unread | bad), asked.reasons, asked.day, base, collector)
        except UsageError as error:  # a period that is closed
            collector.problems.append(Problem(Place(base.period.folder), str(error)))
    return Look(base, received, proposal, tuple(_named(collector.problems, visit)))


def _named(problems: list[Problem], visit: Visit) -> Iterator[Problem]:
    """The problems without the folder of what waits, which tells nobody anything."""
    folder = f"{visit.inbox}/"
    for problem in dict.fromkeys(problems):
        place = Place(problem.place.file.replace(folder, ""), problem.place.line, problem.place.column)
        yield Problem(place, problem.message, problem.value, problem.allowed, problem.hint)


def _explaining(goals: Sequence[Goal], own: Mapping[str, str]) -> str:
    """The goal whose owner explains a change of the series that some are judged by: the one who has, or the first."""
    return next((goal.id for goal in goals if own.get(goal.id)), goals[0].id)


def _shown(found: Look, visit: Visit, asked: Asked) -> dict[str, Any]:
    proposal, base = found.proposal, found.base
    first = [replaced_in_words(one, base.plan, whole=True) for one in proposal.first] if proposal else []
    own = {answer.goal: answer.reason for form in found.received.forms for answer in form.answers}
    series = dict.fromkeys(change.series for change in proposal.changes) if proposal else {}
    goals = dict.fromkeys(_explaining(base.plan.goals_on(name), own) for name in series)
    return {
        "of_mapping": any(_MAPPING in (problem.advice or "") for problem in found.problems),
        "received": [
            (line.replace(f"{visit.inbox}/", ""), more) for line, more in received_in_words(found.received, base.plan)
        ],
        "rejected": rejected_rows(found.received),
        "workbooks": [path.name for path in _rejected(visit)],
        "changes": list(changes_in_words(proposal, base, whole=True)) if proposal else [],
        "first": [("Leverancer og ord, der er nye", first)] if first else [],
        "figures": list(figures_in_words(proposal, base)) if proposal else [],
        "notes": list(notes_in_words(proposal, base)) if proposal else [],
        "changed": proposal.changed if proposal and not found.problems else (),
        "reasons": {goal: asked.reasons.get(goal) or own.get(goal, "") for goal in goals},
    }
