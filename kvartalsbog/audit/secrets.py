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

    `label` is the publication, `against` the other one when it is a difference.
    """

    group: Group
    label: str
    against: str | None
    terms: tuple[tuple[int, int], ...]
    n: int
    threshold: int
    first: int  # after how many publications there is something to be worked out

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
    """Every secret once, named by the first publications in which it stands."""
    found: dict[tuple[tuple[int, int], ...], Secret] = {}
    groups = [_groups(publication) for publication in publications]
    for late, own in enumerate(groups):
        for group, cells in own.items():
            _keep(found, unknowns, publications, group, (late, cells), None)
            for early in range(late):
                other = groups[early].get(group)
                if other is not None:
                    _keep(found, unknowns, publications, group, (late, cells), (early, cells & other))
                    _keep(found, unknowns, publications, group, (late, cells & other), (early, other))
    return tuple(found.values())


def _keep(
    found: dict[tuple[tuple[int, int], ...], Secret],
    unknowns: Unknowns,
    publications: Sequence[Publication],
    group: Group,
    now: tuple[int, frozenset[Cell]],
    before: tuple[int, frozenset[Cell]] | None,
) -> None:
    late, cells = now
    n = sum(unknowns.figures[unknowns.places[late][cell]].n for cell in cells)
    n -= sum(unknowns.figures[unknowns.places[before[0]][cell]].n for cell in before[1]) if before else 0
    threshold = max(publications[number].threshold for number in (late, *([before[0]] if before else ())))
    if not 0 < abs(n) < threshold:  # as it is with nearly all
        return
    terms: dict[int, int] = {unknowns.places[late][cell]: 1 for cell in cells}
    for cell in before[1] if before else ():
        place = unknowns.places[before[0]][cell]  # type: ignore[index]
        terms[place] = terms.get(place, 0) - 1
    own = tuple(sorted((place, factor) for place, factor in terms.items() if factor))
    mirrored = tuple((place, -factor) for place, factor in own)
    if own not in found and mirrored not in found:
        against = publications[before[0]].label if before else None
        found[own] = Secret(group, publications[late].label, against, own, n, threshold, late + 1)


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
