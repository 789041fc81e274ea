"""A history as a reader's equations: in the cases, and in the totals for one who is told every number of cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from kvartalsbog.disclosure.publication import Measure, Part, Publication
from kvartalsbog.disclosure.reader import Guarded, Reader, Row
from kvartalsbog.disclosure.secrets import Secret, Unknowns
from kvartalsbog.disclosure.solver import INFINITY, Floats, Integers

SHARE = Decimal("0.2")  # a total must be uncertain by so much on either side
_LARGE = 1e7  # totals are measured in larger units beyond this, where the solver would lose digits


class Ledger:
    """Every different sum of unknowns in a history, by number; the last publication is the one that is chosen for."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self.publications = tuple(publications)
        self.unknowns = Unknowns(publications)
        self._index: dict[tuple[int, ...], int] = {}
        self._rows = {
            (number, key): self._index.setdefault(unknowns, len(self._index))
            for number, sums in enumerate(self.unknowns.sums)
            for key, unknowns in sums.items()
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
            for told in publication.verdicts:
                if self._rows.get((number, told.key)) != row:
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


@dataclass(frozen=True)
class Block:
    """Unknowns that no sum and no secret binds to any other, the rows of them by the ledger's numbers, and the secrets."""

    unknowns: tuple[int, ...]
    rows: tuple[int, ...]
    secrets: tuple[Secret, ...]


def blocks(ledger: Ledger, guarded: Sequence[Secret]) -> tuple[Block, ...]:
    """The blocks that have something to guard: what is known in one tells nothing of another."""
    every = range(len(ledger.unknowns.truth))
    leader = list(every)

    def lead(unknown: int) -> int:
        while leader[unknown] != unknown:
            leader[unknown] = unknown = leader[leader[unknown]]
        return unknown

    for first, *others in (*ledger.rows, *(secret.unknowns for secret in guarded)):
        for other in others:
            leader[lead(other)] = lead(first)
    secrets, unknowns, rows = (defaultdict[int, list[Any]](list) for _ in range(3))
    for secret in guarded:
        secrets[lead(secret.unknowns[0])].append(secret)
    for unknown in every:
        unknowns[lead(unknown)].append(unknown)
    for number, (first, *_) in enumerate(ledger.rows):
        rows[lead(first)].append(number)
    return tuple(Block(tuple(unknowns[one]), tuple(rows[one]), tuple(own)) for one, own in secrets.items())


def reader_of_counts(ledger: Ledger, block: Block, threshold: int) -> Reader:
    """Every value from 1 to the threshold must be possible of each secret, in whole numbers."""
    truth = np.array([ledger.unknowns.truth[unknown].n for unknown in block.unknowns], dtype=float)
    most = np.full(len(truth), truth.sum() + 100 * threshold)  # beyond every sum: it bounds the solver, not the reader
    places = _Places(block)
    rows = [places.row(ledger.rows[row], float(ledger.cases(row)), 1.0, INFINITY) for row in block.rows]
    ranges = ((1, threshold - 1), (1 - threshold, -1))
    guarded = [places.guarded(secret, *map(float, ranges[secret.n < 0])) for secret in block.secrets]
    return Reader(truth, (np.zeros(len(truth)), most), rows, guarded, whole=True)


def reader_of_totals(ledger: Ledger, block: Block, measure: Measure) -> Reader:
    """Told every number of cases, each secret's total must still be uncertain by a fifth on either side, a count by 1,
    as far as the bounds of its cases allow.
    """
    truth, places = {unknown: ledger.unknowns.truth[unknown] for unknown in block.unknowns}, _Places(block)
    # a figure beyond what is plausible would make the reader's equations contradict each other
    low = {unknown: min(value.n * measure.least, value.total) for unknown, value in truth.items()}
    high = {unknown: max(value.n * measure.most, value.total) for unknown, value in truth.items()}
    totals = [ledger.total(row) for row in block.rows]
    unit = max(1.0, max(map(float, (*totals, *high.values())), default=0.0) / _LARGE)
    rows = []
    for row, total in zip(block.rows, totals, strict=True):
        least, most = ledger.range_of_total(row)
        highest = INFINITY if most is None else float(most) / unit
        rows.append(places.row(ledger.rows[row], float(total) / unit, float(least) / unit, highest))
    guarded = []
    for secret in block.secrets:
        width = max(SHARE * abs(secret.total), Decimal(int(measure.whole)))
        floor = sum((low[v] for v in secret.plus), Decimal(0)) - sum((high[v] for v in secret.minus), Decimal(0))
        ceiling = sum((high[v] for v in secret.plus), Decimal(0)) - sum((low[v] for v in secret.minus), Decimal(0))
        wanted = max(secret.total - width, floor), min(secret.total + width, ceiling)
        guarded.append(places.guarded(secret, float(wanted[0]) / unit, float(wanted[1]) / unit))
    bounds = _floats(low.values()) / unit, _floats(high.values()) / unit
    return Reader(_floats(v.total for v in truth.values()) / unit, bounds, rows, guarded, whole=measure.whole)


def _floats(values: Iterable[Decimal]) -> Floats:
    return np.array([float(value) for value in values])


class _Places:
    """The unknowns of a block as its readers number them: from 0."""

    def __init__(self, block: Block) -> None:
        self._places = {unknown: place for place, unknown in enumerate(block.unknowns)}

    def row(self, unknowns: Sequence[int], value: float, low: float, high: float) -> Row:
        return Row(self._numbers(unknowns), value, low, high)

    def guarded(self, secret: Secret, low: float, high: float) -> Guarded:
        return Guarded(self._numbers(secret.unknowns), np.array(secret.signs, dtype=float), low, high)

    def _numbers(self, unknowns: Sequence[int]) -> Integers:
        return np.array([self._places[unknown] for unknown in unknowns], dtype=np.int32)
