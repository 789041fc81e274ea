"""The choice for a quarter that has none yet, from its readings and from everything that is recorded."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kvartalsbog.disclosure.decisions import Decision, decided
from kvartalsbog.disclosure.publication import (
    Choice,
    Key,
    Kind,
    Measure,
    Part,
    Publication,
    Verdict,
    View,
    merged_part,
    month_parts,
    months_of_view,
    unit_months,
    year_parts,
)  # fmt: skip
from kvartalsbog.disclosure.recoded import recoded
from kvartalsbog.disclosure.record import Record, newest
from kvartalsbog.disclosure.remembered import remembered_choices, remembers
from kvartalsbog.disclosure.same_cases import NOTHING_COUNTED, Counted, among, counted_elsewhere, in_order
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.disclosure.told_before import history_of, publications
from kvartalsbog.disclosure.values import values_of, verdicts_of
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings

# what another plan's editions show of the series that are its own, by the periods and names of the plan that shows them too
Given = Mapping[Period, Mapping[str, SeriesRecord]]
NOTHING_GIVEN: Given = MappingProxyType({})
Known = Callable[[Hashable, Callable[[], tuple[Choice, ...]]], tuple[Choice, ...]]  # by all that a choice depends on


@dataclass(frozen=True)
class Proposal:
    """A period's choice before it is written down, and what was said of it: series → the choices of both years."""

    record: Record
    choices: dict[str, tuple[Choice, ...]]


def view_of(readings: Readings, series: str, period: Period) -> View:
    """The units' months that a period's edition is made from: its plan's until then, and the year's before."""
    first = period.calendar.months_before[0]
    return {
        (r.month, r.district): Sum(r.n, r.total)
        for r in readings.as_of(period).series(series)
        if first <= r.month <= period.last
    }


