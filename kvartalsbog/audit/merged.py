"""Units that were merged or split between two plans: which of them are which, by their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, islice

from kvartalsbog.audit.record import Cell, Figure, add

_MOST = 50_000  # sets of units that are tried for one
Pair = tuple[frozenset[str], frozenset[str]]
View = Mapping[Cell, Figure]


def made_of(now: View, before: View) -> list[Pair]:
    """Units that only one of two publications has, each with those of the other that had the same in most of its months."""
    months = {cell.month for cell in now} & {cell.month for cell in before}
    own, old = ({cell.unit for cell in view if cell.month in months} for view in (now, before))
    new, gone = own - old, old - own
    pairs = [(frozenset((unit,)), parts) for unit in sorted(new) for parts in _parts(now, unit, before, gone)]
    return pairs + [(parts, frozenset((unit,))) for unit in sorted(gone) for parts in _parts(before, unit, now, new)]


def _parts(view: View, unit: str, other: View, units: set[str]) -> Iterator[frozenset[str]]:
    """The smallest set of units that make up one, if any does."""
    own = {cell.month: figure for cell, figure in view.items() if cell.unit == unit and figure.n}
    theirs = {u: {cell.month: figure for cell, figure in other.items() if cell.unit == u} for u in units}
    fit = sorted(u for u in units if 2 * sum(theirs[u][m].n <= own[m].n for m in own if m in theirs[u]) >= len(own))
    sets = (parts for size in range(1, len(fit) + 1) for parts in combinations(fit, size))
    for parts in islice(sets, _MOST):
        same = [own[m] == add(theirs[u][m] for u in parts if m in theirs[u]) for m in own]
        if 2 * sum(same) > len(same):
            yield frozenset(parts)
            return
