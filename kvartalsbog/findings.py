"""All that a quarter's book and its results may show: judged against the plan, and nothing that must be withheld."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kvartalsbog.criteria import CriterionResult
from kvartalsbog.disclosure import Published, publish, publish_year
from kvartalsbog.evaluation import GoalResult, PlanResult, evaluate
from kvartalsbog.loading import Report
from kvartalsbog.plan import Goal, Ratio
from kvartalsbog.quarter import Month
from kvartalsbog.readings import Sum


@dataclass(frozen=True)
class Series:
    """A goal's mean or share: what may be shown of this year and of the year before."""

    criterion: Ratio
    published: Published
    year_before: dict[Month, Sum | None]


@dataclass(frozen=True)
class Findings:
    """How the plan stands, how it stood a quarter ago, and the series behind its numeric goals."""

    report: Report
    result: PlanResult
    previous: PlanResult | None
    series: dict[str, Series]

    @property
    def months(self) -> tuple[Month, ...]:
        """The year's months that have passed."""
        return self.report.quarter.year_to_date


def find(report: Report) -> Findings:
    """Judge a report and withhold what must be withheld."""
    series = {goal.id: _series(report, goal, goal.ratio) for goal in report.plan.goals if goal.ratio is not None}
    result = evaluate(report.plan, report.readings, report.quarter)
    return Findings(report, _withheld(result, series), _previous(report), series)


def _previous(report: Report) -> PlanResult | None:
    quarter = report.quarter.previous
    if quarter.year != report.quarter.year:
        return None
    plan = report.agreed.in_force(quarter.last_day)
    earlier = replace(report, quarter=quarter, plan=plan, readings=report.readings.as_of(quarter))
    series = {goal.id: _series(earlier, goal, goal.ratio) for goal in plan.goals if goal.ratio is not None}
    return _withheld(evaluate(plan, earlier.readings, quarter), series)


def _series(report: Report, goal: Goal, criterion: Ratio) -> Series:
    threshold = report.plan.suppression_threshold
    published = publish(criterion, goal.id, report.readings, report.quarter, threshold)
    return Series(criterion, published, publish_year(goal.id, report.readings, report.quarter, threshold))


def _withheld(result: PlanResult, series: dict[str, Series]) -> PlanResult:
    hidden = {goal for goal, entry in series.items() if entry.published.year_to_date and entry.published.latest is None}
    return replace(result, goals=tuple(_without_value(g) if g.goal.id in hidden else g for g in result.goals))


def _without_value(result: GoalResult) -> GoalResult:
    return replace(result, criteria=tuple(_bare(c) if c.sums is not None else c for c in result.criteria))


def _bare(result: CriterionResult) -> CriterionResult:
    return replace(result, value=None, required_rest_of_year=None, expected_rest_of_year=None, sums=None)
