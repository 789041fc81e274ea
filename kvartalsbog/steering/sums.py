"""The figure that a sum gives."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kvartalsbog.kinds.measures import Sum

NONE = Sum(0, Decimal(0))


def figure(sums: Sum) -> Fraction:
    """Total per case, exactly; raises ZeroDivisionError where there is none."""
    return Fraction(sums.total) / sums.n
