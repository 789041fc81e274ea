"""The audit of a site alone, as anybody can make it: which withheld sums and small differences can be worked out.

Nobody outside knows which figures changed from one edition to the next. The reader here believes that what is shown
alike is unchanged, and that a correction changed no more than it must: where a unit that changed is hidden, each of
them is tried, and only what follows from every one that is possible is told.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.audit.programme import Programme, Row, Terms, Undecided
from kvartalsbog.audit.record import Cell, Figure, Kind, Name, Publication, Series, Told
from kvartalsbog.audit.secrets import Group

_STORIES = 64  # of what a correction may have changed; beyond it nothing is believed to be unchanged in doubt
Changed = frozenset[str]  # units


@dataclass(frozen=True)
class Clue:
    """A sum of few cases that can be worked out: where it is, and the other publication when it is a difference."""

    group: Group
    label: str
    against: str | None
    share_only: bool = False  # not the cases, but that all or none of them were in time


def clues(series: Series) -> tuple[Clue, ...]:
    """What the files alone give away."""
    publications = tuple(p for p in series.publications if any(told.cells for told in p.sums))
    whole = series.measure.whole
    for stories in _stories(publications):
        told = [_Story(publications, _places(publications, story), whole=whole).clues() for story in stories]
        if found := [clues for clues in told if clues is not None]:
            together = frozenset.intersection(*found)
            return tuple(sorted(together, key=lambda clue: (clue.label, clue.group, clue.against or "")))
    return ()


_Step = tuple[int, Changed]  # how many units it must be believed of that they changed, and all that did


def _stories(publications: Sequence[Publication]) -> Iterator[list[tuple[Changed, ...] | None]]:
    """What may have changed from each publication to the next, those that believe least first; at last, everything."""
    steps = [_steps(before, now) for before, now in itertools.pairwise(publications)]
    if math.prod(map(len, steps)) <= _STORIES:
        every = sorted(itertools.product(*steps), key=_believed)
        for _, alike in itertools.groupby(every, key=_believed):
            yield [tuple(changed for _, changed in story) for story in alike]
    else:
        yield [tuple(step[-1][1] for step in steps)]
    yield [None]


def _believed(story: Sequence[_Step]) -> int:
    return sum(number for number, _ in story)


def _steps(before: Publication, now: Publication) -> list[_Step]:
    own, old = now.by_name, before.by_name
    units = sorted({cell.unit for told in now.sums for cell in told.cells})
    if _months(before) != _months(now) or not any(name.kind is Kind.UNIT for name in own):
        return [(0, frozenset(units))]
    sure, open_ = set[str](), []
    moved = {unit for name, told in own.items() if _is_otherwise(told, old.get(name)) for unit in name.units}
    for unit in units:
        if unit in moved:
            sure.add(unit)
            continue
        was, is_ = (sums.get(Name(Kind.UNIT, unit)) for sums in (old, own))
        if was is None or is_ is None or was.figure is None or is_.figure is None:
            open_.append(unit)
        elif was.figure != is_.figure:
            sure.add(unit)
    one = [(1, frozenset({*sure, unit})) for unit in open_] if len(open_) > 1 else []
    return [(0, frozenset(sure)), *one, (len(open_), frozenset({*sure, *open_}))]


def _is_otherwise(told: Told, before: Told | None) -> bool:
    """Whether a unit's month is shown otherwise than it was."""
    if told.name.kind is not Kind.UNIT_MONTH or before is None:
        return False
    return None not in (told.figure, before.figure) and told.figure != before.figure


def _months(publication: Publication) -> set[str]:
    return {cell.month for told in publication.sums for cell in told.cells}


