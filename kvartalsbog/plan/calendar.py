"""The rules for a plan's days: who approves a quarter's book and when it may be published, when its units begin and end.

They read the raw document, each day as the plan itself reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import YEARS, day_of
from kvartalsbog.periods import months_of, period_named

_A_YEAR = timedelta(days=366)  # the longest that a quarter's book may be on its way


def broken_calendar(document: Document) -> Iterator[Problem]:
    """Roles that stand twice; releases of quarters that are not the plan's, on days that are too early, too late or out
    of order; signatures of other times; units that begin and end when no month does, or replace what goes on.
    """
    plan = document.value if isinstance(document.value, dict) else {}
    yield from _roles(document, plan.get("approvers"))
    yield from _releases(document, plan)
    year = plan.get("year")
    if isinstance(year, int) and YEARS[0] < year < YEARS[1]:
        yield from _signed(document, plan.get("source"), year)
        yield from _units(document, plan.get("districts"), year)
        yield from _covered(document, plan, year)


def _releases(document: Document, plan: dict[str, Any]) -> Iterator[Problem]:
    releases, year = plan.get("releases"), plan.get("year")
    latest: date | None = None
    for name, typed in releases.items() if isinstance(releases, dict) else ():
        place, period, day = document.place(("releases", name)), period_named(name), day_of(typed)
        if period is None or period.year != year:
            yield Problem(place, "Kvartalet er ikke et af planens.", str(name), f"{year}K1 til {year}K4")
        elif day is not None and day <= period.last_day:
            yield Problem(place, "Kvartalet er ikke slut på udgivelsesdagen.", str(day), f"efter {period.last_day}")
        elif day is not None and day > period.last_day + _A_YEAR:
            allowed = f"senest {period.last_day + _A_YEAR}"
            yield Problem(place, "Udgivelsesdagen ligger for længe efter kvartalet.", str(day), allowed)
        elif day is not None and latest is not None and day <= latest:
            yield Problem(place, "Udgivelsesdagen ligger ikke efter den forrige.", str(day), f"efter {latest}")
        latest = day or latest


def _signed(document: Document, source: object, year: int) -> Iterator[Problem]:
    signed = source.get("signed") if isinstance(source, dict) else None
    for number, typed in enumerate(signed if isinstance(signed, list) else []):
        day = day_of(typed.get("on")) if isinstance(typed, dict) else None
        if day is not None and not year - 2 <= day.year <= year:
            place = document.place(("source", "signed", number, "on"))
            yield Problem(
                place, "Planen er ikke underskrevet i tiden op til sit år.", str(day), f"{year - 2} til {year}"
            )


def _units(document: Document, districts: object, year: int) -> Iterator[Problem]:
    """Readings are of months, so a unit has whole months; and what it replaces ends the day before it begins."""
    units = [unit for unit in districts if isinstance(unit, dict)] if isinstance(districts, list) else []
    ends = {str(unit.get("id")): day_of(unit.get("ends")) for unit in units}
    for number, unit in enumerate(units):
        path: Path_ = ("districts", number)
        begins, end = day_of(unit.get("begins")), day_of(unit.get("ends"))
        if begins is not None and (begins.day != 1 or not year - 1 <= begins.year <= year):
            allowed = f"den første dag i en måned i {year - 1} eller {year}"
            yield Problem(document.place((*path, "begins")), "Enheden kan ikke begynde den dag.", str(begins), allowed)
        if end is not None and ((end + timedelta(days=1)).day != 1 or not year - 1 <= end.year <= year):
            allowed = f"den sidste dag i en måned i {year - 1} eller {year}"
            yield Problem(document.place((*path, "ends")), "Enheden kan ikke ende den dag.", str(end), allowed)
        if begins is not None and end is not None and end <= begins:
            yield Problem(
                document.place((*path, "ends")), "Enheden ender, før den begynder.", str(end), f"efter {begins}"
            )
        replaced = unit.get("replaces")
        for index, other in enumerate(replaced if isinstance(replaced, list) else []):
            last = ends.get(str(other)) if isinstance(other, str) else None
            place = document.place((*path, "replaces", index))
            if isinstance(other, str) and (other not in ends or other == unit.get("id")):
                yield Problem(place, "Kredsen findes ikke i planens liste.", other, ", ".join(ends))
            elif isinstance(other, str) and begins is None:
                yield Problem(place, "En enhed, der afløser en anden, skal have en dag, den begynder.", other, "begins")
            elif begins is not None and last != begins - timedelta(days=1):
                hint = f"Skriv ends: {begins - timedelta(days=1)} ved {other}."
                yield Problem(place, "Enheden afløses, men ender ikke dagen før.", str(other), hint=hint)


def _covered(document: Document, plan: dict[str, Any], year: int) -> Iterator[Problem]:
    """Every month of the plan's year has a unit that reports it, for each criterion that has units."""
    lives: dict[Any, tuple[date, date]] = {}
    for _, unit in _dicts(plan.get("districts")):
        life = day_of(unit.get("begins")) or date.min, day_of(unit.get("ends")) or date.max
        lives[str(unit.get("id"))] = life
    for path, named in _named_units(plan):
        lived = [lives[unit] for unit in map(str, named) if unit in lives]
        for month in months_of(year) if lived else ():
            if not any(begins <= month.first_day and month.last_day <= ends for begins, ends in lived):
                yield Problem(document.place(path), "Ingen enhed indberetter for måneden.", str(month))
                break


def _named_units(plan: dict[str, Any]) -> Iterator[tuple[Path_, list[Any]]]:
    for p, pillar in _dicts(plan.get("pillars")):
        for g, goal in _dicts(pillar.get("goals")):
            for c, criterion in _dicts(goal.get("criteria")):
                named = criterion.get("districts")
                if isinstance(named, list | tuple):
                    yield ("pillars", p, "goals", g, "criteria", c, "districts"), list(named)


def _dicts(parts: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, part in enumerate(parts if isinstance(parts, list | tuple) else []):
        if isinstance(part, dict):
            yield number, part


def _roles(document: Document, approvers: object) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, approver in enumerate(approvers if isinstance(approvers, list) else []):
        role = approver.get("role") if isinstance(approver, dict) else None
        if not isinstance(role, str):
            continue  # its form is told on its own
        if role in seen:
            yield Problem(document.place(("approvers", number, "role")), "Rollen står to gange.", role)
        seen.add(role)
