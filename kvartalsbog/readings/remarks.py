"""commentary.yml → what the owners wrote about each goal, or every problem with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from kvartalsbog.content.prose import blocks_of, inline_of
from kvartalsbog.errors import Place, Problem
from kvartalsbog.files.documents import UNREAD, Document
from kvartalsbog.files.fields import day_of
from kvartalsbog.files.rows import MAX_CELL
from kvartalsbog.kinds.dated import ITEM_NAME, name_fault, refused_names
from kvartalsbog.names import Among
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.cells import LINKS
from kvartalsbog.readings.values import ACCOUNT, DECISION, Account, Remark

_KEYS = ("comment", "revision", *ACCOUNT, DECISION, "names")
_Part = TypeVar("_Part")


def remarks_of(document: Document | None, plan: Plan | None, problems: list[Problem]) -> dict[str, Remark]:
    """The remarks of a commentary.yml, and every problem with it added to `problems`. Without a plan that can be used
    any goal may have one; without a document that could be read there are none.
    """
    if document is None:
        return {}
    problems.extend(document.problems)
    if not isinstance(document.value, dict):
        allowed = '"1.1": {comment: …, revision: …}, eller {}'
        problems.append(Problem(Place(document.file, 1), "Filen skal være en liste af mål.", allowed=allowed))
        return {}
    return {goal: _remark(document, goal, value, plan, problems) for goal, value in document.value.items()}


def _remark(document: Document, goal: str, remark: Any, plan: Plan | None, problems: list[Problem]) -> Remark:
    known = None if plan is None else plan.by_id.get(goal)
    items = None if known is None else known.counted
    if plan is not None and known is None:
        there = Among(goal, tuple(plan.by_id), plan.titles)
        problems.append(document.problem((goal,), "Målet findes ikke.", goal, there))
    if remark is UNREAD:
        return Remark()
    if not isinstance(remark, dict):
        place = document.place((goal,))
        message = "Et mål skal have nøgler og tekster."
        problems.append(Problem(place, message, document.found((goal,)), ", ".join(_KEYS)))
        return Remark()
    problems.extend(
        document.problem((goal, key), "Ukendt nøgle.", key, Among(key, _KEYS)) for key in remark if key not in _KEYS
    )
    comment = _words(document, (goal, "comment"), remark, blocks_of, problems)
    lines = {
        key: _words(document, (goal, key), remark, inline_of, problems)
        for key in _KEYS
        if key not in ("comment", "when", "names")
    }
    revision = lines.pop("revision")
    account = Account(**lines, when=_day(document, (goal, "when"), remark, plan, problems))
    return Remark(comment, revision, account, _names(document, goal, remark.get("names", {}), items, problems))


def _day(
    document: Document, path: tuple[str, str], remark: dict[str, Any], plan: Plan | None, problems: list[Problem]
) -> date | None:
    """The day of an account; with a problem instead when what stands there is none."""
    value = remark.get(path[-1], UNREAD)
    if value is UNREAD:
        return None
    day = day_of(value)
    if day is None:
        problems.append(document.problem(path, "Datoen kan ikke læses.", document.found(path), "2024-12-31"))
    elif plan is not None and day.year not in (
        years := range(plan.calendar.begins.year - 1, plan.calendar.ends.year + 6)
    ):  # as a day that is expected
        message = "Datoen ligger for langt fra planens år."
        allowed = f"{years[0]} til {years[-1]}"
        problems.append(document.problem(path, message, document.found(path), allowed))
    return day


def _names(
    document: Document, goal: str, written: Any, items: Sequence[str] | None, problems: list[Problem]
) -> dict[str, str]:
    """What the owner calls counted items. Without a plan that can be used any item may have a name."""
    path, before = (goal, "names"), len(problems)
    if written is UNREAD:
        return {}
    if not isinstance(written, dict):
        wanted = "{krav-1: …, krav-2: …}"
        problems.append(document.problem(path, "Værdien skal være en opslagstabel.", document.found(path), wanted))
        return {}
    for refusal in refused_names(written, items if items is not None else tuple(map(str, written))):
        place = document.place((*path, *refusal.at))
        problems.append(Problem(place, refusal.message, refusal.found, refusal.allowed, refusal.hint))
    for item, name in written.items():
        if name is not UNREAD and (wrong := name_fault(name)):
            problems.append(document.problem((*path, item), wrong, document.found((*path, item)), ITEM_NAME))
    return dict(written) if len(problems) == before else {}


def _words(
    document: Document,
    path: tuple[str, str],
    remark: dict[str, Any],
    parse: Callable[[str], tuple[_Part, ...]],
    problems: list[Problem],
) -> tuple[_Part, ...]:
    """An owner's text, parsed; with a problem instead when it may not be shown."""
    place, value = document.place(path), remark.get(path[-1], "")
    if value is UNREAD:
        return ()
    if not isinstance(value, str):
        hint = "Sæt teksten i anførselstegn."
        problems.append(Problem(place, "Værdien skal være tekst.", document.found(path), hint=hint))
    elif len(value) > MAX_CELL:
        problems.append(Problem(place, "Teksten er for lang.", f"{len(value)} tegn", f"højst {MAX_CELL} tegn"))
    else:
        try:
            return parse(value.strip())
        except ValueError as error:
            problems.append(Problem(place, "Linket kan ikke bruges.", str(error), LINKS))
    return ()