class _Story:
    """One belief of what changed, and what follows from it."""

    def __init__(self, publications: Sequence[Publication], places: Iterable[dict[Cell, int]], *, whole: bool) -> None:
        self._publications, self._whole = publications, whole
        self._places = tuple(places)
        self._number = len({place for places in self._places for place in places.values()})

    def clues(self) -> frozenset[Clue] | None:
        """What can be worked out; None where the belief contradicts what is shown."""
        asked = list(self._asked())
        cases = self._programme([terms for _, _, terms in asked], lambda told: told.figure and told.figure.n, least=1)
        found = set()
        try:
            for number, (clue, threshold, _) in enumerate(asked):
                if cases.is_few(number, threshold):
                    found.add(clue)
        except Undecided:  # HiGHS says so where nothing agrees with the rows
            return None
        return frozenset(found | (self._shares() if self._whole else set()))

    def _shares(self) -> set[Clue]:
        """Withheld shares that must be all or none: those in time, or those late, are nought together with others."""
        found = set()
        for measure in (lambda told: told.figure and told.figure.total, lambda told: told.figure and told.figure.n - told.figure.total):  # fmt: skip
            asked = [
                (clue, terms)
                for clue, _, terms in self._asked()
                if clue.against is None and clue.group[0] not in ("cell", Kind.UNIT_MONTH)
            ]
            programme = self._programme([terms for _, terms in asked], measure, least=0)
            for number, (clue, _) in enumerate(asked):
                if programme.range(number)[1] < 1e-6:
                    found.add(Clue(clue.group, clue.label, None, share_only=True))
        return found

    def _programme(self, asked: Sequence[Terms], measure: object, least: int) -> Programme:
        rows = []
        for places, publication in zip(self._places, self._publications, strict=True):
            for told in publication.sums:
                terms = tuple(sorted((places[cell], 1) for cell in told.cells))
                if terms and (told.figure is not None or told.name.kind is not Kind.UNIT_MONTH):
                    value = Decimal(measure(told)) if told.figure is not None else None  # type: ignore[operator]
                    rows.append(Row(terms, Decimal(least), None) if value is None else Row(terms, value, value))
        return Programme([(Decimal(0), None)] * self._number, rows, asked)

    def _asked(self) -> Iterator[tuple[Clue, int, Terms]]:
        """Withheld sums, cells, and the difference of each sum from every earlier one of its name."""
        seen: set[Terms] = set()
        enough: set[frozenset[int]] = set()  # that earlier publications show, and that were not few by their plans
        for late, now in enumerate(self._publications):
            for told in now.sums:
                if told.figure is None and self._of(late, told) not in enough:
                    yield from self._once(seen, told.name.group, late, told, None)
                for early in range(late):
                    old = self._publications[early].by_group.get(told.name.group)
                    if old is not None:
                        yield from self._once(seen, told.name.group, late, told, (early, old))
            for cell in sorted(self._places[late]):
                only = Told(Name(Kind.MONTH, cell.month), frozenset({cell}), None)
                if self._of(late, only) not in enough:
                    yield from self._once(seen, ("cell", cell.month, cell.unit), late, only, None)
            shown = (told for told in now.sums if told.figure is not None and told.figure.n >= now.threshold)
            enough.update(self._of(late, told) for told in shown)

    def _of(self, number: int, told: Told) -> frozenset[int]:
        """What a publication's sum adds up."""
        return frozenset(self._places[number][cell] for cell in told.cells)

    def _once(
        self, seen: set[Terms], group: Group, late: int, now: Told, before: tuple[int, Told] | None
    ) -> Iterator[tuple[Clue, int, Terms]]:
        pairs = [(now.cells, frozenset[Cell]())]
        if before is not None:
            pairs = [(now.cells, before[1].cells), (now.cells & before[1].cells, before[1].cells)]
        for plus, minus in pairs:
            terms: dict[int, int] = {self._places[late][cell]: 1 for cell in plus}
            for cell in minus if before else ():
                place = self._places[before[0]][cell]  # type: ignore[index]
                terms[place] = terms.get(place, 0) - 1
            own = tuple(sorted((place, factor) for place, factor in terms.items() if factor))
            if own and own not in seen:
                seen.add(own)
                publications = [self._publications[late], *([self._publications[before[0]]] if before else [])]
                against = publications[1].label if before else None
                clue = Clue(group, publications[0].label, against)
                yield clue, max(publication.threshold for publication in publications), own


def _places(publications: Sequence[Publication], changed: Sequence[Changed] | None) -> Iterator[dict[Cell, int]]:
    """The unknown of each cell in each publication: the one before, unless it may have changed; None: it always may."""
    last: dict[Cell, int] = {}
    shown: dict[str, Figure] = {}
    number = 0
    for step, publication in enumerate(publications):
        other = _changed_months(shown, publication)
        places = {}
        for cell in sorted({cell for told in publication.sums for cell in told.cells}):
            moved = step and (changed is None or (cell.month in other and cell.unit in changed[step - 1]))
            if cell not in last or moved:
                last[cell] = number
                number += 1
            places[cell] = last[cell]
        yield places


def _changed_months(shown: dict[str, Figure], now: Publication) -> set[str]:
    """Months that are shown otherwise than they were last shown; `shown` is brought up to date."""
    own = {t.name.of: t.figure for t in now.sums if t.name.kind is Kind.MONTH and t.figure is not None}
    changed = {month for month, figure in own.items() if shown.get(month, figure) != figure}
    shown.update(own)
    return changed
