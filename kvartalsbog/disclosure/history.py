"""The publications that a series has had, from the records; and the choice for a quarter that has none yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kvartalsbog.disclosure.decisions import Decision, decided
from kvartalsbog.disclosure.publication import (
    Cell,
    Choice,
    Key,
    Kind,
    Measure,
    Part,
    Publication,
    Verdict,
    View,
    month_parts,
    months_of_view,
    year_parts,
)  # fmt: skip
from kvartalsbog.disclosure.record import Record, SeriesRecord, cells_of, total_of
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Quarter
from kvartalsbog.plan.values import Goal, Plan
from kvartalsbog.readings.values import Readings


@dataclass(frozen=True)
class Proposal:
    """A quarter's choice before it is written down, and what was said of it: goal → the choices of both years."""

    record: Record
    choices: dict[str, tuple[Choice, ...]]


def publications(records: Iterable[Record], goal: str, year: int) -> tuple[Publication, ...]:
    """Everything that was published of a goal's months of a year: by its own editions, and by the next year's, which
    show the year before for comparison. A goal that measures the same keeps its id from year to year.
    """
    found = []
    for record in records:
        series = record.series.get(goal)
        if series is not None and record.quarter.year in (year, year + 1):
            view = series.of_year(year)
            keys = [key for key in series.decisions if _is_of(key, record.quarter, year)]
            parts = tuple(Part(key, cells_of(key, view)) for key in keys)
            told = series.verdict if record.quarter.year == year else None
            name = f"{record.quarter}-{record.number}"
            found.append(Publication(name, view, parts, frozenset(k for k in keys if series.decisions[k]), told))
    return tuple(found)


def _is_of(key: Key, quarter: Quarter, year: int) -> bool:
    """Whether an edition's sum is of a year; units' sums are always of the edition's own."""
    return year == (quarter.year if key.kind is Kind.UNIT else Month.parse(key.name).year)


def view_of(readings: Readings, goal: str, quarter: Quarter) -> View:
    """The units' months that a quarter's edition is made from: its own year's until then, and the year's before."""
    return {
        (r.month, r.district): Sum(r.n, r.total)
        for r in readings.as_of(quarter).series(goal)
        if r.month in quarter.year_to_date or r.month.year == quarter.year - 1
    }


def parts_of(criterion: SeriesCriterion, view: View, quarter: Quarter) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The sums that a quarter's edition could show: its own year's, and the months of the year before."""
    own = {cell: value for cell, value in view.items() if cell[0].year == quarter.year}
    before = {cell: value for cell, value in view.items() if cell[0].year == quarter.year - 1}
    deadline = Month.of(criterion.deadline)
    return year_parts(own, {unit: (unit,) for unit in criterion.districts}, deadline), month_parts(before)


def propose(
    plan: Plan, readings: Readings, quarter: Quarter, records: Sequence[Record], decisions: tuple[Decision, ...]
) -> Proposal:
    """Choose what a quarter's edition shows, from its readings and from what is recorded of all others."""
    series, choices = {}, {}
    for goal in plan.goals:
        if goal.series is not None:
            series[goal.id], choices[goal.id] = _choose(goal, goal.series, plan, readings, quarter, records, decisions)
    number = 1 + max((record.number for record in records if record.quarter == quarter), default=0)
    return Proposal(Record(quarter, number, series), choices)


def _choose(
    goal: Goal,
    criterion: SeriesCriterion,
    plan: Plan,
    readings: Readings,
    quarter: Quarter,
    records: Sequence[Record],
    decisions: tuple[Decision, ...],
) -> tuple[SeriesRecord, tuple[Choice, ...]]:
    view = view_of(readings, goal.id, quarter)
    keep = decided(decisions, quarter, goal.id) == "show"
    told = verdict_of(criterion, view, quarter)
    shown: dict[Key, bool] = {}
    choices = []
    for year, parts in zip((quarter.year, quarter.year - 1), parts_of(criterion, view, quarter), strict=True):
        own = {cell: value for cell, value in view.items() if cell[0].year == year}
        new = Publication(str(quarter), own, parts, verdict=told if year == quarter.year else None)
        history = publications(records, goal.id, year)
        before = tuple(_Frozen.of(publication) for publication in history)
        choice = _chosen(before, _Frozen.of(new), measure_of(criterion), plan.suppression_threshold, keep)
        choices.append(choice)
        shown |= {part.key: part.key in choice.shown for part in parts}
    return SeriesRecord(view, shown, told), tuple(choices)


@dataclass(frozen=True)
class _Frozen:
    """A publication as a value that can be looked up."""

    name: str
    cells: tuple[tuple[Cell, Sum], ...]
    parts: tuple[Part, ...]
    shown: frozenset[Key]
    verdict: Verdict | None

    @classmethod
    def of(cls, p: Publication) -> _Frozen:
        return cls(p.name, tuple(sorted(p.view.items(), key=lambda item: item[0])), p.parts, p.shown, p.verdict)

    @property
    def publication(self) -> Publication:
        return Publication(self.name, dict(self.cells), self.parts, self.shown, self.verdict)


@lru_cache(maxsize=256)  # making one book asks the same some ten times
def _chosen(history: tuple[_Frozen, ...], new: _Frozen, measure: Measure, threshold: int, keep_value: bool) -> Choice:
    from kvartalsbog.disclosure.choice import choose  # noqa: PLC0415 - the solver is needed for drafts only

    before = [frozen.publication for frozen in history]
    return choose(before, new.publication, measure, threshold, keep_value=keep_value)


def verdict_of(criterion: SeriesCriterion, view: View, quarter: Quarter) -> Verdict | None:
    """What the verdict tells of the total of the goal's value, once it is due: the limit, from above or from below."""
    if criterion.deadline > quarter.last_day:
        return None
    months = [m for m in months_of_view(view) if m.year == quarter.year and m.first_day <= criterion.deadline]
    if not months:
        return None
    last = months[-1]
    sums = total_of((c for c in view if c[0].year == quarter.year and c[0] <= last), view)
    is_within = criterion.within(sums)
    return Verdict(
        last, criterion.limit * sums.n / criterion.scale, at_least=is_within == (criterion.direction == "at_least")
    )


def measure_of(criterion: SeriesCriterion) -> Measure:
    """What one case can add to a total."""
    return Measure(criterion.case.minimum, criterion.case.maximum, whole=criterion.whole)


def newest(records: Iterable[Record], quarter: Quarter) -> Record | None:
    """A quarter's latest choice."""
    return max((r for r in records if r.quarter == quarter), key=lambda r: r.number, default=None)


def editions(
    agreed: Plan, readings: Readings, quarter: Quarter, records: tuple[Record, ...], decisions: tuple[Decision, ...]
) -> tuple[Record, ...]:
    """The year's editions up to a quarter: each as it is recorded, or as it is proposed where it is not approved yet."""
    found: list[Record] = []
    for own in quarter.until_now:
        record = newest(records, own)
        if record is None:
            plan = agreed.in_force(own.last_day)
            record = propose(plan, readings, own, _in_order((*records, *found)), decisions).record
        found.append(record)
    return tuple(found)


def _in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    every = {(record.quarter, record.number): record for record in records}
    return tuple(every[key] for key in sorted(every))
