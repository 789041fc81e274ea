"""The audit with the truth at hand: which secrets are out for a reader who kept every publication."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kvartalsbog.audit.merged import made_of
from kvartalsbog.audit.programme import Programme, Row, Undecided
from kvartalsbog.audit.record import Cell, Figure, Kind, Measure, Publication, Series, Told, Verdict, add
from kvartalsbog.audit.secrets import Secret, Unknowns, secrets

SHARE = Decimal("0.2")  # a total must stay uncertain by a fifth on either side, that of a share by one case


class What(StrEnum):
    """What is known too well of a secret."""

    CASES = "cases"
    TOTAL = "total"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Breach:
    """A secret that a reader can work out too well, and the publication that let it out."""

    secret: Secret
    what: What
    since: str


@dataclass(frozen=True)
class Mismatch:
    """A sum that a publication shows and that is not the sum of the figures it was made from."""

    label: str
    told: Told


def mismatches(series: Series) -> tuple[Mismatch, ...]:
    """Where the figures at hand are not those that were published; then nothing can be said of secrets."""
    return tuple(
        Mismatch(publication.label, told)
        for publication in series.publications
        for told in publication.sums
        if told.figure is not None and told.figure != add(publication.view[cell] for cell in told.cells)
    )


def breaches(series: Series, only: int = 0) -> tuple[Breach, ...]:
    """Every secret that is out, each with the publication that let it out.

    `only` is the number of publications whose breaches are known: then those that stood before are not looked for.
    """
    publications = series.publications
    unknowns = Unknowns(publications)
    every = secrets(publications, unknowns)
    whole = _Reader(publications, unknowns, series.measure, every)
    suspects = [(number, what) for number in range(len(every)) for what in whole.out(number)]
    found = []
    readers = {len(publications): whole}
    for number, what in suspects:
        secret, since = every[number], len(publications)
        while since > max(secret.first, only):
            earlier = since - 1
            if earlier not in readers:
                readers[earlier] = _Reader(publications[:earlier], unknowns, series.measure, every)
            if what not in readers[earlier].out(number):
                break
            since = earlier
        if since > only and since >= secret.due:  # else it was out before it was few
            found.append(Breach(secret, what, publications[since - 1].label))
    return tuple(found)


class _Reader:
    """What can be worked out from some publications: of the counts, with totals that agree, and of the totals when every
    count is known.
    """

    def __init__(
        self, publications: Sequence[Publication], unknowns: Unknowns, measure: Measure, every: Sequence[Secret]
    ) -> None:
        self._figures, self._measure, self._secrets = unknowns.figures, measure, every
        links = tuple(_links(publications, unknowns))
        rows, verdicts = _rows(publications, unknowns), _verdicts(publications, unknowns)
        asked = [secret.terms for secret in every]
        counts, totals = ([Decimal(getattr(f, part)) for f in self._figures] for part in ("n", "total"))
        size, told = len(counts), (*links, *_total_rows(rows))
        both = (
            *links, *_count_rows(rows), *_counted_rows(publications, unknowns), *(_moved(row, size) for row in told), *_case_rows(self._figures, measure),
            *(_verdict_row(places, verdict, size, whole=measure.whole) for places, verdict in verdicts),
        )  # fmt: skip
        anything = [(Decimal(0), None)] * size + [(None if measure.least < 0 else Decimal(0), None)] * size
        self._counts = Programme(anything, both, asked, [*counts, *totals], size, measured=not measure.whole)
        self._low = [min(measure.least * figure.n, figure.total) for figure in self._figures]
        self._high = [max(measure.most * figure.n, figure.total) for figure in self._figures]
        known = (*told, *(_of_total(p, v, self._figures, whole=measure.whole) for p, v in verdicts))
        self._totals = Programme(list(zip(self._low, self._high, strict=True)), known, asked, totals)

    def out(self, number: int) -> Iterator[What]:
        """What is known too well of a secret, by its number."""
        try:
            if not all(self._counts.possible(number, value) for value in self._secrets[number].wanted):
                yield What.CASES
            if not self._total_is_open(number):
                yield What.TOTAL
        except Undecided:
            yield What.UNDECIDED

    def _total_is_open(self, number: int) -> bool:
        secret = self._secrets[number]
        total = sum((k * self._figures[v].total for v, k in secret.terms), Decimal(0))
        floor = sum((k * (self._low[v] if k > 0 else self._high[v]) for v, k in secret.terms), Decimal(0))
        ceiling = sum((k * (self._high[v] if k > 0 else self._low[v]) for v, k in secret.terms), Decimal(0))
        width = max(SHARE * abs(total), Decimal(self._measure.whole))
        if self._measure.whole:
            least, most = max(math.floor(total - width), int(floor)), min(math.ceil(total + width), int(ceiling))
            return all(self._totals.possible(number, value) for value in range(least, most + 1))
        return self._totals.reaches(number, float(max(total - width, floor)), float(min(total + width, ceiling)))


_Sums = dict[tuple[int, ...], list[Told]]


def _rows(publications: Sequence[Publication], unknowns: Unknowns) -> _Sums:
    """The sums that were told or withheld, by their unknowns: what one publication shows is known of all."""
    found: _Sums = {}
    for number, publication in enumerate(publications):
        for told in publication.sums:
            places = tuple(sorted(unknowns.places[number][cell] for cell in told.cells))
            hides_noughts = told.name.kind is Kind.UNIT_MONTH  # then it tells nothing where it is withheld
            noughts = hides_noughts or not any(unknowns.figures[place].n for place in places)
            if places and (told.figure is not None or not noughts):
                found.setdefault(places, []).append(told)
    return found


def _count_rows(rows: _Sums) -> Iterator[Row]:
    """Shown sums are what they are; withheld ones have at least one case, because noughts are shown."""
    for places, every in rows.items():
        shown = next((told.figure for told in every if told.figure is not None), None)
        terms = tuple((place, 1) for place in places)
        yield Row(terms, Decimal(shown.n), Decimal(shown.n)) if shown else Row(terms, Decimal(1), None)


def _counted_rows(publications: Sequence[Publication], unknowns: Unknowns) -> Iterator[Row]:
    """Of what series of the same cases tell of, how many there are."""
    for number, publication in enumerate(publications):
        for told in publication.counted:
            if told.figure is not None and told.cells:
                n = Decimal(told.figure.n)
                yield Row(tuple((unknowns.places[number][cell], 1) for cell in sorted(told.cells)), n, n)


def _total_rows(rows: _Sums) -> Iterator[Row]:
    for places, every in rows.items():
        shown = next((told.figure for told in every if told.figure is not None), None)
        if shown is not None:
            yield Row(tuple((place, 1) for place in places), shown.total, shown.total)


_Told = tuple[tuple[int, ...], Verdict]  # the unknowns of a verdict's cells, and what it tells


def _verdicts(publications: Sequence[Publication], unknowns: Unknowns) -> tuple[_Told, ...]:
    """What verdicts tell of sums, each once."""
    found: dict[object, _Told] = {}
    for number, publication in enumerate(publications):
        for told in publication.verdicts:
            places = tuple(sorted(unknowns.places[number][cell] for cell in told.cells))
            found[places, replace(told, cells=frozenset())] = places, told
    return tuple(found.values())


def _verdict_row(places: Sequence[int], told: Verdict, size: int, *, whole: bool) -> Row:
    """A verdict as a row of cases and totals, in whole numbers: the limit's denominator times the total is held against its
    numerator, for each case where it is one for each case.
    """
    over, under = told.limit.numerator, told.limit.denominator
    terms = [(size + place, under) for place in places] + [(place, -over) for place in places if not told.adds]
    bound = Decimal(over if told.adds else 0)
    inside = Decimal(int(whole and told.strict))
    row = tuple((place, factor) for place, factor in terms if factor)
    return Row(row, bound + inside, None) if told.at_least else Row(row, None, bound - inside)


def _of_total(places: Sequence[int], told: Verdict, figures: Sequence[Figure], *, whole: bool) -> Row:
    """A verdict as a row of totals, for whoever knows the cases."""
    over = 1 if told.adds else sum(figures[place].n for place in places)
    bound, inside = told.limit.numerator * over, int(whole and told.strict)
    terms = tuple((place, told.limit.denominator) for place in places)
    return Row(terms, Decimal(bound + inside), None) if told.at_least else Row(terms, None, Decimal(bound - inside))


def _case_rows(figures: Sequence[Figure], measure: Measure) -> Iterator[Row]:
    """A case adds at least and at most so much; a figure beyond that is what it is, and none is beyond all totals."""
    far = 10 * sum(abs(figure.total) for figure in figures) + 1
    for place, figure in enumerate(figures):
        mean = [Fraction(figure.total) / figure.n] if figure.n else []
        most = min(max([Fraction(measure.most), *mean]), Fraction(far))
        least = min([Fraction(measure.least), *mean])
        total = len(figures) + place
        yield Row(((total, most.denominator), (place, -most.numerator)), None, Decimal(0))
        yield Row(((total, least.denominator), (place, -least.numerator)), Decimal(0), None)


def _moved(row: Row, by: int) -> Row:
    return replace(row, terms=tuple((place + by, factor) for place, factor in row.terms))


def _links(publications: Sequence[Publication], unknowns: Unknowns) -> Iterator[Row]:
    """Units that were merged or split: where a month's units are others than before and their figures are the same in
    sum, the reader knows that only the names have changed.
    """
    told = set()
    for number, publication in enumerate(publications):
        for before in range(number):
            made = made_of(publication.view, publications[before].view)
            for month in sorted({cell.month for cell in publication.view}):
                for new, old in _others(publication, publications[before], month, made):
                    terms = {unknowns.places[number][cell]: 1 for cell in new}
                    terms |= {unknowns.places[before][cell]: -1 for cell in old}
                    row = tuple(sorted(terms.items()))
                    if row not in told:
                        told.add(row)
                        yield Row(row, Decimal(0), Decimal(0))


def _others(
    now: Publication, before: Publication, month: str, made: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> Iterator[tuple[list[Cell], list[Cell]]]:
    own = {cell for cell in now.view if cell.month == month}
    old = {cell for cell in before.view if cell.month == month}
    pairs = [(sorted(own - old), sorted(old - own))]
    pairs += [(sorted(c for c in own if c.unit in new), sorted(c for c in old if c.unit in gone)) for new, gone in made]
    for new, gone in pairs:
        if new and gone and add(now.view[c] for c in new) == add(before.view[c] for c in gone):
            yield new, gone
