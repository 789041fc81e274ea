"""Facts and outlooks as Danish sentences."""

from __future__ import annotations

from collections.abc import Iterable

from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.kinds.base import CriterionResult, State
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.kinds import criterion_sentence
from kvartalsbog.words.numbers import capital, count_word, enumeration, led, months_words
from kvartalsbog.words.statuses import ACCOUNT_FIELDS
from kvartalsbog.words.weights import of_weight


def goal_sentence(result: GoalResult, months: tuple[Month, ...], language: Language = DANISH) -> str:
    """The fact about a goal: its one criterion's, or how many of its criteria hold and what has failed or come late."""
    if len(result.criteria) == 1:
        return criterion_sentence(result.criteria[0], months, language)
    held, count = sum(c.state is State.HOLDS for c in result.criteria), len(result.criteria)
    failed = [c for c in result.criteria if c.state is State.FAILED]
    sentence = _held(held, count, language, settled=bool(failed))
    return " ".join((sentence, *(led(c.criterion.title, criterion_sentence(c, months, language)) for c in failed)))


def _held(held: int, count: int, language: Language, *, settled: bool) -> str:
    """How many of a goal's criteria hold; `settled` where one does not any more."""
    say, number = language.say, count_word(count, language)
    if held == count:
        return (
            say("Begge kriterier er opfyldt.")
            if count == 2
            else say("Alle {number} kriterier er opfyldt.", number=number)
        )
    if held == 0:
        none = message("Ingen af de {number} kriterier er opfyldt.") if settled else message("Ingen af de {number} kriterier er opfyldt endnu.")  # fmt: skip
        return say(none, number=number)
    return say("{held} af {number} kriterier er opfyldt.", held=capital(count_word(held, language)), number=number)


def pro_rata_sentence(result: GoalResult, language: Language = DANISH) -> str:
    """What a goal gives that is met in part or, where that is nothing, would give by its held criteria; otherwise empty,
    as in a plan without weights.
    """
    if result.points is None or result.pro_rata is None:
        return ""
    if result.points.divided:
        given = of_weight(result, result.points.won, language)
        return language.say("Målet giver {points} for det, der er opfyldt.", points=given)
    if result.verdict is not Verdict.PARTLY_MET or result.points.won or result.goal.credited:
        return ""
    return language.say(
        "Efter antallet af opfyldte kriterier ville målet give {points}. Planen har ingen regel om det, og bogen giver ingen.",
        points=of_weight(result, result.pro_rata, language),
    )


def unanswered_sentence(keys: Iterable[str], language: Language = DANISH) -> str:
    """What the owner of a goal that is not met has still to answer."""
    fields = enumeration((language.say(ACCOUNT_FIELDS[key]).lower() for key in keys), language)
    return language.say(
        "Målet er ikke opfyldt eller ventes ikke nået i tide, og ejeren mangler at oplyse {fields}.", fields=fields
    )


def missing_sentences(result: GoalResult, plan: Plan, language: Language = DANISH) -> tuple[str, ...]:
    """What has not been reported of a goal, each thing once; where not all of its series lack it, by what the goal calls those that do."""
    lacking: dict[str, dict[str, None]] = {}
    for criterion in result.measured:
        own = criterion.criterion
        if isinstance(own, SeriesCriterion) and (told := missing_sentence(criterion, plan, language)):
            lacking.setdefault(told, {})[own.series] = None
    goal = result.goal
    return tuple(
        told if tuple(names) == goal.series else led(enumeration(map(goal.series_title, names), language), told)
        for told, names in lacking.items()
    )


def missing_sentence(result: CriterionResult, plan: Plan, language: Language = DANISH) -> str:
    """What has not been reported, and by which units; empty when nothing is missing."""
    sentences = []
    if result.missing:
        sentences.append(
            language.say("Ingen har indberettet for {months}.", months=months_words(result.missing, language))
        )
    if result.gaps:
        units = dict.fromkeys(plan.district_name(unit) for _, unit in result.gaps)
        told = {
            "months": months_words({month for month, _ in result.gaps}, language),
            "units": enumeration(units, language),
        }
        one = message("Én enhed har endnu ikke indberettet for {months}: {units}.")
        many = message("{number}\u00a0enheder har endnu ikke indberettet for {months}: {units}.")
        sentences.append(language.say_n(one, many, len(units), number=len(units), **told))
    return " ".join(sentences)
