"""How a figure is likely to end: an estimate, its 80 % interval, and the probability that the limit is kept.

Constants and their trial on simulated series are in `scripts/backtest`; the method page tells what they keep.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import erf, sqrt

from kvartalsbog.kinds.measures import NOTHING, Sum, add_up
from kvartalsbog.periods import Month
from kvartalsbog.steering.line import FEW, Line, chance_of, deviation, line_through
from kvartalsbog.steering.sums import figure

ENOUGH = 100  # cases a month from which last year's pattern has a say
NEWEST = 3  # months that are held against the same months a year before
NOISE = 2.0  # weight of the months' scatter
DRIFT = 0.014  # what a level wanders in a month, as a part of it
DRIFT_OF_SHARE = 0.045  # and a share, as a part of one case's deviation
WIDER = 1.2  # the interval with few months
Z80 = 1.2816  # standard deviations to each side of an interval of 80 %
SLACK = 1e-9


@dataclass(frozen=True)
class Question:
    """What is asked of a figure: Σ total / Σ n over `months` at most or at least `limit` (a share as a part of one)."""

    months: tuple[Month, ...]
    limit: Fraction
    at_most: bool
    share: bool = False

    @property
    def most(self) -> float | None:
        """The most that a month can have."""
        return 1.0 if self.share else None


@dataclass(frozen=True)
class Projection:
    """Where a figure is likely to end: `value` between `low` and `high` in 80 of 100 cases, the limit kept with `probability`.

    `required` is what the rest must average, `rest` what it is expected to average over `cases`.
    `certain` tells that arithmetic, and not judgement, gives the probability.
    """

    value: float
    low: float
    high: float
    required: float
    rest: float
    cases: float
    probability: float
    certain: bool


def project(known: Mapping[Month, Sum], question: Question, moves: Sequence[float] = ()) -> Projection | None:
    """The figure over the question's months, from what is known of them and of the months before.

    A month without a reading counts as one that is left. `moves` are by how much earlier editions' figures have moved since.
    None where nothing of the period is known, nothing of it is left, or only one month is known at all.
    """
    seen = [month for month in question.months if month in known and known[month].n > 0]
    left = [month for month in question.months if month not in known]
    line = line_through(known, share=question.share)
    if line is None or not seen or not left:
        return None
    so_far = add_up(known[month] for month in seen)
    volume = _volumes(known, seen, left)
    cases = sum(volume.values())
    by_line = _average(volume, {month: _possible(line.at(month), question) for month in left})
    pattern = _pattern(known, seen, left, question)
    by_pattern = by_line if pattern is None else _average(volume, pattern)
    rest = (by_line + by_pattern) / 2
    all_cases = so_far.n + cases
    value = (float(so_far.total) + cases * rest) / all_cases
    spread = _spread(known, line, len(left), cases / all_cases, (by_line - by_pattern) / 2, question, moves)
    required = (float(question.limit) * all_cases - float(so_far.total)) / cases
    low = max(float(so_far.total) / all_cases, value - Z80 * spread)
    high = value + Z80 * spread
    if question.most is not None:
        high = min((float(so_far.total) + question.most * cases) / all_cases, high)
    probability, certain = _probability(value, spread, required, so_far, cases, question)
    return Projection(value, low, high, required, rest, cases, probability, certain=certain)


def _volumes(known: Mapping[Month, Sum], seen: Sequence[Month], left: Sequence[Month]) -> dict[Month, float]:
    """The cases expected in the months that are left: last year's with this year's growth, or as many as a month has had."""
    cases = sum(known[month].n for month in seen)
    before = [known.get(month.year_before) for month in (*seen, *left)]
    last_year = sum(sums.n for sums in before[: len(seen)] if sums is not None)
    if last_year and all(sums is not None and sums.n > 0 for sums in before):
        return {month: known[month.year_before].n * cases / last_year for month in left}
    return dict.fromkeys(left, cases / len(seen))


def _pattern(
    known: Mapping[Month, Sum], seen: Sequence[Month], left: Sequence[Month], question: Question
) -> dict[Month, float] | None:
    """Last year's months, moved by what the newest months differ from the same ones a year before; None where too little is known."""
    newest = sorted(known)[-12:]
    whole_year = all(known.get(month.year_before, NOTHING).n > 0 for month in (*seen, *left))
    if not whole_year or sum(known[month].n for month in newest) / len(newest) < ENOUGH:
        return None
    new = seen[-NEWEST:]
    change = _figure(known, new) - _figure(known, [month.year_before for month in new])
    return {month: _possible(_figure(known, [month.year_before]) + change, question) for month in left}


def _spread(
    known: Mapping[Month, Sum], line: Line, left: int, weight: float, apart: float, question: Question, moves: Sequence[float]
) -> float:  # fmt: skip
    """The standard deviation of the figure: the months' scatter, the level's wandering, the guesses' distance, and what is moved later."""
    newest = sorted(month for month in known if known[month].n > 0)[-line.months :]
    step = (
        DRIFT_OF_SHARE * deviation(chance_of(known[month] for month in newest))
        if question.share
        else DRIFT * line.middle[1]
    )
    wander = step**2 * (left + 1) * (2 * left + 1) / (6 * left)
    scatter = NOISE * line.scatter * (1 / left + 1 / line.months)
    spread = weight * sqrt(scatter + wander + apart**2) * (WIDER if line.months < FEW else 1.0)
    moved = sqrt(sum(move**2 for move in moves) / len(moves)) if moves else 0.0
    return sqrt(spread**2 + ((1 - weight) * moved) ** 2)


def _probability(
    value: float, spread: float, required: float, so_far: Sum, cases: float, question: Question
) -> tuple[float, bool]:
    """The probability that the limit is kept, and whether it follows from arithmetic alone."""
    if question.at_most:
        impossible, sure = required < -SLACK, question.share and required >= 1 - SLACK
    else:
        impossible, sure = question.share and required > 1 + SLACK, required <= SLACK
    if impossible or sure:
        return (0.0, True) if impossible else (1.0, True)
    if question.share and not question.at_most and question.limit == 1:  # no miss yet: Laplace's rule of succession
        return (so_far.n + 1) / (so_far.n + cases + 1), False
    distance = float(question.limit) - value if question.at_most else value - float(question.limit)
    if spread == 0:
        return (1.0 if distance >= 0 else 0.0), False
    return 0.5 * (1 + erf(distance / spread / sqrt(2))), False


def _average(weights: Mapping[Month, float], values: Mapping[Month, float]) -> float:
    return sum(weights[month] * values[month] for month in weights) / sum(weights.values())


def _figure(known: Mapping[Month, Sum], months: Sequence[Month]) -> float:
    return float(figure(add_up(known[month] for month in months)))


def _possible(value: float, question: Question) -> float:
    return value if question.most is None else min(question.most, max(0.0, value))
