"""The figure that a sum gives."""

from __future__ import annotations

from fractions import Fraction

from kvartalsbog.kinds.measures import Sum


def figure(sums: Sum) -> Fraction:
    """Total per case, exactly; raises ZeroDivisionError where there is none."""
    return Fraction(sums.total) / sums.n
