"""The words of criteria of items with days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kvartalsbog.kinds.base import CriterionResult, Reason, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.periods import Month
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.numbers import DASH, amount, capital, long_date, number
from kvartalsbog.words.units import noun


@dataclass(frozen=True)
class DatedWords(KindWords[DatedCriterion]):
    """The words of what is only to be done."""

    name: str = "leverance"
    one: str = "en leverance"

    def asked(self, criterion: DatedCriterion) -> str:
        return criterion.done

    def reached(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        return f"{criterion.done} {long_date(result.completed)}" if result.completed else f"ikke {criterion.done}"

    def fact(self, criterion: DatedCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:  # noqa: ARG002 - a day is no month
        deadline = long_date(criterion.deadline)
        if result.late and result.completed:
            return f"Opfyldt efter fristen: {criterion.done} {long_date(result.completed)}; fristen var {deadline}."
        if result.completed:
            return f"{capital(criterion.done)} {long_date(result.completed)}; fristen er {deadline}."
        if result.state is State.FAILED:
            return f"Ikke {criterion.done}; fristen var {deadline}."
        if result.state is State.NO_DATA:
            return f"Ikke indberettet; fristen var {deadline}."
        if result.reason is Reason.NO_ANSWER:
            return f"Ikke besvaret endnu; fristen er {deadline}."
        when = f"ventes {long_date(result.expected)}" if result.expected else "uden forventet dato"
        return f"Ikke {criterion.done} endnu, {when}; fristen er {deadline}."

    def outlook(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        coming = f"Yderligere {number(result.expected_in_time)} ventes {criterion.done} inden fristen"
        sentences: dict[StrEnum | None, str] = {
            Reason.NO_ANSWER: "Ingen har svaret endnu.",
            Reason.EXPECTED_IN_TIME: "Den forventede dato ligger inden for fristen.",
            Reason.EXPECTED_LATE: "Den forventede dato ligger efter fristen.",
            Reason.EXPECTATION_PASSED: "Den forventede dato er passeret.",
            Reason.NO_EXPECTATION: "Der er ikke meldt en forventet dato.",
            Reason.ENOUGH_EXPECTED: f"{coming}, og det er nok.",
            Reason.TOO_MANY_LATE: "Så mange ventes først efter fristen, at kravet ikke kan nås.",
            Reason.TOO_FEW_DATED: f"{coming}, og det er ikke nok.",
        }
        return sentences.get(result.reason, "")

    def alternative(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        """What a figure of the criterion shows: done when, or expected when."""
        if result.completed:
            return f"{criterion.done} {long_date(result.completed)}"
        if result.state is State.NO_DATA:
            return "ikke indberettet"
        return f"ikke {criterion.done}" + (f", ventes {long_date(result.expected)}" if result.expected else "")


@dataclass(frozen=True)
class NumberedWords(DatedWords):
    """The words of a number of items: `2 af 6 projekter er sat i drift`."""

    name: str = "antal"
    one: str = "et antal"

    def asked(self, criterion: DatedCriterion) -> str:
        asked, room = criterion.asked, criterion.room
        if asked is None:
            return super().asked(criterion)
        wanted = amount(asked.limit, noun(asked))
        return f"alle {wanted}" if room and room.set_by == "plan" and room.most == asked.limit else wanted

    def reached(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        asked = criterion.asked
        if result.value is None or asked is None:
            return DASH
        shown = min(result.value, asked.limit)  # seven of six is no number of six
        return f"{number(shown)} af {amount(asked.limit, noun(asked))}"

    def fact(self, criterion: DatedCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:  # noqa: ARG002 - a day is no month
        deadline, asked = long_date(criterion.deadline), criterion.asked
        if result.reason is Reason.NO_ANSWER:
            return f"Ikke besvaret endnu; fristen er {deadline}."
        if result.value is None or asked is None:
            return f"Ikke indberettet; fristen var {deadline}."
        reached = f"{self.reached(criterion, result)} er {criterion.done}"
        if result.value > asked.limit:
            reached = f"{amount(result.value, noun(asked))} er {criterion.done}, og kravet er {number(asked.limit)}"
        if result.late and result.completed:
            reached_on = long_date(result.completed)
            return f"Opfyldt efter fristen: {reached} inden {deadline}, og kravet blev nået {reached_on}."
        if result.state is State.HOLDS and result.completed:
            return f"{capital(reached)}; kravet blev nået {long_date(result.completed)}."
        return f"{capital(reached)}; fristen {'var' if result.state is State.FAILED else 'er'} {deadline}."

    def alternative(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        if result.value is None:
            return "ikke indberettet"
        return f"{number(result.value)} {criterion.done}, kravet er {self.asked(criterion)}"
