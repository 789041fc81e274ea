"""The audit with the truth at hand: which secrets are out for a reader who kept every publication."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kvartalsbog.audit.programme import Programme, Row, Undecided
from kvartalsbog.audit.record import Bounds, Cell, Kind, Measure, Publication, Series, Told, add
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
        if since > only:
            found.append(Breach(secret, what, publications[since - 1].label))
    return tuple(found)


class _Reader:
    """What can be worked out from some publications, of the counts alone and of the totals when every count is known."""

    def __init__(
        self, publications: Sequence[Publication], unknowns: Unknowns, measure: Measure, every: Sequence[Secret]
    ) -> None:
        self._figures, self._measure, self._secrets = unknowns.figures, measure, every
        links = tuple(_links(publications, unknowns))
        rows = _rows(publications, unknowns)
        asked = [secret.terms for secret in every]
        counts = [Decimal(figure.n) for figure in self._figures]
        self._counts = Programme([(Decimal(0), None)] * len(counts), (*links, *_count_rows(rows)), asked, counts)
        self._low = [min(Decimal(0), figure.total) for figure in self._figures]
        self._high = [max(measure.most * figure.n, figure.total) for figure in self._figures]
        totals = [figure.total for figure in self._figures]
        told = (*links, *_total_rows(rows), *_verdict_rows(publications, unknowns))
        self._totals = Programme(list(zip(self._low, self._high, strict=True)), told, asked, totals)

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
        low, high = max(total - width, floor), min(total + width, ceiling)
        if self._measure.whole:
            return all(self._totals.possible(number, value) for value in range(math.ceil(low), math.floor(high) + 1))
        return self._totals.reaches(number, float(low), float(high))


_Sums = dict[tuple[int, ...], list[Told]]


def _rows(publications: Sequence[Publication], unknowns: Unknowns) -> _Sums:
    """The sums that were told or withheld, by their unknowns: what one publication shows is known of all."""
    found: _Sums = {}
    for number, publication in enumerate(publications):
        for told in publication.sums:
            places = tuple(sorted(unknowns.places[number][cell] for cell in told.cells))
            if places and (told.figure is not None or any(unknowns.figures[place].n for place in places)):
                found.setdefault(places, []).append(told)
    return found


def _count_rows(rows: _Sums) -> Iterator[Row]:
    """Shown sums are what they are; withheld ones have at least one case, because noughts are shown."""
    for places, every in rows.items():
        shown = next((told.figure for told in every if told.figure is not None), None)
        terms = tuple((place, 1) for place in places)
        yield Row(terms, Decimal(shown.n), Decimal(shown.n)) if shown else Row(terms, Decimal(1), None)


def _total_rows(rows: _Sums) -> Iterator[Row]:
    for places, every in rows.items():
        shown = next((told.figure for told in every if told.figure is not None), None)
        if shown is not None:
            yield Row(tuple((place, 1) for place in places), shown.total, shown.total)


def _verdict_rows(publications: Sequence[Publication], unknowns: Unknowns) -> Iterator[Row]:
    """A verdict told of a withheld year to date bounds its total, for whoever knows its cases."""
    for number, publication in enumerate(publications):
        if publication.verdict == Bounds():
            continue
        latest = max((t for t in publication.sums if t.name.kind is Kind.TO_DATE), key=lambda t: t.name.of)
        places = sorted(unknowns.places[number][cell] for cell in latest.cells)
        n = sum(unknowns.figures[place].n for place in places)
        least, most = publication.verdict.least, publication.verdict.most
        yield Row(
            tuple((place, 1) for place in places),
            None if least is None else least * n,
            None if most is None else most * n,
        )


def _links(publications: Sequence[Publication], unknowns: Unknowns) -> Iterator[Row]:
    """Units that were merged or split: where a month's units are others than before and their figures are the same in
    sum, the reader knows that only the names have changed.
    """
    told = set()
    for number, publication in enumerate(publications):
        for before in range(number):
            for month in sorted({cell.month for cell in publication.view}):
                new, old = _others(publication, publications[before], month)
                if (
                    new
                    and old
                    and add(publication.view[c] for c in new) == add(publications[before].view[c] for c in old)
                ):
                    terms = {unknowns.places[number][cell]: 1 for cell in new}
                    terms |= {unknowns.places[before][cell]: -1 for cell in old}
                    row = tuple(sorted(terms.items()))
                    if row not in told:
                        told.add(row)
                        yield Row(row, Decimal(0), Decimal(0))


def _others(now: Publication, before: Publication, month: str) -> tuple[list[Cell], list[Cell]]:
    own = {cell for cell in now.view if cell.month == month}
    old = {cell for cell in before.view if cell.month == month}
    return sorted(own - old), sorted(old - own)
