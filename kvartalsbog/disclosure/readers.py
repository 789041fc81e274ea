"""A history as a reader's equations: in the cases, and in the totals for one who is told every number of cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

import numpy as np

from kvartalsbog.disclosure.publication import Key, Kind, Measure, Part, Publication
from kvartalsbog.disclosure.reader import Guarded, Reader, Row
from kvartalsbog.disclosure.secrets import Secret, Unknowns
from kvartalsbog.disclosure.solver import INFINITY, Integers

SHARE = Decimal("0.2")  # a total must be uncertain by so much on either side
_LARGE = 1e7  # totals are measured in larger units beyond this, where the solver would lose digits


class Ledger:
    """Every different sum of unknowns in a history, by number; the last publication is the one that is chosen for."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self.publications = tuple(publications)
        self.unknowns = Unknowns(publications)
        self._index: dict[tuple[int, ...], int] = {}
        self._rows = {
            (number, part.key): self._index.setdefault(self._unknowns_of(number, part), len(self._index))
            for number, publication in enumerate(publications)
            for part in publication.parts
        }
        self.rows = tuple(self._index)
        # noughts are shown, and what one publication shows is known for good
        self.shown = {
            row
            for (number, key), row in self._rows.items()
            if key in publications[number].shown or self.cases(row) == 0
        }  # fmt: skip

    def row_of(self, number: int, part: Part) -> int:
        """The number of a publication's sum."""
        return self._rows[number, part.key]

    def cases(self, row: int) -> int:
        """The true number of cases of a sum."""
        return sum(self.unknowns.truth[v].n for v in self.rows[row])

    def total(self, row: int) -> Decimal:
        """The true total of a sum."""
        return sum((self.unknowns.truth[v].total for v in self.rows[row]), Decimal(0))

    def range_of_total(self, row: int) -> tuple[Decimal, Decimal | None]:
        """What the verdicts tell of a sum's total while it is withheld: from, to."""
        low, high = Decimal(0), None
        for number, publication in enumerate(self.publications):
            told = publication.verdict
            if told is None or self._rows.get((number, Key(Kind.TO_DATE, str(told.month)))) != row:
                continue
            if told.at_least:
                low = max(low, told.bound)
            else:
                high = told.bound if high is None else min(high, told.bound)
        return low, high

    def rows_shown_outside(self, own: Collection[int]) -> Iterator[int]:
        """The sums that are shown whatever is chosen: noughts, those shown before, and those that must be shown."""
        last = len(self.publications) - 1
        kept = {row for (number, _), row in self._rows.items() if number == last and row not in own}
        yield from sorted(self.shown | kept)

    def _unknowns_of(self, number: int, part: Part) -> tuple[int, ...]:
        return tuple(sorted(self.unknowns.of[number][cell] for cell in part.cells))


def reader_of_counts(ledger: Ledger, secrets: Iterable[Secret], threshold: int) -> Reader:
    """Every value from 1 to the threshold must be possible of each secret, in whole numbers."""
    truth = np.array([value.n for value in ledger.unknowns.truth], dtype=float)
    most = np.full(len(truth), truth.sum() + 100 * threshold)  # beyond every sum: it bounds the solver, not the reader
    rows = [_row(ledger, row, float(ledger.cases(row)), 1.0, INFINITY) for row in range(len(ledger.rows))]
    ranges = ((1, threshold - 1), (1 - threshold, -1))
    guarded = [_guarded(secret, *map(float, ranges[secret.n < 0])) for secret in secrets]
    return Reader(truth, (np.zeros(len(truth)), most), rows, guarded, whole=True)


def reader_of_totals(ledger: Ledger, secrets: Iterable[Secret], measure: Measure) -> Reader:
    """Told every number of cases, each secret's total must still be uncertain by a fifth on either side, a count by 1,
    as far as the bounds of its cases allow.
    """
    truth = ledger.unknowns.truth
    # a figure beyond what is plausible would make the reader's equations contradict each other
    low = [min(value.n * measure.least, value.total) for value in truth]
    high = [max(value.n * measure.most, value.total) for value in truth]
    totals = [ledger.total(row) for row in range(len(ledger.rows))]
    unit = max(1.0, max(map(float, (*totals, *high)), default=0.0) / _LARGE)
    rows = []
    for row, total in enumerate(totals):
        least, most = ledger.range_of_total(row)
        highest = INFINITY if most is None else float(most) / unit
        rows.append(_row(ledger, row, float(total) / unit, float(least) / unit, highest))
    guarded = []
    for secret in secrets:
        width = max(SHARE * abs(secret.total), Decimal(int(measure.whole)))
        floor = sum((low[v] for v in secret.plus), Decimal(0)) - sum((high[v] for v in secret.minus), Decimal(0))
        ceiling = sum((high[v] for v in secret.plus), Decimal(0)) - sum((low[v] for v in secret.minus), Decimal(0))
        wanted = max(secret.total - width, floor), min(secret.total + width, ceiling)
        guarded.append(_guarded(secret, float(wanted[0]) / unit, float(wanted[1]) / unit))
    bounds = np.array(low, dtype=float) / unit, np.array(high, dtype=float) / unit
    return Reader(np.array([v.total for v in truth], dtype=float) / unit, bounds, rows, guarded, whole=measure.whole)


def _row(ledger: Ledger, row: int, value: float, low: float, high: float) -> Row:
    return Row(_numbers(ledger.rows[row]), value, low, high)


def _guarded(secret: Secret, low: float, high: float) -> Guarded:
    return Guarded(_numbers(secret.unknowns), np.array(secret.signs, dtype=float), low, high)


def _numbers(unknowns: Sequence[int]) -> Integers:
    return np.array(unknowns, dtype=np.int32)