def parts_of(
    plan: Plan, criteria: Sequence[SeriesCriterion], view: View, period: Period
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The sums that a period's edition could show: its own plan's, and of the year before the months, what units that have been
    merged since had together in the same months, and what each unit had in them; of both what each unit had in each month.
    """
    series = SeriesRecord(view, {}, (), period.calendar.begins)
    own, before = series.own, series.before
    passed = period.to_date
    years = ((own, passed), (before, tuple(month.year_before for month in passed)))
    taken_over = (tuple(_merged(plan, criteria[0], cells, months, period)) for cells, months in years)
    units = {unit: (unit,) for unit in criteria[0].districts}
    values = values_of(criteria, months_of_view(own))
    own_months, months_before = (unit_months(v, units) if criteria[0].is_of_cases else () for v in (own, before))
    return (
        (*year_parts(own, units, values), *next(taken_over), *own_months),
        (
            *month_parts(before),
            *next(taken_over),
            *_each_before(plan, criteria[0], own, before, passed),
            *months_before,
        ),
    )


def _merged(
    plan: Plan, criterion: SeriesCriterion, view: View, months: Sequence[Month], period: Period
) -> Iterator[Part]:
    """A sum for each unit that others have gone into by a period's end, where every unit has reported each of its months."""
    for units in plan.merged(period.last_day).values():
        asked = tuple(unit for unit in units if unit in criterion.reporting)
        cells = frozenset((m, unit) for unit in asked for m in months if plan.district(unit).reports_in(m))
        if len(asked) > 1 and cells and cells <= view.keys():
            yield merged_part(asked, months[-1], cells)


def _each_before(
    plan: Plan, criterion: SeriesCriterion, own: View, before: View, passed: Sequence[Month]
) -> Iterator[Part]:
    """What each unit had a year before in the months that have been reported, where every unit has reported all of these: then the
    two years can be compared. Only of a figure for each case.
    """
    months = [month for month in passed if month in months_of_view(own)]
    there = frozenset((m, unit) for m in months for unit in criterion.reporting if plan.district(unit).reports_in(m))
    if not criterion.is_of_cases or not months or months != list(passed[: len(months)]) or not there <= own.keys():
        return
    yield from _each_until(criterion, before, months)


def _each_until(criterion: SeriesCriterion, before: View, months: Sequence[Month]) -> Iterator[Part]:
    for unit in criterion.districts:
        cells = frozenset((month.year_before, unit) for month in months)
        if cells <= before.keys():
            yield merged_part((unit,), months[-1].year_before, cells)


def _coming(criterion: SeriesCriterion, before: View, period: Period) -> tuple[Part, ...]:
    """What the plan's later editions will tell of the year before: of each unit the months that will have been reported then."""
    later = (own for own in period.calendar.periods if own > period and criterion.is_of_cases)
    return tuple(part for own in later for part in _each_until(criterion, before, own.to_date))


def propose(
    plan: Plan,
    readings: Readings,
    period: Period,
    records: Sequence[Record],
    decisions: tuple[Decision, ...],
    given: Given = NOTHING_GIVEN,
    known: Known | None = None,
) -> Proposal:
    """Choose what a quarter's edition shows, from its readings and from what is recorded of all others. Of a series that is
    another plan's the choice is that plan's. Choices that are `known` are not made again: those of a draft are, by default,
    those of this process and of the project's memory.
    """
    series, choices = dict(given.get(period, {})), dict[str, tuple[Choice, ...]]()
    chooser = _Chooser(plan, readings, period, records, decisions, known or remembered)
    for name in plan.on_series:
        if name not in series:
            series[name], choices[name] = chooser.choice(name)
    told = counted_elsewhere(series)
    for name in choices:
        if name in told and plan.on_series[name][0].sensitive:
            hidden = tuple(key for key, shown in series[name].decisions.items() if not shown)
            series[name], choices[name] = chooser.choice(name, told[name], hidden)
            told = counted_elsewhere(series)
    number = 1 + max((record.number for record in records if record.period == period), default=0)
    return Proposal(Record(period, number, series, plan.suppression_threshold), choices)


@dataclass(frozen=True)
class _Chooser:
    """What a quarter's choices are made from."""

    plan: Plan
    readings: Readings
    period: Period
    records: Sequence[Record]
    decisions: tuple[Decision, ...]
    known: Known

    def choice(
        self, name: str, counted: Counted = NOTHING_COUNTED, hidden: tuple[Key, ...] = ()
    ) -> tuple[SeriesRecord, tuple[Choice, ...]]:
        """What is shown of a series. Others of the same cases may have told how many there are in the sums of `counted`: then what
        is `hidden` already stays so.
        """
        plan, period, criteria = self.plan, self.period, self.plan.on_series[name]
        calendar = period.calendar
        own = SeriesRecord(view_of(self.readings, name, period), {}, (), calendar.begins)
        parts = parts_of(plan, criteria, own.view, period)
        if not criteria[0].sensitive:
            return SeriesRecord(own.view, {p.key: True for sums in parts for p in sums}, (), calendar.begins), ()
        keep = decided(self.decisions, period, name) == "show"
        told, measure = verdicts_of(criteria, own.view, period), measure_of(criteria[0])
        later = (), _coming(criteria[0], own.before, period)
        history = history_of(self.records, name, own.view, calendar)
        values = tuple(sorted(p.key for p in parts[0] if p.is_value))
        asked = (
            period, calendar.begins, own.fingerprint, told, criteria[0].districts, values, measure, plan.suppression_threshold, keep,
            tuple(part.key for sums in (*parts, *later) for part in sums if part.key.kind in (Kind.MERGED, Kind.UNIT_MONTH)),
            tuple(before.fingerprint for before in history), in_order(counted), hidden,
        )  # fmt: skip

        def chosen() -> tuple[Choice, ...]:
            from kvartalsbog.disclosure.choice import choose  # noqa: PLC0415 - the solver is needed for drafts only

            years = (calendar.months, own.own, told), (calendar.months_before, own.before, ())
            found = []
            for (months, view, verdicts), sums, coming in zip(years, parts, later, strict=True):
                new = self._publication(view, sums, verdicts, among(counted, view))
                before, new, ahead = _in_their_units(publications(history, months), new, coming)
                found.append(choose(before, new, measure, keep_value=keep, coming=ahead, hidden=hidden))
            return tuple(found)

        choices = self.known(asked, chosen)
        shown = {p.key: p.key in choice.shown for choice, sums in zip(choices, parts, strict=True) for p in sums}
        return SeriesRecord(own.view, shown, told, calendar.begins), choices

    def _publication(
        self, view: View, sums: tuple[Part, ...], verdicts: tuple[Verdict, ...], counted: Counted
    ) -> Publication:
        few, calendar = self.plan.suppression_threshold, self.period.calendar
        return Publication(str(self.period), view, sums, frozenset(), verdicts, calendar, counted, threshold=few)


def _in_their_units(
    history: Sequence[Publication], new: Publication, coming: tuple[Part, ...]
) -> tuple[tuple[Publication, ...], Publication, tuple[Part, ...]]:
    """A publication with those before it and with what will be told later, in the units that all of them are made of."""
    *before, every = recoded((*history, replace(new, parts=(*new.parts, *coming))))
    return tuple(before), replace(every, parts=every.parts[: len(new.parts)]), every.parts[len(new.parts) :]


class _Kept:
    """The latest answers by all that they depend on. A choice is worked out once, however often a book asks for it."""

    def __init__(self, most: int) -> None:
        self._most, self._answers = most, dict[Hashable, tuple[Choice, ...]]()

    def get(self, asked: Hashable, answer: Callable[[], tuple[Choice, ...]]) -> tuple[Choice, ...]:
        """The answer that is kept, or else the one that is worked out now."""
        found = self._answers.pop(asked, None) or answer()
        self._answers[asked] = found
        while len(self._answers) > self._most:
            self._answers.pop(next(iter(self._answers)), None)
        return found


_CHOSEN = _Kept(4096)


def remembered(asked: Hashable, make: Callable[[], tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """The choices that this process or the project's memory knows, and else those that are made now."""
    return _CHOSEN.get((remembers(), asked), lambda: remembered_choices(asked, make))


def anew(_asked: Hashable, make: Callable[[], tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """Make them, whatever was chosen before: so is what stands for good."""
    return make()


def measure_of(criterion: SeriesCriterion) -> Measure:
    """What one case can add to a total."""
    return Measure(criterion.case.minimum, criterion.case.maximum, whole=criterion.whole or criterion.counts)


def editions(
    agreed: Plan,
    readings: Readings,
    period: Period,
    records: tuple[Record, ...],
    decisions: tuple[Decision, ...],
    given: Given = NOTHING_GIVEN,
) -> tuple[Record, ...]:
    """The year's editions up to a quarter: each as it is recorded, or as it is proposed where it is not approved yet."""
    found: list[Record] = []
    for own in period.until_now:
        record = newest(records, own)
        if record is None:
            plan = agreed.in_force(own.last_day)
            record = propose(plan, readings, own, _in_order((*records, *found)), decisions, given).record
        found.append(record)
    return tuple(found)


def _in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    every = {(record.period, record.number): record for record in records}
    return tuple(every[key] for key in sorted(every))
