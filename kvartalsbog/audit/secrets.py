"""What nobody may work out: every sum, and every difference between two publications' sums, of a few cases.

Sums are cells, months, years to date, units, and units' periods; differences are those of sums of the same name, over
the months that the earlier of the two had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kvartalsbog.audit.record import Cell, Figure, Kind, Publication
from kvartalsbog.periods import Calendar, Month

Group = tuple[str, ...]  # ("cell", "2024-03", "fyn"), ("month", "2024-03"), ("period", "fyn", "2024K1") …


@dataclass(frozen=True)
class Secret:
    """A sum of a few cases: where it is, the unknowns that it adds and takes away, and how few are too few.

    `label` is the publication, `against` the other one when it is a difference. There is something to be worked out after
    the `first` publications, and it is few since that of number `due`: an earlier plan may have had a lower threshold.
    """

    group: Group
    label: str
    against: str | None
    terms: tuple[tuple[int, int], ...]
    n: int
    threshold: int
    first: int
    due: int

    @property
    def wanted(self) -> range:
        """What it must be able to be in the reader's eyes: anything of few cases, with its own sign."""
        return range(1, self.threshold) if self.n > 0 else range(1 - self.threshold, 0)


class Unknowns:
    """An unknown for each figure that a cell ever had: the strongest reader knows which figures did not change."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self.figures: list[Figure] = []
        self.cells: list[Cell] = []
        self.places: list[dict[Cell, int]] = []
        known: dict[tuple[Cell, Figure], int] = {}
        for publication in publications:
            place = {}
            for cell in sorted(publication.view):
                figure = publication.view[cell]
                if (cell, figure) not in known:
                    known[cell, figure] = len(self.figures)
                    self.figures.append(figure)
                    self.cells.append(cell)
                place[cell] = known[cell, figure]
            self.places.append(place)


def secrets(publications: Sequence[Publication], unknowns: Unknowns) -> tuple[Secret, ...]:
    """Every secret once for each threshold, named by the first publications in which it stands."""
    found = _Found(publications, unknowns)
    groups = [_groups(publication) for publication in publications]
    for late, own in enumerate(groups):
        for group, cells in own.items():
            found.keep(group, (late, cells), None)
            for early in range(late):
                other = groups[early].get(group)
                if other is not None:
                    found.keep(group, (late, cells), (early, cells & other))
                    found.keep(group, (late, cells & other), (early, other))
    return tuple(found.secrets.values())


_Terms = tuple[tuple[int, int], ...]


class _Found:
    """The secrets that are found, by what they add up and by their thresholds."""

    def __init__(self, publications: Sequence[Publication], unknowns: Unknowns) -> None:
        self._publications, self._unknowns = publications, unknowns
        self._largest = max((publication.threshold for publication in publications), default=0)
        self._first: dict[_Terms, int] = {}
        self.secrets: dict[tuple[_Terms, int], Secret] = {}

    def keep(self, group: Group, now: tuple[int, frozenset[Cell]], before: tuple[int, frozenset[Cell]] | None) -> None:
        """Keep a sum of a publication, or its difference from an earlier one's, if it is of few cases."""
        (late, cells), figures, places = now, self._unknowns.figures, self._unknowns.places
        n = sum(figures[places[late][cell]].n for cell in cells)
        n -= sum(figures[places[before[0]][cell]].n for cell in before[1]) if before else 0
        if not 0 < abs(n) < self._largest:  # as it is with nearly all
            return
        terms: dict[int, int] = {places[late][cell]: 1 for cell in cells}
        for cell in before[1] if before else ():
            place = places[before[0]][cell]  # type: ignore[index]
            terms[place] = terms.get(place, 0) - 1
        own = tuple(sorted((place, factor) for place, factor in terms.items() if factor))
        mirrored = tuple((place, -factor) for place, factor in own)
        first = self._first.setdefault(mirrored if mirrored in self._first else own, late + 1)
        threshold = max(self._publications[number].threshold for number in (late, *([before[0]] if before else ())))
        if abs(n) < threshold and (own, threshold) not in self.secrets and (mirrored, threshold) not in self.secrets:
            label, against = self._publications[late].label, self._publications[before[0]].label if before else None
            self.secrets[own, threshold] = Secret(group, label, against, own, n, threshold, first, late + 1)


def _groups(publication: Publication) -> Mapping[Group, frozenset[Cell]]:
    """The sums of a publication: those that it has itself come first, so that a secret is called by what is published."""
    own: dict[Group, frozenset[Cell]] = {
        told.name.group: told.cells for told in publication.sums if told.name.kind is not Kind.UNIT_MONTH
    }  # a unit's month is a cell
    found: dict[Group, set[Cell]] = {}
    for cell in publication.view:
        for group in _of_cell(cell, publication.calendar):
            found.setdefault(group, set()).add(cell)
    return own | {group: frozenset(cells) for group, cells in found.items() if group not in own}


def _of_cell(cell: Cell, calendar: Calendar | None) -> Iterator[Group]:
    month = Month.parse(cell.month)
    period = (calendar or Calendar.of_year(month.year)).period_of(month).name
    yield ("cell", cell.month, cell.unit)
    yield ("month", cell.month)
    yield ("unit", cell.unit)
    yield ("period", cell.unit, period)
