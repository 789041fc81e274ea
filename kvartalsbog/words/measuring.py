"""Values of a series as they are written: with the decimals of the criterion, and never so that one looks like its limit."""

from __future__ import annotations

from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.words.numbers import as_measured, measured, precision

_LARGE = 10_000  # beyond it nobody reads decimals


def places(criterion: SeriesCriterion) -> int:
    """How many decimals a value is shown with: those that the plan asks for, none of a number of cases or where every limit
    is a large whole number, else one more than its limits have.
    """
    if criterion.decimals is not None:
        return criterion.decimals
    if criterion.counts or (
        criterion.limits and all(abs(limit) >= _LARGE and limit == int(limit) for limit in criterion.limits)
    ):
        return 0
    return max(map(precision, criterion.limits), default=1)


def shown(value: Decimal, criterion: SeriesCriterion, language: Language = DANISH) -> str:
    """A value of a series."""
    return measured(value, criterion.limits, places(criterion), language)


def as_shown(value: Decimal, criterion: SeriesCriterion) -> Decimal:
    """The value that `shown` writes."""
    return as_measured(value, criterion.limits, places(criterion))
