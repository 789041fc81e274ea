"""Every series projected after three, six and nine months, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from backtest.worlds import Tried
from kvartalsbog.periods import months_of
from kvartalsbog.steering.expectation import Expectation, expectation
from kvartalsbog.steering.projection import Question, project

YEAR = months_of(2024)


@dataclass(frozen=True)
class Outcome:
    """A projection and what came: `error` and `width` in per cent of the level (a share: in points)."""

    tried: Tried
    quarter: int
    said: Expectation
    met: bool
    covered: bool
    error: float
    width: float


def outcomes(trials: Iterable[Tried], seed: int) -> Iterator[Outcome]:
    """The projections of every series in its first three quarters, held against a limit as plans set them."""
    rng = np.random.default_rng(seed)
    for tried in trials:
        limit = _limit(tried, rng)
        met = tried.truth >= limit if tried.share else tried.truth <= limit
        question = Question(YEAR, Fraction(limit), at_most=not tried.share, share=tried.share)
        unit = 0.01 if tried.share else 1.8
        for quarter in (1, 2, 3):
            found = project(tried.known(3 * quarter, rng), question)
            if found is not None:
                covered = found.low <= tried.truth <= found.high
                error, width = (found.value - tried.truth) / unit, (found.high - found.low) / unit
                yield Outcome(tried, quarter, expectation(found), bool(met), bool(covered), error, width)


def _limit(tried: Tried, rng: np.random.Generator) -> float:
    """Somewhat better than the year before, as most limits are; a share's in whole per cent."""
    if not tried.share:
        return float(tried.before * rng.uniform(0.86, 1.04))
    odds = np.log((tried.before + 0.002) / (1.002 - tried.before)) + rng.uniform(-0.3, 0.9)
    return float(round(1 / (1 + np.exp(-odds)), 2))
