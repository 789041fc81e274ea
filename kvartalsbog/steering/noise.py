"""Whether a figure has moved, or only varies as it did last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

from kvartalsbog.kinds.measures import Sum, add_up
from kvartalsbog.periods import Month
from kvartalsbog.steering.line import deviation
from kvartalsbog.steering.sums import figure

BASELINE = 12  # months of the band
BIAS_OF_RANGES = 1.128  # the mean moving range of two, in standard deviations
BIAS_OF_TWELVE = 0.978  # the standard deviation of twelve, likewise
RUN = 8  # months in a row on one side that tell of a change
FEW_CASES = 10  # a month, under which a month's figure says nothing
FEW_MISSES = 5  # a year, likewise of a share
UNEVEN = 2  # how many times the smallest month's cases the largest's can be before they matter
SLACK = 1e-9  # of a value, which two floats of the same may differ by
SMALL = 30  # cases a month under which the cases' own chance is what scatters


class Signal(StrEnum):
    """What the newest quarter tells against last year's band."""

    TOO_FEW_MONTHS = "too few months"
    TOO_FEW_CASES = "too few cases"
    TOO_FEW_MISSES = "too few misses"
    NOISE = "within the band"
    ONE_MONTH = "one unusual month"
    LOWER = "really lower"
    HIGHER = "really higher"


@dataclass(frozen=True)
class Band:
    """Last year's band: its `centre`, and the deviation of each month by its cases. `moving` tells that the figure was on its way
    already, so that the band is the wider of two.
    """

    centre: float
    sigma: float
    by_cases: bool
    moving: bool

    def limits(self, cases: int) -> tuple[float, float]:
        """Between what a month of so many cases lies when nothing has changed: three deviations to each side."""
        reach = 3 * self.sigma / (sqrt(cases) if self.by_cases else 1)
        return self.centre - reach, self.centre + reach


def band_of(known: Mapping[Month, Sum], year: Sequence[Month], *, share: bool) -> Band | Signal:
    """The band of the twelve months before `year`, or why there is none.

    The deviation is the larger of the mean moving range / 1.128 and the standard deviation / 0.978; with cases that differ by more than
    twice, of few cases or a share, it is that of one case, and a month's band narrows with the root of its cases (Laney 2002).
    """
    months = [month.year_before for month in year]
    if len(months) != BASELINE or any(month not in known for month in months):
        return Signal.TOO_FEW_MONTHS
    sums = [known[month] for month in months]
    cases = [part.n for part in sums]
    all_months = add_up(sums)
    if min(cases) < 1 or fmean(cases) < FEW_CASES:
        return Signal.TOO_FEW_CASES
    if share and all_months.n - all_months.total < FEW_MISSES:
        return Signal.TOO_FEW_MISSES
    figures = [float(figure(part)) for part in sums]
    by_cases = max(cases) > UNEVEN * min(cases) and (share or fmean(cases) < SMALL)
    if by_cases:
        centre = float(figure(all_months))
        unit = deviation(centre) if share else 1.0
        scaled = [(value - centre) * sqrt(n) / unit for value, n in zip(figures, cases, strict=True)]
        return Band(centre, unit * _sigma(scaled), by_cases=True, moving=_moving(scaled, 0.0))
    centre = fmean(figures)
    return Band(centre, _sigma(figures), by_cases=False, moving=_moving(figures, centre))


def signal(known: Mapping[Month, Sum], band: Band, quarter: Sequence[Month], year: Sequence[Month]) -> Signal:
    """What the quarter's months tell: a real change when two of them lie outside the band on one side, or the last eight of the year's months
    on one side of its centre.
    """
    sides = [_side(known[month], band) for month in quarter if month in known and known[month].n]
    if not sides:
        return Signal.TOO_FEW_MONTHS
    for side, found in ((-1, Signal.LOWER), (1, Signal.HIGHER)):
        if sides.count(side) >= 2:
            return found
    run = [known[m] for m in year if m <= quarter[-1] and m in known and known[m].n][-RUN:]
    if len(run) == RUN:
        run_sides = {_beyond(float(figure(sums)), band.centre, band.centre) for sums in run}
        if run_sides in ({-1}, {1}):
            return Signal.LOWER if run_sides == {-1} else Signal.HIGHER
    return Signal.ONE_MONTH if any(sides) else Signal.NOISE


def _side(sums: Sum, band: Band) -> int:
    low, high = band.limits(sums.n)
    return _beyond(float(figure(sums)), low, high)


def _beyond(value: float, low: float, high: float) -> int:
    """On which side of them a value lies, and 0 between; what no reader could tell apart is alike, as where a year has not varied at all."""
    slack = SLACK * max(1.0, abs(value))
    return (value > high + slack) - (value < low - slack)


def _ranges(values: Sequence[float]) -> float:
    return fmean(abs(second - first) for first, second in pairwise(values)) / BIAS_OF_RANGES


def _sigma(values: Sequence[float]) -> float:
    return max(_ranges(values), stdev(values) / BIAS_OF_TWELVE)


def _moving(values: Sequence[float], centre: float) -> bool:
    """Whether the baseline itself was not still: a month outside the moving ranges' limits, or eight in a row on one side."""
    reach = 3 * _ranges(values)
    sides = "".join("-0+"[_beyond(value, centre, centre) + 1] for value in values)
    far = any(_beyond(value, centre - reach, centre + reach) for value in values)
    return far or "+" * RUN in sides or "-" * RUN in sides
