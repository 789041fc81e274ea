"""The unknowns of a history, and the sums and differences of few cases that nobody may work out from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kvartalsbog.disclosure.earlier import few
from kvartalsbog.disclosure.publication import Cell, Key, Kind, Publication, cell_order
from kvartalsbog.kinds.measures import Sum, add_up

_MONTH, _UNIT = Kind.MONTH.value, Kind.UNIT.value
Group = tuple[str, ...]  # ("cell", "2024-03", "fyn"), ("month", "2024-03"), ("unit-period", "fyn", "2024K1") …


@dataclass(frozen=True)
class Secret:
    """A sum, or a difference of two publications' sums, of few cases: its unknowns with their signs, the truth, and how many
    are no longer few.
    """

    group: Group
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    n: int
    total: Decimal
    threshold: int

    @property
    def unknowns(self) -> tuple[int, ...]:
        return self.plus + self.minus

    @property
    def sides(self) -> frozenset[tuple[int, ...]]:
        """What is the same of a difference and its opposite."""
        return frozenset((self.plus, self.minus))

    @property
    def question(self) -> tuple[frozenset[tuple[int, ...]], int]:
        """What must not be known of it, by which it is the same."""
        return self.sides, self.threshold

    @property
    def signs(self) -> tuple[int, ...]:
        return (1,) * len(self.plus) + (-1,) * len(self.minus)


class Unknowns:
    """One unknown for each value that a cell ever had.

    Publications in which a cell had the same value share its unknown: the strongest reader knows what did not change.
    `of` is each publication's unknowns by cell, `sums` by what they add up to; `truth` and `cell` are each unknown's value
    and the number of its cell.
    """

    def __init__(self, publications: Sequence[Publication]) -> None:
        self.publications = tuple(publications)
        cells: dict[Cell, int] = {}
        index: dict[tuple[int, Sum], int] = {}
        self.of = tuple(
            {
                cell: index.setdefault((cells.setdefault(cell, len(cells)), value), len(index))
                for cell, value in sorted(publication.view.items(), key=cell_order)
            }
            for publication in publications
        )
        self.truth = tuple(value for _, value in index)
        self.cell = tuple(cell for cell, _ in index)
        self.sums = tuple(
            {part.key: tuple(sorted([of[cell] for cell in part.cells])) for part in publication.parts}
            for publication, of in zip(publications, self.of, strict=True)
        )


def secrets(unknowns: Unknowns) -> tuple[Secret, ...]:
    """Every secret of a history, each once: cells, months, years to date, units, units' periods, and what any
    publication's sum of these differs from any other's of the same name. What is few by the plan of the publication, and by
    either of two; a sum that plans of other thresholds have is a secret of each.
    """
    found: dict[tuple[tuple[int, ...], tuple[int, ...], int], Secret] = {}
    truth = unknowns.truth
    for name, n, threshold, more, less in _few(unknowns):
        plus, minus = tuple(sorted(more)), tuple(sorted(less))
        # a difference and its opposite are one
        if (plus, minus, threshold) not in found and (minus, plus, threshold) not in found:
            total = add_up(truth[v] for v in plus).total - add_up(truth[v] for v in minus).total
            found[plus, minus, threshold] = Secret(name, plus, minus, n, total, threshold)
    return tuple(found.values())


_Difference = tuple[
    Group, int, int, Iterable[int], Iterable[int]
]  # its name, its number of cases, how many are no longer few, what is added and taken away


def _few(unknowns: Unknowns) -> Iterator[_Difference]:
    """The sums and differences of few cases: those of each publication, then those of each two."""
    told_in = zip(unknowns.publications, unknowns.of, unknowns.sums, strict=True)
    groups = [(publication, _groups(publication, of, sums)) for publication, of, sums in told_in]
    counts = [value.n for value in unknowns.truth]

    def told(name: Group, threshold: int, more: Iterable[int], less: Iterable[int]) -> Iterator[_Difference]:
        n = sum([counts[v] for v in more]) - sum([counts[v] for v in less])
        if 0 < abs(n) < threshold:
            yield name, n, threshold, more, less

    for publication, own in groups:
        for name, variables in own.items():
            yield from told(name, publication.threshold, variables, ())
    for (publication, first), (later, second) in combinations(groups, 2):
        threshold = few(publication, later)
        for name, one in first.items():
            other = second.get(name)
            if other is not None and one != other:
                shared = {unknowns.cell[v] for v in one} & {unknowns.cell[v] for v in other}
                for before, now in ((one, other), (other, one)):
                    old = frozenset(v for v in before if unknowns.cell[v] in shared)
                    if old and now != old:
                        yield from told(name, threshold, now - old, old - now)


def _groups(
    publication: Publication, of: Mapping[Cell, int], sums: Mapping[Key, Iterable[int]]
) -> dict[Group, frozenset[int]]:
    """The sums of a publication that may be secrets, by name."""
    found: dict[Group, list[int]] = {}
    names = {month: (str(month), publication.period_of(month)) for month in {month for month, _ in of}}
    for (own, unit), unknown in of.items():
        month, period = names[own]
        for name in (("cell", month, unit), (_MONTH, month), (_UNIT, unit), ("unit-period", unit, period)):
            found.setdefault(name, []).append(unknown)
    for key, unknowns in sums.items():
        if key.kind is Kind.UNIT_MONTH:  # it is a cell, or of a unit that is told as those that it is made of
            found["cell", str(key.month), key.units[0]] = list(unknowns)
            continue
        # of merged units the months until now are one sum, as a unit's are, whenever it is told
        found[key.kind.value, " ".join(key.units) if key.kind is Kind.MERGED else key.name] = list(unknowns)
    return {name: frozenset(unknowns) for name, unknowns in found.items()}
