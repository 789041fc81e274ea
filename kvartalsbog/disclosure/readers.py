"""A history as a reader's equations: in the cases, and in the totals for one who is told every number of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np

from kvartalsbog.disclosure.ledger import Block, Ledger
from kvartalsbog.disclosure.publication import Measure, Verdict
from kvartalsbog.disclosure.reader import Guarded, Reader, Row
from kvartalsbog.disclosure.secrets import Secret
from kvartalsbog.disclosure.solver import INFINITY, Floats, Integers
from kvartalsbog.kinds.measures import Sum, add_up

SHARE = Decimal("0.2")  # a total must be uncertain by so much on either side
_LARGE = 1e7  # totals are measured in larger units beyond this, where the solver would lose digits


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
        """What showing a sum tells: its cases and its total."""
        own, cases = self._places.numbers(self._ledger.rows[row]), float(self._ledger.cases(row))
        ones, total = np.ones(len(own)), float(self._ledger.total(row)) / self.unit
        return [
            Row(own, ones, self._ledger.least(row), self._ledger.most(row), cases),
            Row(own + self._size, ones, -INFINITY, INFINITY, total),
        ]

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
        for row, told, known in self._ledger.verdicts:
            if row in own:
                yield self._verdict(self._places.numbers(self._ledger.rows[row]), told, known)

    def _verdict(self, own: Integers, told: Verdict, known: Sum) -> Row:
        limit, whole = Fraction(told.bound) / (told.cases or 1), self._measure.whole
        times = limit.denominator if whole else 1
        number = float(limit * times) / self.unit
        each, bound = (number, 0.0) if told.cases else (0.0, number)
        inside = 1.0 if whole and told.strict else 0.0
        factors = np.concatenate([np.full(len(own), -each), np.full(len(own), float(times))])
        bound -= times * float(known.total) / self.unit - each * known.n
        ends = (bound + inside, INFINITY) if told.at_least else (-INFINITY, bound - inside)
        return Row(np.concatenate([own, own + self._size]), factors, *ends)


def reader_of_counts(ledger: Ledger, block: Block, measure: Measure) -> Reader:
    """Every value from 1 to its threshold must be possible of each secret, in whole numbers, with totals that agree."""
    cases, places = _Cases(ledger, block, measure), _Places(block)
    truth = cases.truth
    size = len(block.unknowns)
    most = np.full(len(truth), INFINITY)
    largest = max((secret.threshold for secret in block.secrets), default=0)
    most[:size] = truth[:size].sum() + 100 * largest  # beyond every sum: it bounds the solver, not the reader
    least = np.full(len(truth), 0.0 if measure.least >= 0 else -INFINITY)
    least[:size] = 0.0
    guarded = [
        places.guarded(secret, *(end - float(known_of(ledger, secret).n) for end in _few(secret)))
        for secret in block.secrets
    ]
    sums = [cases.sum_rows(row) for row in block.rows]
    return Reader(
        truth, (least, most), sums, (*cases.bounds(), *cases.verdicts()), guarded, cases.whole, cases.whole[:size]
    )


def _few(secret: Secret) -> tuple[int, int]:
    """From what to what a secret is few."""
    return (1, secret.threshold - 1) if secret.n > 0 else (1 - secret.threshold, -1)


def reader_of_totals(ledger: Ledger, block: Block, measure: Measure) -> Reader:
    """Told every number of cases, each secret's total must still be uncertain by a fifth on either side, a count by 1,
    as far as the bounds of its cases allow.
    """
    truth, places = {unknown: ledger.unknowns.truth[unknown] for unknown in block.unknowns}, _Places(block)
    low, high = {}, {}  # of what is known too: it is no reason to ask for less
    for unknown in {*block.unknowns, *(unknown for secret in block.secrets for unknown in secret.unknowns)}:
        value = ledger.unknowns.truth[unknown]
        # a figure beyond what is plausible would make the reader's equations contradict each other
        low[unknown], high[unknown] = (
            min(value.n * measure.least, value.total),
            max(value.n * measure.most, value.total),
        )
    totals = [ledger.total(row) for row in block.rows]
    unit = max(1.0, max(map(float, (*totals, *high.values())), default=0.0) / _LARGE)
    rows = [
        [places.row(ledger.rows[row], -INFINITY, INFINITY, float(total) / unit)]
        for row, total in zip(block.rows, totals, strict=True)
    ]
    own = set(block.rows)
    verdicts = [
        places.row(ledger.rows[row], *_range(told, ledger.cases(row), known, unit, whole=measure.whole))
        for row, told, known in ledger.verdicts
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
        known_total = known_of(ledger, secret).total
        guarded.append(places.guarded(secret, *(float(end - known_total) / unit for end in wanted)))
    lower, upper = (_floats(ends[unknown] for unknown in block.unknowns) / unit for ends in (low, high))
    whole = np.arange(len(truth) if measure.whole else 0, dtype=np.int32)
    return Reader(
        _floats(v.total for v in truth.values()) / unit, (lower, upper), rows, verdicts, guarded, whole, whole
    )


def _range(told: Verdict, cases: int, known: Sum, unit: float, *, whole: bool) -> tuple[float, float]:
    """From what to what the total of so many cases lies by a verdict of these and of what is known."""
    bound = Fraction(told.bound) * (Fraction(cases + known.n, told.cases) if told.cases else 1) - Fraction(known.total)
    if whole:  # the next whole number on the right side
        bound = Fraction(floor(bound) + 1 if told.strict else ceil(bound)) if told.at_least else Fraction(ceil(bound) - 1 if told.strict else floor(bound))  # fmt: skip
    return (float(bound) / unit, INFINITY) if told.at_least else (-INFINITY, float(bound) / unit)


def known_of(ledger: Ledger, secret: Secret) -> Sum:
    """What a secret comes to of the unknowns that are known."""
    plus, minus = (
        add_up(ledger.unknowns.truth[v] for v in own if v in ledger.known) for own in (secret.plus, secret.minus)
    )
    return Sum(plus.n - minus.n, plus.total - minus.total)


def _floats(values: Iterable[Decimal]) -> Floats:
    return np.array([float(value) for value in values])


class _Places:
    """The unknowns of a block as its readers number them: from 0."""

    def __init__(self, block: Block) -> None:
        self._places = {unknown: place for place, unknown in enumerate(block.unknowns)}

    def row(self, unknowns: Sequence[int], low: float, high: float, value: float = 0.0) -> Row:
        return Row(self.numbers(unknowns), np.ones(len(unknowns)), low, high, value)

    def guarded(self, secret: Secret, low: float, high: float) -> Guarded:
        left = [(v, sign) for v, sign in zip(secret.unknowns, secret.signs, strict=True) if v in self._places]
        return Guarded(self.numbers([v for v, _ in left]), np.array([sign for _, sign in left], dtype=float), low, high)

    def numbers(self, unknowns: Sequence[int]) -> Integers:
        return np.array([self._places[unknown] for unknown in unknowns], dtype=np.int32)
