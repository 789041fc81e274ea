"""The publications that a series has had, from the records; and the choice for a quarter that has none yet."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kvartalsbog.disclosure.decisions import Decision, decided
from kvartalsbog.disclosure.publication import (
    Cells,
    Choice,
    Key,
    Kind,
    Measure,
    Part,
    Publication,
    View,
    merged_part,
    month_parts,
    months_of_view,
    year_parts,
)  # fmt: skip
from kvartalsbog.disclosure.record import Record, SeriesRecord
from kvartalsbog.disclosure.remembered import remembered_choices
from kvartalsbog.disclosure.values import values_of, verdicts_of
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings


@dataclass(frozen=True)
class Proposal:
    """A period's choice before it is written down, and what was said of it: series → the choices of both years."""

    record: Record
    choices: dict[str, tuple[Choice, ...]]


def publications(records: Iterable[Record], name: str, year: int) -> tuple[Publication, ...]:
    """Everything that was published of a series' months of a year: by its own editions, and by the next year's, which
    show the year before for comparison. A series that measures the same keeps its name from year to year.
    """
    found = []
    for record in records:
        series = record.series.get(name)
        if series is not None and record.period.year in (year, year + 1):
            view = series.of_year(year)
            keys = [key for key in series.decisions if _is_of(key, record.period, year)]
            cells = Cells(view)
            parts = tuple(Part(key, cells.of(key)) for key in keys)
            told = series.verdicts if record.period.year == year else ()
            edition = f"{record.period}-{record.number}"
            found.append(Publication(edition, view, parts, frozenset(k for k in keys if series.decisions[k]), told))
    return tuple(found)


def _is_of(key: Key, period: Period, year: int) -> bool:
    """Whether an edition's sum is of a year; units' sums are always of the edition's own."""
    return year == (key.month or period.months[-1]).year


def view_of(readings: Readings, series: str, period: Period) -> View:
    """The units' months that a quarter's edition is made from: its own year's until then, and the year's before."""
    last = period.months[-1]
    return {
        (r.month, r.district): Sum(r.n, r.total)
        for r in readings.as_of(period).series(series)
        if r.month <= last and period.year - r.month.year in (0, 1)
    }


def parts_of(
    plan: Plan, criteria: Sequence[SeriesCriterion], view: View, period: Period
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The sums that a quarter's edition could show: its own year's, and of the year before the months, and what units
    that have been merged since had together in the same months.
    """
    own, before = ({c: value for c, value in view.items() if c[0].year == period.year - back} for back in (0, 1))
    passed = period.year_to_date
    years = ((own, passed), (before, tuple(month.year_before for month in passed)))
    taken_over = (tuple(_merged(plan, criteria[0], cells, months, period)) for cells, months in years)
    units = {unit: (unit,) for unit in criteria[0].districts}
    values = values_of(criteria, months_of_view(own))
    return (*year_parts(own, units, values), *next(taken_over)), (*month_parts(before), *next(taken_over))


def _merged(
    plan: Plan, criterion: SeriesCriterion, view: View, months: Sequence[Month], period: Period
) -> Iterator[Part]:
    """A sum for each unit that others have gone into by a period's end, where every unit has reported each of its months."""
    for units in plan.merged(period.last_day).values():
        asked = tuple(unit for unit in units if unit in criterion.reporting)
        cells = frozenset((m, unit) for unit in asked for m in months if plan.district(unit).reports_in(m))
        if len(asked) > 1 and cells and cells <= view.keys():
            yield merged_part(asked, months[-1], cells)


def propose(
    plan: Plan, readings: Readings, period: Period, records: Sequence[Record], decisions: tuple[Decision, ...]
) -> Proposal:
    """Choose what a quarter's edition shows, from its readings and from what is recorded of all others."""
    series, choices = {}, {}
    for name, criteria in plan.on_series.items():
        series[name], choices[name] = _choose(name, criteria, plan, readings, period, records, decisions)
    number = 1 + max((record.number for record in records if record.period == period), default=0)
    return Proposal(Record(period, number, series), choices)


def _choose(
    name: str,
    criteria: Sequence[SeriesCriterion],
    plan: Plan,
    readings: Readings,
    period: Period,
    records: Sequence[Record],
    decisions: tuple[Decision, ...],
) -> tuple[SeriesRecord, tuple[Choice, ...]]:
    own = SeriesRecord(view_of(readings, name, period), {})
    parts = parts_of(plan, criteria, own.view, period)
    if not criteria[0].sensitive:
        return SeriesRecord(own.view, {part.key: True for sums in parts for part in sums}), ()
    keep = decided(decisions, period, name) == "show"
    told, measure = verdicts_of(criteria, own.view, period), measure_of(criteria[0])
    years = (period.year, period.year - 1)
    history = [record for record in records if name in record.series]
    values = tuple(sorted(part.key for part in parts[0] if part.is_value))
    asked = (
        period, own.fingerprint, told, criteria[0].districts, values, measure, plan.suppression_threshold, keep,
        tuple(part.key for sums in parts for part in sums if part.key.kind is Kind.MERGED),
        tuple((record.period, record.number, record.series[name].fingerprint) for record in history),
    )  # fmt: skip

    def chosen() -> tuple[Choice, ...]:
        from kvartalsbog.disclosure.choice import choose  # noqa: PLC0415 - the solver is needed for drafts only

        tellings = zip(years, parts, (told, ()), strict=True)
        news = {year: Publication(str(period), own.of_year(year), sums, verdicts=v) for year, sums, v in tellings}
        return tuple(
            choose(publications(history, name, year), new, measure, plan.suppression_threshold, keep_value=keep)
            for year, new in news.items()
        )

    choices = _CHOSEN.get(asked, lambda: remembered_choices(asked, chosen))
    shown = {part.key: part.key in choice.shown for choice, sums in zip(choices, parts, strict=True) for part in sums}
    return SeriesRecord(own.view, shown, told), choices


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


def measure_of(criterion: SeriesCriterion) -> Measure:
    """What one case can add to a total."""
    return Measure(criterion.case.minimum, criterion.case.maximum, whole=criterion.whole)


def newest(records: Iterable[Record], period: Period) -> Record | None:
    """A quarter's latest choice."""
    return max((r for r in records if r.period == period), key=lambda r: r.number, default=None)


def editions(
    agreed: Plan, readings: Readings, period: Period, records: tuple[Record, ...], decisions: tuple[Decision, ...]
) -> tuple[Record, ...]:
    """The year's editions up to a quarter: each as it is recorded, or as it is proposed where it is not approved yet."""
    found: list[Record] = []
    for own in period.until_now:
        record = newest(records, own)
        if record is None:
            plan = agreed.in_force(own.last_day)
            record = propose(plan, readings, own, _in_order((*records, *found)), decisions).record
        found.append(record)
    return tuple(found)


def _in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    every = {(record.period, record.number): record for record in records}
    return tuple(every[key] for key in sorted(every))
