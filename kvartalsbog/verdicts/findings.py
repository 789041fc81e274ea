"""All that a quarter's book and its results may show: judged against the plan, and nothing that must be withheld."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kvartalsbog.disclosure.fitting import misfit
from kvartalsbog.disclosure.history import editions, newest
from kvartalsbog.disclosure.published import Published, published, year_before
from kvartalsbog.disclosure.record import Record
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult, evaluate, evaluate_goal


@dataclass(frozen=True)
class Series:
    """A goal's series: what may be shown of this year and of the year before."""

    criterion: SeriesCriterion
    published: Published
    year_before: dict[Month, Sum | None]

    @property
    def value_is_withheld(self) -> bool:
        """Whether the goal's own value may not be shown."""
        return self.published.withheld_until(self.criterion.deadline)


@dataclass(frozen=True)
class Findings:
    """How the plan stands, how it stood a quarter ago, and the series behind its numeric goals.

    `editions` is what each of the year's quarters until now shows, as recorded or, before it is approved, as proposed.
    """

    report: Report
    result: PlanResult
    previous: PlanResult | None
    series: dict[str, Series]
    editions: tuple[Record, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        """The year's months that have passed."""
        return self.report.quarter.year_to_date


def find(report: Report) -> Findings:
    """Judge a report and withhold what must be withheld.

    What is shown is read from the records. Only where a quarter has none, because it is not approved yet, is it
    proposed. Raises ProblemsError when the readings are others than those of the record.
    """
    record = newest(report.records, report.quarter)
    if record is not None and (wrong := misfit(report.plan, report.readings, record)):
        raise ProblemsError([wrong])
    found = editions(report.agreed, report.readings, report.quarter, report.records, report.decisions)
    result = evaluate(report.plan, report.readings, report.quarter)
    series = _series(report.plan, found[-1])
    return Findings(report, _withheld(result, series), _previous(report, found), series, found)


def _previous(report: Report, found: tuple[Record, ...]) -> PlanResult | None:
    quarter = report.quarter.previous
    if quarter.year != report.quarter.year:
        return None
    plan = report.agreed.in_force(quarter.last_day)
    return _withheld(evaluate(plan, report.readings.as_of(quarter), quarter), _series(plan, found[-2]))


def _series(plan: Plan, record: Record) -> dict[str, Series]:
    return {
        goal.id: Series(
            goal.series,
            published(record.series[goal.id], record.quarter),
            year_before(record.series[goal.id], record.quarter),
        )
        for goal in plan.goals
        if goal.series is not None and goal.id in record.series
    }


def _withheld(result: PlanResult, series: dict[str, Series]) -> PlanResult:
    hidden = {goal for goal, entry in series.items() if entry.value_is_withheld}
    return replace(result, goals=tuple(_without_value(g) if g.goal.id in hidden else g for g in result.goals))


def _without_value(result: GoalResult) -> GoalResult:
    """The result without its value and all that is worked out from it: the outlook would tell where the value lies."""
    criteria = tuple(_bare(c) if c.sums is not None else c for c in result.criteria)
    return evaluate_goal(result.goal, result.pillar, criteria)


def _bare(result: CriterionResult) -> CriterionResult:
    return replace(
        result, value=None, required_rest_of_year=None, expected_rest_of_year=None, sums=None, outlook=None, reason=None
    )
