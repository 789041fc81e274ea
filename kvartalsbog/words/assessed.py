"""The words of assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kvartalsbog.content.language import message
from kvartalsbog.kinds.base import CriterionResult, Reason, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.words.dated import DatedWords
from kvartalsbog.words.numbers import capital

_OUTLOOKS: Mapping[StrEnum | None, str] = {
    Reason.NO_ANSWER: message("Ingen har svaret endnu."),
    Reason.NO_DEGREE: message("Ejeren har ikke skrevet, hvilken vurdering der ventes."),
    Reason.ALL_EXPECTED: message("Ejeren venter vurderingen »{degree}«."),
    Reason.LESS_EXPECTED: message("Ejeren venter vurderingen »{degree}«, og den giver ikke det hele."),
}


@dataclass(frozen=True)
class AssessedWords(DatedWords):
    """The words of what is judged by a degree: `vurderet som »delvist opfyldt«`."""

    name: str = message("vurdering")
    one: str = message("en vurdering")
    scaled: str = message("Vurderingen »{title}«: {scale}")

    def asked(self, criterion: DatedCriterion) -> str:
        full = next(word for word, gives in criterion.scale.items() if gives == 1)
        return self.language.say("{done} som »{degree}«", done=criterion.done, degree=full)

    def reached(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        if result.completed is None:
            return self.language.say("ikke {done}", done=criterion.done)
        return self.language.say("{done} som »{degree}«", done=criterion.done, degree=result.degree)

    def _told(self, criterion: DatedCriterion, result: CriterionResult) -> tuple[str, bool]:
        say, done = self.language.say, criterion.done
        if result.completed is not None:
            said = message("{reached} af {by} den {day}")
            return say(said, reached=capital(self.reached(criterion, result)), by=result.by, day=result.completed), True
        state = say("Ikke {done} endnu", done=done)
        if result.expected and result.state is not State.NO_DATA:
            state = say("Ikke {done} endnu, ventes den {day}", done=done, day=result.expected)
        return state, False

    def outlook(self, criterion: DatedCriterion, result: CriterionResult) -> str:  # noqa: ARG002 - all is in the result
        found = _OUTLOOKS.get(result.reason)
        return self.language.say(found, degree=result.degree) if found else ""

    def alternative(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        if result.reason is Reason.NO_ANSWER:
            return self.reached(criterion, result)
        if result.completed is None:
            return super().alternative(criterion, result)
        said = message("{reached} af {by} den {day}")
        return self.language.say(said, reached=self.reached(criterion, result), by=result.by, day=result.completed)
