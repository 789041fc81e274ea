"""A history as a reader's equations: in the cases, and in the totals for one who is told every number of cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

import numpy as np

from kvartalsbog.disclosure.publication import Key, Kind, Measure, Part, Publication, Verdict
from kvartalsbog.disclosure.reader import Guarded, Reader, Row
from kvartalsbog.disclosure.secrets import Secret, Unknowns
from kvartalsbog.disclosure.solver import INFINITY, Floats, Integers

SHARE = Decimal("0.2")  # a total must be uncertain by so much on either side
_ANY = Key(Kind.TO_DATE, "")
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
        # shown whatever is chosen: noughts, and for good what one publication shows
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

    @cached_property
    def verdicts(self) -> tuple[tuple[int, Verdict], ...]:
        """What verdicts tell of sums, by their rows, each once."""
        every = enumerate(publication.verdicts for publication in self.publications)
        found = ((self._rows.get((number, told.key)), told) for number, verdicts in every for told in verdicts)
        return tuple({(row, replace(t, key=_ANY)): (row, t) for row, t in found if row is not None}.values())


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


class _Cases:
    """The equations in the cases and the totals of a block's unknowns together: first the number of cases of each, and then
    its total, in `unit`.
    """

    def __init__(self, ledger: Ledger, block: Block, measure: Measure) -> None:
        self._ledger, self._block, self._measure, self._places = ledger, block, measure, _Places(block)
        self._truth = [ledger.unknowns.truth[unknown] for unknown in block.unknowns]
        self._size = len(self._truth)
        every = float(sum(abs(value.total) for value in self._truth))
        self.unit = 1.0 if measure.whole else max(1.0, every / _LARGE)
        self._far = 10 * every / self.unit + 1  # beyond every total: it bounds the solver, not the reader

    @property
    def truth(self) -> Floats:
        cases, totals = (_floats(getattr(value, part) for value in self._truth) for part in ("n", "total"))
        return np.concatenate([cases, totals / self.unit])

    @property
    def whole(self) -> Integers:
        """The unknowns that count something."""
        return np.arange(self._size * (1 + self._measure.whole), dtype=np.int32)

    def sum_rows(self, row: int) -> list[Row]:
        """What showing a sum tells: its cases and its total. Withheld there is at least one case, for noughts are shown."""
        own, cases = self._places.numbers(self._ledger.rows[row]), float(self._ledger.cases(row))
        ones, total = np.ones(len(own)), float(self._ledger.total(row)) / self.unit
        return [Row(own, ones, 1.0, INFINITY, cases), Row(own + self._size, ones, -INFINITY, INFINITY, total)]

    def bounds(self) -> Iterator[Row]:
        """A case adds at least and at most so much to a total."""
        for place, value in enumerate(self._truth):
            # a figure beyond what is plausible would make the reader's equations contradict each other
            mean = [float(value.total / value.n) / self.unit] if value.n else []
            own = np.array([place, self._size + place], dtype=np.int32)
            most = min(max(float(self._measure.most) / self.unit, *mean, 1e-9), self._far)
            yield Row(own, np.array([-most, 1.0]) / max(1.0, most), -INFINITY, 0.0)
            if self._measure.least:
                least = min(float(self._measure.least) / self.unit, *mean, self._far)
                yield Row(own, np.array([-least, 1.0]) / max(1.0, abs(least)), 0.0, INFINITY)

    def verdicts(self) -> Iterator[Row]:
        """What verdicts tell of the cases and the total of a sum together, in whole numbers where both are."""
        own = set(self._block.rows)
        for row, told in self._ledger.verdicts:
            if row in own:
                yield self._verdict(self._places.numbers(self._ledger.rows[row]), told)

    def _verdict(self, own: Integers, told: Verdict) -> Row:
        limit, whole = Fraction(told.bound) / (told.cases or 1), self._measure.whole
        times = limit.denominator if whole else 1
        number = float(limit * times) / self.unit
        each, bound = (number, 0.0) if told.cases else (0.0, number)
        inside = 1.0 if whole and told.strict else 0.0
        factors = np.concatenate([np.full(len(own), -each), np.full(len(own), float(times))])
        ends = (bound + inside, INFINITY) if told.at_least else (-INFINITY, bound - inside)
        return Row(np.concatenate([own, own + self._size]), factors, *ends)


def reader_of_counts(ledger: Ledger, block: Block, measure: Measure, threshold: int) -> Reader:
    """Every value from 1 to the threshold must be possible of each secret, in whole numbers, with totals that agree."""
    cases, places = _Cases(ledger, block, measure), _Places(block)
    truth = cases.truth
    size = len(block.unknowns)
    most = np.full(len(truth), INFINITY)
    most[:size] = truth[:size].sum() + 100 * threshold  # beyond every sum: it bounds the solver, not the reader
    least = np.full(len(truth), 0.0 if measure.least >= 0 else -INFINITY)
    least[:size] = 0.0
    ranges = ((1, threshold - 1), (1 - threshold, -1))
    guarded = [places.guarded(secret, *map(float, ranges[secret.n < 0])) for secret in block.secrets]
    sums = [cases.sum_rows(row) for row in block.rows]
    return Reader(
        truth, (least, most), sums, (*cases.bounds(), *cases.verdicts()), guarded, cases.whole, cases.whole[:size]
    )


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
    rows = [
        [places.row(ledger.rows[row], -INFINITY, INFINITY, float(total) / unit)]
        for row, total in zip(block.rows, totals, strict=True)
    ]
    own = set(block.rows)
    verdicts = [
        places.row(ledger.rows[row], *_range(told, ledger.cases(row), unit, whole=measure.whole))
        for row, told in ledger.verdicts
        if row in own
    ]
    guarded = []
    for secret in block.secrets:
        width = max(SHARE * abs(secret.total), Decimal(int(measure.whole)))
        floor = sum((low[v] for v in secret.plus), Decimal(0)) - sum((high[v] for v in secret.minus), Decimal(0))
        ceiling = sum((high[v] for v in secret.plus), Decimal(0)) - sum((low[v] for v in secret.minus), Decimal(0))
        ends = secret.total - width, secret.total + width
        if measure.whole:
            ends = ends[0].to_integral_value(ROUND_FLOOR), ends[1].to_integral_value(ROUND_CEILING)
        wanted = max(ends[0], floor), min(ends[1], ceiling)
        guarded.append(places.guarded(secret, float(wanted[0]) / unit, float(wanted[1]) / unit))
    bounds = _floats(low.values()) / unit, _floats(high.values()) / unit
    whole = np.arange(len(truth) if measure.whole else 0, dtype=np.int32)
    return Reader(_floats(v.total for v in truth.values()) / unit, bounds, rows, verdicts, guarded, whole, whole)


def _range(told: Verdict, cases: int, unit: float, *, whole: bool) -> tuple[float, float]:
    """From what to what the total of so many cases lies by a verdict."""
    bound = Fraction(told.bound) * (Fraction(cases, told.cases) if told.cases else 1)
    if whole:  # the next whole number on the right side
        bound = Fraction(floor(bound) + 1 if told.strict else ceil(bound)) if told.at_least else Fraction(ceil(bound) - 1 if told.strict else floor(bound))  # fmt: skip
    return (float(bound) / unit, INFINITY) if told.at_least else (-INFINITY, float(bound) / unit)


def _floats(values: Iterable[Decimal]) -> Floats:
    return np.array([float(value) for value in values])


class _Places:
    """The unknowns of a block as its readers number them: from 0."""

    def __init__(self, block: Block) -> None:
        self._places = {unknown: place for place, unknown in enumerate(block.unknowns)}

    def row(self, unknowns: Sequence[int], low: float, high: float, value: float = 0.0) -> Row:
        return Row(self.numbers(unknowns), np.ones(len(unknowns)), low, high, value)

    def guarded(self, secret: Secret, low: float, high: float) -> Guarded:
        return Guarded(self.numbers(secret.unknowns), np.array(secret.signs, dtype=float), low, high)

    def numbers(self, unknowns: Sequence[int]) -> Integers:
        return np.array([self._places[unknown] for unknown in unknowns], dtype=np.int32)
