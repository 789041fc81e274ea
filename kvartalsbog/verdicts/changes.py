"""What changed between two states of a book: the one comparison, of which every page, command and site tells in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.units import UnitEvent
from kvartalsbog.verdicts.points import Points, add_points
from kvartalsbog.verdicts.revisions import restated_months
from kvartalsbog.verdicts.states import Figure, GoalState, ItemState, State, Step


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
    """A month that both show, and not alike; `since` is the quarter that restated it and why, where that is told."""

    goal: str
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
    """The two follow two plans: only the months of goals that are measured `alike` are compared, of the `years` that both
    show; `restated` of them are told after this.
    """

    before: State
    after: State
    alike: tuple[GoalState, ...]
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
        *_months(before, after),
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
            if Aspect.VERDICT in told and Aspect.OUTLOOK in told:
                told.remove(Aspect.OUTLOOK)  # what is settled has none
            yield from (GoalChanged(now, a, getattr(was, a.value), getattr(now, a.value), was) for a in told)


def _points(before: State, after: State) -> Iterator[Change]:
    of_goals = ([goal.points for goal in state.goals.values() if goal.points] for state in (before, after))
    old, new = map(add_points, of_goals)
    if old != new:
        yield PointsChanged(old, new)


def _months(before: State, after: State) -> Iterator[MonthRestated]:
    for key, _, _ in restated_months(before.months, after.months):
        yield MonthRestated(*key, before.values[key], after.values[key], after.reasons.get(key))


def _across_plans(before: State, after: State) -> Iterator[Change]:
    alike = {
        goal: now
        for goal, now in after.goals.items()
        if now.measured and goal in before.goals
        if (now.measured, now.title) == (before.goals[goal].measured, before.goals[goal].title)
    }
    shared = {month.year for goal, month in before.values.keys() & after.values.keys() if goal in alike}
    restated = [change for change in _months(before, after) if change.goal in alike]
    yield OtherPlan(before, after, tuple(alike.values()), tuple(sorted(shared)), len(restated))
    yield from restated
