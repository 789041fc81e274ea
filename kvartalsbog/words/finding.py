"""The finding about a goal, what it needs, and the titles of its figures."""

from __future__ import annotations

from collections.abc import Sequence

from kvartalsbog.content.language import DANISH, Language, closed
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.slips import Track
from kvartalsbog.verdicts.standing import pressing
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.ahead import interval_words
from kvartalsbog.words.descriptions import drawn_months, movement
from kvartalsbog.words.expected import why
from kvartalsbog.words.goals import goal_reached
from kvartalsbog.words.kinds import outlook_sentence, requirement
from kvartalsbog.words.numbers import DASH
from kvartalsbog.words.sentences import goal_sentence, missing_sentences
from kvartalsbog.words.slips import moved
from kvartalsbog.words.units import unit_word


def finding_words(findings: Findings, result: GoalResult) -> str:
    """What is most to be known of a goal: what its figure is expected to come to, or else the fact."""
    if gaps := gaps_of(findings, result):
        return gaps
    expected = expected_end(findings, result)
    if not expected and _told_by_worst(result):
        return why(findings, result)
    if not expected:
        return goal_sentence(result, findings.months, findings.language)
    wanted = requirement(result.criteria[0].criterion, findings.language)
    return closed(
        findings.language.say(
            "Tallet ventes at ende på {expected}; kravet er {wanted}", expected=expected, wanted=wanted
        )
    )


def gaps_of(findings: Findings, result: GoalResult) -> str:
    """What has not been reported of a goal that cannot be judged for it; empty of another."""
    if result.verdict is not Verdict.NO_DATA:
        return ""
    return " ".join(missing_sentences(result, findings.plan, findings.language))


def _told_by_worst(result: GoalResult) -> bool:
    """Whether what stands worst of several criteria is the finding."""
    return len(result.criteria) > 1 and bool(pressing([result]))


def expected_end(findings: Findings, result: GoalResult) -> str:
    """What the figure of a goal with one criterion is expected to come to, with its interval; empty where that is settled or not foreseen."""
    own = result.criteria[0].criterion
    if (
        len(result.criteria) > 1
        or result.criteria[0].outlook is None
        or not isinstance(own, SeriesCriterion)
        or own.series not in findings.series
    ):
        return ""
    found = first_ahead([own], findings.told)
    projection = found[2].projection if found is not None else None
    return "" if projection is None else interval_words(own, projection, findings.language)


def goal_needs(findings: Findings, result: GoalResult) -> str:
    """The fact where the finding is what is expected, or the arithmetic behind the outlook of what stands worst; empty when all is well."""
    language = findings.language
    if gaps_of(findings, result) or expected_end(findings, result) or _told_by_worst(result):
        return goal_sentence(result, findings.months, language)
    if result.outlook is None:
        return ""
    worst = next((c for c in result.criteria if c.outlook is result.outlook), None)
    if worst is None:  # a part of the credit is lost for good, whatever is open
        return language.say("En del af målet kan ikke længere opfyldes.")
    sentence = outlook_sentence(worst, language)
    if len(result.criteria) == 1 or not sentence:
        return sentence
    if result.outlook is Outlook.ON_TRACK:
        return ""
    return language.say("{criterion}: {sentence}", criterion=worst.criterion.title, sentence=sentence)


def series_caption(goal: Goal, series: Series, language: Language = DANISH, *, usual: bool = False) -> str:
    """What the figure of a series shows, and in what it is measured; `usual`: it is within last year's swings."""
    title, unit = goal.series_title(series.name), unit_word(series.criterion.unit, language)
    values = drawn_months(series)
    if not values:
        return language.say("{title}, måned for måned ({unit})", title=title, unit=unit)
    told = movement(series.criterion, values, min(values), max(values), language, usual=usual)
    if series.adds_up:
        return language.say(
            "{title} {movement}. Lagt sammen fra årets begyndelse ({unit})", title=title, movement=told, unit=unit
        )
    return language.say("{title} {movement}. Måned for måned ({unit})", title=title, movement=told, unit=unit)


def items_caption(result: GoalResult, tracks: Sequence[Track], language: Language = DANISH) -> str:
    """How many of a goal's items are done, and which has moved furthest."""
    reached = goal_reached(result, language)
    reached = reached if reached != DASH else language.say("der er ikke svaret noget")
    told = language.say("Mål {goal}: {reached}", goal=result.goal.id, reached=reached)
    furthest = max((track for track in tracks if track.moved), key=lambda track: track.moved or 0, default=None)
    if furthest is None or (furthest.moved or 0) <= 0:
        return closed(told)
    title = result.goal.item_title(furthest.item.deliverable)
    return closed(
        language.say("{told}. Mest flyttet: {item}, {moved}", told=told, item=title, moved=moved(furthest, language))
    )
