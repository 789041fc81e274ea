"""The words of criteria that are reported as a series."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.content.language import message
from kvartalsbog.kinds.base import CriterionResult, Reason, State
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.numbers import DASH, NBSP, amount, closed, measured, months_words, number, precision
from kvartalsbog.words.units import unit_word


@dataclass(frozen=True)
class SeriesWords(KindWords[SeriesCriterion]):
    """The words of a series. `subject` begins a sentence about its value; `told` is put before the value in a list."""

    name: str = message("talserie")
    one: str = message("en talserie")
    subject: str = message("Tallet")
    told: str = ""

    def asked(self, criterion: SeriesCriterion) -> str:
        return self._bound(criterion, amount(criterion.limit, criterion.unit, language=self.language))

    def reached(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        if result.value is None:
            return DASH
        value = measured(result.value, criterion.limit, self.language)
        return f"{value}{NBSP}{unit_word(criterion.unit, self.language)}"

    def fact(self, criterion: SeriesCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:
        say, wanted, reported = self.language.say, self.asked(criterion), result.reported(months)
        if not reported:
            named = months_words(months, self.language)
            return closed(say("Der er ingen tal for {months}; kravet er {wanted}", months=named, wanted=wanted))
        told: dict[str, str] = {"subject": say(self.subject), "period": self._period(reported), "wanted": wanted}
        if result.value is None and result.sums is None:
            hidden = say("{subject} {period} vises ikke, fordi tallet er fortroligt; kravet er {wanted}", **told)
            return closed(hidden)
        if result.value is None:
            none = say("Der har ingen {counted} været {period}; kravet er {wanted}", counted=criterion.counted, **told)
            return closed(none)
        told["reached"] = self.reached(criterion, result)
        if result.state in (State.NOT_DUE, State.NO_DATA):
            return closed(say("{subject} {period} er {reached}; kravet er {wanted}", **told))
        return closed(say("{subject} {period} blev {reached}; kravet er {wanted}", **told))

    def outlook(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        required, say, language = result.required_rest_of_year, self.language.say, self.language
        if required is None:
            return ""
        if result.reason is Reason.IMPOSSIBLE:
            asked = self._bound(criterion, amount(required, criterion.unit, precision(criterion.limit), language))
            return say(
                "Resten af året skulle i gennemsnit være {asked}, for at året holder, og det er ikke muligt.",
                asked=asked,
            )
        careful = amount(_careful(required, criterion), criterion.unit, precision(criterion.limit), language)
        cases = f"{number(result.expected_rest_of_year or 0, 0, language)}{NBSP}{criterion.counted}"
        told = {"asked": self._bound(criterion, careful), "cases": cases}
        if criterion.direction == "at_most":
            return say(
                "Resten af året må i gennemsnit være {asked}, for at året holder (regnet med {cases} til).", **told
            )
        return say(
            "Resten af året skal i gennemsnit være {asked}, for at året holder (regnet med {cases} til).", **told
        )

    def month(self, criterion: SeriesCriterion, sums: Sum) -> str:
        """What some sums hold, in short: `12 sager, i gennemsnit 180,5 dage`."""
        counted = f"{number(sums.n, language=self.language)} {criterion.counted}"
        value, told = criterion.value_of(sums), self.language.say(self.told) if self.told else ""
        return counted if value is None else f"{counted}, {told}{amount(value, criterion.unit, 1, self.language)}"

    def _period(self, reported: tuple[Month, ...]) -> str:
        """`i januar–februar 2024`; `i 2024` only when every month of the year was reported."""
        if len(reported) == 12:
            return self.language.say("i\u00a0{year}", year=str(reported[0].year))
        return self.language.say("i {months}", months=months_words(reported, self.language))

    def _bound(self, criterion: SeriesCriterion, value: str) -> str:
        if criterion.direction == "at_most":
            return self.language.say("højst {value}", value=value)
        return self.language.say("mindst {value}", value=value)


def _careful(required: Decimal, criterion: SeriesCriterion) -> Decimal:
    """The required average rounded to the safe side, and never less than a value can be."""
    step = Decimal(1).scaleb(-precision(criterion.limit))
    if criterion.direction == "at_most":
        return required.quantize(step, rounding="ROUND_FLOOR")  # not translated: a code
    careful = required.quantize(step, rounding="ROUND_CEILING")  # not translated: a code
    least = criterion.possible.least
    return careful if least is None else max(careful, least)
