"""Values of a series as they are written: with the decimals of the criterion, and never so that one looks like its limit."""

from __future__ import annotations

from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.words.numbers import as_measured, measured


def shown(value: Decimal, criterion: SeriesCriterion, language: Language = DANISH) -> str:
    """A value of a series."""
    return measured(value, criterion.limits, criterion.places, language)


def as_shown(value: Decimal, criterion: SeriesCriterion) -> Decimal:
    """The value that `shown` writes."""
    return as_measured(value, criterion.limits, criterion.places)
