"""The unknowns of a history, and the sums and differences of few cases that nobody may work out from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kvartalsbog.disclosure.publication import Cell, Key, Kind, Publication
from kvartalsbog.kinds.measures import Sum

_MONTH, _UNIT = Kind.MONTH.value, Kind.UNIT.value
Group = tuple[str, ...]  # ("cell", "2024-03", "fyn"), ("month", "2024-03"), ("unit-quarter", "fyn", "2024K1") …


@dataclass(frozen=True)
class Secret:
    """A sum, or a difference of two publications' sums, of few cases: its unknowns with their signs, and the truth."""

    group: Group
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    n: int
    total: Decimal

    @property
    def unknowns(self) -> tuple[int, ...]:
        return self.plus + self.minus

    @property
    def signs(self) -> tuple[int, ...]:
        return (1,) * len(self.plus) + (-1,) * len(self.minus)


class Unknowns:
    """One unknown for each value that a cell ever had.

    Publications in which a cell had the same value share its unknown: the strongest reader knows what did not change.
    """

    def __init__(self, publications: Sequence[Publication]) -> None:
        index: dict[tuple[Cell, Sum], int] = {}
        self.of = tuple(
            {cell: index.setdefault((cell, value), len(index)) for cell, value in sorted(publication.view.items(), key=_by_cell)}
            for publication in publications
        )  # fmt: skip
        self.truth = tuple(value for _, value in index)


def secrets(publications: Sequence[Publication], unknowns: Unknowns, threshold: int) -> tuple[Secret, ...]:
    """Every secret of a history, each once: cells, months, years to date, units, units' quarters, and what any
    publication's sum of these differs from any other's of the same name.
    """
    found: dict[tuple[frozenset[int], frozenset[int]], Secret] = {}
    counts = [value.n for value in unknowns.truth]
    for name, plus, minus in _candidates([_groups(publication) for publication in publications], unknowns):
        n = sum(counts[v] for v in plus) - sum(counts[v] for v in minus)
        # a difference and its opposite are one secret
        if 0 < abs(n) < threshold and (plus, minus) not in found and (minus, plus) not in found:
            total = sum((unknowns.truth[v].total for v in plus), Decimal(0)) - sum(
                (unknowns.truth[v].total for v in minus), Decimal(0)
            )
            found[plus, minus] = Secret(name, tuple(sorted(plus)), tuple(sorted(minus)), n, total)
    return tuple(found.values())


def _candidates(
    groups: Sequence[Mapping[Group, frozenset[Cell]]], unknowns: Unknowns
) -> Iterator[tuple[Group, frozenset[int], frozenset[int]]]:
    whole = [
        {name: frozenset(of[cell] for cell in cells) for name, cells in own.items()}
        for own, of in zip(groups, unknowns.of, strict=True)
    ]
    for sums in whole:
        for name, variables in sums.items():
            yield name, variables, frozenset()
    for first, second in combinations(range(len(groups)), 2):
        for name, one in whole[first].items():
            other = whole[second].get(name)
            if other is not None and one != other:
                cells = groups[first][name] & groups[second][name]
                for early, now in ((first, other), (second, one)):
                    old = frozenset(unknowns.of[early][cell] for cell in cells)
                    if old and now != old:
                        yield name, now - old, old - now


def _groups(publication: Publication) -> dict[Group, frozenset[Cell]]:
    found: dict[Group, set[Cell]] = {}
    names = {month: (str(month), str(month.quarter)) for month, _ in publication.view}
    for cell in sorted(publication.view):
        (month, quarter), unit = names[cell[0]], cell[1]
        for name in (("cell", month, unit), (_MONTH, month), (_UNIT, unit), ("unit-quarter", unit, quarter)):
            found.setdefault(name, set()).add(cell)
    sums = {name: frozenset(cells) for name, cells in found.items()}
    return sums | {_name(part.key): part.cells for part in publication.parts}


def _name(key: Key) -> Group:
    return (key.kind.value, key.name)


def _by_cell(item: tuple[Cell, Sum]) -> Cell:
    return item[0]
