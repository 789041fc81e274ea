"""The words of criteria that are reported as a series."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.content.language import closed, message
from kvartalsbog.kinds.base import Bound, CriterionResult, Outlook, Reason, State
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import EVERY, SeriesCriterion
from kvartalsbog.periods import Month, months_of
from kvartalsbog.words.kind_words import KindWords
from kvartalsbog.words.limits import BoundWords
from kvartalsbog.words.measuring import shown
from kvartalsbog.words.numbers import DASH, NBSP, amount, measured, month_name, months_words, number
from kvartalsbog.words.units import unit_word

_EACH = {  # how often it is reported → what is told of one such time
    "monthly": message("om måneden"),
    "quarterly": message("i kvartalet"),
    "half-yearly": message("i halvåret"),
    "yearly": message("om året"),
}


@dataclass(frozen=True)
class SeriesWords(KindWords[SeriesCriterion]):
    """The words of a series. `subject` begins a sentence about its value; `told` is put before the value in a list."""

    name: str = message("talserie")
    one: str = message("en talserie")
    subject: str = message("Tallet")
    told: str = ""

    @property
    def _bounds(self) -> BoundWords:
        return BoundWords(self.language)

    def asked(self, criterion: SeriesCriterion) -> str:
        return self._bounds.asked(criterion)

    def asked_in_time(self, criterion: SeriesCriterion) -> str:
        """The same with the months that are judged, where others of the plan's are not."""
        wanted, every = self.asked(criterion), self._plan(criterion)
        if not self._of_a_part(criterion):
            return wanted
        period = self._period(criterion, criterion.months(every))
        return self.language.say("{wanted} {period}", wanted=wanted, period=period)

    def _plan(self, criterion: SeriesCriterion) -> tuple[Month, ...]:
        """The months of the plan."""
        calendar = self.language.calendar
        return months_of(criterion.deadline.year) if calendar is None else calendar.months

    def _of_a_part(self, criterion: SeriesCriterion) -> bool:
        """Whether what the whole of the plan's time comes to is not what is asked."""
        return criterion.begins is not None or Month.of(criterion.deadline) < self._plan(criterion)[-1]

    def reached(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        if result.value is None:
            return DASH
        if own := criterion.own_limits:
            return self.language.say("{number} af {count}\u00a0enheder", number=result.value, count=len(own))
        return self._value(criterion, result.value)

    def fact(self, criterion: SeriesCriterion, result: CriterionResult, months: tuple[Month, ...]) -> str:
        say, wanted = self.language.say, self.asked(criterion)
        if not result.months:
            return self._nothing(criterion, result, months, wanted)
        told: dict[str, str] = {"subject": say(self.subject), "period": self._period(criterion, result.months), "wanted": wanted}  # fmt: skip
        if result.value is None and result.sums is None:
            hidden = say("{subject} {period} vises ikke, fordi tallet er fortroligt; kravet er {wanted}", **told)
            return closed(hidden)
        if result.value is None:
            none = say("Der har ingen {counted} været {period}; kravet er {wanted}", counted=criterion.counted, **told)
            return closed(none)
        told["reached"] = self.reached(criterion, result)
        if criterion.own_limits:
            return closed(say("{reached} opfylder deres eget krav {period}", **told))
        if result.state in (State.NOT_DUE, State.NO_DATA):
            return closed(say("{subject} {period} er {reached}; kravet er {wanted}", **told))
        return closed(say("{subject} {period} blev {reached}; kravet er {wanted}", **told))

    def _nothing(
        self, criterion: SeriesCriterion, result: CriterionResult, months: tuple[Month, ...], wanted: str
    ) -> str:
        """Nobody has reported a month that counts, or none of them has passed."""
        if criterion.begins is not None and criterion.begins > months[-1].last_day:
            told = self.language.say(
                "Tallet gøres op fra den {day}; kravet er {wanted}", day=criterion.begins, wanted=wanted
            )
            return closed(told)
        if not result.missing:
            return closed(self.language.say("Der er ingen tal endnu; kravet er {wanted}", wanted=wanted))
        named = months_words(result.missing, self.language)
        return closed(
            self.language.say("Der er ingen tal for {months}; kravet er {wanted}", months=named, wanted=wanted)
        )

    def outlook(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        required, bound, say = result.required_rest_of_year, result.against, self.language.say
        if criterion.own_limits and result.outlook is not None:
            kept = result.outlook is Outlook.ON_TRACK
            all_of_them = message("Alle enheder opfylder deres eget krav indtil nu.")
            return say(all_of_them if kept else message("Ikke alle enheder opfylder deres eget krav indtil nu."))
        if bound is not None and result.reason is Reason.LATEST_WITHIN:
            said = message("Det seneste tal opfylder kravet; det er tallet ved fristen den {day}, der afgør det.")
            return say(said, day=criterion.deadline)
        if bound is None or required is None:
            return ""
        if result.reason is Reason.LATEST_OUTSIDE:
            return self._change(criterion, required, bound)
        if result.reason in (Reason.PACE_HOLDS, Reason.PACE_FAILS):
            return self._pace(criterion, result, required, bound)
        return self._rest(criterion, result, required, bound)

    def required(self, criterion: SeriesCriterion, result: CriterionResult) -> str:
        """What the rest must be, and nothing about how it is counted."""
        required, bound = result.required_rest_of_year, result.against
        if required is None or bound is None:
            return ""
        least = amount(careful(required, criterion, bound), criterion.unit, criterion.places, self.language)
        said = message("Kravet kan holdes, hvis tallet i resten af året er {asked}")
        if self._of_a_part(criterion):
            said = message("Kravet kan holdes, hvis tallet indtil fristen er {asked}")
        return closed(self.language.say(said, asked=self._bounds.side(bound, least)))

    def _rest(self, criterion: SeriesCriterion, result: CriterionResult, required: Decimal, bound: Bound) -> str:
        say, whole_year = self.language.say, not self._of_a_part(criterion)
        if result.reason is Reason.IMPOSSIBLE:
            asked = self._bounds.side(bound, self._beyond(criterion, required))
            impossible = message(
                "Kravet kan ikke holdes: Tallet i resten af året skulle i gennemsnit være {asked}, og det er ikke muligt."
            )
            later = message(
                "Kravet kan ikke holdes: Tallet indtil fristen skulle i gennemsnit være {asked}, og det er ikke muligt."
            )
            return say(impossible if whole_year else later, asked=asked)
        wanted = amount(careful(required, criterion, bound), criterion.unit, criterion.places, self.language)
        cases = f"{number(result.expected_rest_of_year or 0, 0, self.language)}{NBSP}{criterion.counted}"
        told = {"asked": self._bounds.side(bound, wanted), "cases": cases}
        most = message(
            "Skal kravet holdes, må tallet i resten af året i gennemsnit være {asked} (regnet med yderligere {cases})."
        )
        least = message(
            "Skal kravet holdes, skal tallet i resten af året i gennemsnit være {asked} (regnet med yderligere {cases})."
        )
        if not whole_year:
            most = message("Skal kravet holdes, må tallet indtil fristen i gennemsnit være {asked} (regnet med yderligere {cases}).")  # fmt: skip
            least = message("Skal kravet holdes, skal tallet indtil fristen i gennemsnit være {asked} (regnet med yderligere {cases}).")  # fmt: skip
        return say(most if bound.side == "at_most" else least, **told)

    def _beyond(self, criterion: SeriesCriterion, required: Decimal) -> str:
        """What is required and not possible, so that it does not look like the most or the least that is."""
        ends = [end for end in criterion.possible if end is not None]
        return f"{measured(required, ends, criterion.places, self.language)}{NBSP}{unit_word(criterion.unit, self.language)}"

    def _pace(self, criterion: SeriesCriterion, result: CriterionResult, required: Decimal, bound: Bound) -> str:
        """What a month must bring, beside what one has brought so far."""
        so_far = round((result.value or Decimal(0)) / len(result.months), max(1, criterion.places))
        wanted = self._bounds.side(bound, self._value(criterion, careful(required, criterion, bound)))
        told = {"asked": wanted, "each": self.language.say(_EACH[criterion.reported]), "pace": amount(so_far, criterion.unit, language=self.language)}  # fmt: skip
        most = message("Der må komme {asked} {each} frem til fristen; hidtil har det i gennemsnit været {pace}")
        least = message("Der skal komme {asked} {each} frem til fristen; hidtil har det i gennemsnit været {pace}")
        return closed(self.language.say(most if bound.side == "at_most" else least, **told))

    def _change(self, criterion: SeriesCriterion, required: Decimal, bound: Bound) -> str:
        step = Decimal(1).scaleb(-criterion.places)
        change = self._value(criterion, _up(abs(required), step))
        if criterion.whole:  # by which a share differs from another is no per cent of it
            change = self.language.say(
                "{number} procentpoint", number=shown(_up(abs(required), step), criterion, self.language)
            )
        told = {"change": change, "day": self.language.shown(criterion.deadline)}
        if bound.side == "at_most":
            return self.language.say(
                "Tallet skal falde mindst {change} om måneden for at opfylde kravet den {day}.", **told
            )
        return self.language.say(
            "Tallet skal stige mindst {change} om måneden for at opfylde kravet den {day}.", **told
        )

    def month(self, criterion: SeriesCriterion, sums: Sum) -> str:
        """What some sums hold, in short: `12 sager, i gennemsnit 180,5 dage`."""
        counted = f"{number(sums.n, language=self.language)} {criterion.counted}"
        value, told = criterion.value_of(sums), self.language.say(self.told) if self.told else ""
        return counted if value is None else f"{counted}, {told}{amount(value, criterion.unit, 1, self.language)}"

    def _value(self, criterion: SeriesCriterion, value: Decimal) -> str:
        return f"{shown(value, criterion, self.language)}{NBSP}{unit_word(criterion.unit, self.language)}"

    def _period(self, criterion: SeriesCriterion, reported: tuple[Month, ...]) -> str:
        """`i januar–februar 2024`; `i 2024` only when every month of the year was reported. A level is of the end of a
        month, and one of several months stands for all of them.
        """
        if criterion.latest:
            named = month_name(reported[-1], year=True, language=self.language)
            return self.language.say("ved udgangen af {month}", month=named)
        step = EVERY[criterion.reported]
        months = tuple(Month.counted(m.count - back) for m in reported for back in reversed(range(step)))
        if len(months) == 12 and months[0].year == months[-1].year:
            return self.language.say("i\u00a0{year}", year=str(months[0].year))
        return self.language.say("i {months}", months=months_words(months, self.language))


def _up(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, rounding="ROUND_CEILING")  # not translated: a code


def careful(required: Decimal, criterion: SeriesCriterion, bound: Bound) -> Decimal:
    """What is required, rounded to the safe side, and never less than a value can be."""
    step = Decimal(1).scaleb(-criterion.places)
    if bound.side == "at_most":
        return required.quantize(step, rounding="ROUND_FLOOR")  # not translated: a code
    found = _up(required, step)
    least = criterion.possible.least
    return found if least is None else max(found, least)
