"""What is expected of a goal, since when it stands as it does, and why it needs attention, in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kvartalsbog.content.blocks import Status
from kvartalsbog.content.language import closed, message
from kvartalsbog.kinds.base import CriterionResult, Outlook, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Period
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.slips import Track, tracks
from kvartalsbog.verdicts.standing import Standing, standing
from kvartalsbog.words.ahead import figure_words, interval_words
from kvartalsbog.words.kinds import criterion_sentence, outlook_sentence, required_words
from kvartalsbog.words.numbers import DASH, day_and_month, enumeration, led, short_period
from kvartalsbog.words.sentences import goal_sentence, missing_sentence
from kvartalsbog.words.slips import moved
from kvartalsbog.words.slips import standing as item_standing
from kvartalsbog.words.statuses import standing_status

_TRACK = 6  # editions that are looked back upon


def expected_words(findings: Findings, result: GoalResult) -> str:
    """What a goal that is open is expected to come to: `171,2 dage (168,3–174,1)`, or the day of the last that is expected; a dash for
    what is settled or not foreseen.
    """
    if result.outlook is None:
        return DASH
    told = [*_expected_figures(findings, result), *_expected_days(findings, result)]
    return enumeration(told, findings.language) if told else DASH


def _expected_figures(findings: Findings, result: GoalResult) -> Iterator[str]:
    for criterion in result.measured:
        own = criterion.criterion
        found = first_ahead([own], findings.told) if isinstance(own, SeriesCriterion) and criterion.outlook else None
        if found is not None and found[2].projection is not None:
            yield interval_words(found[0], found[2].projection, findings.language)


def _expected_days(findings: Findings, result: GoalResult) -> Iterator[str]:
    """The day when all that is asked for is expected to be done, or how many of it have no day."""
    goal, language = result.goal, findings.language
    found = tracks(findings, goal)
    days: list[date] = []
    unknown = 0
    for criterion, own in result.dated:
        waiting = [
            track.item for track in found if track.item.deliverable in criterion.names and not track.item.completed
        ]
        expected = sorted(item.expected for item in waiting if item.expected is not None)
        lacking = max(0, criterion.needed - len(_done(found, criterion))) if own.outlook is not None else 0
        days += expected[:lacking][-1:]
        unknown += max(0, lacking - len(expected))
    if days:
        said = (
            message("den {day}")
            if len(result.criteria) == 1 == result.dated[0][0].needed
            else message("alt senest den {day}")
        )
        yield language.say(said, day=_day(max(days), findings))
    if unknown:
        yield language.say_n("{n}\u00a0uden dato", "{n}\u00a0uden dato", unknown, n=unknown)


def _done(found: Sequence[Track], criterion: DatedCriterion) -> Sequence[Track]:
    """The items of a criterion that are completed."""
    return [track for track in found if track.item.deliverable in criterion.names and track.item.completed]


def _day(day: date, findings: Findings) -> str:
    """The day, with its year where that is not the plan's."""
    calendar = findings.period.calendar
    inside = calendar.first_day <= day <= calendar.last_day and calendar.first_day.year == calendar.last_day.year
    return day_and_month(day, findings.language) if inside else findings.language.shown(day)


def since_words(findings: Findings, goal: str) -> str:
    """Since which of the year's periods a goal stands as it does, and how it stood before: `3. kvt. 2024; før i risiko`."""
    language = findings.language
    (now, since), *told = _told_until_now(findings, goal)
    before = ""
    for earlier, period in told:
        if earlier.word != now.word:
            before = earlier.word
            break
        since = period
    if not before:
        return short_period(since, language)
    return language.say("{since}; før {before}", since=short_period(since, language), before=before.lower())


def track(findings: Findings, goal: str) -> tuple[Status, ...]:
    """How the year's earlier editions told that the goal stands, the first one first; of many the newest."""
    _, *told = _told_until_now(findings, goal)
    return tuple(status for status, _ in told[:_TRACK])[::-1]


def _told_until_now(findings: Findings | None, goal: str) -> Iterator[tuple[Status, Period]]:
    """How each edition told that the goal stands, the newest first."""
    while findings is not None:
        if goal not in findings.plan.by_id:
            return
        yield standing_status(findings.result.goal(goal), findings.language), findings.period
        findings = findings.previous


def why(findings: Findings, result: GoalResult) -> str:
    """Why a goal needs attention: the arithmetic, the fact or the date of what is worst in it, in a sentence or two."""
    language = findings.language
    worst = worst_criterion(result)
    if worst is None and standing(result) is Standing.UNKNOWN:
        return goal_sentence(result, findings.months, language)
    if worst is None:
        return language.say("En del af målet kan ikke længere opfyldes.")
    told = _worst(findings, result, worst)
    return led(worst.criterion.title, told) if len(result.criteria) > 1 else told


def _worst(findings: Findings, result: GoalResult, worst: CriterionResult) -> str:
    """How the criterion stands that stands worst."""
    own, language = worst.criterion, findings.language
    if isinstance(own, DatedCriterion) and own.asked is None and not own.graded:  # whose day decides, and no degree
        found = [track for track in tracks(findings, result.goal) if track.item.deliverable in own.names]
        if found:
            return _item(found, own, findings)
    lacking = missing_sentence(worst, findings.plan, language) if worst.state is State.NO_DATA else ""
    if isinstance(own, SeriesCriterion) and (told := _pace(findings, own, worst)):
        return f"{lacking} {told}".strip()
    fact = criterion_sentence(worst, findings.months, language)
    return " ".join(filter(None, (lacking, fact, outlook_sentence(worst, language))))


def _pace(findings: Findings, criterion: SeriesCriterion, result: CriterionResult) -> str:
    """What the rest must be, what the newest period was and what the end is expected to be; empty for what is not foreseen."""
    found = first_ahead([criterion], findings.told)
    if found is None or result.required_rest_of_year is None or result.outlook is Outlook.OUT_OF_REACH:
        return ""
    ahead = found[2]
    if ahead.projection is None or ahead.newest is None:
        return ""
    return findings.language.say(
        "{required} I {period} var tallet {newest}, og det endelige ventes at blive {expected}.", required=required_words(criterion, result, findings.language),
        period=findings.period, newest=figure_words(criterion, ahead.newest, findings.language),
        expected=interval_words(criterion, ahead.projection, findings.language),
    )  # fmt: skip


def worst_criterion(result: GoalResult) -> CriterionResult | None:
    """The criterion that stands worst: one that has failed, or else the gravest outlook; None where all that is left stands well."""
    failed = [c for c in result.criteria if c.state in (State.FAILED, State.PARTLY)]
    if failed:
        return failed[0]
    gravity: Sequence[Outlook] = list(Outlook)
    opened = [c for c in result.criteria if c.outlook not in (None, Outlook.ON_TRACK)]
    lacking = [c for c in result.criteria if c.state is State.NO_DATA]
    return max(opened, key=lambda c: gravity.index(c.outlook or Outlook.ON_TRACK), default=next(iter(lacking), None))


def _item(found: Sequence[Track], criterion: DatedCriterion, findings: Findings) -> str:
    track = max(found, key=lambda one: (one.day is None, one.day or date.min))
    said, far = (
        item_standing(track, criterion, findings.period.last_day, findings.language),
        moved(track, findings.language),
    )
    if track.moves:
        return findings.language.say("{standing}; flyttet {moved}.", standing=said, moved=far)
    return closed(said)
