"""All that a quarter's book and its results may show: judged against the plan, and nothing that must be withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kvartalsbog.content.blocks import BulletList, Paragraph
from kvartalsbog.disclosure.fitting import misfit
from kvartalsbog.disclosure.history import editions, newest
from kvartalsbog.disclosure.published import Published, published, year_before
from kvartalsbog.disclosure.record import Record, SeriesRecord
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.measures import DeliverableReading, Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Quarter
from kvartalsbog.plan.values import Goal, Plan
from kvartalsbog.readings.values import Extract, Readings
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult, evaluate, evaluate_goal
from kvartalsbog.verdicts.revisions import RevisedMonth, revised_months


@dataclass(frozen=True)
class Series:
    """A goal's series: what may be shown of this year and of the year before, and for each month that is shown the first
    of the year's editions that showed the very same sums.
    """

    criterion: SeriesCriterion
    published: Published
    year_before: dict[Month, Sum | None]
    since: dict[Month, Quarter]

    @property
    def value_is_withheld(self) -> bool:
        """Whether the goal's own value may not be shown."""
        return self.published.withheld_until(self.criterion.deadline)


@dataclass(frozen=True)
class Rejected:
    """How many records of a quarter's extract could not be used; `goal` is None where only the file is known."""

    quarter: Quarter
    file: str
    goal: str | None
    records: int


@dataclass(frozen=True)
class Findings:
    """What a quarter's book shows, and nothing else: a figure that is withheld cannot be reached from here.

    `plan` is in force on the quarter's last day, `agreed` the plan with what was changed since; `extracted` is the date of
    the data, `previous` how the plan stood a quarter ago, `items` and `comments` what owners told last, by goal;
    `dropped_revised` are goals of earlier in the year that had a month revised while they were there.
    """

    quarter: Quarter
    plan: Plan
    agreed: Plan
    extracted: date
    result: PlanResult
    previous: PlanResult | None
    series: dict[str, Series]
    items: dict[str, tuple[DeliverableReading, ...]]
    comments: dict[str, tuple[Paragraph | BulletList, ...]]
    revisions: tuple[RevisedMonth, ...]
    dropped_revised: tuple[Goal, ...]
    rejected: tuple[Rejected, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        """The year's months that have passed."""
        return self.quarter.year_to_date


def find(report: Report) -> Findings:
    """Judge a report and withhold what must be withheld.

    What is shown is read from the records. Only where a quarter has none, because it is not approved yet, is it
    proposed. Raises ProblemsError when the readings are others than those of the record.
    """
    plan, agreed, readings, quarter = report.plan, report.agreed, report.readings, report.quarter
    record = newest(report.records, quarter)
    if record is not None and (wrong := misfit(plan, readings, record)):
        raise ProblemsError([wrong])
    shown = editions(agreed, readings, quarter, report.records, report.decisions)
    series = _series(plan, shown)
    dropped = [goal for goal in agreed.with_every_goal().goals if goal.id not in {kept.id for kept in plan.goals}]
    return Findings(
        quarter, plan, agreed, report.extracted,
        _shown(evaluate(plan, readings, quarter), series), _previous(report, shown[:-1]), series,
        items={goal.id: _items(goal, readings) for goal in plan.goals if goal.dated},
        comments={goal.id: comment for goal in plan.goals if (comment := readings.remark(goal.id).comment)},
        revisions=tuple(found for goal in plan.goals for found in revised_months(goal, shown, readings)),
        dropped_revised=tuple(goal for goal in dropped if any(revised_months(goal, shown, readings))),
        rejected=tuple(_rejected(readings, quarter)),
    )  # fmt: skip


def _items(goal: Goal, readings: Readings) -> tuple[DeliverableReading, ...]:
    """What is known of a goal's items, in the plan's order."""
    return tuple(sorted(readings.deliverables(goal.id), key=lambda item: goal.place_of(item.deliverable)))


def _rejected(readings: Readings, quarter: Quarter) -> Iterator[Rejected]:
    for vintage in readings.vintages:
        for file, source in vintage.sources.items() if vintage.quarter.year == quarter.year else ():
            for told in source.extracts or (source,):
                if count := told.rows_rejected + told.rows_hidden:
                    goal = told.goal if isinstance(told, Extract) else None
                    yield Rejected(vintage.quarter, file, goal, count)


def _previous(report: Report, shown: Sequence[Record]) -> PlanResult | None:
    if not shown:
        return None
    quarter = shown[-1].quarter
    plan = report.agreed.in_force(quarter.last_day)
    return _shown(evaluate(plan, report.readings.as_of(quarter), quarter), _series(plan, shown))


def _series(plan: Plan, shown: Sequence[Record]) -> dict[str, Series]:
    """The series of a plan's goals in the last of the year's editions until then."""
    record = shown[-1]
    return {
        goal.id: Series(
            goal.series,
            published(record.series[goal.id], record.quarter),
            year_before(record.series[goal.id], record.quarter),
            _since(goal.id, shown),
        )
        for goal in plan.goals
        if goal.series is not None and goal.id in record.series
    }


def _since(goal: str, shown: Sequence[Record]) -> dict[Month, Quarter]:
    """It tells a reader no more than the editions themselves: they are what it is worked out from."""
    since: dict[Month, Quarter] = {}
    before: dict[Month, Sum | None] = {}
    for edition in shown:
        recorded = edition.series.get(goal)
        now = {} if recorded is None else _every_month(recorded, edition.quarter)
        since |= {
            month: edition.quarter for month, sums in now.items() if sums is not None and sums != before.get(month)
        }
        before = now
    return {month: quarter for month, quarter in since.items() if before.get(month) is not None}


def _every_month(recorded: SeriesRecord, quarter: Quarter) -> dict[Month, Sum | None]:
    return {**year_before(recorded, quarter), **published(recorded, quarter).months}


def _shown(result: PlanResult, series: dict[str, Series]) -> PlanResult:
    """The result with the sums of those series only whose value may be shown."""
    known = {goal for goal, entry in series.items() if not entry.value_is_withheld}
    return replace(result, goals=tuple(g if g.goal.id in known else _without_value(g) for g in result.goals))


def _without_value(result: GoalResult) -> GoalResult:
    """The result without its value and all that is worked out from it: the outlook would tell where the value lies."""
    criteria = tuple(_bare(c) if c.sums is not None else c for c in result.criteria)
    return evaluate_goal(result.goal, result.pillar, criteria)


def _bare(result: CriterionResult) -> CriterionResult:
    return replace(
        result, value=None, required_rest_of_year=None, expected_rest_of_year=None, sums=None, outlook=None, reason=None
    )
