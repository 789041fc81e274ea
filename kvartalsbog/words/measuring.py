"""Values of a series as they are written: with the decimals of the criterion, and never so that one looks like its limit."""

from __future__ import annotations

from decimal import Decimal

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.words.numbers import NBSP, as_measured, decimals_of, measured
from kvartalsbog.words.units import unit_word


def shown(value: Decimal, criterion: SeriesCriterion, language: Language = DANISH) -> str:
    """A value of a series."""
    return measured(value, criterion.limits, criterion.places, language)


def shown_amount(value: Decimal, criterion: SeriesCriterion, language: Language = DANISH) -> str:
    """A value of a series with its unit."""
    word = unit_word(criterion.unit, language, as_shown(value, criterion))
    return f"{shown(value, criterion, language)}{NBSP}{word}"


def as_shown(value: Decimal, criterion: SeriesCriterion) -> Decimal:
    """The value that `shown` writes."""
    return as_measured(value, criterion.limits, criterion.places)


def apart(one: Decimal, other: Decimal, criterion: SeriesCriterion) -> tuple[Decimal, int]:
    """By how much the first value is more than the other as both are shown, so that a reader who subtracts gets the same; and with how many
    decimals that is told: with so few that a difference vanished, it would have a sign and no size.
    """
    difference = as_shown(one, criterion) - as_shown(other, criterion)
    return difference, max(criterion.places, decimals_of(difference))
