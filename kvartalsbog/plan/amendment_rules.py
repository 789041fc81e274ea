"""The rules for amendments: what each may change, when it may be decided, and what the plan must be afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import day_of, number_of
from kvartalsbog.files.validation import allowed_in, message_of
from kvartalsbog.plan.amending import Change, apply, has_goal, has_pillar, target
from kvartalsbog.plan.values import Amendment, Plan

Rules = tuple[Callable[[Document], Iterator[Problem]], ...]
_GONE = "Skal målet udgå, så skriv dets id under »drops« og fordel vægten på andre mål."


def broken_amendments(document: Document, plan: Plan, rules: Rules, *, sound: bool) -> Iterator[Problem]:
    """Amendments of a well-formed plan that do not fit it: days, targets, old values, and a result that breaks `rules`.

    The result is only judged when the agreed plan is `sound`; otherwise its own problems would be told twice. After
    an amendment that does not fit, the later ones are judged without it.
    """
    state = plan.model_dump(mode="python")
    changed: dict[Any, date] = {}
    for index in sorted(range(len(plan.amendments)), key=lambda index: plan.amendments[index].effective):
        amendment, path = plan.amendments[index], ("amendments", index)
        yield from _days(document, path, amendment, plan.year)
        problems = [*_comings(document, path, amendment, state), *_changes(document, path, amendment, state, changed)]
        yield from problems
        if not problems:
            apply(state, amendment.model_dump(mode="python"))
            if sound:
                yield from _invalid_after(document, path, amendment, state, rules)


def _days(document: Document, path: Path_, amendment: Amendment, year: int) -> Iterator[Problem]:
    effective, decided = amendment.effective, amendment.decided
    if effective.year != year:
        message = "Ændringen gælder fra en dag uden for planens år."
        yield Problem(document.place((*path, "effective")), message, str(effective), f"en dag i {year}")
    if not date(year - 1, 1, 1) <= decided <= effective:
        message = "Ændringen er ikke besluttet i den tid, der går forud for den."
        allowed = f"fra {year - 1}-01-01 til {effective}, hvor den træder i kraft"
        hint = "En plan ændres ikke for tiden, før det er besluttet: et udgivet kvartal ville få en anden plan."
        yield Problem(document.place((*path, "decided")), message, str(decided), allowed, hint)


def _comings(document: Document, path: Path_, amendment: Amendment, state: dict[str, Any]) -> Iterator[Problem]:
    """Goals that are dropped without being there, or added where they cannot be."""
    for number, goal in enumerate(amendment.drops):
        if not has_goal(state, goal) or goal in amendment.drops[:number]:
            known = ", ".join(g["id"] for pillar in state["pillars"] for g in pillar["goals"])
            yield Problem(document.place((*path, "drops", number)), "Målet er ikke i planen.", goal, known)
    for pillar in state["pillars"]:
        own = {g["id"] for g in pillar["goals"]}
        if own and own <= set(amendment.drops) and pillar["id"] not in {adding.pillar for adding in amendment.adds}:
            message = "Søjlen har ingen mål tilbage, men den skal have mindst ét."
            yield Problem(document.place((*path, "drops")), message, pillar["id"])
    ever = {g.goal.id for amended in state["amendments"] for g in Amendment.model_validate(amended).adds}
    before = {g.goal.id for g in amendment.adds}
    for number, adding in enumerate(amendment.adds):
        place = (*path, "adds", number)
        twice = [other.goal.id for other in amendment.adds].count(adding.goal.id) > 1
        if not has_pillar(state, adding.pillar):
            known = ", ".join(pillar["id"] for pillar in state["pillars"])
            yield Problem(document.place((*place, "pillar")), "Søjlen er ikke i planen.", adding.pillar, known)
        if has_goal(state, adding.goal.id) or twice or adding.goal.id in ever - before:
            allowed = "et navn, der kun står ét sted"
            yield Problem(document.place((*place, "goal", "id")), "Navnet er brugt før.", adding.goal.id, allowed)
        for index, criterion in enumerate(adding.goal.criteria):
            if criterion.deadline < amendment.effective:
                yield _past(document, (*place, "goal", "criteria", index, "deadline"), criterion.deadline, amendment)


def _changes(
    document: Document, path: Path_, amendment: Amendment, state: dict[str, Any], changed: dict[Any, date]
) -> Iterator[Problem]:
    """Changes of what is not there, from what it is not, or twice on one day."""
    for number, change in enumerate(amendment.changes):
        place = (*path, "changes", number)
        key = (change.pillar, change.goal, change.criterion, change.field)
        found = None if change.goal in amendment.drops else target(state, change.model_dump())
        if changed.get(key) == amendment.effective:
            message = "To ændringer af det samme gælder fra samme dag."
            yield Problem(document.place(place), message, _name(change), hint="Behold den, der gælder.")
        elif found is None or change.field not in found:
            yield Problem(document.place(place), "Ændringen peger på noget, planen ikke har.", _name(change))
        elif not _same(found[change.field], change.old):
            message, was = "Den gamle værdi er ikke planens.", str(found[change.field])
            yield Problem(document.place((*place, "old")), message, document.found((*place, "old")), was)
        day = day_of(change.new) if change.field == "deadline" else None
        if day is not None and day < amendment.effective:
            yield _past(document, (*place, "new"), day, amendment)
        changed[key] = amendment.effective


def _invalid_after(
    document: Document, path: Path_, amendment: Amendment, state: dict[str, Any], rules: Rules
) -> Iterator[Problem]:
    try:
        after = Plan.model_validate(state).model_dump(mode="python")
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if detail["type"] == "too_short" and detail["input"]:
                continue  # its parts are malformed, and each of them is told on its own
            weight = detail["loc"][-1] == "weight" and detail["input"] == 0
            message = f"Planen er ugyldig efter ændringen: {message_of(detail)}"
            place, found = _blamed(document, path, amendment, detail)
            yield Problem(place, message, found, allowed_in(detail), _GONE if weight else None)
        return
    amended = Document(document.file, after, {p: line for p, line in document.lines.items() if p == path})
    for rule in rules:
        for problem in rule(amended):
            place = document.place(path)
            yield Problem(place, f"Efter ændringen: {problem.message}", problem.value, problem.allowed, problem.hint)


def _blamed(document: Document, path: Path_, amendment: Amendment, detail: Any) -> tuple[Any, str | None]:
    """The change that gave the plan a value which it cannot have, or else the amendment, and what it gave."""
    for number, change in enumerate(amendment.changes):
        if change.field == detail["loc"][-1] and change.new == detail["input"]:
            place = (*path, "changes", number, "new")
            return document.place(place), document.found(place)
    return document.place(path), None


def _past(document: Document, path: Path_, day: date, amendment: Amendment) -> Problem:
    message = "Fristen ligger, før ændringen træder i kraft."
    return Problem(document.place(path), message, str(day), f"tidligst {amendment.effective}")


def _name(change: Change) -> str:
    return " ".join(part for part in (change.pillar or change.goal, change.criterion, change.field) if part)


def _same(left: Any, right: Any) -> bool:
    for read in (number_of, day_of):
        first, second = read(left), read(right)
        if first is not None and second is not None:
            return first == second
    return type(left) is type(right) and bool(left == right)
