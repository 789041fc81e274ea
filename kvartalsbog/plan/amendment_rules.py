"""The rules for amendments: what each may change, when it may be decided, and what the plan must be afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import day_of, number_of
from kvartalsbog.files.validation import allowed_in, message_of
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.names import Among
from kvartalsbog.periods import Calendar, Month
from kvartalsbog.plan.amending import Change, Parts, fields_of, held
from kvartalsbog.plan.values import Amendment, Plan

OF_SERIES = frozenset({"unit", "series", "over", "reported", "sensitive"})  # what a series is of a criterion
Rules = tuple[Callable[[Document], Iterator[Problem]], ...]
_OTHER = "Måles målet på noget andet end før, så lad det udgå med »drops«, og føj det nye til med »adds«."
_GONE = "Skal målet udgå, så skriv dets id under »drops« og fordel vægten på andre mål."


def broken_amendments(document: Document, plan: Plan, rules: Rules, *, sound: bool) -> Iterator[Problem]:
    """Amendments of a well-formed plan that do not fit it: days, targets, old values, and a result that breaks `rules`.

    The result is only judged when the agreed plan is `sound`; otherwise its own problems would be told twice. After
    an amendment that does not fit, the later ones are judged without it.
    """
    state = plan.model_dump(mode="python")
    parts = Parts(state)
    ever: set[str] = set()
    changed: dict[Any, date] = {}
    for index in sorted(range(len(plan.amendments)), key=lambda index: plan.amendments[index].effective):
        amendment, path = plan.amendments[index], ("amendments", index)
        yield from _days(document, path, amendment, plan.calendar)
        problems = [
            *_comings(document, path, amendment, parts, ever),
            *_changes(document, path, amendment, parts, changed),
        ]
        ever |= {adding.goal.id for adding in amendment.adds}
        yield from problems
        if not problems:
            parts.apply(amendment.model_dump(mode="python"))
            if sound:
                yield from _invalid_after(document, path, amendment, state, rules)


def _days(document: Document, path: Path_, amendment: Amendment, calendar: Calendar) -> Iterator[Problem]:
    effective, decided = amendment.effective, amendment.decided
    if Month.of(effective) not in calendar.months:
        message = f"Ændringen gælder fra en dag uden for planens {calendar.span.bare}."
        yield document.problem((*path, "effective"), message, str(effective), calendar.days_allowed)
    first = calendar.months_before[0].first_day
    if not first <= decided <= effective:
        message = "Ændringen er ikke besluttet i den tid, der går forud for den."
        allowed = f"fra {first} til {effective}, hvor den træder i kraft"
        hint = "En plan ændres ikke for tiden, før det er besluttet: det, der er udgivet, ville få en anden plan."
        yield document.problem((*path, "decided"), message, str(decided), allowed, hint)


def _comings(document: Document, path: Path_, amendment: Amendment, parts: Parts, ever: set[str]) -> Iterator[Problem]:
    """Goals that are dropped without being there, or added where they cannot be; `ever` were added before."""
    dropped: set[str] = set()
    for number, goal in enumerate(amendment.drops):
        if not parts.has_goal(goal) or goal in dropped:
            known = Among(goal, tuple(parts.goals))
            yield document.problem((*path, "drops", number), "Målet er ikke i planen.", goal, known)
        dropped.add(goal)
    filled, times = {adding.pillar for adding in amendment.adds}, Counter(adding.goal.id for adding in amendment.adds)
    for pillar in parts.pillars.values():
        if pillar["goals"] and pillar["id"] not in filled and all(goal["id"] in dropped for goal in pillar["goals"]):
            message = "Søjlen har ingen mål tilbage, men den skal have mindst ét."
            hint = "Tilføj et mål til søjlen i den samme ændring, eller behold et."
            yield document.problem((*path, "drops"), message, pillar["id"], hint=hint)
    for number, adding in enumerate(amendment.adds):
        place = (*path, "adds", number)
        twice = times[adding.goal.id] > 1
        if adding.pillar not in parts.pillars:
            known = Among(adding.pillar, tuple(parts.pillars))
            yield document.problem((*place, "pillar"), "Søjlen er ikke i planen.", adding.pillar, known)
        if parts.has_goal(adding.goal.id) or twice or adding.goal.id in ever:
            allowed = "et navn, der kun står ét sted"
            yield document.problem((*place, "goal", "id"), "Navnet er brugt før.", adding.goal.id, allowed)
        for index, criterion in enumerate(adding.goal.criteria):
            if criterion.deadline < amendment.effective:
                yield _past(document, (*place, "goal", "criteria", index, "deadline"), criterion.deadline, amendment)


def _changes(
    document: Document, path: Path_, amendment: Amendment, parts: Parts, changed: dict[Any, date]
) -> Iterator[Problem]:
    """Changes of what is not there or makes the part what it is, from what it is not, or twice on one day."""
    dropped = frozenset(amendment.drops)
    for number, change in enumerate(amendment.changes):
        place = (*path, "changes", number)
        key = (change.pillar, change.goal, change.criterion, change.field)
        part = None if change.goal in dropped else parts.target(change.model_dump())
        allowed = tuple(_changeable(part)) if part is not None else ()
        found = held(part, change.field) if change.field in allowed else None
        if changed.get(key) == amendment.effective:
            message = "To ændringer af det samme gælder fra samme dag."
            yield document.problem(place, message, _name(change), hint="Behold den, der gælder.")
        elif part is None:
            hint = "Ret navnet på målet, søjlen eller kriteriet, eller slet ændringen."
            yield document.problem(place, "Ændringen peger på noget, planen ikke har.", _name(change), hint=hint)
        elif found is None:
            message = "Feltet findes ikke her, eller det gør målet til et andet."
            yield document.problem((*place, "field"), message, change.field, Among(change.field, allowed), _OTHER)
        elif not _same(found[0][found[1]], change.old):
            message, was = "Den gamle værdi er ikke planens.", str(found[0][found[1]])
            yield document.problem((*place, "old"), message, document.found((*place, "old")), was)
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


def _changeable(part: dict[str, Any]) -> Iterator[str]:
    """The fields of a part that can change; what a series is measured in cannot, for its months are compared."""
    series = series_kind(part) is not None
    yield from (field for field in fields_of(part) if not (series and field in OF_SERIES))


def _past(document: Document, path: Path_, day: date, amendment: Amendment) -> Problem:
    message = "Fristen ligger, før ændringen træder i kraft."
    return document.problem(path, message, str(day), f"tidligst {amendment.effective}")


def _name(change: Change) -> str:
    return " ".join(part for part in (change.pillar or change.goal, change.criterion, change.field) if part)


def _same(left: Any, right: Any) -> bool:
    """Whether two values are one, as the plan reads them: numbers and days by what they mean, lists and mappings by their parts."""
    if isinstance(left, dict) and isinstance(right, dict):
        left, right = ({key: part for key, part in one.items() if part is not None} for one in (left, right))
        return left.keys() == right.keys() and all(_same(value, right[key]) for key, value in left.items())
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(_same, left, right))
    for read in (number_of, day_of):
        first, second = read(left), read(right)
        if first is not None and second is not None:
            return first == second
    return type(left) is type(right) and bool(left == right)
