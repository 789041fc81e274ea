"""Units that another plan counts under other names: what one had is told as what those had that it is made of.

A plan that begins after a merger may know the new unit only, and count the year before under its name. Whoever has last year's editions
knows which units went into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kvartalsbog.disclosure.publication import Cell, Publication, View
from kvartalsbog.kinds.measures import NOTHING, Sum, add_up
from kvartalsbog.periods import Calendar, Month

_STEPS = 20_000  # of looking for the units that sum up to one
_MONTHS = 3  # that are tried, the largest first: one may have been told again
_Made = Mapping[str, tuple[str, ...]]


def recoded(publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """The same publications, in the units of the plan that tells the most of them apart, where the figures are the same."""
    newest = {publication.calendar: publication for publication in publications}
    found = list(publications)
    for coarse in newest.values():
        for fine in newest.values():
            if coarse.calendar != fine.calendar and (made := _made_of(coarse, fine)):
                theirs = [p for p in reversed(publications) if p.calendar == fine.calendar]
                found = [_told_by(p, made, theirs) if p.calendar == coarse.calendar else p for p in found]
    return tuple(found)


def _made_of(coarse: Publication, fine: Publication) -> _Made:
    """The units that only the first has, each with those that only the other has and that had the same together: several, or
    one of an earlier plan.
    """
    months = {month for month, _ in coarse.view} & {month for month, _ in fine.view}
    one, other = (_by_unit(publication.view, months) for publication in (coarse, fine))
    left = {unit: own for unit, own in other.items() if unit not in one}
    found = {unit: _parts(own, left) for unit, own in one.items() if unit not in other and left}
    is_later = _begins(coarse.calendar) > _begins(fine.calendar)
    return {unit: parts for unit, parts in found.items() if len(parts) > 1 or (parts and is_later)}


def _begins(calendar: Calendar | None) -> tuple[int, int]:
    return (0, 0) if calendar is None else (calendar.begins.year, calendar.begins.number)


def _by_unit(view: View, months: set[Month]) -> dict[str, dict[Month, Sum]]:
    found: dict[str, dict[Month, Sum]] = {}
    for (month, unit), value in view.items():
        if month in months:
            found.setdefault(unit, {})[month] = value
    return found


def _parts(own: Mapping[Month, Sum], others: Mapping[str, Mapping[Month, Sum]]) -> tuple[str, ...]:
    """The units that had together what one had, in most of its months."""
    months = sorted((month for month, value in own.items() if value.n), key=lambda month: own[month].n, reverse=True)
    for month in months[:_MONTHS]:
        there = {unit: theirs[month] for unit, theirs in others.items() if month in theirs}
        for parts in _adding_up(own[month], there):
            same = [own[m] == add_up(others[unit][m] for unit in parts if m in others[unit]) for m in months]
            if 2 * sum(same) > len(same):
                return parts
    return ()


def _adding_up(whole: Sum, figures: Mapping[str, Sum]) -> Iterator[tuple[str, ...]]:
    """The sets of units whose figures are a sum, the largest units first, as far as so many steps lead."""
    units = sorted(figures, key=lambda unit: (-figures[unit].n, unit))
    waiting: list[tuple[int, Sum, tuple[str, ...]]] = [(0, whole, ())]
    for _ in range(_STEPS):
        if not waiting:
            return
        place, left, taken = waiting.pop()
        if place == len(units):
            if left == NOTHING and taken:
                yield taken
            continue
        own = figures[units[place]]
        waiting.append((place + 1, left, taken))
        if own.n <= left.n:
            waiting.append((place + 1, Sum(left.n - own.n, left.total - own.total), (*taken, units[place])))


def _told_by(publication: Publication, made: _Made, theirs: Sequence[Publication]) -> Publication:
    """A publication with its units' months in place of which stand those of the units that they are made of, where these are known."""
    view: dict[Cell, Sum] = {}
    cells: dict[Cell, frozenset[Cell]] = {}
    for cell, value in publication.view.items():
        known = _known(cell, value, made.get(cell[1], ()), theirs)
        view |= known
        cells[cell] = frozenset(known)

    def finer(own: frozenset[Cell]) -> frozenset[Cell]:
        return frozenset[Cell]().union(*(cells[cell] for cell in own))

    parts = tuple(replace(part, cells=finer(part.cells)) for part in publication.parts)
    return replace(publication, view=view, parts=parts, counted=frozenset(map(finer, publication.counted)))


def _known(cell: Cell, value: Sum, units: Sequence[str], theirs: Sequence[Publication]) -> View:
    for other in theirs if units else ():
        own = {(cell[0], unit): other.view[cell[0], unit] for unit in units if (cell[0], unit) in other.view}
        if own and add_up(own.values()) == value:
            return own
    return {cell: value}
