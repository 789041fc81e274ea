"""All that a quarter's book and its results may show: judged against the plan, and nothing that must be withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kvartalsbog.content.blocks import BulletList, Paragraph, text
from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.disclosure.fitting import misfit
from kvartalsbog.disclosure.history import editions
from kvartalsbog.disclosure.published import (
    Merged,
    Published,
    merged,
    published,
    unit_months,
    units_before,
    year_before,
)
from kvartalsbog.disclosure.record import Record, newest
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import Criterion
from kvartalsbog.kinds.measures import DeliverableReading, Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Account, Readings
from kvartalsbog.verdicts.evaluation import PlanResult, evaluate
from kvartalsbog.verdicts.expecting import Told, with_expectations
from kvartalsbog.verdicts.origins import GivenFigures, Rejected, given_figures, rejected_records
from kvartalsbog.verdicts.revisions import LATE, RevisedMonth, restated_months
from kvartalsbog.verdicts.withholding import without_withheld


@dataclass(frozen=True)
class Series:
    """A series: the criteria that are judged by it, what may be shown of this year and of the year before, for each month
    that is shown the first of the year's editions that showed the very same sums; the months that nobody has reported, and
    the months and units that others have and they have not; of units that others have gone into what all of them had
    together; what each unit had in the same months of the year before, where the two years can be compared; and in each month of both.
    """

    criteria: tuple[SeriesCriterion, ...]
    published: Published
    year_before: dict[Month, Sum | None]
    since: dict[Month, Period]
    months: tuple[Month, ...]
    missing: tuple[Month, ...]
    gaps: tuple[tuple[Month, str], ...]
    merged: tuple[Merged, ...] = ()
    units_before: dict[str, Sum | None] = field(default_factory=dict)
    unit_months: dict[str, dict[Month, Sum | None]] = field(default_factory=dict)

    @property
    def criterion(self) -> SeriesCriterion:
        """What all of its criteria say alike: how it is measured."""
        return self.criteria[0]

    @property
    def name(self) -> str:
        return self.criterion.series

    def of_goal(self, goal: Goal) -> Series:
        """The series as one goal is judged by it."""
        return replace(self, criteria=goal.on(self.name))

    @property
    def is_level(self) -> bool:
        """Whether nobody asks what it comes to over time."""
        return all(criterion.latest for criterion in self.criteria)

    @property
    def adds_up(self) -> bool:
        """Whether it is the sum of the months that is asked for."""
        return self.criterion.adds and not self.is_level

    @property
    def of_units(self) -> dict[str, Sum | None]:
        """Each unit's year to date; of a level that adds up, what a month has on average. None where it is withheld."""
        lacking = [unit for _, unit in self.gaps]
        return {unit: self._on_average(sums, lacking.count(unit)) for unit, sums in self.published.districts.items()}

    @property
    def of_all(self) -> Sum | None:
        """All units' year to date, or what a month has on average, as a unit's."""
        return self._on_average(self.published.latest, 0)

    def _on_average(self, sums: Sum | None, lacking: int) -> Sum | None:
        if sums is None or not (self.is_level and self.criterion.adds):
            return sums
        months = len(self.months) - len(self.missing) - lacking
        return Sum(round(sums.n / months), sums.total / months)

    @property
    def every_month(self) -> dict[Month, Sum | None]:
        """The months of both years."""
        return {**self.year_before, **self.published.months}

    def withholds(self, criterion: SeriesCriterion) -> bool:
        """Whether a criterion's value may not be shown."""
        return self.published.value_is_withheld(criterion)


@dataclass(frozen=True, repr=False)
class Findings:
    """What a quarter's book shows, and nothing else: a figure that is withheld cannot be reached from here.

    `plan` is in force on the quarter's last day, `agreed` the plan with what was changed since; `extracted` is the date of
    the data; `previous` is what the book of the year's quarter before shows; `items`, `comments` and `accounts` are what
    owners told last, by goal; `restated` are the months that the book before shows otherwise; `language` is what the book
    is told in; `given` are the figures that were not worked out from records. `recorded` is whether what it shows is written down: then it is what readers have met, or will meet.
    """

    period: Period
    plan: Plan
    agreed: Plan
    extracted: date
    result: PlanResult
    previous: Findings | None
    series: dict[str, Series]
    items: dict[str, tuple[DeliverableReading, ...]]
    comments: dict[str, tuple[Paragraph | BulletList, ...]]
    accounts: dict[str, Account]
    restated: tuple[RevisedMonth, ...]
    rejected: tuple[Rejected, ...]
    language: Language
    recorded: bool = False
    given: tuple[GivenFigures, ...] = ()

    def __repr__(self) -> str:
        return f"<Findings {self.period}>"

    @property
    def months(self) -> tuple[Month, ...]:
        """The year's months that have passed."""
        return self.period.to_date

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What the books of the year's quarters until now show of every month, this one's last."""
        own = Told(self.period, {name: series.every_month for name, series in self.series.items()})
        return (*(self.previous.told if self.previous else ()), own)

    @property
    def revisions(self) -> tuple[RevisedMonth, ...]:
        """Every month that one of the year's editions shows otherwise than the one before it, series by series in the order of
        the plan's goals.
        """
        order = {name: place for place, name in enumerate(self.plan.on_series)}
        kept = (own for one in self._restated_until_now if (own := one.among(self.plan.by_id)) is not None)
        return tuple(sorted(kept, key=lambda found: order.get(found.series, len(order))))

    @property
    def dropped_revised(self) -> tuple[Goal, ...]:
        """The goals of earlier in the year whose months that were restated while they were there are no other goal's."""
        lost = (found for found in self._restated_until_now if found.among(self.plan.by_id) is None)
        gone = {own.goal for found in lost for own in found.judged}
        return tuple(goal for goal in self.agreed.with_every_goal().goals if goal.id in gone)

    @property
    def _restated_until_now(self) -> tuple[RevisedMonth, ...]:
        return (*(self.previous._restated_until_now if self.previous else ()), *self.restated)


