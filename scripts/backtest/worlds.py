"""Invented series of 36 months, the last twelve being the plan's year, in ten worlds; their registers are late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, months_of

Array = npt.NDArray[np.float64]
MONTHS = (*months_of(2022), *months_of(2023), *months_of(2024))
AGE = np.arange(len(MONTHS), dtype=float)
CASES = {False: (15, 60, 700, 20_000), True: (20, 140, 1_000, 10_000)}  # a month; of means, of shares
LEVELS = (0.8, 0.88, 0.93, 0.97, 0.99)  # of shares
LEVEL = 180.0  # of means
HOLIDAY = np.tile([1, 0.97, 1.03, 0.99, 1, 1.02, 0.8, 0.97, 1.05, 1.05, 1.02, 0.9], 3)
LATE = (1.0, 0.3, 0.1)  # of what is registered late, the part that lacks in the newest month, the one before …


@dataclass(frozen=True)
class Tried:
    """A series as it came to be, and what it is called by."""

    world: str
    size: int
    share: bool
    n: Array
    total: Array
    lateness: float

    @property
    def truth(self) -> float:
        """The year's figure."""
        return float(self.total[24:].sum() / self.n[24:].sum())

    @property
    def before(self) -> float:
        """The figure of the year before."""
        return float(self.total[12:24].sum() / self.n[12:24].sum())

    def known(self, months: int, rng: np.random.Generator) -> Mapping[Month, Sum]:
        """What the registers have after so many months of the year: the newest lack slow cases, or call late ones timely."""
        n, total = self.n[: 24 + months].copy(), self.total[: 24 + months].copy()
        for age, part in enumerate(LATE):
            at = 23 + months - age
            late = float(rng.binomial(int(n[at]), self.lateness * part))
            if self.share:
                total[at] += min(late, n[at] - total[at])
            else:
                late = min(late, n[at] - 1)
                taken = late * total[at] / n[at] * (1 + rng.uniform(-0.1, 0.5))
                n[at], total[at] = n[at] - late, max(n[at] - late, total[at] - taken)
        return {
            month: Sum(int(cases), Decimal(str(round(float(value), 2))))
            for month, cases, value in zip(MONTHS, n, total, strict=False)
        }


def _steps(rng: np.random.Generator) -> Array:
    return np.cumsum(rng.normal(0, 0.01, len(AGE)))


def _smooth(rng: np.random.Generator) -> Array:
    slope = np.zeros(len(AGE))
    for at in range(1, len(AGE)):
        slope[at] = 0.9 * slope[at - 1] + rng.normal(0, 0.003)
    return np.cumsum(slope)


def _trend(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.04, 0.12))  # a year, of the level


def _either(rng: np.random.Generator) -> float:
    return float(rng.choice([-1.0, 1.0])) * _trend(rng)


def _turn(rng: np.random.Generator) -> float:
    return float(rng.integers(14, 34))


def _season(rng: np.random.Generator) -> Array:
    return np.asarray(rng.uniform(0.02, 0.05) * np.sin(2 * np.pi * (AGE + rng.uniform(0, 12)) / 12))


WORLDS: Mapping[str, Callable[[np.random.Generator], Array]] = {
    "flat": lambda _: np.zeros(len(AGE)),
    "down": lambda rng: -_trend(rng) * AGE / 12,
    "up": lambda rng: _trend(rng) * AGE / 12,
    "walk": _steps,
    "smooth": _smooth,
    "break": lambda rng: np.asarray(_either(rng) * (_turn(rng) <= AGE)),
    "turn": lambda rng: 1.3 * _either(rng) * np.maximum(0, AGE - _turn(rng) + 4) / 12,
    "stop": lambda rng: _either(rng) * np.minimum(AGE, _turn(rng)) / 12,
    "season": _season,
    "season and down": lambda rng: _season(rng) - _trend(rng) * AGE / 12,
}


def series(share: bool, each: int, seed: int) -> Iterator[Tried]:
    """`each` series of every world and size."""
    rng = np.random.default_rng(seed)
    for world, shape in WORLDS.items():
        for size in CASES[share]:
            for _ in range(each):
                yield _made(world, size, shape(rng), rng, share=share)


def _made(world: str, size: int, shape: Array, rng: np.random.Generator, *, share: bool) -> Tried:
    n = _volumes(size, rng)
    lateness = float(rng.choice([0, 1]) * rng.beta(2, 98))
    if share:
        level = float(rng.choice(LEVELS))
        logit = np.log(level / (1 - level)) - 8 * shape + _scatter(rng, rng.uniform(0.03, 0.25))
        return Tried(
            world, size, share, n, rng.binomial(n.astype(int), 1 / (1 + np.exp(-logit))).astype(float), lateness
        )
    mean = LEVEL * np.exp(shape) * (1 + _scatter(rng, rng.uniform(0.003, 0.02)))
    case = rng.uniform(0.7, 1.1) * mean  # the deviation of one case
    return Tried(
        world, size, share, n, np.maximum(n, n * mean + rng.normal(0, 1, len(n)) * case * np.sqrt(n)), lateness
    )


def _volumes(size: int, rng: np.random.Generator) -> Array:
    """Cases a month: with holidays, growth, and more scatter than chance has."""
    mean = size * HOLIDAY * (1 + rng.uniform(-0.10, 0.15) * AGE / 12)
    more = rng.uniform(0.02, 0.12)
    return np.maximum(1, rng.poisson(mean * rng.gamma(1 / more**2, more**2, len(AGE)))).astype(float)


def _scatter(rng: np.random.Generator, deviation: float) -> Array:
    """What a month differs from its level by, half of the time like the month before."""
    keeps = float(rng.choice([0, 0.5]))
    noise = rng.normal(0, 1, len(AGE))
    for at in range(1, len(AGE)):
        noise[at] = keeps * noise[at - 1] + np.sqrt(1 - keeps**2) * noise[at]
    return np.asarray(noise * deviation)
