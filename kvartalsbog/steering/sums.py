"""Sums put together, and the figure that they give."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from kvartalsbog.kinds.measures import Sum

NONE = Sum(0, Decimal(0))


def whole(parts: Iterable[Sum]) -> Sum:
    """One sum of several."""
    n, total = 0, Decimal(0)
    for part in parts:
        n, total = n + part.n, total + part.total
    return Sum(n, total)


def figure(sums: Sum) -> Fraction:
    """Total per case, exactly; raises ZeroDivisionError where there is none."""
    return Fraction(sums.total) / sums.n
