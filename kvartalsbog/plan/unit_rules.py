"""The rules for a plan's units: when they begin and end, what they are called, and who takes over from whom.

They read the raw document, each day as the plan itself reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import day_of, tile_of
from kvartalsbog.names import Among
from kvartalsbog.periods import Calendar

_A_DAY = timedelta(days=1)
_UNKNOWN = "Enheden findes ikke i planens liste."


def broken_units(document: Document, plan: dict[str, Any], calendar: Calendar) -> Iterator[Problem]:
    """Units that begin or end when no month does, that are called two things at once, that replace what goes on, that go
    into one that is not there to take over, or that have no place of their own on the map; and months that no unit reports.
    """
    units = list(dicts(plan.get("districts")))
    by_id = {str(unit.get("id")): unit for _, unit in reversed(units)}
    for number, unit in units:
        path: Path_ = ("districts", number)
        yield from _days(document, path, unit, calendar)
        yield from _names(document, path, unit, calendar)
        yield from _replaced(document, path, unit, by_id)
        yield from _heir(document, path, unit, by_id)
    yield from _tiles(document, units)
    yield from _reporting(document, plan, by_id)
    yield from _covered(document, plan, by_id, calendar)


def _days(document: Document, path: Path_, unit: dict[str, Any], calendar: Calendar) -> Iterator[Problem]:
    """Readings are of months, so a unit has whole months."""
    begins, ends = day_of(unit.get("begins")), day_of(unit.get("ends"))
    first, years = calendar.months_before[0].first_day, calendar.begins.number == 1 and calendar.is_a_year
    within = f"i {first.year} eller {calendar.ends.year}" if years else f"fra {first} til {calendar.last_day}"
    if begins is not None and (begins.day != 1 or not first <= begins <= calendar.last_day):
        allowed = f"den første dag i en måned {within}"
        yield document.problem((*path, "begins"), "Enheden kan ikke begynde den dag.", str(begins), allowed)
    if ends is not None and ((ends + _A_DAY).day != 1 or not first <= ends <= calendar.last_day):
        allowed = f"den sidste dag i en måned {within}"
        yield document.problem((*path, "ends"), "Enheden kan ikke ende den dag.", str(ends), allowed)
    if begins is not None and ends is not None and ends <= begins:
        yield document.problem((*path, "ends"), "Enheden ender, før den begynder.", str(ends), f"efter {begins}")


def _names(document: Document, path: Path_, unit: dict[str, Any], calendar: Calendar) -> Iterator[Problem]:
    """Each name holds from a day of the unit's own life until the next one does."""
    first = max(calendar.months_before[0].first_day, (day_of(unit.get("begins")) or date.min) + _A_DAY)
    last = min(calendar.last_day, day_of(unit.get("ends")) or date.max)
    called = unit.get("name")
    for number, naming in dicts(unit.get("names")):
        place, since = (*path, "names", number), day_of(naming.get("since"))
        if since is not None and not first <= since <= last:
            allowed = f"fra {first} til {last}, efter det forrige navn"
            yield document.problem((*place, "since"), "Enheden kan ikke få et navn den dag.", str(since), allowed)
        elif since is not None:
            first = since + _A_DAY
        if isinstance(called, str) and naming.get("name") == called:
            yield document.problem((*place, "name"), "Enheden hedder det allerede.", called, "et andet navn")
        called = naming.get("name")


def _replaced(
    document: Document, path: Path_, unit: dict[str, Any], by_id: dict[str, dict[str, Any]]
) -> Iterator[Problem]:
    """What a unit replaces ends the day before it begins."""
    begins, replaced = day_of(unit.get("begins")), unit.get("replaces")
    for index, other in enumerate(replaced if isinstance(replaced, list) else []):
        if not isinstance(other, str):
            continue  # its form is told elsewhere
        place, was = document.place((*path, "replaces", index)), by_id.get(other, {})
        heir = was.get("into")
        if other not in by_id or other == unit.get("id"):
            yield Problem(place, _UNKNOWN, other, _among(other, by_id, unit.get("id")))
        elif begins is None:
            yield Problem(place, "En enhed, der afløser en anden, skal have en dag, den begynder.", other, "begins")
        elif day_of(was.get("ends")) != begins - _A_DAY:
            hint = f"Skriv »ends: {begins - _A_DAY}« ved {other}."
            yield Problem(place, "Enheden afløses, men ender ikke dagen før.", other, hint=hint)
        elif isinstance(heir, str) and heir != unit.get("id"):
            hint = f"Er arbejdet delt mellem flere, så slet into ved {other}."
            yield Problem(place, f"Enheden går over i {heir} alene.", other, hint=hint)


def _among(found: str, by_id: dict[str, dict[str, Any]], name: object) -> Among:
    """The other units, where another was asked for."""
    titles = {other: str(unit.get("name", "")) for other, unit in by_id.items() if other != name}
    return Among(found, tuple(titles), titles)


