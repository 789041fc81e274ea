"""The words of criteria of items with days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kvartalsbog.content.language import DANISH, Language, closed, message
from kvartalsbog.kinds.base import Asked, CriterionResult, Reason, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Month
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.numbers import DASH, amount, capital, enumeration
from kvartalsbog.words.units import noun

_OUTLOOKS: Mapping[StrEnum | None, str] = {
    Reason.NO_ANSWER: message("Ingen har svaret endnu."),
    Reason.EXPECTED_IN_TIME: message("Den forventede dato ligger inden for fristen."),
    Reason.EXPECTED_LATE: message("Den forventede dato ligger efter fristen."),
    Reason.EXPECTATION_PASSED: message("Den forventede dato er passeret."),
    Reason.NO_EXPECTATION: message("Der er ikke meldt en forventet dato."),
    Reason.ENOUGH_EXPECTED: message("Yderligere {coming} ventes {done} inden fristen, og det er nok."),
    Reason.TOO_MANY_LATE: message("Så mange ventes først efter fristen, at resten ikke er nok."),
    Reason.TOO_FEW_DATED: message("Yderligere {coming} ventes {done} inden fristen, og det er ikke nok."),
}


@dataclass(frozen=True)
class DatedWords(KindWords[DatedCriterion]):
    """The words of what is only to be done, and of the degrees that it may be judged by; `scaled` is the sentence about them."""

    name: str = message("leverance")
    one: str = message("en leverance")
    scaled: str = message("»{title}«: {scale}")

    def asked(self, criterion: DatedCriterion) -> str:
        return criterion.done

    def reached(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        if result.completed:
            return self.language.say("{done} den {day}", done=criterion.done, day=result.completed)
        return self.language.say("ikke {done}", done=criterion.done)

    def fact(self, criterion: DatedCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:
        told, tells_deadline = self._told(criterion, result)
        if tells_deadline:
            return closed(told)
        return self.language.say(
            "{state}; {due}.", state=told, due=due_words(criterion.deadline, months, self.language)
        )

    def standing(self, criterion: DatedCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:  # noqa: ARG002 - the day is beside it
        return closed(self._told(criterion, result)[0])

    def _told(self, criterion: DatedCriterion, result: CriterionResult) -> tuple[str, bool]:
        """How it stands, and whether that says all that there is to say of the deadline."""
        day, done = result.completed, capital(criterion.done)
        if result.late and day:
            late = (day - criterion.deadline).days
            days = self.language.say_n("{n}\u00a0dag", "{n}\u00a0dage", late, n=late)
            return self.language.say("{done} den {day}, {days} efter fristen", done=done, day=day, days=days), True
        return self._state(criterion, result), False

    def _state(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        say, done = self.language.say, criterion.done
        if result.completed:
            return say("{done} den {day}", done=capital(done), day=result.completed)
        if result.state is State.FAILED:
            return say("Ikke {done}", done=done)
        if result.state is State.NO_DATA:
            return say("Ikke indberettet")
        if result.reason is Reason.NO_ANSWER:
            return say("Ikke besvaret endnu")
        if result.expected:
            return say("Ikke {done} endnu, ventes den {day}", done=done, day=result.expected)
        return say("Ikke {done} endnu, uden forventet dato", done=done)

    def outlook(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        found = _OUTLOOKS.get(result.reason)
        if result.reason is Reason.TOO_FEW_DATED and not result.expected_in_time:
            found = message("Ingen flere ventes {done} inden fristen, og det er ikke nok.")
        return self.language.say(found, coming=result.expected_in_time, done=criterion.done) if found else ""

    def alternative(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        """What a figure of the criterion shows: done when, or expected when."""
        say, done = self.language.say, criterion.done
        if result.completed:
            return say("{done} den {day}", done=done, day=result.completed)
        if result.state is State.NO_DATA:
            return say("ikke indberettet")
        if result.reason is Reason.NO_ANSWER:  # what nobody has told may well be done
            return say("ikke besvaret")
        if result.expected:
            return say("ikke {done}, ventes den {day}", done=done, day=result.expected)
        return say("ikke {done}", done=done)

    def scale(self, criterion: DatedCriterion) -> str:
        """What each degree gives, in one sentence: `… »delvist opfyldt« giver 50 pct.`; empty where there are no degrees."""
        language = self.language
        told = [
            language.say("»{degree}« giver {part}", degree=word, part=amount(gives, Unit.PERCENT, language=language))
            for word, gives in criterion.graded.items()
        ]
        scale = enumeration(told, language)
        return closed(language.say(self.scaled, title=criterion.title, scale=scale)) if told else ""


@dataclass(frozen=True)
class NumberedWords(DatedWords):
    """The words of a number of items: `2 af 6 projekter er sat i drift`."""

    name: str = message("antal")
    one: str = message("et antal")

    def asked(self, criterion: DatedCriterion) -> str:
        asked, room = criterion.asked, criterion.room
        if asked is None:
            return super().asked(criterion)
        wanted = amount(_number(asked), noun(asked, self.language), language=self.language)
        if room and room.set_by == "plan" and room.most == asked.limit:
            return self._all(asked, wanted)
        return wanted

    def _all(self, asked: Asked, wanted: str) -> str:
        """Every one that there is: of one that it is one, of two both."""
        if asked.limit == 2:
            return self.language.say("begge {things}", things=noun(asked, self.language))
        return wanted if asked.limit == 1 else self.language.say("alle {wanted}", wanted=wanted)

    def reached(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        asked = criterion.asked
        if result.value is None or asked is None:
            return DASH
        shown = min(result.value, _number(asked))  # seven of six is no number of six
        wanted = amount(_number(asked), noun(asked, self.language), language=self.language)
        return self.language.say("{number} af {wanted}", number=shown, wanted=wanted)

    def _told(self, criterion: DatedCriterion, result: CriterionResult) -> tuple[str, bool]:
        say, deadline, asked = self.language.say, criterion.deadline, criterion.asked
        if result.reason is Reason.NO_ANSWER:
            return say("Ikke besvaret endnu"), False
        if result.value is None or asked is None:
            return say("Ikke indberettet"), False
        reached = self._reached_so(criterion, result.value, asked)
        if result.late and result.completed:
            late = message("Opfyldt efter fristen: {reached} inden den {deadline}, og kravet blev nået den {day}")
            return say(late, reached=reached, deadline=deadline, day=result.completed), True
        reached = capital(reached)
        if result.state is State.HOLDS and result.completed:
            return say("{reached}; kravet blev nået den {day}", reached=reached, day=result.completed), True
        return reached, False

    def _reached_so(self, criterion: DatedCriterion, value: Decimal, asked: Asked) -> str:
        """`5 af 6 projekter er gennemført`; of more than are asked for, how many, and what is asked for."""
        word, language = noun(asked, self.language), self.language
        if value > _number(asked):
            return language.say(
                "{number} er {done}, og kravet er {limit}",
                number=amount(value, word, language=language), done=criterion.done, limit=asked.limit,
            )  # fmt: skip
        wanted = amount(_number(asked), word, language=language)
        return language.say("{number} af {wanted} er {done}", number=value, wanted=wanted, done=criterion.done)

    def alternative(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        if result.value is None:
            silent = result.reason is Reason.NO_ANSWER
            return self.language.say("ikke besvaret") if silent else self.language.say("ikke indberettet")
        return self.language.say(
            "{number} {done}, kravet er {wanted}",
            number=result.value, done=criterion.done, wanted=self.asked(criterion),
        )  # fmt: skip


def due_words(deadline: date, months: Sequence[Month], language: Language = DANISH) -> str:
    """When something is or was due, by whether its day is among the `months` that have passed: `fristen var den 30. juni 2024`."""
    if months and deadline <= months[-1].last_day:
        return language.say("fristen var den {deadline}", deadline=deadline)
    return language.say("fristen er den {deadline}", deadline=deadline)


def _number(asked: Asked) -> Decimal:
    """How many items are asked for; only a series may ask for what is not known yet."""
    return asked.limit if asked.limit is not None else Decimal(0)
