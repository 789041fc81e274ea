"""What all of a goal's criteria have reached, ask for, and when, in short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kvartalsbog.content.language import DANISH, Language, messages
from kvartalsbog.kinds.base import Criterion, State
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.plan.goals import Goal, Judged
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.words.kinds import requirement, result_value
from kvartalsbog.words.numbers import day_and_month, enumeration, plural, short_date


def goal_reached(result: GoalResult, language: Language = DANISH) -> str:
    """What every criterion of a goal has reached, in short: `8 af 8 krav, 1 af 2 leverancer`."""
    parts = [result_value(c, language) for c in result.criteria if not _only_done(c.criterion)]
    items = [c for c in result.criteria if _only_done(c.criterion)]
    if items:
        done = sum(c.state is State.HOLDS for c in items)
        late = sum(c.late for c in items)
        one, many = messages("{done} af {number}\u00a0leverance", "{done} af {number}\u00a0leverancer")
        if late:
            one, many = messages(
                "{done} af {number}\u00a0leverance ({late} efter fristen)",
                "{done} af {number}\u00a0leverancer ({late} efter fristen)",
            )
        count = len(items)
        parts.append(language.say_n(one, many, count, done=done, number=count, late=late))
    return ", ".join(parts)


def goal_asked(goal: Goal, language: Language = DANISH) -> str:
    """What every criterion of a goal asks for, in short: `alle 8 krav og 2 leverancer`."""
    parts = [requirement(c, language) for c in goal.criteria if not _only_done(c)]
    items = sum(map(_only_done, goal.criteria))
    if items:
        parts.append(plural(items, *messages("leverance", "leverancer"), language))
    return enumeration(parts, language)


def goal_numbers(judged: Iterable[Judged], language: Language = DANISH) -> str:
    """The goals that are judged by some series, each once, with what it calls them where it has others too:
    `1.2 (Sendt inden to dage) og 1.3`.
    """
    titles: dict[str, dict[str, None]] = {}
    for goal, title in judged:
        titles.setdefault(goal, {}).update({title: None} if title else {})
    told = (f"{goal} ({enumeration(own, language)})" if own else goal for goal, own in titles.items())
    return enumeration(told, language)


def series_numbers(plan: Plan, series: str, language: Language = DANISH) -> str:
    """The goals of a plan that are judged by a series, as `goal_numbers`; of one that it does not have the name."""
    return goal_numbers(plan.judged_by(series), language) or series


def _only_done(criterion: Criterion) -> bool:
    """Whether a criterion is one of those that are counted together: done or not, without a number or a degree."""
    return criterion.asked is None and not (isinstance(criterion, DatedCriterion) and criterion.graded)


def goal_deadlines(goal: Goal, language: Language = DANISH) -> str:
    """Every deadline of a goal, with its year where the plan has more than one such day, and how many criteria have it where they differ."""
    counted = Counter(c.deadline for c in goal.criteria)
    several = language.calendar is not None and len(language.calendar.months) > 12
    told = {day: short_date(day, language) if several else day_and_month(day, language) for day in sorted(counted)}
    if len(told) == 1:
        return next(iter(told.values()))
    return enumeration((f"{words} ({counted[day]})" for day, words in told.items()), language)
