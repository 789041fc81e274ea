"""Findings → rows about the plan: goals, criteria, deliverables, amendments, and the plan as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from kvartalsbog.content.prose import plain_text
from kvartalsbog.kinds.base import Criterion, CriterionResult
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.opendata.tables.counting import goals_of
from kvartalsbog.opendata.tables.definitions import AMENDMENTS, CRITERIA, DELIVERABLES, PLAN
from kvartalsbog.opendata.tables.occasional import HISTORY, UNIT_CHANGES
from kvartalsbog.opendata.tables.schema import Mark, Table, Value
from kvartalsbog.plan.goals import Goal
from kvartalsbog.readings.values import ACCOUNT, Account
from kvartalsbog.verdicts.evaluation import GoalResult, deadlines
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.states import steps
from kvartalsbog.words.units import coded
from kvartalsbog.words.weights import degree

_Cells = tuple[Value, ...]
PARTED = "; "  # between the parts of a cell
_NOTHING_ASKED: _Cells = (None,) * 4


def edition_cells(findings: Findings) -> _Cells:
    """The last two cells of every row: the quarter and the status of the data, so that no copy loses them."""
    return (findings.period, findings.plan.data_status)


def goals(findings: Findings) -> Table:
    """One row a goal."""
    definition = goals_of(weighed=findings.plan.weights is not None, credited=findings.plan.credited)
    return Table(
        definition, tuple((*_goal(findings, goal), *edition_cells(findings)) for goal in findings.result.goals)
    )


def _goal(findings: Findings, result: GoalResult) -> _Cells:
    goal, head, points = result.goal, result.headline, result.points
    parts = (None, None, None) if points is None else (points.won, points.open, points.lost)
    return (
        goal.id, goal.title, result.pillar.id, goal.responsible, goal.weight,
        result.verdict.value, result.outlook.value if result.outlook else None,
        shown_value(findings, head) if head else None,
        *(_asked(head.criterion) if head else _NOTHING_ASKED),
        len(result.criteria), result.criteria_met, " ".join(day.isoformat() for day in deadlines(goal)),
        *parts, result.pro_rata, _weight_unit(findings), findings.plan.points_in, *map(degree, result.credit), *_shared(goal), result.late,
        *account(findings, goal),
    )  # fmt: skip


def _weight_unit(findings: Findings) -> str | None:
    return findings.plan.weights.unit if findings.plan.weights else None


def _shared(goal: Goal) -> _Cells:
    """The authorities that a goal is shared with, and this plan's share."""
    return ("; ".join(goal.shared.authorities), goal.shared.share) if goal.shared else (None, None)


def account(findings: Findings, goal: Goal) -> _Cells:
    """What the owner answers for a goal: the columns of `columns.ACCOUNT`."""
    given = findings.accounts.get(goal.id, Account())
    told = (getattr(given, key) for key in ACCOUNT)
    return tuple(part if part is None or isinstance(part, date) else plain_text(part) or None for part in told)


def criteria(findings: Findings) -> Table:
    """One row a criterion."""
    rows = (
        (*_criterion(findings, goal, result), *edition_cells(findings))
        for goal in findings.result.goals
        for result in goal.criteria
    )
    return Table(CRITERIA, tuple(rows))


def _criterion(findings: Findings, goal: GoalResult, result: CriterionResult) -> _Cells:
    criterion = result.criterion
    return (
        goal.goal.id, criterion.id, criterion.title, criterion.kind, result.state.value,
        result.outlook.value if result.outlook else None, shown_value(findings, result),
        *_asked(criterion), *_judged(criterion), result.required_rest_of_year, criterion.weight, *map(degree, result.credit),
        criterion.deadline, result.completed, result.expected, result.late,
    )  # fmt: skip


def shown_value(findings: Findings, result: CriterionResult) -> Decimal | Mark | None:
    """A criterion's value where it may be shown; the mark of one that is withheld or that nobody reported."""
    if result.value is not None:
        return result.value
    if isinstance(result.criterion, SeriesCriterion):
        return _no_value(findings.series.get(result.criterion.series), result)
    return None if result.criterion.asked is None else Mark.MISSING


def _no_value(series: Series | None, result: CriterionResult) -> Mark | None:
    """Why a series has no value: withheld, never reported, or there were no cases to divide by."""
    if series is None or not result.months:
        return Mark.MISSING
    return (
        Mark.WITHHELD if isinstance(result.criterion, SeriesCriterion) and series.withholds(result.criterion) else None
    )


