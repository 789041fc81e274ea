"""What series of the same cases tell of each other: one that has another number in the next plan, one that another measure is taken of.

By the figures themselves, where they are at hand: who reads a site knows what its goals are of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kvartalsbog.audit.record import Cell, Figure, Publication, Series, Told

View = Mapping[Cell, Figure]


def together(every: Sequence[Series], order: Sequence[str]) -> tuple[Series, ...]:
    """The series with what others tell of them. `order` is the labels of the versions, first published first."""
    place = {label: number for number, label in enumerate(order)}
    found = _counted(_beside(tuple(_by_figures(every))))
    return tuple(
        replace(s, publications=tuple(sorted(s.publications, key=lambda p: place[_version(p)]))) for s in found
    )


def _version(publication: Publication) -> str:
    return publication.label.partition(",")[0]


@dataclass(frozen=True)
class _Years:
    """The publications of a series by the plan that has its months, and by the plan after it."""

    series: Series
    own: tuple[Publication, ...]
    later: tuple[Publication, ...]

    @property
    def newest(self) -> View:
        return self.own[-1].view if self.own else {}

    def with_(self, publications: Sequence[Publication]) -> Series:
        return replace(self.series, publications=tuple(publications))


def _years(series: Series) -> _Years:
    later = tuple(
        p for p in series.publications if p.view and p.calendar is not None and p.calendar.begins > series.span[1]
    )
    return _Years(series, tuple(p for p in series.publications if p not in later), later)


def _by_figures(every: Sequence[Series]) -> Iterator[Series]:
    """Publications of the year before stand with the series that has their figures, whatever its number was; where none has, but one has
    their cases, each of the two is told of how many there are in the other.
    """
    years = [_years(series) for series in every]
    moved: dict[int, list[Publication]] = {}
    for number, one in enumerate(years):
        if not one.later:
            continue
        view = one.later[-1].view
        near = [n for n in (number, *range(len(years))) if years[n].series.span == one.series.span]
        alike = next((n for n in near if _agree(view, years[n].newest)), None)
        of_cases = next(
            (n for n in near if n == number or _tells_apart(view) if _agree(_cases(view), _cases(years[n].newest))),
            None,
        )
        if alike is not None or of_cases is None:
            moved.setdefault(number if alike is None else alike, []).extend(one.later)
            continue
        moved.setdefault(of_cases, []).extend(_of_cases(p, years[of_cases].newest) for p in one.later)
        yield one.with_([*(_of_cases(p, view) for p in years[of_cases].own if p.view), *one.later])
    for number, one in enumerate(years):
        if one.own or number in moved:
            yield one.with_([*one.own, *moved.get(number, [])])


def _agree(one: View, other: View) -> bool:
    """Whether most of the figures that both have are the same."""
    both = [(figure, other[cell]) for cell, figure in one.items() if figure.n and cell in other]
    return bool(both) and 2 * sum([mine == theirs for mine, theirs in both]) >= len(both)


def _tells_apart(view: View) -> bool:
    """Whether cases can be known by how many there are: of a level that is read once a month they all are one number."""
    return len({figure.n for figure in view.values() if figure.n}) > 1


def _cases(view: View) -> View:
    return {cell: figure._replace(total=figure.total * 0) for cell, figure in view.items()}


def _of_cases(publication: Publication, measured: View) -> Publication:
    """What a publication of another measure tells of how many cases there are, beside the figures of this one."""
    then = publication.view
    view = {cell: figure for cell, figure in measured.items() if cell in then and then[cell].n == figure.n}
    shown = (told for told in publication.sums if told.figure is not None and told.cells <= view.keys())
    return replace(publication, sums=(), view=view, verdicts=(), counted=tuple(shown))


def _beside(every: Sequence[Series]) -> Iterator[Series]:
    """What one authority's editions tell of how many cases there are in another's series of the same months."""
    for one in every:
        newest = _newest(one)
        others = [
            _of_cases(publication, newest)
            for other in every
            if other.span == one.span and _body(other) != _body(one)
            if _tells_apart(newest) and _agree(_cases(newest), _cases(_newest(other)))
            for publication in other.publications
            if publication.view
        ]
        yield replace(one, publications=(*one.publications, *others)) if others else one


def _newest(series: Series) -> View:
    return next((publication.view for publication in reversed(series.publications) if publication.view), {})


def _body(series: Series) -> str:
    return series.goal.rpartition("/")[0]


def _counted(every: Iterator[Series]) -> Iterator[Series]:
    """Within a version, what only another series of the same cases shows of how many there are."""
    series = tuple(every)
    told: dict[tuple[str, frozenset[tuple[Cell, int]]], dict[frozenset[Cell], Told]] = {}
    for one in series:
        for publication in one.publications:
            if key := _same(publication):
                told.setdefault(key, {}).update({t.cells: t for t in publication.sums if t.figure is not None})
    for one in series:
        yield replace(
            one,
            publications=tuple(_with_counted(p, told.get(_same(p) or ("", frozenset()), {})) for p in one.publications),
        )


def _same(publication: Publication) -> tuple[str, frozenset[tuple[Cell, int]]] | None:
    """What the publications of the same cases in a version have in common; none where they all are one number."""
    if publication.sums and _tells_apart(publication.view):
        return publication.label, frozenset((cell, figure.n) for cell, figure in publication.view.items())
    return None


def _with_counted(publication: Publication, told: Mapping[frozenset[Cell], Told]) -> Publication:
    own = {t.cells for t in publication.sums if t.figure is not None}
    more = tuple(t for cells, t in told.items() if cells not in own)
    return replace(publication, counted=(*publication.counted, *more)) if more else publication
