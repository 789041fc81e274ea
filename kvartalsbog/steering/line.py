"""The line through a figure's newest months, and how far it is carried on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month

WINDOW = 12  # months that the line goes through
AGEING = 0.85  # what a month counts of what the next one does
FADING = 0.9  # what is left of the slope for each month ahead
DOUBT = 4.0  # a slope of two standard errors is carried on by half
FEW = 9  # with fewer months than this no slope is carried on


@dataclass(frozen=True)
class Line:
    """A weighted line: its `middle` (months from the newest, value), the `slope` a month that is carried on, the variance
    `scatter` of a month about it, and how many `months` it goes through.
    """

    middle: tuple[float, float]
    slope: float
    scatter: float
    months: int
    newest: Month

    def at(self, month: Month) -> float:
        """The value expected of a month after the newest: each month ahead the slope fades."""
        ahead = month.count - self.newest.count
        travelled = FADING * (1 - FADING**ahead) / (1 - FADING)
        return self.middle[1] + self.slope * (travelled - self.middle[0])


def line_through(known: Mapping[Month, Sum], *, share: bool) -> Line | None:
    """The line through the newest months that have cases; None for fewer than two of them.

    Weights are n · 0.85^age. The slope b is carried on as b · b² / (b² + 4 se²), so that what may be chance fades out. A share scatters
    at least as chance does: p (1 − p) over its cases.
    """
    months = sorted(month for month, sums in known.items() if sums.n > 0)[-WINDOW:]
    if len(months) < 2:
        return None
    newest, k = months[-1], len(months)
    n = [float(known[month].n) for month in months]
    y = [float(known[month].total) / cases for month, cases in zip(months, n, strict=True)]
    x = [float(month.count - newest.count) for month in months]
    w = _weights(n, x)
    middle = sum(a * b for a, b in zip(w, x, strict=True)) / k
    level = sum(a * b for a, b in zip(w, y, strict=True)) / k
    spread = sum(a * (b - middle) ** 2 for a, b in zip(w, x, strict=True))
    slope = sum(a * (b - middle) * (c - level) for a, b, c in zip(w, x, y, strict=True)) / spread if k >= FEW else 0.0
    residuals = [c - level - slope * (b - middle) for b, c in zip(x, y, strict=True)]
    scatter = sum(a * r * r for a, r in zip(w, residuals, strict=True)) / (k - (2 if k >= FEW else 1))
    if share:
        p = chance_of(known[month] for month in months)
        scatter = max(scatter, p * (1 - p) * k / sum(n))
    error = scatter * sum((a * (b - middle)) ** 2 for a, b in zip(w, x, strict=True)) / spread**2
    carried = slope**3 / (slope**2 + DOUBT * error) if slope else 0.0
    return Line((middle, level), carried, scatter, k, newest)


def chance_of(sums: Iterable[Sum]) -> float:
    """The chance of a case to be in time, never nought nor one: (total + 1) / (n + 2)."""
    total = n = 0.0
    for part in sums:
        total, n = total + float(part.total), n + part.n
    return (total + 1) / (n + 2)


def deviation(chance: float) -> float:
    """The standard deviation of one case that is in time or not."""
    return sqrt(chance * (1 - chance))


def _weights(n: Sequence[float], ages: Sequence[float]) -> list[float]:
    """Cases, less for each month of age; on average one."""
    weights = [cases * AGEING**-age for cases, age in zip(n, ages, strict=True)]
    return [weight * len(weights) / sum(weights) for weight in weights]