def _asked(criterion: Criterion) -> _Cells:
    """Limit, direction, unit and what is counted, where a number is asked for."""
    asked = criterion.asked
    return (asked.limit, asked.direction, *coded(asked)) if asked else _NOTHING_ASKED


def _judged(criterion: Criterion) -> _Cells:
    """Series, first day, what counts, how often it is reported, the upper limit, whether limits are strict, and whether
    its readings are of people or cases; nothing of a criterion that is not reported as a series.
    """
    if not isinstance(criterion, SeriesCriterion):
        return (None,) * 7
    upper = criterion.asked.upper
    return (
        criterion.series, criterion.begins, criterion.over, criterion.reported, upper, criterion.strict, criterion.sensitive,
    )  # fmt: skip


def deliverables(findings: Findings) -> Table:
    """One row an item that was reported, in the plan's order."""
    return Table(DELIVERABLES, tuple(row for goal in findings.plan.goals for row in _items(findings, goal)))


def _items(findings: Findings, goal: Goal) -> Iterator[_Cells]:
    for item in findings.items.get(goal.id, ()):
        criterion = goal.dated[goal.place_of(item.deliverable)]
        late = item.completed is not None and criterion.is_late(item.completed)
        yield (
            goal.id, criterion.id, item.deliverable, goal.item_title(item.deliverable), criterion.deadline,
            item.completed, item.expected, late, plain_text(item.evidence) or None,
            item.degree or None, item.by or None, *edition_cells(findings),
        )  # fmt: skip


def amendments(findings: Findings) -> Table:
    """One row a field that an amendment changed, or a goal that it dropped or added, up to the quarter's last day."""
    rows = (
        (
            number, place, step.effective, step.decided, step.by, step.reason, step.pillar, step.goal, step.criterion,
            step.field, _read(step.old), _read(step.new), *edition_cells(findings),
        )
        for (number, place), step in steps(findings.agreed, findings.period.last_day).items()
    )  # fmt: skip
    return Table(AMENDMENTS, tuple(rows))


def unit_changes(findings: Findings) -> Table:
    """One row a unit that began, ended or got another name, from the year's beginning to the quarter's last day."""
    rows = (
        (
            event.day,
            event.unit,
            event.what.value,
            event.name,
            event.before,
            PARTED.join(event.others) or None,
            *edition_cells(findings),
        )
        for event in findings.agreed.unit_events(findings.period.last_day)
    )
    return Table(UNIT_CHANGES, tuple(rows))


def history(findings: Findings) -> Table:
    """One row an earlier year of a goal."""
    rows = (
        (goal.id, str(e.year), e.goal, e.limit, e.upper, e.value, e.unit, e.verdict, e.broken, *edition_cells(findings))
        for goal in findings.plan.goals
        for e in goal.continues
    )
    return Table(HISTORY, tuple(rows))


def _read(value: object) -> Value:
    """What an amendment changes, as the plan's file gave it: a number, a day or words, or several of these."""
    if isinstance(value, Mapping):
        return PARTED.join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return PARTED.join(map(str, value))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value))
    return value if value is None or isinstance(value, date) else str(value)


def plan(findings: Findings) -> Table:
    """One row a criterion of the plan in force."""
    rows = (
        (
            pillar.id, pillar.title, pillar.weighs, goal.id, goal.title, goal.weight, _weight_unit(findings),
            goal.summary, goal.responsible, *_shared(goal), goal.credit,
            criterion.id, criterion.title, criterion.kind, *_asked(criterion), *_judged(criterion), criterion.weight, _steps(criterion), criterion.deadline,
            *_counted(criterion), criterion.reading, *edition_cells(findings),
        )
        for pillar in findings.plan.pillars
        for goal in pillar.goals
        for criterion in goal.criteria
    )  # fmt: skip
    return Table(PLAN, tuple(rows))


def _steps(criterion: Criterion) -> str | None:
    """The steps as `90: 75; 85: 50`: limit, or the word of an assessment, and what it gives in per cent."""
    if isinstance(criterion, DatedCriterion) and criterion.graded:
        return PARTED.join(f"{word}: {gives.normalize():f}" for word, gives in criterion.graded.items())
    return "; ".join(f"{step.limit.normalize():f}: {step.gives.normalize():f}" for step in criterion.credit) or None


def _counted(criterion: Criterion) -> _Cells:
    """The word for being done; of numbered items also how many there is room for, and whose number that is."""
    if not isinstance(criterion, DatedCriterion):
        return (None, None, None)
    room = criterion.room
    return (criterion.done, room.most if room else None, room.set_by if room else None)
