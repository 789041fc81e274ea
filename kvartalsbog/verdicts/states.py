"""What a book shows, as far as two books are compared: made of findings here, and of a published book's files elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvartalsbog.content.prose import plain_text
from kvartalsbog.files.fields import day_of
from kvartalsbog.kinds.base import Asked, Criterion, Outlook
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.amending import Change
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.units import UnitEvent
from kvartalsbog.plan.values import Amendment, Plan
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.verdicts.verdict import Verdict


@dataclass(frozen=True)
class Figure:
    """A value as it is shown, to six decimals; None where there is none to show, and `withheld` where there is one.
    `unit` is a code, or the plan's word for what is counted; `of` is how many are asked for, where they are counted.
    """

    value: Decimal | None
    unit: str
    of: Decimal | None = field(default=None, compare=False)
    withheld: bool = False


@dataclass(frozen=True)
class SeriesState:
    """A series that a goal is judged by; `title` is what the goal calls it, where it has others too. `measured` is all that says
    how it is measured, by the first of the goal's criteria on it: two plans' are alike where it is.
    """

    name: str
    title: str = ""
    measured: tuple[str | None, ...] | None = None


@dataclass(frozen=True)
class GoalState:
    """How a goal stands, and the series that it is judged by."""

    id: str
    title: str
    verdict: Verdict
    outlook: Outlook | None
    result: Figure | None
    weight: Decimal | None
    limit: Decimal | None
    responsible: str
    points: Points | None
    series: tuple[SeriesState, ...] = ()
    reduced: bool = False

    @property
    def label(self) -> str:
        """The label of the goal's section."""
        return "goal-" + self.id.replace(".", "-")


@dataclass(frozen=True)
class ItemState:
    """When an item was completed or is expected; `done` is what its plan calls it."""

    title: str = field(compare=False)  # an owner may name it at any time
    completed: date | None
    expected: date | None
    done: str = field(compare=False)
    degree: str = ""


@dataclass(frozen=True)
class Step:
    """One thing that an amendment changed of a pillar, a goal or a criterion: `field` is »goal« where a goal came or went."""

    effective: date
    decided: date
    by: str
    reason: str
    pillar: str | None
    goal: str | None
    criterion: str | None
    field: str
    old: object
    new: object


@dataclass(frozen=True)
class State:
    """What a book shows, as far as two books are compared. Months are those that are shown, with their value, and are told by
    series: a month of a series is one, however many goals are judged by it. `reasons` are of the months restated last, with
    the quarter that did.
    """

    name: str
    plan: str
    goals: Mapping[str, GoalState]
    months: Mapping[tuple[str, Month], Sum]
    values: Mapping[tuple[str, Month], Figure]
    reasons: Mapping[tuple[str, Month], tuple[Period, str]]
    items: Mapping[tuple[str, str], ItemState]
    steps: Mapping[tuple[int, int], Step]
    units: Mapping[tuple[date, str, str], UnitEvent] = field(default_factory=dict)


def state_of(findings: Findings) -> State:
    """What a quarter's book shows."""
    months = {
        (name, month): sums
        for name, series in findings.series.items()
        for month, sums in series.every_month.items()
        if sums is not None
    }
    return State(
        findings.language.shown(findings.period),
        findings.period.plan,
        {result.goal.id: _goal(findings, result) for result in findings.result.goals},
        months,
        {(name, month): _month(findings.series[name].criterion, sums) for (name, month), sums in months.items()},
        {(found.series, found.month): (found.vintage, plain_text(found.reason)) for found in findings.revisions},
        dict(_items(findings)),
        steps(findings.agreed, findings.period.last_day),
        by_event(findings.agreed.unit_events(findings.period.last_day)),
    )


def by_event(events: Iterable[UnitEvent]) -> dict[tuple[date, str, str], UnitEvent]:
    """What happened to units, by day, unit and what it was."""
    return {(event.day, event.unit, event.what.value): event for event in events}


def _goal(findings: Findings, result: GoalResult) -> GoalState:
    goal, head = result.goal, result.headline
    asked = head.criterion.asked if head else None
    figure = None
    if head is not None and asked is not None:
        of = asked.limit if asked.direction is None else None
        figure = _figure(head.value, unit_of(asked), of, withheld=_is_withheld(findings, head.criterion))
    return GoalState(
        goal.id, goal.title, result.verdict, result.outlook, figure, goal.weight, asked.limit if asked else None,
        goal.responsible, result.points, tuple(_series(goal, name) for name in goal.series), result.reduced,
    )  # fmt: skip


def _series(goal: Goal, name: str) -> SeriesState:
    own = goal.on(name)[0]
    measured = (own.id, own.title, own.kind, unit_of(own.asked), own.asked.direction)
    return SeriesState(name, goal.judged_by(name).by, measured)


def _month(criterion: SeriesCriterion, sums: Sum) -> Figure:
    """A month's value is the series', in its own unit, whatever its criteria ask for."""
    return _figure(criterion.value_of(sums), criterion.unit)


def _is_withheld(findings: Findings, criterion: Criterion) -> bool:
    series = findings.series.get(criterion.reads)
    return series is not None and isinstance(criterion, SeriesCriterion) and series.withholds(criterion)


def _figure(value: Decimal | None, unit: str, of: Decimal | None = None, *, withheld: bool = False) -> Figure:
    return Figure(None if value is None else round(value, 6), unit, of, withheld)


def unit_of(asked: Asked) -> str:
    """What a number that is asked for is in: a unit's code, or the plan's own word for what is counted."""
    return asked.counted if asked.unit == Unit.ITEMS else asked.unit


def _items(findings: Findings) -> Iterator[tuple[tuple[str, str], ItemState]]:
    for goal in findings.plan.goals:
        for item in findings.items.get(goal.id, ()):
            done = goal.dated[goal.place_of(item.deliverable)].done
            state = ItemState(goal.item_title(item.deliverable), item.completed, item.expected, done, item.degree)
            yield (goal.id, item.deliverable), state


def steps(agreed: Plan, until: date) -> dict[tuple[int, int], Step]:
    """What the amendments up to a day changed, by the number of the amendment and the place in it, both from 1. A goal
    that went has no new title, one that came no old.
    """
    titles = {goal.id: goal.title for goal in agreed.with_every_goal().goals}
    found: dict[tuple[int, int], Step] = {}
    for number, amendment in enumerate(agreed.amended_by(until), start=1):
        told: list[tuple[str | None, str | None, str | None, str, object, object]] = [
            *((c.pillar, c.goal, c.criterion, c.field, *_old_and_new(agreed, amendment, c)) for c in amendment.changes),
            *((None, goal, None, "goal", titles[goal], None) for goal in amendment.drops),
            *((None, adding.goal.id, None, "goal", None, adding.goal.title) for adding in amendment.adds),
        ]
        for place, change in enumerate(told, start=1):
            found[number, place] = Step(amendment.effective, amendment.decided, amendment.by, amendment.reason, *change)
    return found


def _old_and_new(plan: Plan, amendment: Amendment, change: Change) -> tuple[object, object]:
    """What a change changed, as the plan has it: a day as one, units by the names that they have then."""
    if change.field in ("deadline", "from"):
        return day_of(change.old), day_of(change.new)
    if change.field != "districts":
        return change.old, change.new
    named = (
        tuple(plan.district(unit).name_on(amendment.effective) for unit in units) for units in (change.old, change.new)
    )
    old, new = named
    return old, new
