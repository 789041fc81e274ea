"""The words of criteria that are reported as a series."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.kinds.base import CriterionResult, Reason, State
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, months_of
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.numbers import DASH, NBSP, amount, closed, measured, months_words, number, precision
from kvartalsbog.words.units import unit_word


@dataclass(frozen=True)
class SeriesWords(KindWords[SeriesCriterion]):
    """The words of a series. `subject` begins a sentence about its value; `told` is put before the value in a list."""

    name: str = "talserie"
    one: str = "en talserie"
    subject: str = "Tallet"
    told: str = ""

    def asked(self, criterion: SeriesCriterion) -> str:
        return f"{_bound(criterion)} {amount(criterion.limit, criterion.unit)}"

    def reached(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        if result.value is None:
            return DASH
        return f"{measured(result.value, criterion.limit)}{NBSP}{unit_word(criterion.unit)}"

    def fact(self, criterion: SeriesCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:
        wanted = f"kravet er {self.asked(criterion)}"
        reported = result.reported(months)
        if not reported:
            return closed(f"Der er ingen tal for {months_words(months)}; {wanted}")
        period = (
            f"i{NBSP}{reported[0].year}" if reported == months_of(reported[0].year) else f"i {months_words(reported)}"
        )
        if result.value is None and result.sums is None:
            return closed(f"{self.subject} {period} vises ikke, fordi tallet er fortroligt; {wanted}")
        if result.value is None:
            return closed(f"Der har ingen {criterion.counted} været {period}; {wanted}")
        verb = "er" if result.state in (State.NOT_DUE, State.NO_DATA) else "blev"
        return closed(f"{self.subject} {period} {verb} {self.reached(criterion, result)}; {wanted}")

    def outlook(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        required, bound = result.required_rest_of_year, _bound(criterion)
        if required is None:
            return ""
        if result.reason is Reason.IMPOSSIBLE:
            asked = amount(required, criterion.unit, precision(criterion.limit))
            return (
                f"Resten af året skulle i gennemsnit være {bound} {asked}, for at året holder, og det er ikke muligt."
            )
        effort = "må" if criterion.direction == "at_most" else "skal"
        asked = amount(_careful(required, criterion), criterion.unit, precision(criterion.limit))
        counted = f"{number(result.expected_rest_of_year or 0, 0)}{NBSP}{criterion.counted}"
        return (
            f"Resten af året {effort} i gennemsnit være {bound} {asked}, for at året holder (regnet med {counted} til)."
        )

    def month(self, criterion: SeriesCriterion, sums: Sum) -> str:
        """What some sums hold, in short: `12 sager, i gennemsnit 180,5 dage`."""
        counted, value = f"{number(sums.n)} {criterion.counted}", criterion.value_of(sums)
        return counted if value is None else f"{counted}, {self.told}{amount(value, criterion.unit, 1)}"


def _bound(criterion: SeriesCriterion) -> str:
    return "højst" if criterion.direction == "at_most" else "mindst"


def _careful(required: Decimal, criterion: SeriesCriterion) -> Decimal:
    """The required average rounded to the safe side, and never less than a value can be."""
    step = Decimal(1).scaleb(-precision(criterion.limit))
    if criterion.direction == "at_most":
        return required.quantize(step, rounding="ROUND_FLOOR")
    return max(required.quantize(step, rounding="ROUND_CEILING"), criterion.bounds.minimum)