def find(report: Report, language: Language = DANISH) -> Findings:
    """Judge a report and withhold what must be withheld.

    What is shown is read from the records. Only where a quarter has none, because it is not approved yet, is it
    proposed. Raises ProblemsError when the readings are others than those of the record.
    """
    record = newest(report.records, report.period)
    if record is not None and (wrong := misfit(report.plan, report.readings, record, report.given)):
        raise ProblemsError([wrong])
    shown = editions(report.agreed, report.readings, report.period, report.records, report.decisions, report.given)
    recorded = frozenset(record.period for record in report.records)
    return _found(
        report.agreed, report.readings, shown, recorded, language.of(report.period.calendar, report.agreed.words.nouns)
    )


def _found(
    agreed: Plan, known: Readings, shown: Sequence[Record], recorded: frozenset[Period], language: Language
) -> Findings:
    """What the last of the year's editions shows, and before it the others; of which periods that is recorded."""
    period = shown[-1].period
    readings = known.as_of(period)
    plan = compared(agreed.in_force(period.last_day).called(readings.names), readings, period)
    series = _series(plan, readings, shown)
    previous = _found(agreed, known, shown[:-1], recorded, language) if len(shown) > 1 else None
    own = {name: one.published for name, one in series.items()}
    result = without_withheld(evaluate(plan, readings, period), own)
    found = Findings(
        period, plan, agreed, readings.newest.extracted, result, previous, series,
        items={goal.id: _items(goal, readings) for goal in plan.goals if goal.dated},
        comments={goal.id: comment for goal in plan.goals if (comment := readings.remark(goal.id).comment)},
        accounts={goal.id: given for goal in plan.goals if (given := readings.remark(goal.id).account) != Account()},
        restated=tuple(_restated(previous.series if previous else {}, series, plan, readings, language)),
        rejected=tuple(rejected_records(agreed, readings, period)), language=language, recorded=period in recorded,
        given=tuple(given_figures(plan, readings, period)),
    )  # fmt: skip
    return replace(found, result=with_expectations(result, found.told))


def compared(plan: Plan, readings: Readings, period: Period) -> Plan:
    """The plan with every limit that is counted from the year before as that is known in a period."""
    every = period.calendar.months

    def known(criterion: Criterion) -> Criterion:
        if not isinstance(criterion, SeriesCriterion):
            return criterion
        return criterion.known(readings.series(criterion.series), every, plan.units_in)

    return plan.with_criteria(known)


def _restated(
    before: dict[str, Series], now: dict[str, Series], plan: Plan, readings: Readings, language: Language
) -> Iterator[RevisedMonth]:
    """The months that both editions show, and not alike, with the reason that the owner gave; or they were late."""
    changed = {(reading.series, reading.month) for reading in readings.restated}
    for name, series in now.items():
        if name in before:
            judged = plan.judged_by(name)
            told = next((said for own in judged if (said := readings.remark(own.goal).revision)), ())
            for month, old, new in restated_months(before[name].every_month, series.every_month):
                reason = told if (name, month) in changed else text(language.say(LATE))
                yield RevisedMonth(judged, series.criterion, month, readings.newest.period, old, new, reason)


def _items(goal: Goal, readings: Readings) -> tuple[DeliverableReading, ...]:
    """What is known of a goal's items, in the plan's order."""
    return tuple(sorted(readings.deliverables(goal.id), key=lambda item: goal.place_of(item.deliverable)))


def _series(plan: Plan, readings: Readings, shown: Sequence[Record]) -> dict[str, Series]:
    """The plan's series in the last of its editions until then."""
    record, found = shown[-1], dict[str, Series]()
    every = record.period.calendar.months
    for name, criteria in plan.on_series.items():
        own = record.series.get(name) or SeriesRecord({}, {}, (), record.period.calendar.begins)  # of no figure yet
        months = tuple(m for m in record.period.to_date if criteria[0].reports(m, every))
        lacking = criteria[0].lacking([r for r in readings.series(name) if r.month in months], months, plan.units_in)
        found[name] = Series(
            criteria, published(own), year_before(own), _since(name, shown), months, *lacking,
            merged(own), units_before(own), unit_months(own),
        )  # fmt: skip
    return found


def _since(name: str, shown: Sequence[Record]) -> dict[Month, Period]:
    """It tells a reader no more than the editions themselves: they are what it is worked out from."""
    since: dict[Month, Period] = {}
    before: dict[Month, Sum | None] = {}
    for edition in shown:
        recorded = edition.series.get(name)
        now = {} if recorded is None else _every_month(recorded)
        since |= {
            month: edition.period for month, sums in now.items() if sums is not None and sums != before.get(month)
        }
        before = now
    return {month: period for month, period in since.items() if before.get(month) is not None}


def _every_month(recorded: SeriesRecord) -> dict[Month, Sum | None]:
    return {**year_before(recorded), **published(recorded).months}
