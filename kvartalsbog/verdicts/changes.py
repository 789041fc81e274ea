"""What changed between two states of a book: the one comparison, of which every page, command and site tells in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Judged
from kvartalsbog.plan.units import UnitEvent
from kvartalsbog.verdicts.points import Points, add_points
from kvartalsbog.verdicts.revisions import restated_months
from kvartalsbog.verdicts.standing import told_outlook
from kvartalsbog.verdicts.states import Figure, GoalState, ItemState, SeriesState, State, Step


class Aspect(Enum):
    """What can be other than before of a goal that both plans have: the field of its state."""

    TITLE = "title"
    VERDICT = "verdict"
    OUTLOOK = "outlook"
    RESULT = "result"
    WEIGHT = "weight"
    LIMIT = "limit"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True)
class GoalCame:
    goal: GoalState


@dataclass(frozen=True)
class GoalWent:
    goal: GoalState


@dataclass(frozen=True)
class GoalChanged:
    """`goal` is as it is now, and `was` as it was."""

    goal: GoalState
    aspect: Aspect
    before: Any
    after: Any
    was: GoalState


@dataclass(frozen=True)
class PointsChanged:
    before: Points
    after: Points


@dataclass(frozen=True)
class MonthRestated:
    """A month of a series that both show, and not alike, told once for all goals that are `judged` by it; `since` is the quarter
    that restated it and why, where that is told.
    """

    judged: tuple[Judged, ...]
    month: Month
    before: Figure
    after: Figure
    since: tuple[Period, str] | None


@dataclass(frozen=True)
class ItemChanged:
    goal: str
    before: ItemState
    after: ItemState


@dataclass(frozen=True)
class PlanAmended:
    step: Step


@dataclass(frozen=True)
class UnitMoved:
    """A unit began, ended or got another name."""

    event: UnitEvent


@dataclass(frozen=True)
class OtherPlan:
    """The two follow two plans: only the months of goals' series that are measured `alike` are compared, of the `years` that
    both show; `restated` of them are told after this.
    """

    before: State
    after: State
    alike: tuple[tuple[GoalState, SeriesState], ...]
    years: tuple[int, ...]
    restated: int


Change = (
    GoalCame
    | GoalWent
    | GoalChanged
    | PointsChanged
    | MonthRestated
    | ItemChanged
    | PlanAmended
    | UnitMoved
    | OtherPlan
)


def changes(before: State, after: State) -> tuple[Change, ...]:
    """Everything that two books show otherwise, in the order of goals; nothing when they say the same."""
    if before.plan != after.plan:
        return tuple(_across_plans(before, after))
    return (
        *_goals(before, after),
        *_points(before, after),
        *_months(before, after, _own(after)),
        *(ItemChanged(goal, before.items[goal, item], now) for (goal, item), now in after.items.items() if before.items.get((goal, item), now) != now),
        *(PlanAmended(step) for key, step in after.steps.items() if key not in before.steps),
        *(UnitMoved(event) for key, event in after.units.items() if key not in before.units),
    )  # fmt: skip


def _goals(before: State, after: State) -> Iterator[Change]:
    for goal in dict.fromkeys((*after.goals, *before.goals)):
        was, now = before.goals.get(goal), after.goals.get(goal)
        if now is None:
            yield GoalWent(before.goals[goal])
        elif was is None:
            yield GoalCame(now)
        else:
            told = [aspect for aspect in Aspect if getattr(was, aspect.value) != getattr(now, aspect.value)]
            if Aspect.OUTLOOK in told and (Aspect.VERDICT in told or told_outlook(was) is told_outlook(now)):
                told.remove(Aspect.OUTLOOK)  # what is settled has none, and of what lacks data none is told
            yield from (GoalChanged(now, a, getattr(was, a.value), getattr(now, a.value), was) for a in told)


def _points(before: State, after: State) -> Iterator[Change]:
    of_goals = ([goal.points for goal in state.goals.values() if goal.points] for state in (before, after))
    old, new = map(add_points, of_goals)
    if old != new:
        yield PointsChanged(old, new)


# a goal, a series that it is judged by, and what the series was called
_Same = Sequence[tuple[GoalState, SeriesState, str]]


def _own(after: State) -> _Same:
    return [(goal, series, series.name) for goal in after.goals.values() for series in goal.series]


def _months(before: State, after: State, same: _Same) -> Iterator[MonthRestated]:
    """The months that both show, and not alike, of the series that are the `same`."""
    names = {series.name: was for _, series, was in same}
    then = {(name, month): (names[name], month) for name, month in after.months if name in names}
    shown = {key: before.months.get(old) for key, old in then.items()}
    for key, _, _ in restated_months(shown, after.months):
        judged = tuple(Judged(goal.id, series.title) for goal, series, _ in same if series.name == key[0])
        yield MonthRestated(judged, key[1], before.values[then[key]], after.values[key], after.reasons.get(key))


def _across_plans(before: State, after: State) -> Iterator[Change]:
    """A goal's series is the same in both where it measures the same, whatever it is called there."""
    same = [
        (now, own, was.name)
        for goal, now in after.goals.items()
        if goal in before.goals and now.title == before.goals[goal].title
        for own in now.series
        for was in before.goals[goal].series
        if own.measured and own.measured == was.measured
    ]
    names = {own.name: was for _, own, was in same}
    shared = {month.year for name, month in after.values if (names.get(name), month) in before.values}
    restated = tuple(_months(before, after, same))
    alike = tuple((goal, own) for goal, own, _ in same)
    yield OtherPlan(before, after, alike, tuple(sorted(shared)), len(restated))
    yield from restated