def _heir(document: Document, path: Path_, unit: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """A unit that goes into another ends, and the other is there from the next day and for longer."""
    name, into, ends = unit.get("id"), unit.get("into"), day_of(unit.get("ends"))
    if not isinstance(into, str):
        return
    place, heir = document.place((*path, "into")), by_id.get(into)
    if heir is None or into == name:
        yield Problem(place, _UNKNOWN, into, _among(into, by_id, name))
        return
    if unit.get("ends") is None:
        yield Problem(place, "En enhed, der går over i en anden, skal have en dag, den ender.", into, "ends")
        return
    line = _line(str(name), by_id)
    begins, last = day_of(heir.get("begins")), day_of(heir.get("ends"))
    if line[-1] == name:
        hint = "Slet »into« ved den enhed, der er der endnu."
        yield Problem(place, f"Enhederne går over i hinanden i ring: {' → '.join(line)}.", into, hint=hint)
    elif ends is not None and last is not None and last <= ends:
        allowed = f"en enhed, der er der efter {ends}"
        yield Problem(place, f"Enheden, der tager over, ender først, den {last}.", into, allowed)
    elif ends is not None and begins is not None and begins > ends + _A_DAY:
        days = (begins - ends).days - 1
        hint = f"Skriv »ends: {begins - _A_DAY}«, eller »begins: {ends + _A_DAY}« ved {into}."
        yield Problem(place, f"Der er {days} dage, hvor ingen af de to enheder er der.", into, hint=hint)


def _line(name: str, by_id: dict[str, dict[str, Any]]) -> list[str]:
    """A unit and those that took over from it, one after the other, until the last or until one that stands there already."""
    line = [name]
    while True:
        into = by_id.get(line[-1], {}).get("into")
        if not isinstance(into, str):
            return line
        line.append(into)
        if into in line[:-1]:
            return line


def _tiles(document: Document, units: list[tuple[int, dict[str, Any]]]) -> Iterator[Problem]:
    """A map has every unit, and one at a time on each of its places."""
    lacking = [(number, unit) for number, unit in units if unit.get("tile") is None]
    if len(lacking) == len(units):
        return
    for number, unit in lacking:
        hint = "Giv enheden en plads, eller slet »tile« ved alle de andre."
        yield document.problem(("districts", number), "Enheden mangler på kortet.", str(unit.get("id")), "tile", hint)
    placed: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for number, unit in units:
        if (tile := tile_of(unit.get("tile"))) is None:
            continue
        begins, ends = _life(unit)
        for other in placed.setdefault(tile, []):
            began, ended = _life(other)
            if began <= ends and begins <= ended:
                place, found = document.place(("districts", number, "tile")), f"[{tile[0]}, {tile[1]}]"
                yield Problem(place, f"Pladsen på kortet er optaget af {other.get('id')}.", found, "en ledig plads")
        placed[tile].append(unit)


def _life(unit: dict[str, Any]) -> tuple[date, date]:
    return day_of(unit.get("begins")) or date.min, day_of(unit.get("ends")) or date.max


def _reporting(document: Document, plan: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """What a unit was asked is asked of the one that took over from it."""
    for path, named in _named_units(plan):
        for index, unit in enumerate(named):
            into = by_id.get(unit, {}).get("into") if isinstance(unit, str) else None
            if isinstance(into, str) and into in by_id and into not in named:
                message = f"Enheden går over i {into}, som ikke står i listen."
                yield document.problem((*path, index), message, unit, hint=f"Skriv også {into}.")


def _covered(document: Document, plan: dict[str, Any], by_id: dict[str, Any], calendar: Calendar) -> Iterator[Problem]:
    """Every month of the plan has a unit that reports it, for each criterion that has units."""
    lives = {name: _life(unit) for name, unit in by_id.items()}
    for path, named in _named_units(plan):
        lived = [lives[unit] for unit in map(str, named) if unit in lives]
        for month in calendar.months if lived else ():
            if not any(begins <= month.first_day and month.last_day <= ends for begins, ends in lived):
                hint = "Ret »begins« og »ends«, eller lad en enhed mere indberette."
                yield document.problem(path, "Ingen enhed indberetter for måneden.", str(month), hint=hint)
                break


def _named_units(plan: dict[str, Any]) -> Iterator[tuple[Path_, list[Any]]]:
    for p, pillar in dicts(plan.get("pillars")):
        for g, goal in dicts(pillar.get("goals")):
            for c, criterion in dicts(goal.get("criteria")):
                named = criterion.get("districts")
                if isinstance(named, list | tuple):
                    yield ("pillars", p, "goals", g, "criteria", c, "districts"), list(named)


def dicts(parts: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """The parts of a list that are mappings, each with its place."""
    for number, part in enumerate(parts if isinstance(parts, list | tuple) else []):
        if isinstance(part, dict):
            yield number, part
